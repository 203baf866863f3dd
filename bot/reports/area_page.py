"""The page of an area: one HTML file that needs no other."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import jinja2

from bot.knowledge.replies import spoken_date
from bot.reports.area_report import AreaReport
from bot.reports.measures import count
from bot.reports.names import setting_titles, settings_shown
from bot.reports.sites_shown import advice_shown, sites_shown
from bot.reports.slides_shown import at_a_glance, level_names, slide, table
from bot.reports.texts import ReportTexts

_TEMPLATE = Path(__file__).with_name("area.html.j2")


@dataclass(frozen=True)
class Picture:
    """A chart on the page.

    Args:
        title: what it is of.
        address: a data URI.
        words: what it shows, for those who do not see it.
    """

    title: str
    address: str
    words: str


def area_page(report: AreaReport, texts: ReportTexts, pictures: list[Picture]) -> str:
    """Write the page of an area."""
    titles = setting_titles(texts)
    return _template().render(
        t=texts,
        report=report,
        date=spoken_date(report.snapshot_date),
        before=report.previous_date and spoken_date(report.previous_date),
        level=level_names(texts)[report.area.level],
        glance=at_a_glance(report, texts),
        whole=slide(report.area, report, texts),
        parts=[slide(part, report, texts) for part in report.parts],
        pictures=pictures,
        tables=[(titles[s], table(s, report, texts)) for s in settings_shown(report)],
        advice=advice_shown(report),
        unreached=sites_shown(report, texts, active=False),
        reached=sites_shown(report, texts, active=True),
    )


def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["count"] = count
    return environment.from_string(_TEMPLATE.read_text(encoding="utf-8"))
