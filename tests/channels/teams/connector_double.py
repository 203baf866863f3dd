"""The connector of Teams, played on this machine: it takes what a bot sends, and checks it.

It is there twice, with the same memory: by plain HTTP at `url`, as the Agents Playground has it,
and by TLS as https://smba.trafficmanager.net/teams/ for those who use its `session`, which finds
that name on this machine and trusts a certificate made for this test alone.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import socket
import ssl
from collections import Counter, defaultdict, deque
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote, unquote

import aiohttp
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.channels.teams.misbehaviour import Behaviour

HOST = "smba.trafficmanager.net"
SERVICE_URL = f"https://{HOST}/teams/"
LARGEST = 100_000  # bytes of a message that Teams takes


@dataclass(frozen=True)
class Received:
    """A request that came in.

    Args:
        conversation: whose it is, by the path.
        reply_to: the activity that it answers, by the path.
        authorization: the header.
        body: the activity.
        host: the header Host.
        status: what it was answered with; 0 where the connection was closed.
        why: what was wrong with it, as far as the double can tell.
        id: which the activity got, if it was taken.
    """

    conversation: str
    reply_to: str | None
    authorization: str | None
    body: dict[str, Any]
    host: str
    status: int
    why: str = ""
    id: str | None = None


@dataclass
class ConnectorDouble:
    """The state of the connector.

    Args:
        url: the service address by plain HTTP, on localhost.
        tokens: the tokens that are good; None: a request must come without one.
        requests: all requests, in the order in which they were answered.
        busiest: how many requests each conversation had at the same time at most.
    """

    url: str = ""
    service_url: str = SERVICE_URL
    tokens: Collection[str] | None = None
    requests: list[Received] = field(default_factory=list)
    busiest: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        """Start with nothing planned."""
        self._plans: dict[str | None, deque[Behaviour]] = defaultdict(deque)
        self._busy: Counter[str] = Counter()
        self._changed = asyncio.Condition()
        self._tls_port = 0
        self._certificate = ""

    def then(self, *behaviours: Behaviour, conversation: str | None = None) -> None:
        """Answer the next requests like this, those of one conversation or any; then rightly."""
        self._plans[conversation].extend(behaviours)

    def taken(self, conversation: str | None = None, kind: str = "message") -> list[dict[str, Any]]:
        """Give the activities that were taken, oldest first: `message` or `typing`."""
        return [
            request.body
            for request in self.requests
            if request.id is not None
            and request.body["type"] == kind
            and conversation in (None, request.conversation)
        ]

    async def wait_for(
        self, count: int, conversation: str | None = None, kind: str = "message"
    ) -> list[dict[str, Any]]:
        """Wait until so many activities were taken, and give them."""
        async with self._changed:
            await self._changed.wait_for(lambda: len(self.taken(conversation, kind)) >= count)
        return self.taken(conversation, kind)

    def session(self) -> aiohttp.ClientSession:
        """Make a session of a client for which Teams' host is this double; close it after use."""
        trust = ssl.create_default_context(cadata=self._certificate)
        return aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(ssl=trust, resolver=_OnlyHere(self._tls_port)),
            cookie_jar=aiohttp.DummyCookieJar(),
        )

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        where = _where(request)
        try:
            body = json.loads(await request.read())
        except ValueError:
            body = {}
        conversation, reply_to = where or ("", None)
        self._busy[conversation] += 1
        self.busiest[conversation] = max(self.busiest[conversation], self._busy[conversation])
        code, why, number = 0, "", None
        try:
            response = await self._misbehave(request, conversation)
            if response is None:
                code, why = self._judge(request, where, body)
                if not why:
                    number = f"reply-{len(self.requests) + 1}"
                response = web.json_response({"id": number} if number else None, status=code)
            code = response.status
            return response
        finally:
            self._busy[conversation] -= 1
            await self._note(
                Received(
                    conversation,
                    reply_to,
                    request.headers.get("Authorization"),
                    body,
                    request.host,
                    code,
                    why,
                    number,
                )
            )

    async def _note(self, received: Received) -> None:
        self.requests.append(received)
        async with self._changed:
            self._changed.notify_all()

    async def _misbehave(
        self, request: web.Request, conversation: str
    ) -> web.StreamResponse | None:
        for plan in (self._plans[conversation], self._plans[None]):
            if plan:
                return await plan.popleft()(request)
        return None

    def _judge(
        self, request: web.Request, where: tuple[str, str | None] | None, body: Any
    ) -> tuple[int, str]:
        """Say what the connector answers, and why it takes it not."""
        if where is None or request.method != "POST":
            return 404, "no such path"
        bearer = None if self.tokens is None else {f"Bearer {token}" for token in self.tokens}
        given = request.headers.get("Authorization")
        if bearer is None and given is not None:
            return 400, "a token where none is wanted"
        if bearer is not None and given not in bearer:
            return 401, "not a token that is good"
        if len(json.dumps(body, ensure_ascii=False).encode()) > LARGEST:
            return 413, "too large"
        fault = _fault(where, body)
        return (400, fault) if fault else (201, "")


@asynccontextmanager
async def connector_double(
    tokens: Collection[str] | None = None,
) -> AsyncIterator[ConnectorDouble]:
    """Run the connector as long as the block lives."""
    double = ConnectorDouble(tokens=tokens)
    application = web.Application(client_max_size=10_000_000)
    application.router.add_route("*", "/{path:.*}", double._answer)
    runner = web.AppRunner(application, shutdown_timeout=0)
    await runner.setup()
    with TemporaryDirectory() as folder:
        double._certificate, context = _tls(Path(folder))
    try:
        plain, secure = _socket(), _socket()
        await web.SockSite(runner, plain).start()
        await web.SockSite(runner, secure, ssl_context=context).start()
        double.url = f"http://localhost:{plain.getsockname()[1]}/teams"
        double._tls_port = secure.getsockname()[1]
        yield double
    finally:
        await runner.cleanup()


class _OnlyHere(AbstractResolver):
    """Finds Teams' host on this machine, localhost where it is, and no other."""

    def __init__(self, port: int) -> None:
        self._port = port

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Give the address of a name."""
        if host not in (HOST, "localhost"):
            raise OSError(f"A test asked for {host}.")
        return [
            ResolveResult(
                hostname=host,
                host="127.0.0.1",
                port=self._port if host == HOST else port,
                family=socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
        ]

    async def close(self) -> None:
        """Hold nothing."""


def _where(request: web.Request) -> tuple[str, str | None] | None:
    """Read conversation and activity from a path in which both are percent-encoded wholly."""
    match request.raw_path.split("/"):
        case ["", "teams", "v3", "conversations", conversation, "activities"]:
            parts = [conversation]
        case ["", "teams", "v3", "conversations", conversation, "activities", activity]:
            parts = [conversation, activity]
        case _:
            return None
    ids = [unquote(part) for part in parts]
    if not all(ids) or [quote(plain, safe="") for plain in ids] != parts:
        return None
    return ids[0], ids[1] if len(ids) > 1 else None


def _fault(where: tuple[str, str | None], body: Any) -> str:
    conversation, reply_to = where
    if not isinstance(body, dict) or body.get("type") not in ("message", "typing"):
        return "no activity that a bot sends"
    if (body.get("conversation") or {}).get("id") != conversation:
        return "another conversation than in the path"
    if body.get("replyToId") != reply_to:
        return "answers another activity than in the path"
    if not all((body.get(account) or {}).get("id") for account in ("from", "recipient")):
        return "no accounts"
    return ""


def _socket() -> socket.socket:
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    return listening


def _tls(folder: Path) -> tuple[str, ssl.SSLContext]:
    """Make a certificate for Teams' host, good for an hour, and what serves with it."""
    key, now = ec.generate_private_key(ec.SECP256R1()), dt.datetime.now(dt.timezone.utc)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "connector double")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(minutes=5))
        .not_valid_after(now + dt.timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = certificate.public_bytes(serialization.Encoding.PEM)
    file = folder / "double.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + pem
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return pem.decode(), context
