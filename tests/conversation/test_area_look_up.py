"""An area is found by any of its names, and its figures are the store's."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.activity.model import Setting
from bot.activity.store import LookUpCount, Store, add_snapshot, look_up_counts, open_store
from bot.conversation.area_look_up import AreaLookUp
from bot.knowledge.areas import Area
from bot.knowledge.catalogue import Catalogue
from tests.activity.store.invented import NOVEMBER, report
from tests.activity.two_reports import LEEDS_HOME
from tests.conversation.conftest import Check, pressed

TODAY = dt.date(2026, 11, 25)
CARE_HOME, HOME_CARE = Setting.CARE_HOME, Setting.HOME_CARE

MakeLookUp = Callable[[Store], AreaLookUp]


@pytest.fixture
def make(catalogue: Catalogue, areas: dict[str, Area]) -> MakeLookUp:
    """Make the look-up of a store."""
    return lambda store: AreaLookUp(catalogue, areas, store)


@pytest.fixture
def look_up(make: MakeLookUp, store: Store) -> AreaLookUp:
    """The look-up of the two invented reports."""
    return make(store)


def counted(store: Store) -> list[LookUpCount]:
    """Give what was counted."""
    return look_up_counts(store, dt.date.min)


def figures(said: dict[str, Any]) -> dict[str, tuple[int, int]]:
    """Give active users and accounts of each setting of a payload."""
    return {
        each["setting"]: (each["active_users"], each["individual_accounts"])
        for each in said["settings"]
    }


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("how is Leeds CCG doing", ["Leeds CCG"]),
        ("LEEDS?", ["Leeds CCG"]),
        ("nhs leeds clinical commissioning group", ["Leeds CCG"]),
        ("what about Pudsey", ["Leeds CCG"]),  # a town
        ("the figures for Hudersfield", ["Greater Huddersfield CCG"]),  # misspelt
        ("wakefeild and caldredale", ["Wakefield CCG", "Calderdale CCG"]),
        ("zedton please", ["Zedton CCG"]),  # known from the report alone
        ("Zedshire", ["Zedshire"]),
        ("Zedland", ["Zedland"]),
        ("Quayz and Leeds", ["Quayz CCG", "Leeds CCG"]),
        ("Kirklees", ["Greater Huddersfield CCG", "North Kirklees CCG"]),
        ("how are our care homes doing", []),
        ("", []),
    ],
)
def test_areas_are_found_in_a_message(text: str, named: list[str], look_up: AreaLookUp) -> None:
    """By name, town or slip; those that the report spells, and those that it lacks."""
    assert sorted(look_up.named(text)) == sorted(named)


def test_without_a_report_the_known_areas_are_found(make: MakeLookUp, empty_store: Store) -> None:
    """The knowledge's own areas are still understood."""
    assert make(empty_store).named("leeds or zedton") == ["Leeds CCG"]


@pytest.mark.parametrize(
    ("name", "setting", "expected"),
    [
        ("Zedton CCG", None, {"care_home": (3, 6), "home_care": (2, 2)}),
        ("Zedton CCG", CARE_HOME, {"care_home": (3, 6)}),
        ("Zedton CCG", HOME_CARE, {"home_care": (2, 2)}),
        ("Quayz CCG", None, {"care_home": (1, 1)}),
        ("Zedshire", None, {"care_home": (4, 7), "home_care": (2, 2)}),
        ("Zedland", None, {"care_home": (5, 10), "home_care": (2, 2)}),
        ("West Yorkshire and Harrogate", None, {"care_home": (1, 3)}),
    ],
)
def test_the_sums_of_an_area_are_told(
    name: str,
    setting: Setting | None,
    expected: dict[str, tuple[int, int]],
    look_up: AreaLookUp,
    checked: Check,
) -> None:
    """CCG, partnership and region: both settings, or the one that was asked for."""
    [reply] = look_up.answer([name], setting, TODAY)

    said = checked(reply)["json_message"]
    assert (said["kind"], said["area"], said["snapshot"]) == ("area", name, "2020-11-27")
    assert figures(said) == expected
    assert ("Care homes:" in reply["text"]) == ("care_home" in expected)
    assert ("Home care:" in reply["text"]) == ("home_care" in expected)


def test_the_report_before_is_compared(look_up: AreaLookUp) -> None:
    """Each setting has the figures of four weeks before; a new area has none."""
    [zedton] = look_up.answer(["Zedton CCG"], None, TODAY)
    [quayz] = look_up.answer(["Quayz CCG"], None, TODAY)

    assert "On 30 October 2020 it was 4 active users of 7." in zedton["text"]
    assert "On 30 October 2020 it was 2 active users of 2." in zedton["text"]
    assert "October" not in quayz["text"]


def test_what_became_of_an_area_is_told(look_up: AreaLookUp, areas: dict[str, Area]) -> None:
    """The knowledge says it of Leeds, and nothing of an area that it does not know."""
    became = areas["leeds"].became
    [leeds] = look_up.answer(["Leeds CCG"], None, TODAY)
    [zedton] = look_up.answer(["Zedton CCG"], None, TODAY)

    assert became
    assert became in leeds["text"]
    assert "Integrated Care Board" not in zedton["text"]


def test_a_sample_is_said_to_be_one(
    make: MakeLookUp, sample_store: Store, look_up: AreaLookUp
) -> None:
    """Whoever reads invented figures is told, and nobody else."""
    note = "These are invented sample figures, not real ones."
    [sample] = make(sample_store).answer(["Zedton CCG"], None, TODAY)
    [real] = look_up.answer(["Zedton CCG"], None, TODAY)

    assert note in sample["text"]
    assert note not in real["text"]


def test_no_area_is_asked_for(look_up: AreaLookUp, store: Store, checked: Check) -> None:
    """Who names none is offered the CCGs of the report, and each button finds its area."""
    [reply] = look_up.answer([], None, TODAY)

    assert checked(reply)["json_message"]["outcome"] == "area_asked"
    names = [value for _, value in map(pressed, reply["buttons"])]
    assert names == ["Leeds CCG", "Quayz CCG", "Zedton CCG"]
    assert counted(store) == [LookUpCount(TODAY, "area", "area_asked", 1)]
    for name, button in zip(names, reply["buttons"], strict=True):
        assert look_up.named(button["payload"]) == [name]


def test_an_area_that_the_report_lacks_is_named(
    look_up: AreaLookUp, store: Store, checked: Check
) -> None:
    """The knowledge knows Wakefield, and the report has no site there."""
    [reply] = look_up.answer(["Wakefield CCG"], None, TODAY)

    assert "has no site in Wakefield CCG" in checked(reply)["text"]
    assert reply["json_message"]["outcome"] == "area_unknown"
    assert reply["buttons"]
    assert counted(store) == [LookUpCount(TODAY, "area", "area_unknown", 1)]


def test_without_a_report_it_is_said(make: MakeLookUp, empty_store: Store, checked: Check) -> None:
    """Whether an area is named or not."""
    for wanted in ([], ["Leeds CCG"]):
        [reply] = make(empty_store).answer(wanted, None, TODAY)
        assert checked(reply)["json_message"]["outcome"] == "area_unknown"
        assert "No activity report is loaded" in reply["text"]

    assert counted(empty_store) == [LookUpCount(TODAY, "area", "area_unknown", 2)]


def test_several_areas_get_a_reply_each(look_up: AreaLookUp, store: Store, checked: Check) -> None:
    """In the order asked, three at most, each counted once."""
    wanted = ["Quayz CCG", "Wakefield CCG", "Zedton CCG", "Zedland"]
    replies = [checked(reply) for reply in look_up.answer(wanted, None, TODAY)]

    assert [reply["json_message"].get("area") for reply in replies] == [
        "Quayz CCG",
        None,
        "Zedton CCG",
    ]
    assert counted(store) == [
        LookUpCount(TODAY, "area", "area_figures", 2),
        LookUpCount(TODAY, "area", "area_unknown", 1),
    ]


def test_a_setting_that_the_area_lacks_is_said_to_be_missing(look_up: AreaLookUp) -> None:
    """Quayz has no home care: who asks for it gets a sentence, not a heading alone."""
    [reply] = look_up.answer(["Quayz CCG"], HOME_CARE, TODAY)

    assert reply["text"] != "Quayz CCG, activity report of 27 November 2020."


def test_what_became_of_an_area_is_told_however_the_report_spells_it(
    make: MakeLookUp, areas: dict[str, Area], tmp_path: Path
) -> None:
    """A report that writes "NHS Leeds CCG" means the Leeds that the knowledge knows."""
    store = open_store(f"sqlite:///{tmp_path / 'nhs.db'}")
    home = dataclasses.replace(LEEDS_HOME, ccg="NHS Leeds CCG")
    add_snapshot(store, report(NOVEMBER, [home]))
    look_up = make(store)

    [name] = look_up.named("leeds")
    [reply] = look_up.answer([name], None, TODAY)

    assert name == "NHS Leeds CCG"
    assert str(areas["leeds"].became) in reply["text"]
