"""Read knowledge/scenarios.yml: what a site is told of its figures, and how its code is asked for.

The texts are checked here as far as they must fit the programs: names, placeholders, topics and
sources. `texts_to_check` gives them as they are read, for the content rules.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

from pydantic import Field, validator

from bot.knowledge.catalogue import Catalogue, load_catalogue
from bot.knowledge.model import LONGEST_REVIEW, MOST_RELATED, Citation, _Line, _Record, _Title
from bot.knowledge.problems import KnowledgeError, Problem
from bot.knowledge.topic_file import fill
from bot.knowledge.yaml_file import line_of, parse, read_mapping, read_text

FILE = "scenarios.yml"
MOST_STEPS = 3
SCENARIOS = frozenset(
    {
        "no_accounts",
        "aup_not_accepted",
        "not_started",
        "one_user_set_up",
        "set_up_not_used",
        "lone_user",
        "partly_set_up_in_use",
        "partly_set_up_dormant",
        "some_dormant",
        "healthy",
    }
)
FIGURES = frozenset({"accounts", "active", "inactive", "aup_accepted", "not_accepted"})
_CHANGE = frozenset({"date", "before", "now"})
NOTES: Mapping[str, frozenset[str]] = {
    "mailbox_at_risk": frozenset(),
    "single_point": frozenset(),
    "not_everyone_known": frozenset(),
    "old_report": frozenset({"date"}),
    "gone": frozenset({"date"}),
    "changed_up": _CHANGE,
    "changed_down": _CHANGE,
    "changed_same": frozenset({"date"}),
    "sample_data": frozenset(),
}
"""What is filled into each sentence that is added to a site's advice."""
ASKED: Mapping[str, frozenset[str]] = {
    "heading": frozenset({"name", "code", "date"}),
    "still_waiting": frozenset(),
    "no_report": frozenset(),
    "sites_at_postcode": frozenset({"code"}),
    "ask_code": frozenset(),
    "no_such_code": frozenset({"code"}),
    "closed_replaced": frozenset({"code", "name", "successor"}),
    "closed": frozenset({"code", "name"}),
    "head_office": frozenset({"code"}),
    "dentist": frozenset({"code"}),
    "other_organisation": frozenset({"code", "name"}),
    "postcode_given": frozenset({"code"}),
    "cqc_location_given": frozenset({"code"}),
    "two_codes": frozenset({"codes"}),
    "likely_typo": frozenset({"code", "codes"}),
    "not_in_report": frozenset({"code", "name", "date"}),
    "not_checked": frozenset({"code", "date"}),
    "could_not_check": frozenset({"code"}),
    "too_many": frozenset(),
    "ended": frozenset(),
}
"""What is filled into each sentence on the way to a site's code."""
_PLACEHOLDER = re.compile(r"\{([^{}\s]+)\}")
_SAMPLES = {
    "date": "22 November 2026",
    "code": "VLZ2A",
    "codes": "VLZ2A or VMZ3C",
    "name": "Rose House",
    "successor": "VNZ4D",
}
"""What the content rules read in the place of a placeholder; figures are 5."""


class ScenarioAdvice(_Record):
    """What a site in a scenario is told. Numbers stand as placeholders until `with_figures`."""

    title: _Title
    standing: _Line
    standing_one: Optional[_Line] = None
    first: _Line
    steps: list[_Line] = Field(min_items=1, max_items=MOST_STEPS)
    topics: list[_Line] = Field(min_items=1, max_items=MOST_RELATED, unique_items=True)
    urgent: bool
    sources: list[Citation] = Field(min_items=1)
    checked: dt.date
    review_by: dt.date
    older: Optional[_Line] = None

    @validator("review_by")
    def _review_in_time(cls, review_by: dt.date, values: dict[str, object]) -> dt.date:
        # The same rule as for a topic.
        checked = values.get("checked")
        if isinstance(checked, dt.date) and not checked < review_by <= checked + LONGEST_REVIEW:
            raise ValueError("must be after `checked`, and at most a year after it")
        return review_by

    @validator("standing_one")
    def _one_of_something(cls, standing_one: str | None, values: dict[str, object]) -> str | None:
        if standing_one and not _PLACEHOLDER.search(str(values.get("standing"))):
            raise ValueError("`standing` has no number that could be 1")
        return standing_one


@dataclass(frozen=True)
class SiteTexts:
    """Everything in knowledge/scenarios.yml, contacts filled in.

    Args:
        scenarios: the advice, by scenario.
        notes: sentences to add to it, by the name of what holds.
        asked: sentences on the way to a site's code, by name.
    """

    scenarios: dict[str, ScenarioAdvice]
    notes: dict[str, str]
    asked: dict[str, str]


def load_scenarios(folder: Path) -> dict[str, ScenarioAdvice]:
    """Read and check the advice in a knowledge folder; `site_texts` does with a loaded catalogue.

    Raises:
        KnowledgeError: all that is wrong, each with file, line and reason.
    """
    return site_texts(load_catalogue(folder)).scenarios


def site_texts(catalogue: Catalogue) -> SiteTexts:
    """Read and check the scenarios.yml that lies beside a catalogue's files.

    Raises:
        KnowledgeError: all that is wrong, each with file, line and reason.
    """
    path = catalogue.folder / FILE
    data = read_mapping(read_text(path), path)
    read = parse(_File, data, path)
    problems = [
        *_wrong_names(read, data, path),
        *_wrong_placeholders(read, data, path, catalogue),
        *_wrong_references(read, data, path, catalogue),
    ]
    if problems:
        raise KnowledgeError(problems)
    contacts = catalogue.contacts
    return SiteTexts(
        {
            name: _changed(advice, lambda text: fill(text, contacts))
            for name, advice in read.scenarios.items()
        },
        {name: fill(text, contacts) for name, text in read.notes.items()},
        {name: fill(text, contacts) for name, text in read.asked.items()},
    )


def with_figures(
    advice: ScenarioAdvice, accounts: int, aup_accepted: int, active: int
) -> ScenarioAdvice:
    """Put a site's numbers in their places.

    `standing` becomes `standing_one` where its first number is 1 for this site.
    """
    figures = {
        "accounts": accounts,
        "active": active,
        "inactive": accounts - active,
        "aup_accepted": aup_accepted,
        "not_accepted": accounts - aup_accepted,
    }
    first = _PLACEHOLDER.search(advice.standing)
    one = advice.standing_one and first and figures.get(first[1]) == 1
    chosen = {"standing": advice.standing_one if one else advice.standing, "standing_one": None}
    return _changed(advice.copy(update=chosen), lambda text: _with_values(text, figures))


def texts_to_check(catalogue: Catalogue) -> list[tuple[int, str]]:
    """Give each text of scenarios.yml as it is read, in Markdown, with its line in the file.

    An advice is one text, because it is read as one: an abbreviation explained in `standing` is
    known in `steps`. Placeholders have sample values, so that sentences have their real length.

    Raises:
        KnowledgeError: the texts cannot be used.
    """
    texts = site_texts(catalogue)
    path = catalogue.folder / FILE
    data = read_mapping(read_text(path), path)
    found = [
        (line_of(data, ("scenarios", name, key)), text)
        for name, advice in texts.scenarios.items()
        for key, text in _read_together(advice)
    ]
    for part, sentences in (("notes", texts.notes), ("asked", texts.asked)):
        found += [(line_of(data, (part, name)), text) for name, text in sentences.items()]
    return [(line, _PLACEHOLDER.sub(_sample, text)) for line, text in found]


def source_fault(citation: Citation, catalogue: Catalogue) -> str | None:
    """Say what is wrong with a citation: its source is unknown, or has no such section."""
    source = catalogue.sources.get(citation.source)
    if source is None:
        return f"The source `{citation.source}` is not in knowledge/sources.yml."
    if citation.section and citation.section not in source.section_titles:
        return f"`{citation.source}` has no section {citation.section!r}."
    return None


class _File(_Record):
    """The whole file."""

    scenarios: dict[str, ScenarioAdvice]
    notes: dict[str, _Line]
    asked: dict[str, _Line]


def _wrong_names(read: _File, data: Any, path: Path) -> Iterator[Problem]:
    for part, known in (("scenarios", SCENARIOS), ("notes", NOTES), ("asked", ASKED)):
        there = getattr(read, part)
        for name in sorted(known - there.keys()):
            yield Problem(path, line_of(data, (part,)), f"`{part}.{name}` is missing.")
        for name in sorted(there.keys() - set(known)):
            reason = f"`{part}.{name}` is not used by anything: remove it."
            yield Problem(path, line_of(data, (part, name)), reason)


def _wrong_placeholders(
    read: _File, data: Any, path: Path, catalogue: Catalogue
) -> Iterator[Problem]:
    for keys, text, known in _placed_texts(read):
        for found in _PLACEHOLDER.findall(text):
            if found not in known and fill(f"{{{found}}}", catalogue.contacts) == f"{{{found}}}":
                choice = f", nor one of {', '.join(sorted(known))}" if known else ""
                reason = f"{{{found}}} is not in knowledge/contacts.yml{choice}."
                yield Problem(path, line_of(data, keys), reason)


def _wrong_references(
    read: _File, data: Any, path: Path, catalogue: Catalogue
) -> Iterator[Problem]:
    for name, advice in read.scenarios.items():
        for number, topic in enumerate(advice.topics):
            if topic not in catalogue.topics:
                line = line_of(data, ("scenarios", name, "topics", number))
                yield Problem(path, line, f"There is no topic `{topic}`.")
        for number, citation in enumerate(advice.sources):
            if fault := source_fault(citation, catalogue):
                line = line_of(data, ("scenarios", name, "sources", number))
                yield Problem(path, line, fault)


def _placed_texts(read: _File) -> Iterator[tuple[tuple[str, ...], str, frozenset[str]]]:
    """Give each text with its keys and with what may be filled in."""
    for name, advice in read.scenarios.items():
        for key in ("title", "standing", "standing_one", "first", "older"):
            yield ("scenarios", name, key), getattr(advice, key) or "", FIGURES
        yield ("scenarios", name, "steps"), "\n".join(advice.steps), FIGURES
    for name, text in read.notes.items():
        yield ("notes", name), text, NOTES.get(name, frozenset())
    for name, text in read.asked.items():
        yield ("asked", name), text, ASKED.get(name, frozenset())


def _read_together(advice: ScenarioAdvice) -> Iterator[tuple[str, str]]:
    steps = "\n".join(f"{number}. {step}" for number, step in enumerate(advice.steps, 1))
    for key in ("standing", "standing_one"):
        if getattr(advice, key):
            yield key, f"{getattr(advice, key)}\n\n{advice.first}\n\n{steps}"
    yield "title", advice.title
    yield "older", advice.older or ""


def _changed(advice: ScenarioAdvice, change: Callable[[str], str]) -> ScenarioAdvice:
    """Change all texts of an advice that can hold a placeholder."""
    texts = {
        key: change(getattr(advice, key))
        for key in ("title", "standing", "standing_one", "first", "older")
        if getattr(advice, key)
    }
    return advice.copy(update={**texts, "steps": [change(step) for step in advice.steps]})


def _with_values(text: str, values: Mapping[str, object]) -> str:
    return _PLACEHOLDER.sub(lambda found: str(values.get(found[1], found[0])), text)


def _sample(found: re.Match[str]) -> str:
    return _SAMPLES.get(found[1], "5")
