"""All that the assistant can say, drawn: sites in every scenario, areas, and the short replies."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from bot.activity.figures import AreaFigures
from bot.activity.model import Setting
from bot.activity.scenario import Scenario
from bot.activity.store import Snapshot
from bot.activity.store.model import DatedRow, SiteStanding
from bot.channels.teams.cards import activity_of
from bot.channels.teams.picture import area_picture
from bot.conversation.area_replies import AreaFound, area_reply, which_area
from bot.conversation.site_replies import advice_reply
from bot.knowledge.scenarios import site_texts
from bot.knowledge.yaml_file import read_mapping, read_text
from bot.settings import PROJECT
from tests.activity.two_reports import FIGURES, row
from tests.channels.teams.drawn_cards import (
    CATALOGUE,
    TEXTS,
    URL,
    buttons,
    drawn,
    message,
    parts,
    words,
)

DOMAIN = PROJECT / "domain.yml"
RESPONSES = read_mapping(read_text(DOMAIN), DOMAIN)["responses"]
TODAY = dt.date(2020, 12, 4)


def snapshot(day: dt.date) -> Snapshot:
    """Give a report of a day."""
    imported = dt.datetime(2020, 12, 1)
    return Snapshot(1, day, "zed.csv", "0", sample=False, imported_at=imported, sites=1, accounts=1)


@pytest.mark.parametrize("scenario", list(Scenario))
def test_a_site_in_every_scenario(scenario: Scenario) -> None:
    """Whatever its figures, a site's card tells its name, what to do, and both reports."""
    now, before = snapshot(dt.date(2020, 11, 27)), snapshot(dt.date(2020, 10, 30))
    latest = DatedRow(row("VLZ2A", "Zed *House*", *FIGURES[scenario]), now)
    standing = SiteStanding(latest, DatedRow(row("VLZ2A", "Zed", 2, 1, 1), before), now.date)
    reply = message(advice_reply(CATALOGUE, site_texts(CATALOGUE), standing, TODAY))
    card = drawn(reply)

    assert reply["custom"]["scenario"] == scenario.value
    said = words(card)
    assert r"Zed \*House\* (VLZ2A)" in said
    assert said.startswith("Urgent") == reply["custom"]["urgent"]
    for step in reply["custom"]["actions"]:
        assert step in said
    assert f"All accounts: {FIGURES[scenario][0]} (on 30 October 2020: 2)" in said
    assert len(buttons(card)) == len(reply["buttons"])


def test_an_area_with_its_picture() -> None:
    """An area's card tells the figures of each setting, and has their picture below them."""
    figures = [
        AreaFigures(Setting.CARE_HOME, 400, 369, 366, 221, 2_965, 1_355),
        AreaFigures(Setting.HOME_CARE, 1, 1, 0, 0, 0, 0),
    ]
    now = snapshot(dt.date(2020, 11, 27))
    reply = message(area_reply(CATALOGUE, AreaFound("Zed [A]", None, now, figures, None, None, {})))
    card = drawn(reply, picture=area_picture(reply["custom"], TEXTS))
    (picture,) = [part for part in parts(card) if part["type"] == "Image"]

    assert "1,355 active and 1,610 inactive users" in words(card)
    assert "Home care" in words(card)
    assert "Care homes: 1,355 active, 1,610 not active." in picture["altText"]


def test_areas_to_choose_from_are_buttons() -> None:
    """Which area is meant: more buttons than Teams draws in one set, and none is lost."""
    names = [f"Zedshire {number}" for number in range(8)]
    reply = message(which_area(CATALOGUE, names))

    assert [button["title"] for button in buttons(drawn(reply))] == names


@pytest.mark.parametrize("name", sorted(RESPONSES))
def test_every_short_reply(name: str) -> None:
    """Each response of the domain is a plain sentence, or a card with all of its buttons."""
    for response in RESPONSES[name]:
        reply: dict[str, Any] = dict(response)
        if not reply.get("text"):
            continue
        if reply.get("buttons") or reply.get("custom", {}).get("kind") != "notice":
            card = drawn(reply)
            assert len(buttons(card)) == len(reply.get("buttons") or [])
            said = words(card)
        else:
            how: Any = {"sign": str.upper, "vote": None, "public_url": URL, "picture": None}
            said = activity_of(reply, TEXTS, **how)["text"]
        for line in reply["text"].splitlines():
            assert line.strip() in said
