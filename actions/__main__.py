"""Start the action server: python -m actions --host 127.0.0.1 --port 5055."""

from __future__ import annotations

import logging
import sys

import click

from bot.activity.store import StoreError
from bot.knowledge.problems import KnowledgeError
from bot.quiet import quieten
from bot.settings import SettingError


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=5055, show_default=True)
@click.option("--sample", is_flag=True, help="Load invented reports where there is none.")
def main(host: str, port: int, sample: bool) -> None:
    """Serve Rasa's custom actions."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(message)s")
    quieten()
    from actions.server import load_sample, serve

    try:
        if sample:
            load_sample()
        serve(host, port)
    except (KnowledgeError, StoreError, SettingError) as error:
        sys.exit(str(error))


if __name__ == "__main__":  # rasa_sdk imports every module of the package, this one too
    main()
