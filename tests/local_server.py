"""A small HTTP server on 127.0.0.1 that answers what a test tells it to."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from bot.processes.ports import free_port


@dataclass
class LocalServer:
    """What the server answers, and what it was asked.

    Args:
        url: its address.
        status: of every answer.
        body: of every answer.
        asked: the JSON bodies that came in.
        wait: set, before anything is answered; a test clears it to make the server slow.
    """

    url: str = ""
    status: int = 200
    body: bytes = b"[]"
    asked: list[dict[str, Any]] = field(default_factory=list)
    wait: threading.Event = field(default_factory=threading.Event)

    def answer(self, messages: list[dict[str, Any]]) -> None:
        """Answer with these messages from now on."""
        self.body = json.dumps(messages).encode()


@contextmanager
def local_server(port: int | None = None) -> Iterator[LocalServer]:
    """Run the server as long as the block lives."""
    state = LocalServer()
    state.wait.set()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            state.wait.wait()
            self.send_response(state.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(state.body)))
            with contextlib.suppress(ConnectionError):  # a client that has given up
                self.end_headers()
                self.wfile.write(state.body)

        def do_POST(self) -> None:
            size = int(self.headers["Content-Length"])
            state.asked.append(json.loads(self.rfile.read(size)))
            self.do_GET()

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", port or free_port()), Handler) as server:
        state.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield state
        finally:
            state.wait.set()
            server.shutdown()
            thread.join()
