"""Who gets in: one good kind of token, and none of the others."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization

from bot.channels.teams.settings import TeamsSettings
from bot.channels.teams.signing_keys import SigningKeys
from bot.channels.teams.verification import ForbiddenError, verify
from tests.channels.teams.keys_server import (
    APP,
    SERVICE,
    KeysServer,
    activity,
    claims,
    private_key,
    published,
    token,
)
from tests.channels.teams.login_double import TENANT

NOW = 1_800_000_000.0
SETTINGS = TeamsSettings(APP, TENANT, secret="hush", tenants=frozenset({TENANT}))
OTHER = "99999999-8888-4777-8666-555555555555"


@pytest.fixture
def keys(server: KeysServer) -> SigningKeys:
    """The keys of a server with a good one, one for other channels, and one that is not known."""
    server.keys = [
        published("first"),
        published("other"),
        published("webchat only", endorsements=["webchat"]),
        published("no endorsements", endorsements=None),
    ]
    return SigningKeys(server.url, clock=lambda: NOW)


def _part(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def _public_pem() -> bytes:
    return (
        private_key("first")
        .public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    )


def _hs256() -> str:
    """Sign with the public key as if it were a password, which every reader knows."""
    head = {"alg": "HS256", "typ": "JWT", "kid": "first"}
    signed = f"{_part(head)}.{_part(claims(NOW))}"
    signature = hmac.new(_public_pem(), signed.encode(), hashlib.sha256).digest()
    return f"{signed}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"


def _unsigned(algorithm: str, kid: Any = "first") -> str:
    return f"{_part({'alg': algorithm, 'kid': kid})}.{_part(claims(NOW))}."


def _tampered(place: int, value: Any) -> str:
    parts = token(NOW).split(".")
    parts[place] = _part(value)
    return ".".join(parts)


def _own_key(**header: Any) -> str:
    return jwt.encode(claims(NOW), private_key("mine"), "RS256", headers={"kid": "first", **header})


def _jwk() -> dict[str, Any]:
    return published("mine")


FORGED: dict[str, Callable[[], str]] = {
    "no token": lambda: "",
    "no scheme": lambda: token(NOW),
    "another scheme": lambda: f"Basic {token(NOW)}",
    "two tokens": lambda: f"Bearer {token(NOW)} {token(NOW)}",
    "two tokens with a comma": lambda: f"Bearer {token(NOW)},{token(NOW)}",
    "nothing behind the scheme": lambda: "Bearer ",
    "rubbish": lambda: "Bearer a.b.c",
    "rubbish in letters that are no ASCII": lambda: "Bearer é.ü.ñ",
    "very long": lambda: f"Bearer {token(NOW, padding='a' * 20_000)}",
    "expired": lambda: f"Bearer {token(NOW, exp=NOW - 301)}",
    "not yet valid": lambda: f"Bearer {token(NOW, nbf=NOW + 301)}",
    "without an end": lambda: f"Bearer {token(NOW, exp=None)}",
    "without a beginning": lambda: f"Bearer {token(NOW, nbf=None)}",
    "an end that is no time": lambda: f"Bearer {token(NOW, exp='9999999999')}",
    "an end that is true": lambda: f"Bearer {token(NOW, exp=True)}",
    "a beginning that is true": lambda: f"Bearer {token(NOW, nbf=True)}",
    "an end that is no number": lambda: f"Bearer {token(NOW, exp=float('nan'))}",
    "another issuer": lambda: f"Bearer {token(NOW, iss='https://evil.example')}",
    "the issuer of Azure": lambda: (
        f"Bearer {token(NOW, iss=f'https://login.microsoftonline.com/{TENANT}/v2.0')}"
    ),
    "no issuer": lambda: f"Bearer {token(NOW, iss=None)}",
    "another bot's": lambda: f"Bearer {token(NOW, aud=OTHER)}",
    "for several bots": lambda: f"Bearer {token(NOW, aud=[APP, OTHER])}",
    "for nobody": lambda: f"Bearer {token(NOW, aud=None)}",
    "for an address that starts so": lambda: f"Bearer {token(NOW, aud=f'{APP}.evil')}",
    "signed with a key of one's own": lambda: f"Bearer {_own_key()}",
    "an unknown key": lambda: f"Bearer {token(NOW, 'unknown')}",
    "no key's id": lambda: "Bearer " + jwt.encode(claims(NOW), private_key("first"), "RS256"),
    "a key's id that is no text": lambda: f"Bearer {_unsigned('RS256', 7)}c2ln",
    "another key's id": lambda: f"Bearer {token(NOW, 'first', header={'kid': 'other'})}",
    "a key of other channels": lambda: f"Bearer {token(NOW, 'webchat only')}",
    "alg none": lambda: f"Bearer {_unsigned('none')}",
    "alg None": lambda: f"Bearer {_unsigned('None')}",
    "no signature": lambda: f"Bearer {_unsigned('RS256')}",
    "the public key as a password": lambda: f"Bearer {_hs256()}",
    "another algorithm": lambda: (
        "Bearer " + jwt.encode(claims(NOW), private_key("first"), "RS512", headers={"kid": "first"})
    ),
    "PS256": lambda: (
        "Bearer " + jwt.encode(claims(NOW), private_key("first"), "PS256", headers={"kid": "first"})
    ),
    "a changed payload": lambda: f"Bearer {_tampered(1, claims(NOW, serviceurl='https://x/'))}",
    "a changed header": lambda: f"Bearer {_tampered(0, {'alg': 'RS256', 'kid': 'other'})}",
    "a key in the header": lambda: f"Bearer {_own_key(jwk=_jwk())}",
    "a key's address in the header": lambda: f"Bearer {_own_key(jku='https://evil.example/k')}",
    "a certificate in the header": lambda: f"Bearer {_own_key(x5c=['MIIB'])}",
    "something critical that nobody knows": lambda: (
        f"Bearer {token(NOW, header={'crit': ['b64']})}"
    ),
    "no service address": lambda: f"Bearer {token(NOW, serviceurl=None)}",
    "another service address": lambda: (
        f"Bearer {token(NOW, serviceurl='https://smba.trafficmanager.net/other/')}"
    ),
    "the service address without its slash": lambda: (
        f"Bearer {token(NOW, serviceurl=SERVICE.rstrip('/'))}"
    ),
    "the service address in capitals": lambda: f"Bearer {token(NOW, serviceurl=SERVICE.upper())}",
    "a list of service addresses": lambda: f"Bearer {token(NOW, serviceurl=[SERVICE])}",
}


@pytest.mark.parametrize("good", ["first", "no endorsements"])
async def test_a_good_token_gets_in(keys: SigningKeys, good: str) -> None:
    """What Teams sends passes, whatever the letters of the scheme's name."""
    await verify(f"Bearer {token(NOW, good)}", activity(), SETTINGS, keys, NOW)
    await verify(f"bearer {token(NOW, good)}", activity(), SETTINGS, keys, NOW)


@pytest.mark.parametrize("shift", [{"exp": NOW - 299}, {"nbf": NOW + 299}])
async def test_clocks_may_differ_by_five_minutes(
    keys: SigningKeys, shift: dict[str, float]
) -> None:
    """A clock that is a little wrong shuts nobody out."""
    await verify(f"Bearer {token(NOW, **shift)}", activity(), SETTINGS, keys, NOW)


@pytest.mark.parametrize("how", FORGED)
async def test_a_forged_token_does_not_get_in(keys: SigningKeys, how: str) -> None:
    """Each is refused with 401 or 403, and what the log gets holds nothing of it."""
    header = FORGED[how]()
    with pytest.raises(ForbiddenError) as error:
        await verify(header, activity(), SETTINGS, keys, NOW)

    assert error.value.status in (401, 403)
    for part in header.split(".")[1:]:
        assert len(part) < 8 or part not in error.value.why


async def test_nothing_needs_to_be_there(keys: SigningKeys) -> None:
    """A request without the header is refused like one with a bad one."""
    with pytest.raises(ForbiddenError) as error:
        await verify(None, activity(), SETTINGS, keys, NOW)

    assert error.value.status == 401


@pytest.mark.parametrize(
    "service",
    [
        "https://smba.trafficmanager.net.evil.example/emea/",
        "https://evil.example/smba.trafficmanager.net/",
        "https://smba.trafficmanager.net@evil.example/",
        "https://user:word@smba.trafficmanager.net/",
        "https://smba.trafficmanager.net:8443/",
        "http://smba.trafficmanager.net/emea/",
        "https://evilsmba.trafficmanager.net/",
        "https://smba.trafficmanager.net\\.evil.example/",
        "https://evil.example#smba.trafficmanager.net",
        "https://evil.example?smba.trafficmanager.net",
        "//smba.trafficmanager.net/",
        "https:///emea/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "ftp://smba.trafficmanager.net/",
        "https://smba.trafficmanager.net/\nHost: evil.example",
        "",
    ],
)
async def test_replies_go_to_no_other_host(keys: SigningKeys, service: str) -> None:
    """Even with a token that Microsoft signed for it, another host gets nothing."""
    signed = f"Bearer {token(NOW, serviceurl=service)}"
    with pytest.raises(ForbiddenError) as error:
        await verify(signed, activity(serviceUrl=service), SETTINGS, keys, NOW)

    assert error.value.status == 403


async def test_a_suffix_allows_the_hosts_below_it(keys: SigningKeys) -> None:
    """*.botframework.com means hosts below it, and no name that only ends so."""
    settings = replace(SETTINGS, service_hosts=frozenset({"*.botframework.com"}))
    good, bad = "https://eu.botframework.com/", "https://evilbotframework.com/"
    await verify(
        f"Bearer {token(NOW, serviceurl=good)}", activity(serviceUrl=good), settings, keys, NOW
    )
    with pytest.raises(ForbiddenError):
        await verify(
            f"Bearer {token(NOW, serviceurl=bad)}", activity(serviceUrl=bad), settings, keys, NOW
        )


CHAT = {"id": "a:chat", "conversationType": "personal"}


@pytest.mark.parametrize(
    "changed",
    [
        {"channelData": {"tenant": {"id": OTHER}}, "conversation": {**CHAT, "tenantId": OTHER}},
        {"channelData": {"tenant": {"id": OTHER}}},
        {"conversation": {**CHAT, "tenantId": OTHER}},
        {"channelData": {}, "conversation": CHAT},
        {"channelData": None, "conversation": None},
        {"channelData": {"tenant": TENANT}, "conversation": CHAT},
        {"channelData": {"tenant": {"id": [TENANT]}}},
        {"conversation": {**CHAT, "tenantId": {}}},
        {"channelData": {}, "conversation": {**CHAT, "tenantId": {}}},
        {"channelId": "webchat"},
        {"channelId": None},
    ],
)
async def test_other_tenants_and_channels_do_not_get_in(
    keys: SigningKeys, changed: dict[str, Any]
) -> None:
    """Another organisation, none, two that differ, or another channel: 403."""
    with pytest.raises(ForbiddenError) as error:
        await verify(f"Bearer {token(NOW)}", activity(**changed), SETTINGS, keys, NOW)

    assert error.value.status == 403


async def test_a_tenant_may_be_named_once(keys: SigningKeys) -> None:
    """Some activities name it in one of the two places only."""
    for changed in ({"channelData": {}}, {"conversation": CHAT}):
        await verify(f"Bearer {token(NOW)}", activity(**changed), SETTINGS, keys, NOW)


async def test_two_tenants_must_not_differ(keys: SigningKeys) -> None:
    """An activity that names two tenants is refused, even where each of them may use the bot."""
    both = replace(SETTINGS, tenants=frozenset({TENANT, OTHER}))
    theirs = {"channelData": {"tenant": {"id": OTHER}}, "conversation": {**CHAT, "tenantId": OTHER}}
    await verify(f"Bearer {token(NOW)}", activity(**theirs), both, keys, NOW)
    mixed = activity(conversation=theirs["conversation"])
    with pytest.raises(ForbiddenError) as error:
        await verify(f"Bearer {token(NOW)}", mixed, both, keys, NOW)

    assert error.value.status == 403


async def test_without_keys_teams_is_to_try_again(server: KeysServer) -> None:
    """While Microsoft's keys cannot be fetched, nobody gets in, and nobody is turned away."""
    server.status = 500
    keys = SigningKeys(server.url, clock=lambda: NOW)
    with pytest.raises(ForbiddenError) as error:
        await verify(f"Bearer {token(NOW)}", activity(), SETTINGS, keys, NOW)

    assert error.value.status == 503


async def test_the_playground_is_on_this_machine_only(
    keys: SigningKeys, server: KeysServer
) -> None:
    """Without authentication no token is asked for, and replies go to this machine."""
    local = replace(
        SETTINGS, authenticated=False, service_hosts=frozenset({"localhost", "127.0.0.1"})
    )
    await verify(None, activity(serviceUrl="http://localhost:56150/_connector"), local, keys, NOW)
    with pytest.raises(ForbiddenError):
        await verify(None, activity(), local, keys, NOW)

    assert server.asked == []
