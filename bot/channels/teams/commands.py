"""The command of the Teams channel: teams-package."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from bot.channels.teams.app_package import PackageError, write_package
from bot.channels.teams.app_texts import load_app_texts
from bot.channels.teams.settings import TeamsSettings
from bot.knowledge.problems import KnowledgeError
from bot.settings import SettingError, Settings

_NAME = "care-mail-assistant-teams.zip"


@click.command("teams-package", context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help=f"Where to write it. Default: var/{_NAME}.",
)
def teams_package(output: Path | None) -> None:
    """Write the app package for Microsoft Teams: a ZIP file for its admin centre.

    It needs the settings of Teams and PUBLIC_URL: docs/teams.md.
    """
    try:
        settings, teams = Settings.from_environment(), TeamsSettings.from_environment()
        if teams is None:
            sys.exit(
                "Teams is not set up: TEAMS_APP_ID is not set. docs/teams.md tells how to get one."
            )
        file = output or settings.var / _NAME
        write_package(teams, load_app_texts(settings.knowledge_folder), file)
    except (KnowledgeError, PackageError, SettingError) as error:
        sys.exit(str(error))
    click.echo(file)
    click.echo("Upload it in the Teams admin centre: Teams apps, Manage apps, Upload new app.")
