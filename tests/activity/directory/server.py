"""A directory on 127.0.0.1 that answers, or misbehaves, as a test tells it to."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PATIENCE = 10.0  # seconds until a test gives up what has to come


@dataclass
class DirectoryServer:
    """What the server does, and what it was asked.

    Args:
        steps: one for each request; the last is for all that follow.
        url: its address.
        asked: the paths that were asked for, in order.
        headers: what came with each.
        closing: set when the server ends, so that nothing waits longer.
    """

    steps: list[Step]
    url: str = ""
    asked: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)
    arrival: threading.Condition = field(default_factory=threading.Condition)

    def wait_for_requests(self, count: int) -> None:
        """Wait until that many have come; the client may have given up the last of them."""
        with self.arrival:
            assert self.arrival.wait_for(lambda: len(self.asked) >= count, PATIENCE)

    def take(self, handler: BaseHTTPRequestHandler) -> Step:
        """Note a request, and give what to do with it."""
        with self.arrival:
            step = self.steps[min(len(self.asked), len(self.steps) - 1)]
            self.asked.append(handler.path)
            self.headers.append({name.lower(): text for name, text in handler.headers.items()})
            self.arrival.notify_all()
        return step


Step = Callable[[BaseHTTPRequestHandler, DirectoryServer], None]


@contextmanager
def directory_server(*steps: Step) -> Iterator[DirectoryServer]:
    """Run the server as long as the block lives."""
    state = DirectoryServer(list(steps))

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            with contextlib.suppress(ConnectionError):  # a client that has given up
                state.take(self)(self, state)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        state.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield state
        finally:
            state.closing.set()
            server.shutdown()
            thread.join()


def text(status: int, body: str | bytes, **headers: str) -> Step:
    """Answer with a body; `Retry_After` stands for the header Retry-After."""
    data = body.encode() if isinstance(body, str) else body

    def step(handler: BaseHTTPRequestHandler, server: DirectoryServer) -> None:
        handler.send_response(status)
        for name, value in {"Content-Length": str(len(data)), **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(data)

    return step


def document(content: Any, status: int = 200, **headers: str) -> Step:
    """Answer with JSON."""
    return text(status, json.dumps(content), Content_Type="application/json", **headers)


def raw(data: bytes) -> Step:
    """Send just these bytes, and close."""

    def step(handler: BaseHTTPRequestHandler, server: DirectoryServer) -> None:
        handler.wfile.write(data)

    return step


def silence(handler: BaseHTTPRequestHandler, server: DirectoryServer) -> None:
    """Take the request and say nothing."""
    server.closing.wait(2 * PATIENCE)


def drip(start: bytes, drop: bytes) -> Step:
    """Send a start, and then a drop again and again, without end."""

    def step(handler: BaseHTTPRequestHandler, server: DirectoryServer) -> None:
        handler.wfile.write(start)
        while not server.closing.wait(0.02):
            handler.wfile.write(drop)

    return step


DRIPPING_HEADERS = drip(b"HTTP/1.1 200 OK\r\nX-Slow: ", b"a")
DRIPPING_BODY = drip(b"HTTP/1.1 200 OK\r\nContent-Length: 900000\r\n\r\n{", b" ")
DRIPPING_CHUNKS = drip(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n")
CLOSED_AT_ONCE = raw(b"")
TRUNCATED = raw(b'HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"Organisation": {')
TRUNCATED_CHUNKS = raw(b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\n{"Org')
