"""Look a site up by what somebody gave as its code."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Union

from bot.activity.directory.answers import CareSite, DirectoryAnswer
from bot.activity.directory.directory import Directory, PostcodeSearch
from bot.activity.ods_code import CodeKind, likely_meant
from bot.activity.store import SiteStanding

FindSite = Callable[[str], Union[SiteStanding, None]]
_NO_CODES = (CodeKind.POSTCODE, CodeKind.CQC_LOCATION)


@dataclass(frozen=True)
class GivenCode:
    """What somebody gave: cleaned, with what it seems to be by its shape."""

    code: str
    kind: CodeKind


@dataclass(frozen=True)
class NothingGiven:
    """No code at all."""


@dataclass(frozen=True)
class SeveralGiven:
    """More than one code."""

    codes: tuple[str, ...]


@dataclass(frozen=True)
class PostcodeGiven:
    """A postcode; `sites` are those of the report that the directory has there."""

    postcode: str
    sites: tuple[CareSite, ...]


@dataclass(frozen=True)
class CqcLocationGiven:
    """The number that the Care Quality Commission gave the site."""

    number: str


@dataclass(frozen=True)
class InReport:
    """A site of the activity report."""

    standing: SiteStanding


@dataclass(frozen=True)
class SlipOfThePen:
    """A code that nobody has, and codes of the report that look like it."""

    code: str
    meant: tuple[str, ...]


@dataclass(frozen=True)
class NotInReport:
    """A code that the report does not have, and what the directory says of it."""

    given: GivenCode
    answer: DirectoryAnswer


LookUp = Union[
    NothingGiven,
    SeveralGiven,
    PostcodeGiven,
    CqcLocationGiven,
    InReport,
    SlipOfThePen,
    NotInReport,
]


def look_up(
    given: Sequence[GivenCode], find: FindSite, directory: Directory, postcodes: PostcodeSearch
) -> LookUp:
    """Look up what was given: in the report first, then in the directory.

    Args:
        given: in the order of the message.
        find: gives a site of the report by its code.
        directory: asked only for what the report does not have.
        postcodes: asked for the sites at a postcode.
    """
    codes = {each.code: each for each in given if each.kind not in _NO_CODES}
    if len(codes) > 1:
        return SeveralGiven(tuple(codes))
    if codes:
        return _one(next(iter(codes.values())), find, directory)
    for each in given:
        if each.kind is CodeKind.POSTCODE:
            return PostcodeGiven(each.code, _at(each.code, find, postcodes))
        if each.kind is CodeKind.CQC_LOCATION:
            return CqcLocationGiven(each.code)
    return NothingGiven()


def _one(given: GivenCode, find: FindSite, directory: Directory) -> LookUp:
    if standing := find(given.code):
        return InReport(standing)
    if meant := tuple(code for code in likely_meant(given.code) if find(code)):
        return SlipOfThePen(given.code, meant)
    return NotInReport(given, directory.look_up(given.code))


def _at(postcode: str, find: FindSite, postcodes: PostcodeSearch) -> tuple[CareSite, ...]:
    found = postcodes.search_postcode(postcode)
    return tuple(s for s in found if find(s.code)) if isinstance(found, tuple) else ()
