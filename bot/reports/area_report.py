"""What the report of an area is made of."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from bot.activity.figures import AreaFigures
from bot.activity.model import Setting, SiteRow


@dataclass(frozen=True)
class AreaPart:
    """An area, or a part of one, with its figures of two snapshots.

    Args:
        name: as the activity report spells it.
        level: "ccg", "ics" or "region".
        figures: what the snapshot has, by setting; a setting without sites is left out.
        previous: the same of the snapshot before; empty where there is none.
    """

    name: str
    level: str
    figures: dict[Setting, AreaFigures]
    previous: dict[Setting, AreaFigures]


@dataclass(frozen=True)
class SiteAtRisk:
    """A site with an account that is not active, and what to do about it.

    The texts may hold Markdown within the line: bold words and links.

    Args:
        row: the site's figures.
        scenario_title: its situation in a few words.
        first: what to do first, in a sentence.
        steps: all there is to do, in order.
    """

    row: SiteRow
    scenario_title: str
    first: str
    steps: tuple[str, ...]


@dataclass(frozen=True)
class AreaReport:
    """All that the report of an area shows.

    Args:
        area: the area as a whole.
        parts: the next smaller areas in it, in the order in which they are shown.
        snapshot_date: the day that the figures are of.
        previous_date: the day that they are compared with; None where there is no snapshot before.
        sample: whether the sites are invented.
        at_risk: the sites at risk, the worst first.
        became: what has become of the area since, in sentences; None where there is nothing to say.
    """

    area: AreaPart
    parts: tuple[AreaPart, ...]
    snapshot_date: dt.date
    previous_date: dt.date | None
    sample: bool
    at_risk: tuple[SiteAtRisk, ...]
    became: str | None
