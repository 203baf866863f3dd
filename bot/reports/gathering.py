"""Gather what an area's report and a site's print show, from the store and the knowledge."""

from __future__ import annotations

from bot.activity.figures import AreaFigures
from bot.activity.model import Setting, SiteRow
from bot.activity.scenario import classify
from bot.activity.store import (
    AreaLevel,
    SiteStanding,
    Snapshot,
    Store,
    area_figures,
    area_names,
    area_parts,
    newest_snapshot,
    previous_snapshot,
    sites_at_risk,
)
from bot.knowledge.areas import Area, find_areas, what_became
from bot.knowledge.scenarios import ScenarioAdvice, SiteTexts, with_figures
from bot.reports.area_report import AreaPart, AreaReport, SiteAtRisk
from bot.reports.site_print import SiteStory


class NoSuchAreaError(Exception):
    """The store has no such area, or no report at all; the message says what there is."""


def gather_area(store: Store, texts: SiteTexts, areas: dict[str, Area], asked: str) -> AreaReport:
    """Gather the report of an area.

    Args:
        store: the activity reports.
        texts: the advice for sites.
        areas: those that the knowledge knows, with their other names.
        asked: the area as the operator called it.

    Raises:
        NoSuchAreaError: no area of the newest report is called so, or several are.
    """
    newest = newest_snapshot(store)
    if newest is None:
        raise NoSuchAreaError("The store has no activity report. Load one: caremail import-report")
    level, name = _meant(store, newest, areas, asked)
    earlier = previous_snapshot(store, newest)
    parts = area_parts(store, level, name, newest)
    return AreaReport(
        area=_part(store, level, name, newest, earlier),
        parts=tuple(_part(store, level.part or level, part, newest, earlier) for part in parts),
        snapshot_date=newest.date,
        previous_date=earlier.date if earlier else None,
        sample=newest.sample,
        at_risk=tuple(_at_risk(texts, row) for row in sites_at_risk(store, level, name, newest)),
        became=what_became(name, areas),
    )


def site_story(texts: SiteTexts, standing: SiteStanding) -> SiteStory:
    """Gather what is said of a site beside its figures."""
    advice = _advice(texts, standing.latest.row)
    before = standing.before
    return SiteStory(
        snapshot_date=standing.latest.snapshot.date,
        scenario_title=advice.title,
        standing=advice.standing,
        first=advice.first,
        steps=tuple(advice.steps),
        previous=before.row if before else None,
        previous_date=before.snapshot.date if before else None,
        sample=standing.latest.snapshot.sample,
    )


def _meant(
    store: Store, newest: Snapshot, areas: dict[str, Area], asked: str
) -> tuple[AreaLevel, str]:
    levels = area_names(store, newest)
    levels_of = {name: level for level in AreaLevel for name in levels[level]}
    found = [each.name for each in find_areas(asked, areas, levels_of) if each.name in levels_of]
    if len(found) == 1:
        return levels_of[found[0]], found[0]
    choice = ", ".join(found or levels_of)
    why = "means several areas" if found else f"is no area of the report of {newest.date}"
    raise NoSuchAreaError(f"{asked!r} {why}. Give one of: {choice}.")


def _part(
    store: Store, level: AreaLevel, name: str, newest: Snapshot, earlier: Snapshot | None
) -> AreaPart:
    def figures(snapshot: Snapshot | None) -> dict[Setting, AreaFigures]:
        found = area_figures(store, level, name, snapshot) if snapshot else []
        return {each.setting: each for each in found}

    return AreaPart(name, level.value, figures(newest), figures(earlier))


def _at_risk(texts: SiteTexts, row: SiteRow) -> SiteAtRisk:
    advice = _advice(texts, row)
    return SiteAtRisk(row, advice.title, advice.first, tuple(advice.steps))


def _advice(texts: SiteTexts, row: SiteRow) -> ScenarioAdvice:
    figures = (row.accounts, row.aup_accepted, row.active)
    return with_figures(texts.scenarios[classify(*figures).value], *figures)
