"""The action server's process: rasa_sdk's own server on one address. Imports no Rasa."""

from __future__ import annotations

import os

from rasa_sdk import endpoint

from actions.base import knowledge


def serve(host: str, port: int) -> None:
    """Serve until the process is ended; wrong knowledge ends it at once, with what is wrong."""
    knowledge()
    os.environ["SANIC_HOST"] = host
    endpoint.run("actions", port=port, cors_origins=[])
