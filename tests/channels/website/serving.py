"""The website's channel on a real web server, in the test's own loop, as a browser sees it."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import aiohttp

from bot.channels.rest import RestChannel
from bot.channels.website.channel import WebsiteChannel
from bot.channels.website.errors import Code, read_sentences
from bot.channels.website.opening import open_desk
from bot.channels.website.served import Site
from bot.channels.website.settings import WebsiteSettings
from bot.knowledge.catalogue import load_catalogue
from bot.settings import PROJECT, Settings
from tests.channels.fake_rasa import FakeAgent, channels_served

SECRET = "a secret for tests, which is long enough"
ELSEWHERE = "https://www.example.org"

ANSWER = {
    "text": "Accept it.\n\n- first\n\nThen sign in.\n",
    "buttons": [{"title": "Sign in", "payload": "/first_login", "type": "postback"}],
    "custom": {"kind": "answer", "topic": "aup", "checked": "2026-11-22"},
}
NOTICE = {"text": "Hello.", "buttons": None, "custom": {"kind": "notice", "outcome": "small_talk"}}


@dataclass(frozen=True)
class Page:
    """A page, as those who make pages give it."""

    content: bytes
    content_type: str
    etag: str


PAGES = {
    "/chat": Page(b"<h1>Chat</h1>" * 100, "text/html; charset=utf-8", '"chat-1"'),
    "/answers/aup": Page(b"<h1>AUP</h1>", "text/html; charset=utf-8", '"aup-1"'),
    "/widget.js": Page(b"let open = 1;\n" * 100, "text/javascript; charset=utf-8", '"js-1"'),
}


@dataclass
class Assistant(FakeAgent):
    """An agent that says a notice and an answer, if nothing else is said."""

    replies: list[dict[str, Any]] = field(default_factory=lambda: [dict(NOTICE), dict(ANSWER)])


@dataclass
class Clock:
    """A clock that a test sets."""

    now: float = 1_800_000_000.0

    def __call__(self) -> float:
        """Tell the time."""
        return self.now


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Any
    body: bytes
    json: Any

    @property
    def code(self) -> str:
        """Why a request was refused; it must hold a sentence, and nothing else."""
        error = self.json["error"]
        assert set(self.json) == {"error"}
        assert set(error) == {"code", "message", "retry_after"}
        assert error["message"].endswith(".")
        assert "{" not in error["message"]
        return str(error["code"])


@dataclass
class Website:
    """The served channel.

    Args:
        url: where it is.
        client: sends requests.
        assistant: who answers.
        clock: the channel's time.
        database: the SQLite file.
        parts: the channel's desk.
    """

    url: str
    client: aiohttp.ClientSession
    assistant: Any
    clock: Clock
    database: Path
    parts: Any

    async def ask(self, method: str, path: str, token: str | None = None, **more: Any) -> Answer:
        """Send a request."""
        headers = dict(more.pop("headers", {}))
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
        async with self.client.request(
            method, self.url + path, headers=headers, allow_redirects=False, **more
        ) as response:
            body = await response.read()
            is_json = response.headers.get("Content-Type", "").startswith("application/json")
            told = await response.json() if is_json and body else None
            return Answer(response.status, response.headers, body, told)

    async def raw(self, request: bytes) -> bytes:
        """Send bytes as they are, and give the head of what comes back."""
        host, _, port = self.url.removeprefix("http://").partition(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        writer.close()
        return head

    async def session(self) -> str:
        """Start a chat; give its token."""
        answer = await self.ask("POST", "/chat/session", json={})
        assert answer.status == 200
        return str(answer.json["token"])

    async def say(self, token: str, text: Any = "hello", id_: str | None = None) -> Answer:
        """Send a message."""
        body = {"id": id_ or str(uuid.uuid4()), "text": text}
        return await self.ask("POST", "/chat/messages", token, json=body)

    async def vote(self, token: str, reply: str, value: str = "yes", **more: Any) -> Answer:
        """Vote on a reply."""
        body = {"reply": reply, "value": value, **more}
        return await self.ask("POST", "/chat/feedback", token, json=body)


@asynccontextmanager
async def serving(
    folder: Path,
    assistant: Any = None,
    settings: WebsiteSettings | None = None,
    pages: dict[str, Page] | None = None,
    response_timeout: float = 60.0,
) -> AsyncIterator[Website]:
    """Serve the channel with Rasa's own web application as long as the block lives."""
    database, clock = folder / "website.db", Clock()
    website = settings or WebsiteSettings(origins=frozenset({ELSEWHERE}))
    desk = open_desk(_settings(folder, database), website, clock)
    channel = WebsiteChannel(website, desk, Site(PAGES if pages is None else pages), sentences())
    agent = assistant or Assistant()
    try:
        async with (
            channels_served([RestChannel(), channel], agent, response_timeout) as url,
            aiohttp.ClientSession(auto_decompress=False) as client,
        ):
            yield Website(url, client, agent, clock, database, desk)
    finally:
        desk.votes.engine.dispose()


@cache
def sentences() -> dict[Code, str]:
    """Read the real sentences, once for all tests."""
    return read_sentences(load_catalogue(PROJECT / "knowledge"), session_minutes=60)


def _settings(folder: Path, database: Path) -> Settings:
    return Settings(
        host="127.0.0.1",
        port=5005,
        database_url=f"sqlite:///{database}",
        action_server_url="",
        action_timeout=5.0,
        signing_secret=SECRET,
        var=folder,
    )
