"""Make the reply to a look-up of a site."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

from bot.activity.directory.answers import (
    CareSite,
    Closed,
    CouldNotCheck,
    DirectoryAnswer,
    HeadOffice,
    OtherOrganisation,
)
from bot.activity.look_up import (
    CqcLocationGiven,
    GivenCode,
    InReport,
    LookUp,
    NothingGiven,
    NotInReport,
    PostcodeGiven,
    SeveralGiven,
    SlipOfThePen,
)
from bot.activity.model import SiteRow
from bot.activity.ods_code import CodeKind, spoken
from bot.activity.scenario import Scenario, classify, flags
from bot.activity.store import SiteStanding, Snapshot
from bot.knowledge.catalogue import Catalogue
from bot.knowledge.replies import Reply, source_list, spoken_date, topic_button
from bot.knowledge.scenarios import SiteTexts, with_figures

SITE_INTENT = "site_activity"
_ABOUT_CODES = "ods_code"
_OLD = dt.timedelta(days=60)  # after this an unused account is deleted: the figures have changed
_MOST_BUTTONS = 3
# Their advice is about the one user already, or about having none.
_SINGLE_BY_THEMSELVES = (Scenario.NO_ACCOUNTS, Scenario.LONE_USER, Scenario.ONE_USER_SET_UP)


def site_reply(
    catalogue: Catalogue,
    texts: SiteTexts,
    found: LookUp,
    newest: Snapshot | None,
    today: dt.date,
) -> Reply:
    """Say what came of a look-up.

    Args:
        catalogue: the knowledge.
        texts: the sentences about sites.
        found: what came of it.
        newest: the newest snapshot, where there is one.
        today: decides whether a report is old.
    """
    asked = texts.asked
    match found:
        case InReport(standing):
            reply = advice_reply(catalogue, texts, standing, today)
        case NothingGiven():
            buttons = [topic_button(catalogue.topics[_ABOUT_CODES])]
            reply = {**notice(asked["ask_code"], "site_asked"), "buttons": buttons}
        case SeveralGiven(codes):
            reply = _which(texts, "two_codes", codes)
        case SlipOfThePen(code, meant):
            reply = _which(texts, "likely_typo", meant, code=code)
        case PostcodeGiven(postcode, sites):
            reply = _at_postcode(texts, postcode, sites)
        case CqcLocationGiven(number):
            reply = notice(_filled(texts, "cqc_location_given", code=number), "site_asked")
        case NotInReport(given, answer):
            reply = _not_in_report(texts, given, answer, newest)
    return reply


def advice_reply(
    catalogue: Catalogue, texts: SiteTexts, standing: SiteStanding, today: dt.date
) -> Reply:
    """Tell how a site of the report stands, and what to do."""
    row, snapshot = standing.latest.row, standing.latest.snapshot
    figures = (row.accounts, row.aup_accepted, row.active)
    scenario = classify(*figures)
    advice = with_figures(texts.scenarios[scenario.value], *figures)
    text = "\n\n".join(
        [
            _filled(
                texts,
                "heading",
                name=row.name,
                code=spoken(row.ods_code),
                date=spoken_date(snapshot.date),
            ),
            f"{advice.standing} {advice.first}",
            "\n".join(f"{number}. {step}" for number, step in enumerate(advice.steps, 1)),
            *_notes(texts, standing, scenario, today),
        ]
    )
    return {
        "text": text,
        "buttons": [topic_button(catalogue.topics[topic]) for topic in advice.topics],
        "json_message": {
            "kind": "site",
            "ods_code": row.ods_code,
            "name": row.name,
            "scenario": scenario.value,
            "snapshot": snapshot.date.isoformat(),
            "sample": snapshot.sample,
            "urgent": advice.urgent,
            "figures": _figures(row),
            "before": _before(standing),
            "actions": [advice.first, *advice.steps],
            "checked": advice.checked.isoformat(),
            "sources": source_list(catalogue, advice.sources),
            "older": advice.older,
        },
    }


def change_note(texts: SiteTexts, standing: SiteStanding) -> str | None:
    """Tell what changed since the snapshot before; nothing where there is none."""
    if standing.before is None:
        return None
    before, now = standing.before.row.active, standing.latest.row.active
    date = spoken_date(standing.before.snapshot.date)
    if before == now:
        return texts.notes["changed_same"].format(date=date)
    name = "changed_up" if now > before else "changed_down"
    return texts.notes[name].format(date=date, before=before, now=now)


def _notes(
    texts: SiteTexts, standing: SiteStanding, scenario: Scenario, today: dt.date
) -> list[str]:
    """Give what is added to the advice: the change, a warning, and how good the figures are."""
    notes = [change_note(texts, standing)]
    if warning := _warning(standing.latest.row, scenario):
        notes.append(texts.notes[warning])
    date = standing.latest.snapshot.date
    if standing.latest.snapshot.sample:
        notes.append(texts.notes["sample_data"])
    elif standing.gone:
        notes.append(texts.notes["gone"].format(date=spoken_date(standing.newest_date)))
    elif today - date > _OLD:
        notes.append(texts.notes["old_report"].format(date=spoken_date(date)))
    return [note for note in notes if note]


def _warning(row: SiteRow, scenario: Scenario) -> str | None:
    """Name the one warning that matters most beside the advice."""
    found = flags(row.accounts, row.aup_accepted, row.active)
    if found.mailbox_at_risk:
        return "mailbox_at_risk"
    if found.single_point and scenario not in _SINGLE_BY_THEMSELVES:
        return "single_point"
    in_part = row.active and 0 < row.aup_accepted < row.accounts
    return "not_everyone_known" if in_part and not found.certainly_ready else None


def _figures(row: SiteRow) -> dict[str, Any]:
    return {
        "accounts": row.accounts,
        "aup_accepted": row.aup_accepted,
        "active": row.active,
        "inactive": row.accounts - row.active,
        "setting": row.setting.value,
        "shared_mailbox": row.shared_mailbox.value,
    }


def _before(standing: SiteStanding) -> dict[str, Any] | None:
    if standing.before is None:
        return None
    before = standing.before
    return {"snapshot": before.snapshot.date.isoformat(), "figures": _figures(before.row)}


def _which(texts: SiteTexts, name: str, codes: Iterable[str], **values: str) -> Reply:
    offered = list(codes)[:_MOST_BUTTONS]
    spelt = {key: spoken(value) for key, value in values.items()}
    text = _filled(texts, name, codes=" / ".join(map(spoken, offered)), **spelt)
    return {**notice(text, "site_asked"), "buttons": [_code_button(code) for code in offered]}


def _at_postcode(texts: SiteTexts, postcode: str, sites: Sequence[CareSite]) -> Reply:
    name = "sites_at_postcode" if sites else "postcode_given"
    buttons = [_code_button(site.code, f"{_title(site.name)} ({site.code})") for site in sites]
    text = _filled(texts, name, code=postcode)
    return {**notice(text, "site_asked"), "buttons": buttons[:_MOST_BUTTONS]}


def _not_in_report(
    texts: SiteTexts, given: GivenCode, answer: DirectoryAnswer, newest: Snapshot | None
) -> Reply:
    if newest is None:
        return notice(texts.asked["no_report"], "site_unknown")
    code, date, buttons = spoken(given.code), spoken_date(newest.date), []
    match answer:
        case CareSite(name=name):
            text = _filled(texts, "not_in_report", code=code, name=_title(name), date=date)
        case Closed(name=name, successors=(successor, *_)):
            values = {"code": code, "name": _title(name), "successor": spoken(successor)}
            text = _filled(texts, "closed_replaced", **values)
            buttons = [_code_button(successor)]
        case Closed(name=name):
            text = _filled(texts, "closed", code=code, name=_title(name))
        case HeadOffice():
            text = _filled(texts, "head_office", code=code)
        case OtherOrganisation(name=name):
            text = _filled(texts, "other_organisation", code=code, name=_title(name))
        case _:
            text = _by_shape(texts, given.kind, answer, code, date)
    return {**notice(text, "site_unknown"), "buttons": buttons}


def _by_shape(
    texts: SiteTexts, kind: CodeKind, answer: DirectoryAnswer, code: str, date: str
) -> str:
    """Say what the code looks like: the directory did not know it, or did not tell."""
    if kind in (CodeKind.HEAD_OFFICE, CodeKind.DENTIST):
        return _filled(texts, kind.value, code=code)
    match answer:
        case CouldNotCheck(reason="off"):
            return _filled(texts, "not_checked", code=code, date=date)
        case CouldNotCheck():
            return _filled(texts, "could_not_check", code=code)
    return _filled(texts, "no_such_code", code=code)


def _title(name: str) -> str:
    """Write a name of the directory, which is in block capitals, as people do."""
    words = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
    return words.sub(lambda word: word[0].capitalize(), " ".join(name.split()))


def _code_button(code: str, title: str | None = None) -> dict[str, str]:
    return {"title": title or code, "payload": f"/{SITE_INTENT}{json.dumps({'ods_code': code})}"}


def notice(text: str, outcome: str) -> Reply:
    """Say something that is neither a site nor an area."""
    return {"text": text, "json_message": {"kind": "notice", "outcome": outcome}}


def _filled(texts: SiteTexts, sentence: str, /, **values: str) -> str:
    return texts.asked[sentence].format(**values)
