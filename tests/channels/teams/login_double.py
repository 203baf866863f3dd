"""Microsoft's login service, played on this machine: it gives tokens to one application.

It checks what it is asked, and answers faults, as Microsoft's pages say: "OAuth 2.0 client
credentials flow on the Microsoft identity platform", "Microsoft identity platform application
authentication certificate credentials", "Microsoft Entra authentication and authorization error
codes".
"""

from __future__ import annotations

import base64
import datetime as dt
import secrets
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import jwt
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.types import CertificateIssuerPrivateKeyTypes
from cryptography.x509.oid import NameOID

from bot.channels.teams.settings import TeamsSettings
from tests.channels.teams.misbehaviour import Behaviour

APP_ID = "0a1b2c3d-0000-4000-8000-00000000a001"
TENANT = "0a1b2c3d-0000-4000-8000-00000000b002"
SECRET = "an invented secret~with/characters+that=need&encoding"
PRIVATE = "Here stands the name of an application, and more that belongs in no log."
_SCOPE = "https://api.botframework.com/.default"
_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_LONGEST = 600  # seconds that an assertion may be good for


@dataclass
class LoginDouble:
    """The state of the login service.

    Args:
        url: its address.
        certificate: the application's, where it has one in the place of the secret.
        clock: seconds since 1970, for the assertions.
        expires_in: for how many seconds the next tokens are said to be good.
        issued: the tokens that are good; empty it to take them back.
        asked: the forms that came in, oldest first.
        paths: where they came in.
        busiest: how many requests there were at the same time at most.
    """

    url: str = ""
    certificate: x509.Certificate | None = None
    clock: Callable[[], float] = time.time
    expires_in: int | str = 3599
    issued: set[str] = field(default_factory=set)
    asked: list[Mapping[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    busiest: int = 0

    def __post_init__(self) -> None:
        """Start with nothing planned."""
        self._plans: deque[Behaviour] = deque()
        self._busy = 0
        self._assertions: set[str] = set()

    def then(self, *behaviours: Behaviour) -> None:
        """Answer the next requests like this; then rightly."""
        self._plans.extend(behaviours)

    def settings(self, certificate: Path | None = None) -> TeamsSettings:
        """Give settings of the application that this service knows."""
        return TeamsSettings(
            app_id=APP_ID,
            tenant=TENANT,
            secret=None if certificate else SECRET,
            certificate=certificate,
            tenants=frozenset({TENANT}),
            login_url=self.url,
        )

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        form = {name: str(value) for name, value in (await request.post()).items()}
        self.asked.append(form)
        self.paths.append(request.path)
        self._busy += 1
        self.busiest = max(self.busiest, self._busy)
        try:
            planned = await self._plans.popleft()(request) if self._plans else None
            return planned or self._judge(form)
        finally:
            self._busy -= 1

    def _judge(self, form: Mapping[str, str]) -> web.Response:
        if form.get("grant_type") != "client_credentials":
            return refusal(400, "unsupported_grant_type", 70003)
        if form.get("scope") != _SCOPE:
            return refusal(400, "invalid_scope", 1002012)
        if form.get("client_id") != APP_ID:
            return refusal(400, "unauthorized_client", 700016)
        if self.certificate is None and form.get("client_secret") != SECRET:
            return refusal(401, "invalid_client", 7000215)
        if self.certificate is not None and not self._proves(form, self.certificate):
            return refusal(401, "invalid_client", 700027)
        token = secrets.token_urlsafe(32)
        self.issued.add(token)
        told = {"token_type": "Bearer", "expires_in": self.expires_in, "access_token": token}
        return web.json_response(told)

    def _proves(self, form: Mapping[str, str], certificate: x509.Certificate) -> bool:
        """Tell whether a form proves with the certificate, and with no secret, whose it is."""
        if form.get("client_assertion_type") != _BEARER or "client_secret" in form:
            return False
        token = form.get("client_assertion", "")
        digest = base64.urlsafe_b64encode(certificate.fingerprint(hashes.SHA256()))
        wanted = {"alg": "PS256", "typ": "JWT", "x5t#S256": digest.decode().rstrip("=")}
        try:
            header = jwt.get_unverified_header(token)
            claims = jwt.decode(
                token,
                certificate.public_key(),  # type: ignore[arg-type]
                algorithms=["PS256"],
                audience=f"{self.url}/{TENANT}/oauth2/v2.0/token",
                issuer=APP_ID,
                subject=APP_ID,
                # The times are checked below, by the clock of the test.
                options={
                    "require": ["aud", "iss", "sub", "jti", "nbf", "exp"],
                    "verify_exp": False,
                    "verify_nbf": False,
                    "verify_iat": False,
                },
            )
        except jwt.InvalidTokenError:
            return False
        if header != wanted or claims["jti"] in self._assertions:
            return False
        self._assertions.add(claims["jti"])
        first, last = int(claims["nbf"]), int(claims["exp"])
        return first <= self.clock() < last <= first + _LONGEST


@asynccontextmanager
async def login_double(
    certificate: x509.Certificate | None = None, clock: Callable[[], float] = time.time
) -> AsyncIterator[LoginDouble]:
    """Run the login service as long as the block lives."""
    double = LoginDouble(certificate=certificate, clock=clock)
    application = web.Application()
    application.router.add_post(f"/{TENANT}/oauth2/v2.0/token", double._answer)
    runner = web.AppRunner(application, shutdown_timeout=0)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        double.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        yield double
    finally:
        await runner.cleanup()


def refusal(status: int, error: str, code: int) -> web.Response:
    """Make an answer to a request that is refused."""
    return web.json_response(
        {
            "error": error,
            "error_description": f"AADSTS{code}: {PRIVATE}",
            "error_codes": [code],
            "trace_id": "00000000-0000-4000-8000-000000000000",
        },
        status=status,
    )


def make_certificate(key: CertificateIssuerPrivateKeyTypes) -> x509.Certificate:
    """Make a certificate that a key signs itself."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "login double")])
    now = dt.datetime.now(dt.timezone.utc)
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(minutes=5))
        .not_valid_after(now + dt.timedelta(hours=1))
        .sign(key, hashes.SHA256())
    )


def make_key() -> rsa.RSAPrivateKey:
    """Make an RSA key."""
    return rsa.generate_private_key(public_exponent=65_537, key_size=2048)


def pem(*parts: CertificateIssuerPrivateKeyTypes | x509.Certificate) -> bytes:
    """Write keys and certificates as the parts of one PEM file."""
    return b"".join(
        part.public_bytes(serialization.Encoding.PEM)
        if isinstance(part, x509.Certificate)
        else part.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        for part in parts
    )
