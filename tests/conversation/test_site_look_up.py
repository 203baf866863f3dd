"""A site is looked up for somebody who chats: limited for visitors, and counted once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, get_args

import pytest

from bot.activity.directory.answers import (
    CareSite,
    Closed,
    CouldNotCheck,
    DirectoryAnswer,
    HeadOffice,
    NoSuchCode,
    OtherOrganisation,
)
from bot.activity.look_up import GivenCode
from bot.activity.model import Setting
from bot.activity.ods_code import CodeKind
from bot.activity.store import LookUpCount, Store, look_up_counts
from bot.conversation.site_look_up import SiteLookUp, given_codes
from bot.conversation.visitor_limit import VisitorLimit
from bot.knowledge.catalogue import Catalogue
from bot.knowledge.replies import Reply
from bot.knowledge.scenarios import SiteTexts
from tests.activity.fake_directory import FakeDirectory
from tests.conversation.conftest import Check, pressed

NOW = dt.datetime(2026, 11, 25, 12, 30, 15, 999, tzinfo=dt.timezone.utc)
TODAY = NOW.date()
SITE = CodeKind.SITE
HOME = CareSite("VLZ2A", "ZINNIA HOUSE", "ZEDTON", "ZZ99 3WZ", Setting.CARE_HOME)


def one(code: str, kind: CodeKind = SITE) -> list[GivenCode]:
    """Give a single code."""
    return [GivenCode(code, kind)]


class Chat:
    """Somebody who looks up sites in a store, with a directory that says one thing."""

    def __init__(
        self, words: tuple[Catalogue, SiteTexts, Check], store: Store, directory: FakeDirectory
    ) -> None:
        """Nothing was looked up yet; a visitor may see two sites."""
        catalogue, texts, self._check = words
        limit = VisitorLimit(an_hour=2, a_conversation=3)
        self._look_up = SiteLookUp(catalogue, texts, store, directory, directory, limit)
        self._store = store
        self.directory = directory
        self.seen: dict[str, str] = {}

    def say(
        self,
        given: Sequence[GivenCode],
        *,
        visitor: bool = False,
        now: dt.datetime = NOW,
        spent: bool = False,
    ) -> Reply:
        """Look up what is given."""
        reply, seen = self._look_up.answer(given, self.seen, visitor=visitor, now=now, spent=spent)
        self.seen = dict(seen)
        return self._check(reply)

    def outcome(self, code: str, *, visitor: bool = True, now: dt.datetime = NOW) -> str:
        """Look a code up; give the outcome, or the kind of a reply that has none."""
        said = self.say(one(code), visitor=visitor, now=now)["json_message"]
        return str(said.get("outcome", said["kind"]))

    @property
    def counted(self) -> list[LookUpCount]:
        """What was counted."""
        return look_up_counts(self._store, dt.date.min)


@pytest.fixture
def words(
    catalogue: Catalogue, texts: SiteTexts, checked: Check
) -> tuple[Catalogue, SiteTexts, Check]:
    """What is said, and what holds for all that is said."""
    return catalogue, texts, checked


@pytest.fixture
def chat(words: tuple[Catalogue, SiteTexts, Check], store: Store) -> Chat:
    """Somebody whose directory knows no code."""
    return Chat(words, store, FakeDirectory())


def test_a_site_of_the_report_is_told(chat: Chat) -> None:
    """Its advice is given, it is remembered as seen to the second, and the directory rests."""
    reply = chat.say(one("VLZ2A"))

    assert reply["json_message"]["ods_code"] == "VLZ2A"
    assert chat.seen == {"VLZ2A": "2026-11-25T12:30:15+00:00"}
    assert chat.directory.asked == []
    assert chat.counted == [LookUpCount(TODAY, "site", "site_advice", 1)]


def test_today_decides_whether_a_report_is_old(chat: Chat) -> None:
    """The reports are of 2020: years later the reader is warned, a week later not."""
    old = "Things may have changed"
    week_later = dt.datetime(2020, 12, 4, tzinfo=dt.timezone.utc)

    assert old in chat.say(one("VLZ2A"))["text"]
    assert old not in chat.say(one("VLZ2A"), now=week_later)["text"]


GIVEN: list[tuple[Sequence[GivenCode], str]] = [
    ([], "site_asked"),
    ([*one("VLZ2A"), *one("VLZ3C")], "site_asked"),
    (one("ZZ99 3WZ", CodeKind.POSTCODE), "site_asked"),
    (one("1-100000001", CodeKind.CQC_LOCATION), "site_asked"),
    (one("VLZ2A"), "site_advice"),
    (one("VLZ7G"), "site_advice"),
    (one("VNZ2W"), "site_unknown"),
    (one("A1Z2", CodeKind.HEAD_OFFICE), "site_unknown"),
    (one("V12345", CodeKind.DENTIST), "site_unknown"),
    (one("VOZ2A", CodeKind.LIKELY_TYPO), "site_unknown"),
]


@pytest.mark.parametrize(("given", "outcome"), GIVEN)
def test_each_look_up_is_counted_once(given: Sequence[GivenCode], outcome: str, chat: Chat) -> None:
    """Whatever comes of it, one is added to the count of its outcome on that day."""
    chat.say(given)
    assert chat.counted == [LookUpCount(TODAY, "site", outcome, 1)]

    chat.say(given)
    assert chat.counted == [LookUpCount(TODAY, "site", outcome, 2)]


def test_a_count_that_fails_costs_nobody_a_reply(
    chat: Chat, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    """The site is told, and the log says that a count is missing."""
    with store.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE activity_look_up")

    assert chat.outcome("VLZ2A") == "site"
    assert "A look-up was not counted. The database" in caplog.text
    assert "VLZ2A" not in caplog.text


def test_a_slip_of_the_pen_is_asked_about(words: tuple[Any, Any, Any], store: Store) -> None:
    """With a letter for a figure, the site of the report is offered on a button that finds it."""
    chat = Chat(words, store, FakeDirectory())
    reply = chat.say(one("ULZ2A", CodeKind.OTHER))

    [(intent, code)] = [pressed(button) for button in reply["buttons"]]
    assert (intent, code) == ("site_activity", "VLZ2A")
    assert reply["json_message"]["outcome"] == "site_asked"
    assert chat.say(one(str(code)))["json_message"]["kind"] == "site"


ANSWERS: list[DirectoryAnswer] = [
    NoSuchCode(),
    Closed("ZED HOUSE", None, ("VLZ2A",)),
    HeadOffice("ZED CARE"),
    CareSite("VNZ2W", "ZED HOUSE", None, None, Setting.HOME_CARE),
    OtherOrganisation("ZED DENTAL"),
    CouldNotCheck("timeout"),
]


@pytest.mark.parametrize("answer", ANSWERS)
def test_what_the_directory_says_is_counted_as_unknown(
    answer: DirectoryAnswer, words: tuple[Any, Any, Any], store: Store
) -> None:
    """The report has no such site, whatever the directory knows of the code."""
    chat = Chat(words, store, FakeDirectory(answer))

    assert chat.outcome("VNZ2W") == "site_unknown"
    assert chat.directory.asked == ["VNZ2W"]
    assert chat.counted == [LookUpCount(TODAY, "site", "site_unknown", 1)]


def test_all_answers_of_the_directory_are_tried() -> None:
    """A new one is added above."""
    assert {type(answer) for answer in ANSWERS} == set(get_args(DirectoryAnswer))


def test_a_postcode_offers_the_sites_of_the_report(
    words: tuple[Any, Any, Any], store: Store
) -> None:
    """The site there has a button; one that the report does not have is left out."""
    elsewhere = CareSite("VNZ2W", "ZED LODGE", None, "ZZ99 3WZ", Setting.CARE_HOME)
    chat = Chat(words, store, FakeDirectory(at_postcode=(HOME, elsewhere)))

    reply = chat.say(one("ZZ99 3WZ", CodeKind.POSTCODE))

    assert [pressed(button) for button in reply["buttons"]] == [("site_activity", "VLZ2A")]


def test_without_a_report_it_is_said(words: tuple[Any, Any, Any], empty_store: Store) -> None:
    """An empty store is no reason for silence, and the question counts."""
    chat = Chat(words, empty_store, FakeDirectory(HOME))

    assert chat.outcome("VLZ2A") == "site_unknown"
    assert chat.counted == [LookUpCount(TODAY, "site", "site_unknown", 1)]


def test_a_visitor_sees_a_few_sites(chat: Chat) -> None:
    """Past the limit the report and the directory are not asked, and the code is not seen."""
    assert [chat.outcome("VLZ2A"), chat.outcome("VNZ9W")] == ["site", "site_unknown"]
    seen = dict(chat.seen)

    assert chat.outcome("VLZ3C") == "too_many"
    assert chat.outcome("VNZ8W") == "too_many"
    assert chat.seen == seen
    assert chat.directory.asked == ["VNZ9W"]
    assert chat.counted[-1] == LookUpCount(TODAY, "site", "too_many", 2)


def test_a_visitor_may_see_the_same_site_again_and_another_one_later(chat: Chat) -> None:
    """The limit holds for an hour, and then for the conversation."""
    hour = dt.timedelta(hours=1)
    for code in ("VLZ2A", "VLZ3C"):
        chat.outcome(code)

    assert chat.outcome("VLZ2A") == "site"
    assert chat.outcome("VNZ4D") == "too_many"
    assert chat.outcome("VNZ4D", now=NOW + hour) == "site"
    assert chat.outcome("VMZ5E", now=NOW + 9 * hour) == "too_many"


def test_many_codes_in_one_message_are_no_way_around(chat: Chat) -> None:
    """Three codes at once are more than two."""
    three = [*one("VLZ2A"), *one("VLZ3C"), *one("VNZ4D")]

    assert chat.say(three, visitor=True)["json_message"]["outcome"] == "too_many"


def test_others_at_the_same_place_count_too(chat: Chat) -> None:
    """Where an address has seen enough, a visitor sees only what the conversation has seen."""
    assert chat.outcome("VLZ2A") == "site"

    again = chat.say(one("VLZ2A"), visitor=True, spent=True)["json_message"]
    another = chat.say(one("VLZ3C"), visitor=True, spent=True)["json_message"]

    assert again["kind"] == "site"
    assert another["outcome"] == "too_many"


def test_who_is_known_sees_as_many_as_they_like(chat: Chat) -> None:
    """Staff with many sites are not limited."""
    codes = ("VLZ2A", "VLZ3C", "VNZ4D", "VMZ5E", "VLZ6F")

    assert [chat.outcome(code, visitor=False) for code in codes] == ["site"] * 5


def test_who_gives_no_code_is_never_turned_away(chat: Chat) -> None:
    """Past the limit a visitor can still ask for a look-up, and is asked for the code."""
    for code in ("VLZ2A", "VLZ3C"):
        chat.outcome(code)

    assert chat.say([], visitor=True)["json_message"]["outcome"] == "site_asked"


CODE = {"entity": "ods_code", "value": "VLZ2A", "role": "site"}


@pytest.mark.parametrize(
    ("entities", "remembered", "given"),
    [
        ([], None, []),
        ([], "VNZ4D", one("VNZ4D")),
        ([CODE], None, one("VLZ2A")),
        ([CODE], "VNZ4D", one("VLZ2A")),
        ([{"entity": "ods_code", "value": "VLZ2A"}], None, one("VLZ2A")),  # a pressed button
        ([{**CODE, "role": None}], None, one("VLZ2A")),
        ([{**CODE, "role": "head_office"}], None, one("VLZ2A", CodeKind.HEAD_OFFICE)),
        ([{"entity": "area", "value": "Leeds CCG"}], None, []),
        ([{"entity": "area", "value": "Leeds CCG"}, CODE], None, one("VLZ2A")),
        ([CODE, {**CODE, "value": "VLZ3C"}], None, [*one("VLZ2A"), *one("VLZ3C")]),
    ],
)
def test_the_codes_of_a_message(
    entities: list[dict[str, Any]], remembered: str | None, given: list[GivenCode]
) -> None:
    """Those of the message in their order; without any, the one that was given before."""
    assert given_codes(entities, remembered) == given


@pytest.mark.parametrize("kind", CodeKind)
def test_every_role_is_a_kind(kind: CodeKind) -> None:
    """What the pipeline calls a code is understood."""
    assert given_codes([{**CODE, "role": kind.value}], None) == one("VLZ2A", kind)
