"""The sites at risk as the page shows them: those without an active user first, and the advice."""

from __future__ import annotations

from dataclasses import dataclass
from string import ascii_uppercase

from markupsafe import Markup

from bot.reports.area_report import AreaReport, SiteAtRisk
from bot.reports.in_line import as_html
from bot.reports.names import setting_names
from bot.reports.texts import ReportTexts


@dataclass(frozen=True)
class Advice:
    """What to do in one situation; it stands once on the page, and sites refer to its letter.

    Args:
        letter: what sites refer to.
        scenario: the situation.
        first: what to do first, where it is the same for all; it may hold a site's own numbers.
        steps: all there is to do.
        sites: how many need it.
    """

    letter: str
    scenario: Markup
    first: Markup | None
    steps: list[Markup]
    sites: int


@dataclass(frozen=True)
class SiteShown:
    """A row of the page's list.

    Args:
        name: of the site.
        code: its ODS code.
        about: its setting and its area.
        figures: accounts, policy accepted, active, at risk.
        first: what to do first.
        advice: what else to do.
    """

    name: str
    code: str
    about: str
    figures: tuple[int, int, int, int]
    first: Markup
    advice: Advice


def advice_shown(report: AreaReport) -> list[Advice]:
    """Give each advice once, in the order in which the sites need it."""
    return list(_advice_of_sites(report.at_risk).values())


def sites_shown(report: AreaReport, texts: ReportTexts, *, active: bool) -> list[SiteShown]:
    """Give the sites at risk with or without an active user, in the report's order."""
    advice = _advice_of_sites(report.at_risk)
    # In a CCG's own report the name of the CCG would stand in each row.
    areas_differ = len({site.row.ccg for site in report.at_risk}) > 1
    return [
        _shown(site, advice[_key(site)], texts, with_area=areas_differ)
        for site in report.at_risk
        if (site.row.active > 0) is active
    ]


def _shown(site: SiteAtRisk, advice: Advice, texts: ReportTexts, *, with_area: bool) -> SiteShown:
    row = site.row
    area = [row.ccg] if with_area and row.ccg else []
    return SiteShown(
        name=row.name,
        code=row.ods_code,
        about=", ".join([setting_names(texts)[row.setting], *area]),
        figures=(row.accounts, row.aup_accepted, row.active, row.accounts - row.active),
        first=as_html(site.first),
        advice=advice,
    )


_Key = tuple[str, tuple[str, ...]]


def _key(site: SiteAtRisk) -> _Key:
    return site.scenario_title, site.steps


def _advice_of_sites(sites: tuple[SiteAtRisk, ...]) -> dict[_Key, Advice]:
    firsts: dict[_Key, list[str]] = {}
    for site in sites:
        firsts.setdefault(_key(site), []).append(site.first)
    return {
        (title, steps): Advice(
            letter=_letter(place),
            scenario=as_html(title),
            first=as_html(said[0]) if len(set(said)) == 1 else None,
            steps=[as_html(step) for step in steps],
            sites=len(said),
        )
        for place, ((title, steps), said) in enumerate(firsts.items())
    }


def _letter(place: int) -> str:
    """Give A to Z, then A2 to Z2, and so on."""
    round_, letter = divmod(place, len(ascii_uppercase))
    return ascii_uppercase[letter] + (str(round_ + 1) if round_ else "")
