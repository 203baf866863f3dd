"""Microsoft's signing keys, played on this machine, and tokens that are signed with them."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import jwt
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.channels.teams.login_double import APP_ID, TENANT

APP = APP_ID
SERVICE = "https://smba.trafficmanager.net/emea/"
ISSUER = "https://api.botframework.com"


@cache
def private_key(name: str) -> rsa.RSAPrivateKey:
    """Make a key; the same name gives the same one."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def published(
    name: str, endorsements: Any = ("msteams", "webchat"), **other: Any
) -> dict[str, Any]:
    """Give a key as it is published."""
    key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(private_key(name).public_key()))
    wanted = {} if endorsements is None else {"endorsements": list(endorsements)}
    return {
        "kty": "RSA",
        "use": "sig",
        "kid": name,
        "n": key["n"],
        "e": key["e"],
        **wanted,
        **other,
    }


def claims(now: float, **other: Any) -> dict[str, Any]:
    """Give the claims of a good token; None takes one away."""
    good = {
        "iss": ISSUER,
        "aud": APP,
        "nbf": int(now) - 60,
        "exp": int(now) + 3600,
        "serviceurl": SERVICE,
    }
    return {name: value for name, value in {**good, **other}.items() if value is not None}


def token(
    now: float, key: str = "first", header: dict[str, Any] | None = None, **other: Any
) -> str:
    """Sign a token; `other` changes its claims."""
    named = {"kid": key, **(header or {})}
    return jwt.encode(claims(now, **other), private_key(key), "RS256", headers=named)


def activity(**other: Any) -> dict[str, Any]:
    """Give a message as Teams delivers it."""
    return {
        "type": "message",
        "id": uuid.uuid4().hex,
        "channelId": "msteams",
        "serviceUrl": SERVICE,
        "text": "hello",
        "textFormat": "plain",
        "from": {"id": "29:someone", "name": "Invented Person", "aadObjectId": "object-someone"},
        "recipient": {"id": "28:bot", "name": "Care Mail Assistant"},
        "conversation": {
            "id": "a:chat",
            "conversationType": "personal",
            "tenantId": TENANT,
        },
        "channelData": {"tenant": {"id": TENANT}},
        "locale": "en-GB",
        **other,
    }


@dataclass
class KeysServer:
    """The state of the server.

    Args:
        url: of the OpenID document.
        keys: what is published.
        asked: how often each document was asked for.
        status: of both answers.
        body: sent in the place of both documents.
        jwks_uri: named in the place of the server's own.
        moved: whether the OpenID document is now at another address, where it can be had.
        hold: while it is clear, requests wait.
    """

    url: str = ""
    keys: list[Any] = field(default_factory=lambda: [published("first")])
    asked: list[str] = field(default_factory=list)
    status: int = 200
    body: bytes | None = None
    jwks_uri: Any = None
    moved: bool = False
    hold: asyncio.Event = field(default_factory=asyncio.Event)


@asynccontextmanager
async def keys_server() -> AsyncIterator[KeysServer]:
    """Serve the documents as long as the block lives."""
    state = KeysServer()
    state.hold.set()

    async def answer(request: web.Request) -> web.Response:
        state.asked.append(request.path)
        await state.hold.wait()
        document = {
            "/openid": {"issuer": ISSUER, "jwks_uri": state.jwks_uri or f"{base}/keys"},
            "/moved": {"issuer": ISSUER, "jwks_uri": f"{base}/keys"},
            "/keys": {"keys": state.keys},
        }[request.path]
        if state.moved and request.path == "/openid":
            raise web.HTTPFound(f"{base}/moved")
        body = json.dumps(document).encode() if state.body is None else state.body
        return web.Response(
            body=body,
            status=state.status,
            content_type="application/json",
        )

    app = web.Application()
    app.add_routes([web.get(path, answer) for path in ("/openid", "/moved", "/keys")])
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    base = f"http://127.0.0.1:{runner.addresses[0][1]}"
    state.url = f"{base}/openid"
    try:
        yield state
    finally:
        state.hold.set()
        await runner.cleanup()
