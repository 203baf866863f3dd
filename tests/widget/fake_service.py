"""A server on 127.0.0.1 that stands for the assistant, and for the pages that embed its widget."""

from __future__ import annotations

import contextlib
import json
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

Reply = dict[str, Any]
Replies = Callable[[dict[str, Any]], list[Reply]]

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'none'; frame-ancestors 'self'; base-uri 'none'"
)
_PAGE_STYLE = b"body { font: 1.125em/1.6 Arial; max-width: 44em; margin: 2em auto; padding: 0 1em }"
_ITEMS = "".join(f'<p><a href="/next">Item {number}</a></p>' for number in range(30))
_CONTENT = f'<h1>A care home</h1><p><a href="/next" id="next">Next page</a></p>{_ITEMS}'
_WIDGET = Path(__file__).parents[2] / "bot" / "widget"
_FILES = {
    "/widget.js": ("care-chat.js", "text/javascript"),
    "/widget.css": ("care-chat.css", "text/css"),
}


@dataclass
class Asked:
    """One call that came in."""

    path: str
    token: str | None
    body: dict[str, Any]


@dataclass
class FakeService:
    """What the server answers, and what it was asked.

    Args:
        url: its address.
        replies: makes the replies to a message.
        tag: the attributes of the script tag in the pages; its address aside.
        head: what the pages have in their heads besides.
        content: what the pages show.
        widget_url: where the pages load the widget from; their own server where empty.
        fail: status and error of the next calls, used up one after the other.
        go: cleared by a test, it holds back the answers to messages.
        arrived: released once for each message that came in.
        asked: the calls that came in.
        got: the paths of all pages and files that were asked for.
        run: the ids of the messages that were run; a retry is not run.
        known: the tokens that are worth something.
        idle_minutes: how long a session lasts.
        allowed_origins: those that may call from elsewhere.
    """

    url: str = ""
    replies: Replies = lambda _message: [plain_reply("Here is an answer.")]
    tag: str = ""
    head: str = ""
    content: str = _CONTENT
    widget_url: str = ""
    fail: list[tuple[int, str, str]] = field(default_factory=list)
    go: threading.Event = field(default_factory=threading.Event)
    arrived: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    asked: list[Asked] = field(default_factory=list)
    got: list[str] = field(default_factory=list)
    run: list[str] = field(default_factory=list)
    known: set[str] = field(default_factory=set)
    idle_minutes: int = 60
    allowed_origins: set[str] = field(default_factory=set)
    _answers: dict[str, Any] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def calls(self, path: str) -> list[Asked]:
        """Give the calls of one path."""
        return [each for each in self.asked if each.path == path]

    def page(self, path: str) -> str:
        """Give a page that embeds the widget."""
        return (
            f'<!doctype html><html lang="en-GB"><head><title>Page {path}</title>'
            f'<meta name="viewport" content="width=device-width, initial-scale=1">{self.head}'
            f'<script src="{self.widget_url}/widget.js" {self.tag} defer></script></head>'
            f"<body><main>{self.content}</main></body></html>"
        )

    def headers(self, origin: str | None) -> dict[str, str]:
        """Give the policy of the pages, and the leave for a caller from elsewhere."""
        policy = CSP.replace("'self'", f"'self' {self.widget_url}".strip())
        headers = {"Content-Security-Policy": policy}
        if origin in self.allowed_origins:
            headers["Access-Control-Allow-Origin"] = str(origin)
            headers["Access-Control-Allow-Headers"] = "authorization, content-type"
        return headers

    def answer(self, asked: Asked) -> tuple[int, Any]:
        """Answer one call as the website channel does."""
        self.asked.append(asked)
        if asked.path == "/chat/messages":
            self.arrived.release()
            self.go.wait(30)
        if self.fail:
            status, code, message = self.fail.pop(0)
            return status, {"error": {"code": code, "message": message, "retry_after": None}}
        if asked.path == "/chat/session":
            return 200, self._session()
        if asked.token not in self.known:
            error = {"code": "session_unknown", "message": "No such chat.", "retry_after": None}
            return 401, {"error": error}
        if asked.path == "/chat/messages":
            return 200, self._message(asked.body)
        if asked.path == "/chat/forget":
            self.known.discard(str(asked.token))
        return 204, None

    def _session(self) -> dict[str, Any]:
        token = uuid.uuid4().hex
        self.known.add(token)
        return {
            "token": token,
            "expires": "2030-01-01T00:00:00Z",
            "idle_minutes": self.idle_minutes,
            "longest_message": 1000,
            "greeting": None,
        }

    def _message(self, body: dict[str, Any]) -> dict[str, Any]:
        with self._lock:
            if body["id"] not in self._answers:
                self.run.append(body["id"])
                self._answers[body["id"]] = self.replies(body)
            replies = self._answers[body["id"]]
        return {"replies": replies, "token": None, "expires": "2030-01-01T00:00:00Z"}


def plain_reply(text: str, buttons: list[dict[str, str]] | None = None, **custom: Any) -> Reply:
    """Make a reply; without a payload of its own it is a notice."""
    kind = custom or {"kind": "notice", "outcome": "small_talk"}
    return {"id": uuid.uuid4().hex, "text": text, "buttons": buttons or [], "custom": kind}


@contextmanager
def fake_service() -> Iterator[FakeService]:
    """Run the server as long as the block lives."""
    state = FakeService()
    state.go.set()
    with ThreadingHTTPServer(("127.0.0.1", 0), _handler(state)) as server:
        server.daemon_threads = True
        state.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield state
        finally:
            state.go.set()
            server.shutdown()
            thread.join()


def _handler(state: FakeService) -> type[BaseHTTPRequestHandler]:
    """Make what answers the requests out of the state."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            state.got.append(self.path)
            if self.path in _FILES:
                name, kind = _FILES[self.path]
                self._send(200, kind, (_WIDGET / name).read_bytes())
            elif self.path in ("/", "/next"):
                self._send(200, "text/html", state.page(self.path).encode())
            elif self.path == "/page.css":
                self._send(200, "text/css", _PAGE_STYLE)
            else:
                self._send(404, "text/plain", b"")

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            token = self.headers.get("Authorization", "").removeprefix("Bearer ") or None
            status, answer = state.answer(Asked(self.path, token, body))
            sent = b"" if answer is None else json.dumps(answer).encode()
            self._send(status, "application/json", sent)

        def do_OPTIONS(self) -> None:
            self._send(204, "text/plain", b"")

        def _send(self, status: int, kind: str, body: bytes) -> None:
            with contextlib.suppress(ConnectionError):  # a page that has gone away
                self.send_response(status)
                self.send_header("Content-Type", f"{kind}; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                for name, value in state.headers(self.headers.get("Origin")).items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            """Say nothing."""

    return Handler
