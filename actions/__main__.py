"""Start the action server: python -m actions --host 127.0.0.1 --port 5055."""

from __future__ import annotations

import logging
import sys

import click

from bot.knowledge.problems import KnowledgeError
from bot.quiet import quieten


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=5055, show_default=True)
def main(host: str, port: int) -> None:
    """Serve Rasa's custom actions."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(message)s")
    quieten()
    from actions.server import serve

    try:
        serve(host, port)
    except KnowledgeError as error:
        sys.exit(str(error))


if __name__ == "__main__":  # rasa_sdk imports every module of the package, this one too
    main()
