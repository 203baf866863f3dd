"""What can be set for Microsoft Teams: each value has a name in the environment."""

from __future__ import annotations

import os
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from bot.settings import SettingError

OPENID_URL = "https://login.botframework.com/v1/.well-known/openidconfiguration"
LOGIN_URL = "https://login.microsoftonline.com"
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_SERVICE_HOSTS = frozenset({"smba.trafficmanager.net"})
_PLAYGROUND = frozenset({"localhost", "127.0.0.1"})

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"{_LABEL}(?:\.{_LABEL})+")
_HOST_OR_SUFFIX = re.compile(rf"(?:\*\.)?{_LABEL}(?:\.{_LABEL})+")
# What RFC 3986 lets a URL hold, without query and fragment. Python's own reading would drop line
# breaks and tabs, and take a backslash for a part of the host's name.
_PLAIN_URL = re.compile(r"[A-Za-z0-9._~:/\[\]@!$&'()*+,;=%-]+")


@dataclass(frozen=True)
class TeamsSettings:
    """The settings of the channel.

    Args:
        app_id: the bot's id, a GUID in small letters (`TEAMS_APP_ID`).
        tenant: the bot's own tenant, a GUID (`TEAMS_TENANT_ID`). Its authority gives the tokens
            with which the bot sends.
        secret: the client secret that proves who the bot is (`TEAMS_APP_SECRET`).
        certificate: instead of it, a PEM file with a private RSA key and its certificate
            (`TEAMS_APP_CERTIFICATE`).
        tenants: whose people may write to the bot (`TEAMS_ALLOWED_TENANTS`, with commas between
            them); by default those of `tenant` only.
        service_hosts: the hosts to which replies may be sent: Teams' own, and those of
            `TEAMS_SERVICE_HOSTS`, with commas between them. `*.example.org` stands for every host
            below example.org.
        public_url: the https address of this assistant's own website, without a slash at its end
            (`PUBLIC_URL`); for links to pages of answers.
        authenticated: False only with `TEAMS_AUTH=off`: whoever reaches the port on this machine
            may write as anybody, and no token is asked for. It is for the Agents Playground.
        openid_url: where the Bot Connector says which keys it signs with (`TEAMS_OPENID_URL`).
        login_url: the authority, without the tenant (`TEAMS_LOGIN_URL`).
    """

    app_id: str
    tenant: str
    secret: str | None = field(default=None, repr=False)
    certificate: Path | None = None
    tenants: frozenset[str] = frozenset()
    service_hosts: frozenset[str] = _SERVICE_HOSTS
    public_url: str | None = None
    authenticated: bool = True
    openid_url: str = OPENID_URL
    login_url: str = LOGIN_URL

    @classmethod
    def from_environment(cls) -> TeamsSettings | None:
        """Read the environment; a variable that is empty counts as one that is not set.

        Returns:
            None where the channel is off: neither `TEAMS_APP_ID` nor `TEAMS_AUTH=off` is set.

        Raises:
            SettingError: a value is missing or cannot be used; the message names the variable.
        """
        env = {name: value for name, value in os.environ.items() if value}
        auth = env.get("TEAMS_AUTH", "on")
        if auth not in ("on", "off"):
            raise SettingError(f"TEAMS_AUTH is {auth!r}. Give on or off.")
        if auth == "off":
            return cls._of_playground(env)
        if "TEAMS_APP_ID" not in env:
            _refuse_rest(env)
            return None
        if "TEAMS_TENANT_ID" not in env:
            raise SettingError(
                "TEAMS_APP_ID is set, and TEAMS_TENANT_ID is not. Give the directory (tenant) ID"
                " of the bot's app registration."
            )
        tenant = _guid(env, "TEAMS_TENANT_ID")
        secret, certificate = _proof(env)
        return cls(
            app_id=_guid(env, "TEAMS_APP_ID"),
            tenant=tenant,
            secret=secret,
            certificate=certificate,
            tenants=_tenants(env) or frozenset({tenant}),
            service_hosts=_SERVICE_HOSTS | _hosts(env),
            public_url=_public_url(env),
            openid_url=_secure_url(env, "TEAMS_OPENID_URL", OPENID_URL),
            login_url=_secure_url(env, "TEAMS_LOGIN_URL", LOGIN_URL).rstrip("/"),
        )

    @classmethod
    def _of_playground(cls, env: Mapping[str, str]) -> TeamsSettings:
        """Give the settings of a channel that believes everybody, on this machine only."""
        host = env.get("HOST", "127.0.0.1")
        if host not in LOOPBACK:
            raise SettingError(
                f"TEAMS_AUTH is off, and HOST is {host!r}: anybody on the network could write to"
                " the bot as anybody. Set HOST to 127.0.0.1, or remove TEAMS_AUTH."
            )
        reached = [name for name in ("TEAMS_APP_SECRET", "TEAMS_APP_CERTIFICATE") if name in env]
        if env.get("TRUSTED_PROXIES", "0") != "0":
            reached.append("TRUSTED_PROXIES")
        if reached:
            raise SettingError(
                f"TEAMS_AUTH is off, and {reached[0]} is set. Without authentication the bot is"
                f" for trying out on this machine only. Remove {reached[0]} or TEAMS_AUTH."
            )
        return cls(
            app_id=_guid(env, "TEAMS_APP_ID") if "TEAMS_APP_ID" in env else "",
            tenant="",
            service_hosts=_PLAYGROUND,
            public_url=_public_url(env),
            authenticated=False,
        )

    def allows_service(self, url: str) -> bool:
        """Tell whether replies may be sent to an activity's `serviceUrl`.

        It must be https on the usual port, of a host on the list, without a user's name, query or
        fragment. A host of this machine's own may use http and any port; only the Playground's
        settings, and tests, have one on their list.
        """
        parts = _parts(url)
        if parts is None or parts.hostname is None:
            return False
        host = parts.hostname
        listed = host in self.service_hosts or any(
            pattern.startswith("*.") and host.endswith(pattern[1:])
            for pattern in self.service_hosts
        )
        if host in LOOPBACK:
            return listed and parts.scheme in ("http", "https")
        return listed and parts.scheme == "https" and parts.port in (None, 443)


def _refuse_rest(env: Mapping[str, str]) -> None:
    """Refuse settings of a bot that has no id."""
    names = sorted(name for name in env if name.startswith("TEAMS_") and name != "TEAMS_AUTH")
    if names:
        raise SettingError(
            f"{names[0]} is set, and TEAMS_APP_ID is not. Give the application (client) ID of the"
            f" bot, or remove {names[0]}."
        )


def _guid(env: Mapping[str, str], name: str) -> str:
    return _read_guid(name, env[name].strip())


def _read_guid(name: str, text: str) -> str:
    try:
        guid = str(uuid.UUID(text))
    except ValueError:
        guid = ""
    if not guid or guid != text.lower():  # UUID also reads other ways of writing
        raise SettingError(
            f"{name} holds {text!r}. Give an ID such as 00000000-0000-0000-0000-000000000000, as"
            " the Azure portal shows it."
        )
    return guid


def _tenants(env: Mapping[str, str]) -> frozenset[str]:
    name = "TEAMS_ALLOWED_TENANTS"
    return frozenset(_read_guid(name, part) for part in _parted(env.get(name, "")))


def _hosts(env: Mapping[str, str]) -> frozenset[str]:
    hosts = [part.lower() for part in _parted(env.get("TEAMS_SERVICE_HOSTS", ""))]
    for host in hosts:
        if host in LOOPBACK or not _HOST_OR_SUFFIX.fullmatch(host):
            raise SettingError(
                f"TEAMS_SERVICE_HOSTS names {host!r}. Give names of hosts without https and"
                " without a path, such as smba.example.org or *.botframework.com."
            )
    return frozenset(hosts)


def _parted(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _proof(env: Mapping[str, str]) -> tuple[str | None, Path | None]:
    """Read with what the bot proves who it is: a secret or a certificate, exactly one."""
    secret, written = env.get("TEAMS_APP_SECRET"), env.get("TEAMS_APP_CERTIFICATE")
    if bool(secret) == bool(written):
        found = "both are set" if secret else "neither is set"
        raise SettingError(
            f"The bot needs TEAMS_APP_SECRET or TEAMS_APP_CERTIFICATE, and {found}. Give one."
        )
    if written:
        _check_certificate(Path(written))
        return None, Path(written)
    return secret, None


def _check_certificate(path: Path) -> None:
    name = "TEAMS_APP_CERTIFICATE"
    try:
        content = path.read_bytes()
    except OSError as error:
        raise SettingError(f"{name}: {path} cannot be read: {error.strerror}.") from error
    try:
        certificate = x509.load_pem_x509_certificate(content)
    except ValueError as error:
        raise SettingError(f"{name}: {path} holds no certificate in PEM form. Add it.") from error
    try:
        key = load_pem_private_key(content, password=None)
    except TypeError as error:
        raise SettingError(
            f"{name}: the private key in {path} has a password. Save it without one, in a file"
            " that only the assistant can read."
        ) from error
    except ValueError as error:
        raise SettingError(f"{name}: {path} holds no private key in PEM form. Add it.") from error
    if not isinstance(key, RSAPrivateKey):
        raise SettingError(f"{name}: the private key in {path} is no RSA key. Make an RSA one.")
    if key.public_key() != certificate.public_key():
        raise SettingError(f"{name}: the private key in {path} is not the first certificate's.")


def _public_url(env: Mapping[str, str]) -> str | None:
    text = env.get("PUBLIC_URL")
    if text is None:
        return None
    parts = _parts(text)
    if parts is None or parts.scheme != "https" or not _HOST.fullmatch(parts.hostname or ""):
        raise SettingError(
            f"PUBLIC_URL is {text!r}. Give the https address under which the assistant's website"
            " is reached, such as https://assistant.example.org."
        )
    return text.rstrip("/")


def _secure_url(env: Mapping[str, str], name: str, default: str) -> str:
    """Read an address that must be https; on this machine itself it may be http."""
    text = env.get(name, default)
    if not is_secure(text):
        raise SettingError(f"{name} is {text!r}. Give an https address, such as {default}.")
    return text


def is_secure(url: str) -> bool:
    """Tell whether an address is https, or of this machine itself, and holds nothing odd."""
    parts = _parts(url)
    return parts is not None and (
        parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    )


def _parts(url: str) -> SplitResult | None:
    """Split an address without a user's name, query or fragment; None where it is none."""
    if not _PLAIN_URL.fullmatch(url):
        return None
    try:
        parts = urlsplit(url)
        _ = parts.port  # reading it checks it
    except ValueError:
        return None
    return parts if parts.hostname and "@" not in parts.netloc else None
