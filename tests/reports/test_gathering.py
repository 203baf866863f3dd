"""What a report shows is gathered from the store and the knowledge."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.activity.model import Setting, SiteRow
from bot.activity.scenario import classify
from bot.activity.store import AreaLevel, SiteStanding, Store, add_snapshot, find_site, open_store
from bot.knowledge.areas import Area, load_areas
from bot.knowledge.catalogue import Catalogue, load_catalogue
from bot.knowledge.scenarios import SiteTexts, site_texts
from bot.reports.area_report import AreaPart, AreaReport
from bot.reports.gathering import NoSuchAreaError, gather_area, site_story
from bot.settings import PROJECT
from tests.activity.store.invented import NOVEMBER, OCTOBER, report
from tests.activity.two_reports import (
    IN_NOVEMBER,
    LEEDS_HOME,
    ZEPHYR,
    ZINNIA,
    filled_store,
    row,
)

CARE_HOME, HOME_CARE = Setting.CARE_HOME, Setting.HOME_CARE
Gather = Callable[[Store, str], AreaReport]


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The knowledge that the assistant answers from."""
    return load_catalogue(PROJECT / "knowledge")


@pytest.fixture(scope="module")
def advice(catalogue: Catalogue) -> SiteTexts:
    """Its sentences about sites."""
    return site_texts(catalogue)


@pytest.fixture(scope="module")
def areas(catalogue: Catalogue) -> dict[str, Area]:
    """Its areas."""
    return load_areas(catalogue)


@pytest.fixture(scope="module")
def gather(advice: SiteTexts, areas: dict[str, Area]) -> Gather:
    """Gather an area of a store as an operator calls it."""
    return lambda store, asked: gather_area(store, advice, areas, asked)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store of its own, with the two invented reports."""
    filled = filled_store(tmp_path / "caremail.db")
    yield filled
    filled.engine.dispose()


def store_of(path: Path, *rows: SiteRow, sample: bool = False) -> Store:
    """Give a store with one report."""
    store = open_store(f"sqlite:///{path}")
    add_snapshot(store, report(NOVEMBER, rows, sample=sample))
    return store


def users(part: AreaPart) -> dict[Setting, tuple[int, int]]:
    """Give active users and accounts of each setting."""
    return {each: (f.active_users, f.accounts) for each, f in part.figures.items()}


def test_a_partnership_has_its_ccgs(store: Store, gather: Gather) -> None:
    """The sums of the whole, of each part, and of four weeks before."""
    found = gather(store, "zedshire")

    assert (found.area.name, found.area.level) == ("Zedshire", AreaLevel.ICS.value)
    assert users(found.area) == {CARE_HOME: (4, 7), HOME_CARE: (2, 2)}
    assert found.area.previous[CARE_HOME].active_users == 4
    assert [(part.name, part.level) for part in found.parts] == [
        ("Quayz CCG", "ccg"),
        ("Zedton CCG", "ccg"),
    ]
    quayz, zedton = found.parts
    assert users(quayz) == {CARE_HOME: (1, 1)}
    assert quayz.previous == {}
    assert users(zedton) == {CARE_HOME: (3, 6), HOME_CARE: (2, 2)}
    assert (found.snapshot_date, found.previous_date) == (NOVEMBER, OCTOBER)
    assert (found.sample, found.became) == (False, None)


def test_a_region_has_its_partnerships_and_a_ccg_no_parts(store: Store, gather: Gather) -> None:
    """Each level shows the next smaller one."""
    region, ccg = gather(store, "Zedland"), gather(store, "Zedton")

    assert [(part.name, part.level) for part in region.parts] == [
        ("West Yorkshire and Harrogate", "ics"),
        ("Zedshire", "ics"),
    ]
    assert (ccg.area.level, ccg.parts) == ("ccg", ())


@pytest.mark.parametrize("asked", ["leeds", "Leeds CCG", "NHS LEEDS", "Pudsey"])
def test_an_area_has_several_names(asked: str, store: Store, gather: Gather) -> None:
    """An operator may write it as a user would; what became of it stands in the report."""
    found = gather(store, asked)

    assert found.area.name == "Leeds CCG"
    assert "Integrated Care Board" in str(found.became)


def test_sites_at_risk_have_their_advice(store: Store, gather: Gather, advice: SiteTexts) -> None:
    """The worst comes first, with the advice of its own scenario and its own numbers."""
    risks = gather(store, "Zedton").at_risk

    assert [risk.row for risk in risks] == [ZEPHYR, ZINNIA]
    for risk in risks:
        counts = (risk.row.accounts, risk.row.aup_accepted, risk.row.active)
        assert risk.scenario_title == advice.scenarios[classify(*counts).value].title
        assert risk.steps
        assert not any("{" in text for text in (risk.scenario_title, risk.first, *risk.steps))
    assert "Accounts without it: 1." in risks[1].first


def test_the_first_report_has_none_before_it(tmp_path: Path, gather: Gather) -> None:
    """A single report is shown without changes."""
    found = gather(store_of(tmp_path / "one.db", *IN_NOVEMBER), "Zedton")

    assert found.previous_date is None
    assert found.area.previous == {}


def test_a_sample_is_said_to_be_one(tmp_path: Path, gather: Gather) -> None:
    """Invented figures are marked as such."""
    found = gather(store_of(tmp_path / "sample.db", *IN_NOVEMBER, sample=True), "Zedton")

    assert found.sample is True


def test_an_empty_store_says_what_to_do(tmp_path: Path, gather: Gather) -> None:
    """The sentence names the command that loads a report."""
    with pytest.raises(NoSuchAreaError) as caught:
        gather(open_store(f"sqlite:///{tmp_path / 'empty.db'}"), "Zedton")

    assert str(caught.value) == (
        "The store has no activity report. Load one: caremail import-report"
    )


@pytest.mark.parametrize("asked", ["Zedville", "Wakefield", "", "care homes"])
def test_an_unknown_area_is_named_with_those_that_there_are(
    asked: str, store: Store, gather: Gather
) -> None:
    """Also one that the knowledge knows and the report lacks."""
    with pytest.raises(NoSuchAreaError) as caught:
        gather(store, asked)

    assert str(caught.value) == (
        f"{asked!r} is no area of the report of 2020-11-27. Give one of: Leeds CCG, Quayz CCG, "
        "Zedton CCG, West Yorkshire and Harrogate, Zedshire, Zedland."
    )


def test_a_name_of_several_areas_is_asked_about(store: Store, gather: Gather) -> None:
    """Only those that were named are offered."""
    with pytest.raises(NoSuchAreaError) as caught:
        gather(store, "Quayz and Leeds")

    assert str(caught.value) == (
        "'Quayz and Leeds' means several areas. Give one of: Quayz CCG, Leeds CCG."
    )


def test_what_became_of_an_area_is_told_however_the_report_spells_it(
    tmp_path: Path, gather: Gather
) -> None:
    """A report that writes "NHS Leeds CCG" means the Leeds that the knowledge knows."""
    home = dataclasses.replace(LEEDS_HOME, ccg="NHS Leeds CCG")

    found = gather(store_of(tmp_path / "nhs.db", home), "leeds")

    assert found.area.name == "NHS Leeds CCG"
    assert found.became


def standing(store: Store, code: str) -> SiteStanding:
    """Find a site that the store has."""
    found = find_site(store, code)
    assert found is not None
    return found


def test_a_site_has_its_story(store: Store, advice: SiteTexts) -> None:
    """Its scenario in words, its own numbers, and the report before."""
    story = site_story(advice, standing(store, "VLZ2A"))

    assert story.scenario_title == advice.scenarios["partly_set_up_in_use"].title
    assert story.standing.startswith("3 of your 4 users")
    assert (story.snapshot_date, story.previous_date) == (NOVEMBER, OCTOBER)
    assert story.previous == row("VLZ2A", "Zinnia House", 3, 2, 1)
    assert len(story.steps) == 3
    assert story.sample is False
    assert not any("{" in text for text in (story.standing, story.first, *story.steps))


def test_a_new_site_has_nothing_before(tmp_path: Path, advice: SiteTexts) -> None:
    """Neither figures nor a day; and a sample is marked."""
    store = store_of(tmp_path / "sample.db", ZINNIA, sample=True)

    story = site_story(advice, standing(store, "VLZ2A"))

    assert (story.previous, story.previous_date) == (None, None)
    assert story.sample is True
