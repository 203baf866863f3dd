"""The actions that look sites and areas up, with a real store."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from actions import activity
from actions.activity import ActionEndLookUp, ActionLookUpArea, ActionLookUpSite
from actions.answers import ActionAnswerBoth, ActionAnswerTopic, ActionOfferChoices
from actions.base import CareMailAction
from actions.conversation import ActionNotUnderstood
from bot.activity.store import LookUpCount, Store, look_up_counts
from bot.settings import SettingError
from tests.actions.conftest import Event, conversation, messages, results
from tests.activity.two_reports import filled_store

KEPT = (activity.texts, activity.store, activity.site_look_up, activity.area_look_up)
USER = {"event": "user", "text": "asked"}


def forget() -> None:
    """Forget what is kept for the life of a process."""
    for kept in KEPT:
        kept.cache_clear()


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """The invented reports, which the actions read, without a directory."""
    filled = filled_store(tmp_path / "caremail.db")
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'caremail.db'}")
    monkeypatch.setenv("ODS_DIRECTORY", "off")
    monkeypatch.setenv("SITES_AN_HOUR", "2")
    forget()
    yield filled
    activity.store().engine.dispose()
    filled.engine.dispose()
    forget()


def code(value: str, role: str = "site") -> Event:
    """Give a code as the pipeline finds it."""
    return {"entity": "ods_code", "value": value, "role": role, "start": 0, "end": 5}


def area(value: str) -> Event:
    """Give an area as the pipeline finds it."""
    return {"entity": "area", "value": value, "start": 0, "end": 5}


def setting(value: str) -> Event:
    """Give a setting as the pipeline finds it."""
    return {"entity": "setting", "value": value, "start": 0, "end": 5}


class Chat:
    """A conversation that goes on: the slots that one action sets are there for the next."""

    def __init__(self, channel: str = "rest") -> None:
        """Nothing was said yet."""
        self.slots: dict[str, Any] = {}
        self._channel = channel
        self._events: list[Event] = []

    async def run(self, action: CareMailAction, intent: str, **said: Any) -> list[dict[str, Any]]:
        """Let an action reply to a message."""
        tracker = conversation(
            intent, self._events, slots=self.slots, channel=self._channel, **said
        )
        replies, slots = await results(action, tracker)
        self.slots |= slots
        bots = [{"event": "bot", "text": "", "data": {"custom": r["custom"]}} for r in replies]
        self._events += [USER, *bots]
        return replies

    async def site(self, *entities: Event) -> dict[str, Any]:
        """Look a site up; give the one reply."""
        [reply] = await self.run(ActionLookUpSite(), "site_activity", entities=list(entities))
        return reply

    async def area(self, *entities: Event, text: str = "asked") -> list[dict[str, Any]]:
        """Look areas up."""
        return await self.run(
            ActionLookUpArea(), "area_activity", entities=list(entities), text=text
        )

    async def topic(self) -> list[str]:
        """Ask something else; give the kind or outcome of each reply."""
        replies = await self.run(ActionAnswerTopic(), "mfa")
        return [r["custom"].get("outcome", r["custom"]["kind"]) for r in replies]


async def test_a_site_is_asked_for_and_then_told(store: Store) -> None:
    """Without a code it is asked for one and waits; with it, the site is told and remembered."""
    chat = Chat()
    asked = await chat.site()
    assert asked["custom"] == {"kind": "notice", "outcome": "site_asked"}
    assert chat.slots == {"sites_seen": {}, "site_asked": 1}

    told = await chat.site(code("VLZ2A"))

    assert (told["custom"]["kind"], told["custom"]["ods_code"]) == ("site", "VLZ2A")
    assert told["text"].startswith("Zinnia House (V L Z 2 A)")
    assert told["buttons"]
    seen = chat.slots.pop("sites_seen")
    assert chat.slots == {"site_asked": 0, "ods_code": "VLZ2A"}
    now = dt.datetime.now(dt.timezone.utc)
    assert dt.timedelta() <= now - dt.datetime.fromisoformat(seen["VLZ2A"]) < dt.timedelta(hours=1)


async def test_the_site_is_remembered(store: Store) -> None:
    """Who asks again need not give the code again; another code takes its place."""
    chat = Chat()
    await chat.site(code("VLZ2A"))

    assert (await chat.site())["custom"]["ods_code"] == "VLZ2A"
    assert (await chat.site(code("VNZ4D")))["custom"]["ods_code"] == "VNZ4D"
    assert (await chat.site())["custom"]["ods_code"] == "VNZ4D"


async def test_a_pressed_button_carries_its_code(store: Store) -> None:
    """Rasa reads no role from a payload."""
    pressed = {"entity": "ods_code", "value": "VLZ3C", "start": 14, "end": 35}

    assert (await Chat().site(pressed))["custom"]["ods_code"] == "VLZ3C"


@pytest.mark.parametrize(
    ("entities", "outcome"),
    [
        ([code("VNZ9W")], "site_unknown"),
        ([code("A1Z2", "head_office")], "site_unknown"),
        ([code("V12345", "dentist")], "site_unknown"),
        ([code("ZZ99 3WZ", "postcode")], "site_asked"),
        ([code("1-100000001", "cqc_location")], "site_asked"),
        ([code("VLZ2A"), code("VNZ4D")], "site_asked"),
    ],
)
async def test_what_is_no_site_leaves_the_code_waited_for(
    entities: list[Event], outcome: str, store: Store
) -> None:
    """The next attempt is taken for a code, and the site before stays remembered."""
    chat = Chat()
    await chat.site(code("VLZ3C"))

    reply = await chat.site(*entities)

    assert reply["custom"]["outcome"] == outcome
    assert chat.slots["site_asked"] == 1
    assert chat.slots["ods_code"] == "VLZ3C"


async def test_a_question_in_between_is_answered_and_the_code_asked_for_again(
    store: Store,
) -> None:
    """Three times at most; then the code is no longer waited for."""
    chat = Chat()
    await chat.site()

    said = [await chat.topic() for _ in range(5)]

    assert said == [["answer", "site_asked"]] * 3 + [["answer"]] * 2
    assert chat.slots["site_asked"] == 0


@pytest.mark.parametrize(
    ("action", "intent", "parsed"),
    [
        (ActionAnswerTopic(), "mfa", {}),
        (ActionOfferChoices(), "between_topics", {"topic_decision": {"alternatives": ["mfa"]}}),
        (ActionNotUnderstood(), "nlu_fallback", {}),
    ],
)
async def test_what_reminds(
    action: CareMailAction, intent: str, parsed: dict[str, Any], store: Store
) -> None:
    """The reminder stands behind the reply, says what to type, and how to end it."""
    chat = Chat()
    await chat.site()

    _, reminder = await chat.run(action, intent, **parsed)

    assert 'type "never mind"' in reminder["text"]
    assert reminder["custom"] == {"kind": "notice", "outcome": "site_asked"}
    assert chat.slots["site_asked"] == 2


async def test_nobody_is_reminded_of_what_was_not_asked(store: Store) -> None:
    """Neither in a new conversation nor once the site was told."""
    chat = Chat()
    assert await chat.topic() == ["answer"]

    await chat.site(code("VLZ2A"))

    assert await chat.topic() == ["answer"]


async def test_the_helpdesk_is_named_also_while_a_code_is_waited_for(store: Store) -> None:
    """Who is not understood twice in a row gets a number to phone, reminded or not."""
    chat = Chat()
    await chat.site()
    first, *_ = await chat.run(ActionNotUnderstood(), "nlu_fallback")

    second, *_ = await chat.run(ActionNotUnderstood(), "nlu_fallback")

    assert first["text"] != second["text"]


async def test_never_mind_ends_the_look_up(store: Store) -> None:
    """It is said that the search has ended, and nobody is reminded any more."""
    chat = Chat()
    await chat.site()

    [ended] = await chat.run(ActionEndLookUp(), "never_mind")

    assert ended["text"].startswith("I have stopped looking for a site.")
    assert ended["custom"] == {"kind": "notice", "outcome": "small_talk"}
    assert chat.slots["site_asked"] == 0
    assert await chat.topic() == ["answer"]


async def test_never_mind_without_a_look_up_is_small_talk(
    store: Store, domain: dict[str, Any]
) -> None:
    """Where nothing is waited for, nothing is said to have ended."""
    [reply], slots = await results(ActionEndLookUp(), conversation("never_mind"))

    assert reply["response"] == "utter_never_mind"
    assert reply["response"] in domain["responses"]
    assert slots == {"site_asked": 0}


async def test_a_visitor_of_the_website_is_limited(store: Store) -> None:
    """The third site within an hour is not told, and its code is not waited for."""
    visitor = Chat("website")
    told = [await visitor.site(code(each)) for each in ("VLZ2A", "VLZ3C")]
    assert [reply["custom"]["kind"] for reply in told] == ["site", "site"]

    third = await visitor.site(code("VNZ4D"))

    assert third["custom"] == {"kind": "notice", "outcome": "too_many"}
    assert visitor.slots["site_asked"] == 0
    assert visitor.slots["ods_code"] == "VLZ3C"
    assert set(visitor.slots["sites_seen"]) == {"VLZ2A", "VLZ3C"}
    assert (await visitor.site())["custom"]["ods_code"] == "VLZ3C"


@pytest.mark.parametrize("channel", ["rest", "msteams", "cmdline"])
async def test_who_comes_another_way_is_not_limited(channel: str, store: Store) -> None:
    """Only on a website is it unknown who asks."""
    chat = Chat(channel)
    told = [await chat.site(code(each)) for each in ("VLZ2A", "VLZ3C", "VNZ4D", "VMZ5E")]

    assert [reply["custom"]["kind"] for reply in told] == ["site"] * 4


async def test_an_area_is_told_and_remembered(store: Store) -> None:
    """Its figures, and with a setting alone those of the same area."""
    chat = Chat()
    [both] = await chat.area(area("Zedton CCG"), text="how is zedton doing")
    [home_care] = await chat.area(setting("home_care"), text="and home care there?")

    assert [each["setting"] for each in both["custom"]["settings"]] == ["care_home", "home_care"]
    assert home_care["custom"]["area"] == "Zedton CCG"
    assert [each["setting"] for each in home_care["custom"]["settings"]] == ["home_care"]
    assert chat.slots == {"areas": ["Zedton CCG"]}


async def test_an_area_that_only_the_report_knows_is_found(store: Store) -> None:
    """The pipeline found none: the words are held against the report's own areas."""
    [reply] = await Chat().area(text="what about quayz")

    assert reply["custom"]["area"] == "Quayz CCG"


async def test_the_button_of_an_area_finds_it(store: Store) -> None:
    """Who names no area gets buttons, and each leads to its area's figures."""
    chat = Chat()
    [asked] = await chat.area()
    assert asked["custom"] == {"kind": "notice", "outcome": "area_asked"}

    for button in asked["buttons"]:
        pressed = {"entity": "area", "value": button["title"], "start": 14, "end": 40}
        [told] = await chat.area(pressed, text=button["payload"])
        assert told["custom"]["area"] == button["title"]


async def test_both_settings_are_no_choice(store: Store) -> None:
    """Who names care homes and home care gets both."""
    [reply] = await Chat().area(
        setting("care_home"), setting("home_care"), text="care homes and home care in zedton"
    )

    assert len(reply["custom"]["settings"]) == 2


async def test_two_areas_get_two_replies(store: Store) -> None:
    """In the order named, and both are remembered."""
    chat = Chat()
    replies = await chat.area(text="Quayz and Zedton")

    assert [reply["custom"]["area"] for reply in replies] == ["Quayz CCG", "Zedton CCG"]
    assert chat.slots == {"areas": ["Quayz CCG", "Zedton CCG"]}


async def test_a_look_up_can_be_one_of_two_questions(store: Store) -> None:
    """The answer and the site come in the order asked, and the slots are set."""
    tracker = conversation(
        "two_questions",
        entities=[code("VLZ2A")],
        topic_decision={"questions": ["mfa", "site_activity"]},
    )

    said, slots = await results(ActionAnswerBoth(), tracker)

    assert [reply["custom"]["kind"] for reply in said] == ["answer", "site"]
    assert slots["ods_code"] == "VLZ2A"


async def test_each_look_up_is_counted_once(store: Store) -> None:
    """Asked, told and reminded: the reminder is no look-up."""
    chat = Chat()
    await chat.site()
    await chat.topic()
    await chat.site(code("VLZ2A"))
    await chat.area(text="zedton")

    counts = [(c.kind, c.outcome, c.count) for c in look_up_counts(store, dt.date.min)]
    assert counts == [
        ("area", "area_figures", 1),
        ("site", "site_advice", 1),
        ("site", "site_asked", 1),
    ]
    assert isinstance(look_up_counts(store, dt.date.min)[0], LookUpCount)


@pytest.mark.parametrize("action", [ActionLookUpSite(), ActionLookUpArea()])
async def test_a_store_that_fails_is_an_apology(
    action: CareMailAction, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    """Without its tables nothing can be told: the user gets a sentence, no slot is set."""
    with store.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE activity_site")
    asked = conversation("any", entities=[code("VLZ2A")], text="zedton, what stays secret")

    [reply] = await messages(action, asked)

    assert reply["response"] == "utter_error"
    assert f"{action.name()} failed with StoreError" in caplog.text
    assert "what stays secret" not in caplog.text


@pytest.mark.parametrize("make", [activity.site_look_up, activity.area_look_up, activity.store])
def test_everything_is_made_once(make: Callable[[], Any], store: Store) -> None:
    """A process opens the store and reads the knowledge once."""
    assert make() is make()


def test_a_wrong_directory_is_named(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sentence for the operator names the variable."""
    monkeypatch.setenv("ODS_DIRECTORY", "fax")

    with pytest.raises(SettingError, match=r"^ODS_DIRECTORY is 'fax'\. Give off, ord or r4\.$"):
        activity.site_look_up()
