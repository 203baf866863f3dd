"""The commands that show what the activity store holds: report, site."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from rich.console import Console

from bot.activity.ods_code import normalise
from bot.activity.store import StoreError, find_site, open_store
from bot.knowledge.areas import load_areas
from bot.knowledge.catalogue import load_catalogue
from bot.knowledge.problems import KnowledgeError
from bot.knowledge.scenarios import site_texts
from bot.reports.gathering import NoSuchAreaError, gather_area, site_story
from bot.reports.site_print import print_site
from bot.reports.texts import load_texts
from bot.reports.write_report import ReportError, write_report
from bot.settings import SettingError, Settings

_HELP = {"help_option_names": ["-h", "--help"]}
_EXPECTED = (KnowledgeError, NoSuchAreaError, ReportError, SettingError, StoreError)


@click.command(context_settings=_HELP)
@click.argument("area", nargs=-1, required=True)
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where to write it. Default: var/reports.",
)
def report(area: tuple[str, ...], folder: Path | None) -> None:
    """Write the report of an AREA: a page, charts, and the list of sites at risk."""
    try:
        settings = Settings.from_environment()
        catalogue = load_catalogue(settings.knowledge_folder)
        store = open_store(settings.database_url)
        found = gather_area(store, site_texts(catalogue), load_areas(catalogue), " ".join(area))
        written = write_report(found, folder or settings.var / "reports", catalogue.folder)
    except _EXPECTED as error:
        sys.exit(str(error))
    for path in written:
        click.echo(path)


@click.command(context_settings=_HELP)
@click.argument("code")
def site(code: str) -> None:
    """Print how the site with an ODS CODE stands."""
    try:
        settings = Settings.from_environment()
        catalogue = load_catalogue(settings.knowledge_folder)
        standing = find_site(open_store(settings.database_url), normalise(code))
        if standing is None:
            sys.exit(f"No activity report has a site with the code {normalise(code)}.")
        story = site_story(site_texts(catalogue), standing)
        texts = load_texts(catalogue.folder)
        print_site(Console(highlight=False), standing.latest.row, story, texts)
    except _EXPECTED as error:
        sys.exit(str(error))
