"""Print how one site stands in a terminal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from rich.console import Console
from rich.markdown import Markdown
from rich.table import Table
from rich.text import Text

from bot.activity.model import SharedMailbox, SiteRow
from bot.knowledge.replies import spoken_date
from bot.reports.measures import count, signed
from bot.reports.names import mailbox_names, setting_names
from bot.reports.texts import ReportTexts


@dataclass(frozen=True)
class SiteStory:
    """What is said of a site beside its figures.

    The texts may hold Markdown within the line: bold words and links.

    Args:
        snapshot_date: the day that the figures are of.
        scenario_title: the situation in a few words.
        standing: the situation in a sentence or more.
        first: what to do first, in a sentence.
        steps: all there is to do, in order.
        previous: the site in the snapshot before; None where it is not there.
        previous_date: the day of that snapshot; None where there is none.
        sample: whether the site is invented.
    """

    snapshot_date: dt.date
    scenario_title: str
    standing: str
    first: str
    steps: tuple[str, ...]
    previous: SiteRow | None = None
    previous_date: dt.date | None = None
    sample: bool = False


def print_site(console: Console, site: SiteRow, story: SiteStory, texts: ReportTexts) -> None:
    """Print one site: who it is, its figures with what changed, and what to do."""
    console.print(Text(site.name, style="bold"))
    console.print(Text(", ".join(_about(site, texts))))
    if story.sample:
        console.print(Text(texts.sample_note, style="yellow"))
    console.print()
    console.print(_figures(site, story, texts))
    for line in _more(site, story, texts):
        console.print(Text(line))
    console.print()
    console.print(Markdown(f"**{story.scenario_title}**\n\n{story.standing}"))
    console.print()
    console.print(Markdown(f"{texts.site_first} {story.first}"))
    if story.steps:
        steps = (f"{number}. {step}" for number, step in enumerate(story.steps, 1))
        console.print(Markdown("\n".join(steps)))


def _about(site: SiteRow, texts: ReportTexts) -> list[str]:
    code = texts.site_code.format(code=site.ods_code)
    area = [name for name in (site.ccg, site.ics, site.region) if name][:1]
    return [code, setting_names(texts)[site.setting], *area]


def _figures(site: SiteRow, story: SiteStory, texts: ReportTexts) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0))
    table.add_column("", overflow="fold")
    table.add_column(_on(story.snapshot_date, texts), justify="right")
    rows = [[Text(name), Text(count(number), "bold")] for name, number in _counts(site, texts)]
    if story.previous and story.previous_date:
        table.add_column(_on(story.previous_date, texts), justify="right")
        table.add_column(texts.site_change)
        now, before = _counts(site, texts), _counts(story.previous, texts)
        for row, (_, number), (_, old) in zip(rows, now, before, strict=True):
            row += [
                Text(count(old)),
                Text(signed(number - old) if number - old else texts.unchanged),
            ]
    for row in rows:
        table.add_row(*row)
    return table


def _on(date: dt.date, texts: ReportTexts) -> str:
    return texts.site_on.format(date=spoken_date(date))


def _counts(site: SiteRow, texts: ReportTexts) -> list[tuple[str, int]]:
    return [
        (texts.column_accounts, site.accounts),
        (texts.column_aup_accepted, site.aup_accepted),
        (texts.column_active, site.active),
        (texts.column_at_risk, site.accounts - site.active),
    ]


def _more(site: SiteRow, story: SiteStory, texts: ReportTexts) -> Iterator[str]:
    if site.shared_mailbox is not SharedMailbox.UNKNOWN:
        yield f"{texts.column_shared_mailbox}: {mailbox_names(texts)[site.shared_mailbox]}"
    if site.last_activity:
        yield f"{texts.column_last_activity}: {spoken_date(site.last_activity)}"
    if story.previous_date and story.previous is None:
        yield texts.no_figure_before.format(date=spoken_date(story.previous_date))
