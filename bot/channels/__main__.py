"""Start the Rasa server: python -m bot.channels MODEL. Host, port and the rest: bot/settings.py."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

import click

from bot.activity.store.database import StoreError
from bot.knowledge.problems import KnowledgeError
from bot.left_out import leave_out
from bot.pages.site import MissingFileError
from bot.quiet import quieten
from bot.settings import SettingError, Settings


@click.command()
@click.argument("model", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def main(model: Path) -> None:
    """Serve the channels with a trained MODEL."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(message)s")
    try:
        settings = Settings.from_environment()
    except SettingError as error:
        sys.exit(str(error))
    quieten()  # Rasa's debug messages hold what users write
    if not settings.tensorflow:
        leave_out()
    from bot.channels.server import serve

    try:
        serve(settings, model)
    except (KnowledgeError, MissingFileError, SettingError, StoreError) as error:
        sys.exit(str(error))


main()
