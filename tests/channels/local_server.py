"""A real HTTP server on this machine that plays the action server."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Answer:
    """What the server answers: JSON, or a text as it stands."""

    body: Any
    status: int = 200
    content_type: str = "application/json"

    @property
    def encoded(self) -> bytes:
        """The body as it is sent."""
        text = self.body if isinstance(self.body, str) else json.dumps(self.body)
        return text.encode()


@dataclass
class LocalServer:
    """A server that runs, with what it was asked.

    Args:
        url: where it is reached.
        requests: the bodies of the requests, oldest first.
    """

    url: str
    requests: list[Any] = field(default_factory=list)


@contextmanager
def answering(choose: Callable[[Any], Answer]) -> Iterator[LocalServer]:
    """Serve as long as the block runs; `choose` makes an answer of a request's body."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            server.requests.append(body)
            answer = choose(body)
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.content_type)
            self.send_header("Content-Length", str(len(answer.encoded)))
            self.end_headers()
            self.wfile.write(answer.encoded)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its name there
            """Keep the output of the tests clean."""

    class Server(ThreadingHTTPServer):
        def handle_error(self, request: Any, client_address: Any) -> None:
            """Say nothing of a client that did not wait for a slow answer."""

    listening = Server(("127.0.0.1", 0), Handler)
    server = LocalServer(f"http://127.0.0.1:{listening.server_port}/webhook")
    thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        listening.shutdown()
        listening.server_close()
        thread.join()
