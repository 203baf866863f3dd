"""What is said of an area."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from bot.activity.figures import AreaFigures
from bot.activity.model import Setting
from bot.activity.store import Snapshot
from bot.conversation.area_replies import (
    AreaFound,
    area_reply,
    no_report,
    no_such_area,
    which_area,
)
from bot.knowledge.catalogue import Catalogue
from tests.activity.store.invented import NOVEMBER, OCTOBER
from tests.conversation.conftest import Check, pressed


def snapshot(date: dt.date, *, sample: bool = False) -> Snapshot:
    """Give a report of a day."""
    return Snapshot(
        id=date.month,
        date=date,
        file_name="zed.csv",
        digest="0",
        sample=sample,
        imported_at=dt.datetime(2020, 12, 1),
        sites=40,
        accounts=2_965,
    )


HOMES = AreaFigures(
    setting=Setting.CARE_HOME,
    sites=400,
    onboarded_sites=369,
    sites_with_accounts=366,
    active_sites=221,
    accounts=2_965,
    active_users=1_355,
)
NO_ACCOUNTS = AreaFigures(Setting.HOME_CARE, 1, 1, 0, 0, 0, 0)
BEFORE = AreaFigures(Setting.CARE_HOME, 400, 360, 360, 220, 2_955, 1_352)


def found(*figures: AreaFigures, **values: Any) -> AreaFound:
    """Give an area in the report of November, without one before."""
    usual: dict[str, Any] = {
        "name": "Zedshire",
        "became": None,
        "snapshot": snapshot(NOVEMBER),
        "figures": figures,
        "asked": None,
        "earlier": None,
        "before": {},
    }
    return AreaFound(**{**usual, **values})


def test_the_figures_of_the_slides_are_told(catalogue: Catalogue, checked: Check) -> None:
    """The area, the day and each figure, percentages rounded and thousands set off."""
    reply = checked(area_reply(catalogue, found(HOMES)))

    assert reply["text"] == (
        "Zedshire, activity report of 27 November 2020.\n\n"
        "Care homes:\n\n"
        "- active sites: 60%\n"
        "- user activity: 46%, with 1,355 active and 1,610 inactive users\n"
        "- accounts at risk: 1,610 of 2,965\n"
        "- sites onboarded: 92%"
    )
    assert [pressed(button) for button in reply["buttons"]] == [("explain_metrics", None)]


def test_the_payload_has_the_figures(catalogue: Catalogue, checked: Check) -> None:
    """Percentages have a decimal here, and every inactive account is at risk."""
    reply = checked(area_reply(catalogue, found(HOMES)))

    assert reply["json_message"] == {
        "kind": "area",
        "area": "Zedshire",
        "snapshot": "2020-11-27",
        "sample": False,
        "settings": [
            {
                "setting": "care_home",
                "active_sites_pct": 60.4,
                "user_activity_pct": 45.7,
                "onboarded_pct": 92.2,
                "active_users": 1_355,
                "inactive_users": 1_610,
                "at_risk": 1_610,
                "individual_accounts": 2_965,
            }
        ],
    }


@pytest.mark.parametrize(
    ("active", "accounts", "said"),
    [(1, 8, "13%"), (1, 40, "3%"), (1, 201, "0%"), (0, 3, "0%"), (3, 3, "100%"), (2, 3, "67%")],
)
def test_halves_are_rounded_up(
    active: int, accounts: int, said: str, catalogue: Catalogue, checked: Check
) -> None:
    """As the slides do: 12.5% is 13%, and 2.5% is 3%."""
    figures = AreaFigures(Setting.CARE_HOME, 1, 1, 1, 1, accounts, active)

    text = checked(area_reply(catalogue, found(figures)))["text"]

    assert f"- user activity: {said}, with {active} active" in text


def test_what_cannot_be_reckoned_is_not_in_the_report(catalogue: Catalogue, checked: Check) -> None:
    """Where no site has an account there is no share of them, and no 0% is made up."""
    reply = checked(area_reply(catalogue, found(NO_ACCOUNTS)))

    assert "- active sites: not in the report\n- user activity: not in the report" in reply["text"]
    assert "- sites onboarded: 100%" in reply["text"]
    [figures] = reply["json_message"]["settings"]
    assert (figures["active_sites_pct"], figures["user_activity_pct"]) == (None, None)


def test_both_settings_are_told_one_after_the_other(catalogue: Catalogue, checked: Check) -> None:
    """Care homes and home care are never added together."""
    reply = checked(area_reply(catalogue, found(HOMES, NO_ACCOUNTS)))

    care_homes, home_care = (reply["text"].index(word) for word in ("Care homes:", "Home care:"))
    assert care_homes < home_care
    said = [figures["setting"] for figures in reply["json_message"]["settings"]]
    assert said == ["care_home", "home_care"]


@pytest.mark.parametrize("setting", Setting)
def test_every_setting_has_a_name(setting: Setting, catalogue: Catalogue, checked: Check) -> None:
    """Sites of neither kind are told as well."""
    figures = AreaFigures(setting, 1, 1, 1, 1, 2, 1)

    text = checked(area_reply(catalogue, found(figures)))["text"]

    assert catalogue.phrases[f"setting_{setting.value}"] in text


def test_the_report_before_is_told_where_it_has_the_setting(
    catalogue: Catalogue, checked: Check
) -> None:
    """Care homes are compared; home care, which was not there, is not."""
    earlier = {"earlier": snapshot(OCTOBER), "before": {Setting.CARE_HOME: BEFORE}}
    text = checked(area_reply(catalogue, found(HOMES, NO_ACCOUNTS, **earlier)))["text"]

    change = "On 30 October 2020 it was 1,352 active users of 2,955."
    assert text.count("30 October 2020") == 1
    assert text.index("Care homes:") < text.index(change) < text.index("Home care:")


def test_what_became_of_the_area_and_a_sample_come_last(
    catalogue: Catalogue, checked: Check
) -> None:
    """Who knows the area by its new name, and who reads invented figures, is told."""
    values = {"became": "It is now Newshire.", "snapshot": snapshot(NOVEMBER, sample=True)}
    reply = checked(area_reply(catalogue, found(HOMES, **values)))

    assert reply["text"].endswith(
        "\n\nIt is now Newshire.\n\nThese are invented sample figures, not real ones."
    )
    assert reply["json_message"]["sample"] is True
    assert "sample" not in area_reply(catalogue, found(HOMES))["text"]


def test_it_is_asked_which_area(catalogue: Catalogue, checked: Check) -> None:
    """Each area of the report has a button that names it, whatever signs its name has."""
    names = ["Zedton CCG", 'St "Zed" & Ångstrom CCG']
    reply = checked(which_area(catalogue, names))

    assert reply["text"].startswith("Which area do you mean?")
    assert reply["json_message"] == {"kind": "notice", "outcome": "area_asked"}
    assert [button["title"] for button in reply["buttons"]] == names
    assert [pressed(button) for button in reply["buttons"]] == [
        ("area_activity", name) for name in names
    ]


def test_not_too_many_areas_are_offered(catalogue: Catalogue, checked: Check) -> None:
    """More than 8 buttons are no choice; the first 8 are shown."""
    names = [f"Zed {letter} CCG" for letter in "ABCDEFGHIJ"]
    reply = checked(which_area(catalogue, names))

    assert [button["title"] for button in reply["buttons"]] == names[:8]


def test_an_area_without_sites_is_named(catalogue: Catalogue, checked: Check) -> None:
    """The report has no site there: it is said of which day, and others are offered."""
    reply = checked(no_such_area(catalogue, "Zedville", snapshot(NOVEMBER), ["Zedton CCG"]))

    assert reply["text"].startswith(
        "The activity report of 27 November 2020 has no site in Zedville."
    )
    assert reply["json_message"] == {"kind": "notice", "outcome": "area_unknown"}
    assert [pressed(button) for button in reply["buttons"]] == [("area_activity", "Zedton CCG")]


def test_without_a_report_there_is_no_area(catalogue: Catalogue, checked: Check) -> None:
    """It is said that none is loaded, and nothing is offered."""
    reply = checked(no_report(catalogue))

    assert reply["text"].startswith("No activity report is loaded here yet.")
    assert reply["json_message"] == {"kind": "notice", "outcome": "area_unknown"}
    assert reply["buttons"] == []
