"""The areas that the activity report sums up: their names, and which of them a message means."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple, Optional

from pydantic import Field
from rapidfuzz.distance import OSA

from bot.knowledge.catalogue import Catalogue
from bot.knowledge.model import Citation, _Line, _Record
from bot.knowledge.problems import KnowledgeError, Problem
from bot.knowledge.scenarios import source_fault
from bot.knowledge.yaml_file import line_of, parse, read_mapping, read_text

FILE = "areas.yml"
_FUZZY_FROM = 7  # letters; shorter names have English words beside them: Batley and barley
_TWO_SLIPS_FROM = 10
_SWAP_FROM = 5
_WORD = re.compile(r"&|[^\W_]+")
_POSSESSIVE = re.compile(r"['\u2019]s\b")
_BODY = {"nhs", "ccg", "icb", "ics", "stp", "district", "districts", "region", "partnership"}
_CARE_HOME = r"care[ -]?homes?|nursing|residential"
_HOME_CARE = r"home[ -]?care|dom(?:\.|iciliary)? care|domicil\w*"
_SETTING = re.compile(rf"\b(?:(?P<care_home>{_CARE_HOME})|{_HOME_CARE})\b", re.IGNORECASE)

Setting = Literal["care_home", "home_care"]


class Area(_Record):
    """An area; docs and knowledge/areas.yml say what each field is for."""

    name: _Line
    also: list[_Line] = Field([], unique_items=True)
    kind: Literal["ccg", "partnership", "region"]
    part_of: Optional[_Line] = None
    became: Optional[_Line] = None
    sources: list[Citation] = Field(min_items=1)
    checked: dt.date


@dataclass(frozen=True)
class FoundArea:
    """An area that a message names.

    Args:
        id: its key in knowledge/areas.yml; None where only the report knows it.
        name: as the report spells it; as knowledge/areas.yml does where the report has it not.
        text: as it is written in the message.
        start: where it starts there; `text` stands at [start:end].
        end: where it ends.
    """

    id: str | None
    name: str
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class FoundSetting:
    """A kind of care that a message names, and where; `end` is exclusive."""

    setting: Setting
    start: int
    end: int


class _Named(NamedTuple):
    """Words that mean an area."""

    words: tuple[str, ...]
    id: str | None
    name: str


def load_areas(catalogue: Catalogue) -> dict[str, Area]:
    """Read and check the areas.yml that lies beside a catalogue's files; by id.

    Raises:
        KnowledgeError: all that is wrong, each with file, line and reason.
    """
    path = catalogue.folder / FILE
    data = read_mapping(read_text(path), path)
    areas = {str(key): parse(Area, data, path, key=key) for key in data}
    problems = [
        Problem(path, line_of(data, (key, *place)), reason)
        for key, area in areas.items()
        for place, reason in _faults(key, area, areas, catalogue)
    ]
    if problems:
        raise KnowledgeError(problems)
    return areas


def texts_to_check(catalogue: Catalogue) -> list[tuple[int, str]]:
    """Give each text of areas.yml that users read, with its line, for the content rules."""
    path = catalogue.folder / FILE
    data = read_mapping(read_text(path), path)
    areas = load_areas(catalogue)
    return [(line_of(data, (key, "became")), area.became or "") for key, area in areas.items()]


def find_areas(
    text: str, areas: Mapping[str, Area], report_names: Iterable[str] = ()
) -> list[FoundArea]:
    """Find the areas that a message names, each once, in the order of their first mention.

    Names are whole words, in any case, with or without NHS and CCG. Longer names may be misspelt:
    by a slip from 7 letters, by 2 from 10, the first letter always right. The longest name wins:
    "North Kirklees" is not Kirklees. A name of several areas finds them all.

    Args:
        text: what the user wrote.
        areas: those of knowledge/areas.yml.
        report_names: areas as the report spells them, known to knowledge/areas.yml or not.
    """
    plain = _POSSESSIVE.sub(lambda found: " " * len(found[0]), text)
    words = list(_WORD.finditer(plain))
    folded = [_folded(word[0]) for word in words]
    names = _names(areas, report_names)
    found: dict[str, FoundArea] = {}
    position = 0
    while position < len(words):
        meant = _meant_at(position, folded, names)
        used = len(meant[0].words) if meant else 1
        start, end = words[position].start(), words[position + used - 1].end()
        for named in meant:
            found.setdefault(
                named.name, FoundArea(named.id, named.name, text[start:end], start, end)
            )
        position += used
    return list(found.values())


def what_became(name: str, areas: Mapping[str, Area]) -> str | None:
    """Tell what became of an area, however the report spells its name: with or without NHS."""
    same = (area.became for area in areas.values() if _bare(area.name) == _bare(name))
    return next(same, None)


def find_settings(text: str) -> list[FoundSetting]:
    """Find the kinds of care that a message names, in their order."""
    return [
        FoundSetting("care_home" if match["care_home"] else "home_care", *match.span())
        for match in _SETTING.finditer(text)
    ]


def find_setting(text: str) -> Setting | None:
    """Tell which kind of care a message asks about; None where it names none or both."""
    named = {found.setting for found in find_settings(text)}
    return named.pop() if len(named) == 1 else None


def _faults(
    key: str, area: Area, areas: Mapping[str, Area], catalogue: Catalogue
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Give what is wrong with an area, each with its place below the area's key."""
    for place, name in (("name", area.name), *(("also", other) for other in area.also)):
        if not _bare(name):
            yield (
                (place,),
                f"{name!r} says only what kind of body it is, so no message can mean it.",
            )
    if area.part_of and (area.part_of not in areas or area.part_of == key):
        yield ("part_of",), f"`part_of: {area.part_of}` is not another area of this file."
    for number, citation in enumerate(area.sources):
        if fault := source_fault(citation, catalogue):
            yield ("sources", number), fault


def _names(areas: Mapping[str, Area], report_names: Iterable[str]) -> list[_Named]:
    """Give all names, the longest first, so that a part of a name does not win over the whole."""
    spelt = {_bare(name): name for name in report_names if _bare(name)}
    names = [
        _Named(_bare(name), key, spelt.get(_bare(area.name), area.name))
        for key, area in areas.items()
        for name in (area.name, *area.also)
    ]
    known = {named.words for named in names}
    names += [_Named(words, None, name) for words, name in spelt.items() if words not in known]
    return sorted(names, key=lambda named: -len(named.words))


def _bare(name: str) -> tuple[str, ...]:
    """Give the words of a name without those that say what kind of body it is."""
    plain = (
        name.lower()
        .replace("clinical commissioning group", "")
        .replace("integrated care board", "")
    )
    return tuple(_folded(word) for word in _WORD.findall(plain) if word not in _BODY)


def _folded(word: str) -> str:
    return "and" if word == "&" else word.lower()


def _meant_at(position: int, words: list[str], names: list[_Named]) -> list[_Named]:
    """Give the areas whose name starts at a word: those of the longest name that fits best."""
    fits = [
        (-len(named.words), slips, named)
        for named in names
        if named.words[0][0] == words[position][0]
        and (slips := _slips(words[position : position + len(named.words)], named.words))
        is not None
    ]
    best = min((fit[:2] for fit in fits), default=None)
    return [named for *fit, named in fits if tuple(fit) == best]


def _slips(words: list[str], name: tuple[str, ...]) -> int | None:
    """Count the slips in a name; None where it is another name."""
    if len(words) < len(name):
        return None
    slips = [_slips_of_word(word, right) for word, right in zip(words, name, strict=True)]
    return None if None in slips else sum(slip or 0 for slip in slips)


def _slips_of_word(word: str, right: str) -> int | None:
    if word == right:
        return 0
    allowed = (len(right) >= _FUZZY_FROM) + (len(right) >= _TWO_SLIPS_FROM)
    swapped = len(right) >= _SWAP_FROM and sorted(word) == sorted(right)
    slips = OSA.distance(word, right, score_cutoff=2)
    return int(slips) if slips <= max(allowed, swapped) and word[0] == right[0] else None
