"""A site is looked up in the report first, then in the directory."""

from __future__ import annotations

import datetime as dt
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.activity.directory.answers import CareSite, Closed, CouldNotCheck, NoSuchCode
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
    look_up,
)
from bot.activity.model import Setting
from bot.activity.ods_code import CodeKind
from bot.activity.store import DatedRow, SiteStanding, Snapshot
from tests.activity.fake_directory import FakeDirectory
from tests.activity.store.invented import NOVEMBER, site

SNAPSHOT = Snapshot(
    id=1,
    date=NOVEMBER,
    file_name="zed.csv",
    digest="0",
    sample=False,
    imported_at=dt.datetime(2020, 12, 1),
    sites=3,
    accounts=6,
)
HOME = CareSite("VLZ2A", "ZINNIA HOUSE", "ZEDTON", "ZZ99 3WZ", Setting.CARE_HOME)
BRANCH = CareSite("VNZ9X", "ZEST AT HOME", "ZEDTON", "ZZ99 3WZ", Setting.HOME_CARE)
POSTCODE = GivenCode("ZZ99 3WZ", CodeKind.POSTCODE)
CQC = GivenCode("1-100000001", CodeKind.CQC_LOCATION)


def standing(code: str) -> SiteStanding:
    """Give a site that the newest report has."""
    return SiteStanding(DatedRow(site(code), SNAPSHOT), None, NOVEMBER)


def find(code: str) -> SiteStanding | None:
    """Know three sites."""
    return standing(code) if code in ("VLZ2A", "VLZ20", "VM0Z8") else None


def looked_up(*given: GivenCode, directory: FakeDirectory | None = None) -> LookUp:
    """Look up with a directory that does both."""
    directory = directory or FakeDirectory()
    return look_up(given, find, directory, directory)


def a_site(code: str, kind: CodeKind = CodeKind.SITE) -> GivenCode:
    """Give a code as a message has it."""
    return GivenCode(code, kind)


def test_nothing_given_is_nothing_found() -> None:
    """Where a message has no code there is nothing to look up."""
    assert looked_up() == NothingGiven()


@pytest.mark.parametrize("kind", [CodeKind.SITE, CodeKind.LIKELY_TYPO, CodeKind.OTHER])
def test_the_report_comes_before_the_directory(kind: CodeKind) -> None:
    """A site of the report is told whatever its code looks like, and the directory is not asked."""
    directory = FakeDirectory(Closed("ZINNIA HOUSE"))

    assert looked_up(a_site("VLZ2A", kind), directory=directory) == InReport(standing("VLZ2A"))
    assert directory.asked == []


@pytest.mark.parametrize(
    "answer", [NoSuchCode(), Closed("ZINNIA HOUSE"), HOME, CouldNotCheck("timeout")]
)
@pytest.mark.parametrize("kind", [CodeKind.SITE, CodeKind.HEAD_OFFICE, CodeKind.DENTIST])
def test_what_the_report_lacks_is_asked_of_the_directory(kind: CodeKind, answer: CareSite) -> None:
    """Its answer is passed on with the code, whatever it is."""
    given_code, directory = a_site("VNZ9W", kind), FakeDirectory(answer)

    assert looked_up(given_code, directory=directory) == NotInReport(given_code, answer)
    assert directory.asked == ["VNZ9W"]


@pytest.mark.parametrize(
    ("code", "meant"),
    [
        ("VLZ2O", ("VLZ20",)),  # the letter O for a zero; the Z stands as it is
        ("VMOZB", ()),  # neither all of O, Z and B nor one of them was meant: two were
        ("VMOZ8", ("VM0Z8",)),
    ],
)
def test_a_slip_is_one_where_the_report_has_what_was_meant(
    code: str, meant: tuple[str, ...]
) -> None:
    """Letters that ODS does not use are read as the digits that they look like."""
    directory = FakeDirectory()
    found = looked_up(a_site(code, CodeKind.LIKELY_TYPO), directory=directory)

    if meant:
        assert found == SlipOfThePen(code, meant)
        assert directory.asked == []
    else:
        assert found == NotInReport(a_site(code, CodeKind.LIKELY_TYPO), NoSuchCode())


def test_several_codes_are_told_apart() -> None:
    """Two codes are given back in their order, each once, and nothing is looked up."""
    directory = FakeDirectory()
    given_codes = (a_site("VNZ9W"), a_site("VLZ2A"), a_site("VNZ9W"))

    assert looked_up(*given_codes, directory=directory) == SeveralGiven(("VNZ9W", "VLZ2A"))
    assert directory.asked == []


def test_a_code_that_is_written_twice_is_one() -> None:
    """Who repeats a code is not asked which one is meant."""
    assert looked_up(a_site("VLZ2A"), a_site("VLZ2A")) == InReport(standing("VLZ2A"))


@pytest.mark.parametrize("given_codes", [(POSTCODE, CQC), (CQC, POSTCODE)])
def test_a_code_beats_a_postcode_and_a_cqc_number(given_codes: tuple[GivenCode, ...]) -> None:
    """They are not several codes: the one of the site is what counts."""
    first, second = given_codes

    assert looked_up(first, a_site("VLZ2A"), second) == InReport(standing("VLZ2A"))


def test_a_postcode_shows_the_sites_of_the_report_there() -> None:
    """Of the sites that the directory has there, those that the report has are offered."""
    directory = FakeDirectory(at_postcode=(HOME, BRANCH))

    assert looked_up(POSTCODE, directory=directory) == PostcodeGiven("ZZ99 3WZ", (HOME,))
    assert directory.asked == ["ZZ99 3WZ"]


@pytest.mark.parametrize("reason", ["off", "timeout"])
def test_a_postcode_that_cannot_be_searched_has_no_sites(reason: str) -> None:
    """A directory that does not answer leaves the postcode as what was given."""
    directory = FakeDirectory(at_postcode=CouldNotCheck(reason))  # type: ignore[arg-type]

    assert looked_up(POSTCODE, directory=directory) == PostcodeGiven("ZZ99 3WZ", ())


def test_a_cqc_number_is_known_as_one() -> None:
    """It is looked up nowhere."""
    directory = FakeDirectory()

    assert looked_up(CQC, directory=directory) == CqcLocationGiven("1-100000001")
    assert directory.asked == []


_GIVEN = st.lists(
    st.builds(
        GivenCode,
        st.sampled_from(["VLZ2A", "VLZ2O", "VNZ9W", "A1Z2", "ZZ99 3WZ", "1-100000001"]),
        st.sampled_from(CodeKind),
    ),
    max_size=4,
)


@given(_GIVEN)
def test_whatever_is_given_something_comes_of_it(given_codes: list[GivenCode]) -> None:
    """Every list of codes ends in one of the seven results, and asks the directory at most once."""
    directory = FakeDirectory(at_postcode=(HOME, BRANCH))
    found = looked_up(*given_codes, directory=directory)

    assert isinstance(found, get_args(LookUp))
    assert isinstance(found, NothingGiven) == (not given_codes)
    assert len(directory.asked) <= 1
