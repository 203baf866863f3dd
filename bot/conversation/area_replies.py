"""Make the reply to a look-up of an area."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.activity.figures import AreaFigures
from bot.activity.model import Setting
from bot.activity.store import Snapshot
from bot.knowledge.catalogue import Catalogue
from bot.knowledge.replies import Reply, spoken_date, topic_button

AREA_INTENT = "area_activity"
_EXPLAINS = "explain_metrics"
_MOST_BUTTONS = 8


@dataclass(frozen=True)
class AreaFound:
    """The figures of an area, for each setting that was asked for.

    Args:
        name: the area, as the report spells it.
        became: what became of the area since.
        snapshot: the report.
        figures: the sums of each setting.
        asked: the setting that was asked for; None for all.
        earlier: the report before, where there is one.
        before: its sums.
    """

    name: str
    became: str | None
    snapshot: Snapshot
    figures: Sequence[AreaFigures]
    asked: Setting | None
    earlier: Snapshot | None
    before: Mapping[Setting, AreaFigures]


def area_reply(catalogue: Catalogue, found: AreaFound) -> Reply:
    """Tell an area's figures, those of the activity slides."""
    phrases, snapshot = catalogue.phrases, found.snapshot
    date = spoken_date(snapshot.date)
    parts = [
        phrases["area_heading"].format(area=found.name, date=date),
        *(_setting_text(phrases, each, found) for each in found.figures),
        "" if found.figures else _no_setting(phrases, found.asked),
        found.became or "",
        phrases["sample_figures"] if snapshot.sample else "",
    ]
    return {
        "text": "\n\n".join(part for part in parts if part),
        "buttons": [topic_button(catalogue.topics[_EXPLAINS])],
        "json_message": {
            "kind": "area",
            "area": found.name,
            "snapshot": snapshot.date.isoformat(),
            "sample": snapshot.sample,
            "settings": [_figures(each) for each in found.figures],
        },
    }


def which_area(catalogue: Catalogue, names: Iterable[str]) -> Reply:
    """Ask which area is meant, with the areas of the report to choose from."""
    return _notice(catalogue.phrases["area_asked"], "area_asked", names)


def no_such_area(
    catalogue: Catalogue, asked: str, snapshot: Snapshot, names: Iterable[str]
) -> Reply:
    """Say that the report has no site in the area."""
    date = spoken_date(snapshot.date)
    text = catalogue.phrases["area_unknown"].format(area=asked, date=date)
    return _notice(text, "area_unknown", names)


def no_report(catalogue: Catalogue) -> Reply:
    """Say that no activity report is there."""
    return _notice(catalogue.phrases["no_report"], "area_unknown", ())


def _notice(text: str, outcome: str, names: Iterable[str]) -> Reply:
    buttons = [
        {"title": name, "payload": f"/{AREA_INTENT}{json.dumps({'area': name})}"} for name in names
    ]
    return {
        "text": text,
        "buttons": buttons[:_MOST_BUTTONS],
        "json_message": {"kind": "notice", "outcome": outcome},
    }


def _setting_text(phrases: Mapping[str, str], now: AreaFigures, found: AreaFound) -> str:
    text = phrases["area_setting"].format(
        setting=phrases[f"setting_{now.setting.value}"],
        active_sites=_percent(phrases, now.active_sites_pct),
        user_activity=_percent(phrases, now.user_activity_pct),
        active=f"{now.active_users:,}",
        inactive=f"{now.inactive_users:,}",
        accounts=f"{now.accounts:,}",
        onboarded=_percent(phrases, now.onboarded_pct),
    )
    before = found.before.get(now.setting)
    if before is None or found.earlier is None:
        return text
    date = spoken_date(found.earlier.date)
    values = {"before": f"{before.active_users:,}", "accounts": f"{before.accounts:,}"}
    return f"{text}\n\n{phrases['area_change'].format(date=date, **values)}"


def _no_setting(phrases: Mapping[str, str], asked: Setting | None) -> str:
    setting = phrases[f"setting_{(asked or Setting.UNKNOWN).value}"]
    return phrases["area_no_setting"].format(setting=setting.lower())


def _percent(phrases: Mapping[str, str], value: float | None) -> str:
    return phrases["not_in_report"] if value is None else f"{int(value + 0.5)}%"


def _figures(figures: AreaFigures) -> dict[str, Any]:
    shares = {
        name: None if value is None else round(value, 1)
        for name, value in (
            ("active_sites_pct", figures.active_sites_pct),
            ("user_activity_pct", figures.user_activity_pct),
            ("onboarded_pct", figures.onboarded_pct),
        )
    }
    return {
        "setting": figures.setting.value,
        **shares,
        "active_users": figures.active_users,
        "inactive_users": figures.inactive_users,
        "at_risk": figures.inactive_users,
        "individual_accounts": figures.accounts,
    }
