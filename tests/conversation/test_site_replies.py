"""What is said of a site, and on the way to its code."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from pathlib import Path
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
    Reason,
)
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
)
from bot.activity.model import Setting
from bot.activity.ods_code import CodeKind
from bot.activity.scenario import Scenario
from bot.activity.store import (
    SiteStanding,
    Snapshot,
    Store,
    add_snapshot,
    find_site,
    newest_snapshot,
    open_store,
)
from bot.conversation.site_replies import advice_reply, change_note, site_reply
from bot.knowledge.catalogue import Catalogue
from bot.knowledge.replies import Reply
from bot.knowledge.scenarios import SiteTexts
from tests.activity.store.invented import NOVEMBER, report
from tests.activity.two_reports import FIGURES, row
from tests.conversation.conftest import Check, pressed

SOON = NOVEMBER + dt.timedelta(days=7)
DIRECTORY_SEARCH = "https://www.odsdatasearchandexport.nhs.uk/"
HELPDESK = "0333 200 1133"

CODES = {scenario: f"VLZ0{place}" for place, scenario in enumerate(FIGURES)}


@pytest.fixture(scope="module")
def every_scenario(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store with one site in each scenario."""
    store = open_store(f"sqlite:///{tmp_path_factory.mktemp('store') / 'caremail.db'}")
    rows = [row(CODES[each], f"Zed {each.value}", *FIGURES[each]) for each in Scenario]
    add_snapshot(store, report(NOVEMBER, rows))
    yield store
    store.engine.dispose()


@dataclasses.dataclass(frozen=True)
class Teller:
    """Says what came of a look-up, with the real words."""

    catalogue: Catalogue
    texts: SiteTexts
    check: Check

    def site(self, store: Store, code: str, today: dt.date = SOON) -> Reply:
        """Tell how a site of a store stands."""
        return self.found(InReport(standing(store, code)), newest_snapshot(store), today)

    def found(self, found: LookUp, newest: Snapshot | None, today: dt.date = SOON) -> Reply:
        """Say what came of a look-up."""
        return self.check(site_reply(self.catalogue, self.texts, found, newest, today))

    def notes(self, reply: Reply) -> set[str]:
        """Give the names of the notes without a date that are in a reply."""
        return {name for name, text in self.texts.notes.items() if text in reply["text"]}


@pytest.fixture
def tell(catalogue: Catalogue, texts: SiteTexts, checked: Check) -> Teller:
    """What says it."""
    return Teller(catalogue, texts, checked)


def standing(store: Store, code: str) -> SiteStanding:
    """Find a site that the store has."""
    found = find_site(store, code)
    assert found is not None
    return found


@pytest.mark.parametrize("scenario", Scenario, ids=lambda scenario: scenario.value)
def test_every_scenario_has_its_advice(
    scenario: Scenario, every_scenario: Store, tell: Teller
) -> None:
    """The site, its figures, what to do in order, and the topics that help."""
    reply = tell.site(every_scenario, CODES[scenario])

    advice, said = tell.texts.scenarios[scenario.value], reply["json_message"]
    accounts, aup_accepted, active = FIGURES[scenario]
    code = " ".join(CODES[scenario]).replace("0", "zero")
    heading = f"Zed {scenario.value} ({code}), by the activity report of 27 November 2020:\n\n"
    assert reply["text"].startswith(heading)
    assert said["scenario"] == scenario.value
    assert said["figures"] == {
        "accounts": accounts,
        "aup_accepted": aup_accepted,
        "active": active,
        "inactive": accounts - active,
        "setting": "care_home",
        "shared_mailbox": "unknown",
    }
    first, *steps = said["actions"]
    numbered = [f"{number}. {step}" for number, step in enumerate(steps, 1)]
    assert f" {first}\n\n" + "\n".join(numbered) in reply["text"]
    assert len(steps) == len(advice.steps)
    assert [pressed(button) for button in reply["buttons"]] == [
        (topic, None) for topic in advice.topics
    ]


def test_the_payload_says_what_was_said(every_scenario: Store, tell: Teller) -> None:
    """Site, day, urgency and sources reach every channel and report."""
    said = tell.site(every_scenario, CODES[Scenario.NOT_STARTED])["json_message"]

    advice = tell.texts.scenarios["not_started"]
    assert (said["kind"], said["ods_code"]) == ("site", CODES[Scenario.NOT_STARTED])
    assert said["name"] == "Zed not_started"
    assert (said["snapshot"], said["sample"]) == ("2020-11-27", False)
    assert said["urgent"] is True
    assert said["before"] is None
    assert said["checked"] == advice.checked.isoformat()
    assert said["older"] == advice.older
    assert said["sources"]
    assert all({"title", "date", "url"} == source.keys() for source in said["sources"])


def test_urgent_is_where_nobody_is_active(every_scenario: Store, tell: Teller) -> None:
    """The three scenarios without an active user, and no other one."""
    urgent = {
        scenario
        for scenario in Scenario
        if tell.site(every_scenario, CODES[scenario])["json_message"]["urgent"]
    }

    assert urgent == {s for s, (accounts, _, active) in FIGURES.items() if accounts and not active}


def test_one_is_said_as_one(tmp_path: Path, tell: Teller) -> None:
    """A site with a single account is not told of "1 accounts"."""
    store = open_store(f"sqlite:///{tmp_path / 'caremail.db'}")
    add_snapshot(store, report(NOVEMBER, [row("VLZ01", "Zinnia House", 1, 1, 0)]))

    text = tell.site(store, "VLZ01")["text"]

    assert "Your site has 1 account." in text
    assert "1 accounts" not in text


@pytest.mark.parametrize(
    ("code", "note"),
    [
        ("VLZ2A", "Since 30 October 2020 the number of accounts in use has gone up from 1 to 3."),
        ("VLZ3C", "Since 30 October 2020 the number of accounts in use has gone down from 2 to 0."),
        ("VNZ4D", "Since 30 October 2020 the number of accounts in use has not changed."),
        ("VMZ5E", None),
    ],
)
def test_the_change_is_told(code: str, note: str | None, store: Store, tell: Teller) -> None:
    """More, fewer or as many as before; of a site that is new, nothing."""
    reply = tell.site(store, code)

    assert change_note(tell.texts, standing(store, code)) == note
    assert note is None or f"\n\n{note}" in reply["text"]
    assert ("30 October 2020" in reply["text"]) == (note is not None)


def test_the_figures_before_are_in_the_payload(store: Store, tell: Teller) -> None:
    """A channel can draw both reports."""
    said = tell.site(store, "VLZ2A")["json_message"]

    assert said["figures"]["active"] == 3
    assert said["figures"]["shared_mailbox"] == "active"
    assert said["before"]["snapshot"] == "2020-10-30"
    assert said["before"]["figures"] == {
        "accounts": 3,
        "aup_accepted": 2,
        "active": 1,
        "inactive": 2,
        "setting": "care_home",
        "shared_mailbox": "unknown",
    }


@pytest.mark.parametrize(
    ("figures", "warning"),
    [
        ((0, 0, 0), None),
        ((2, 0, 0), "mailbox_at_risk"),
        ((2, 2, 0), "mailbox_at_risk"),
        ((2, 1, 0), "mailbox_at_risk"),
        ((2, 0, 2), "single_point"),
        ((3, 3, 1), "single_point"),
        ((3, 2, 1), "single_point"),
        ((1, 1, 1), None),  # the advice is about the one user already
        ((3, 1, 3), None),  # here too, and this user is certainly active
        ((3, 1, 2), "not_everyone_known"),
        ((4, 2, 2), "not_everyone_known"),
        ((4, 3, 2), None),  # at least one is set up and active
        ((3, 3, 2), None),
        ((2, 2, 2), None),
    ],
)
def test_the_worst_is_warned_of(
    figures: tuple[int, int, int], warning: str | None, tmp_path: Path, tell: Teller
) -> None:
    """At most one warning stands beside the advice: the one that matters most."""
    store = open_store(f"sqlite:///{tmp_path / 'caremail.db'}")
    add_snapshot(store, report(NOVEMBER, [row("VLZ01", "Zinnia House", *figures)]))

    warned = tell.notes(tell.site(store, "VLZ01"))

    assert warned == ({warning} if warning else set())


@pytest.mark.parametrize(("days", "old"), [(0, False), (60, False), (61, True), (2_000, True)])
def test_an_old_report_is_said_to_be_old(
    days: int, *, old: bool, store: Store, tell: Teller
) -> None:
    """After 60 days unused accounts are gone, so the figures no longer hold."""
    text = tell.site(store, "VLZ2A", NOVEMBER + dt.timedelta(days))["text"]

    note = "The report is of 27 November 2020. Things may have changed since then"
    assert (note in text) is old


def test_a_site_that_is_gone_is_said_to_be(store: Store, tell: Teller) -> None:
    """The newest report no longer has it: that is said in the place of the report's age."""
    reply = tell.site(store, "VLZ7G", NOVEMBER + dt.timedelta(days=400))

    gone = "The report of 27 November 2020 no longer has your site."
    assert gone in reply["text"]
    assert "by the activity report of 30 October 2020:" in reply["text"]
    assert "Things may have changed" not in reply["text"]
    assert reply["json_message"]["snapshot"] == "2020-10-30"
    assert gone not in tell.site(store, "VLZ2A")["text"]


@pytest.mark.parametrize("code", ["VLZ2A", "VLZ7G"])
def test_a_sample_is_said_to_be_one(code: str, sample_store: Store, tell: Teller) -> None:
    """Whoever reads invented figures is told; neither their age nor a gone site matters then."""
    reply = tell.site(sample_store, code, NOVEMBER + dt.timedelta(days=400))

    assert reply["text"].endswith("These are invented sample figures, not a real site's.")
    assert "Things may have changed" not in reply["text"]
    assert "no longer has your site" not in reply["text"]
    assert reply["json_message"]["sample"] is True


def test_real_figures_are_not_called_a_sample(store: Store, tell: Teller) -> None:
    """The note is for samples alone."""
    assert "sample" not in tell.site(store, "VLZ2A")["text"]


def test_braces_in_a_name_are_a_part_of_it(
    store: Store, catalogue: Catalogue, texts: SiteTexts
) -> None:
    """A name with a placeholder in it is said as it is, and fills in nothing."""
    found = standing(store, "VLZ2A")
    named = dataclasses.replace(found.latest.row, name="Zed {code} {helpdesk.phone} House")
    odd = dataclasses.replace(found, latest=dataclasses.replace(found.latest, row=named))

    reply = advice_reply(catalogue, texts, odd, SOON)

    assert reply["text"].startswith("Zed {code} {helpdesk.phone} House (V L Z 2 A), by")


HOME = CareSite("VNZ2W", "ZINNIA  HOUSE", "ZEDTON", "ZZ99 3WZ", Setting.CARE_HOME)
OTHER_HOMES = tuple(dataclasses.replace(HOME, code=f"VMZ{n}X") for n in range(2, 7))
ON_THE_WAY: list[tuple[LookUp, str, list[str]]] = [
    (NothingGiven(), "Which site do you mean?", []),
    (SeveralGiven(("VLZ2A", "VNZ40")), "V L Z 2 A / V N Z 4 zero?", ["VLZ2A", "VNZ40"]),
    (
        SeveralGiven(("VLZ2A", "VLZ3C", "VNZ4D", "VMZ5E")),
        "V L Z 2 A / V L Z 3 C / V N Z 4 D?",
        ["VLZ2A", "VLZ3C", "VNZ4D"],
    ),
    (
        SlipOfThePen("VLZ2O", ("VLZ20",)),
        "No site has the code V L Z 2 O. Did you mean V L Z 2 zero?",
        ["VLZ20"],
    ),
    (PostcodeGiven("ZZ99 3WZ", ()), "ZZ99 3WZ is a postcode.", []),
    (PostcodeGiven("ZZ99 3WZ", (HOME,)), "These sites are at ZZ99 3WZ.", ["VNZ2W"]),
    (
        PostcodeGiven("ZZ99 3WZ", OTHER_HOMES),
        "These sites are at ZZ99 3WZ.",
        ["VMZ2X", "VMZ3X", "VMZ4X"],
    ),
    (CqcLocationGiven("1-100000001"), "1-100000001 looks like a location ID", []),
]


@pytest.mark.parametrize(("found", "words", "codes"), ON_THE_WAY)
def test_on_the_way_to_a_code(
    found: LookUp, words: str, codes: list[str], store: Store, tell: Teller
) -> None:
    """What was given is named, and each code that can be meant has a button."""
    reply = tell.found(found, newest_snapshot(store))

    assert words in reply["text"]
    assert reply["json_message"] == {"kind": "notice", "outcome": "site_asked"}
    assert [value for _, value in map(pressed, reply.get("buttons", [])) if value] == codes


def test_who_has_no_code_is_shown_the_topic_about_codes(store: Store, tell: Teller) -> None:
    """The question for a code comes with a button that says what a code is."""
    reply = tell.found(NothingGiven(), newest_snapshot(store))

    assert [pressed(button) for button in reply["buttons"]] == [("ods_code", None)]


def test_every_result_of_a_look_up_is_tested() -> None:
    """A new one is added above; the report and the directory have tests of their own."""
    told = {type(found) for found, *_ in ON_THE_WAY}

    assert told | {InReport, NotInReport} == set(get_args(LookUp))


def test_a_site_at_a_postcode_has_its_name_on_the_button(store: Store, tell: Teller) -> None:
    """Several sites share a postcode; the name is written as people write it."""
    reply = tell.found(PostcodeGiven("ZZ99 3WZ", (HOME,)), newest_snapshot(store))

    assert [button["title"] for button in reply["buttons"]] == ["Zinnia House (VNZ2W)"]


@pytest.mark.parametrize(
    ("written", "said"),
    [("ZED HOUSE (ZEDTON)", "Zed House (Zedton)"), ("ZED-ON-SEA", "Zed-On-Sea")],
)
def test_a_name_in_block_capitals_is_written_as_people_do(
    written: str, said: str, store: Store, tell: Teller
) -> None:
    """Each word begins with a capital, whatever sign stands before it."""
    closed = NotInReport(GivenCode("VMZ20", CodeKind.SITE), Closed(written))

    assert said.lower() in tell.found(closed, newest_snapshot(store))["text"].lower()
    assert said in tell.found(closed, newest_snapshot(store))["text"]


SITE, OFFICE, DENTIST = CodeKind.SITE, CodeKind.HEAD_OFFICE, CodeKind.DENTIST
BY_THE_DIRECTORY: list[tuple[CodeKind, DirectoryAnswer, str, str]] = [
    (SITE, HOME, "Zinnia House (V M Z 2 zero) is a care site, but it is not in", HELPDESK),
    (OFFICE, HOME, "Zinnia House (V M Z 2 zero) is a care site, but it is not in", HELPDESK),
    (SITE, Closed("ZINNIA HOUSE"), "Zinnia House (V M Z 2 zero) is closed", DIRECTORY_SEARCH),
    (
        SITE,
        Closed("ZINNIA HOUSE", NOVEMBER, ("VMZ3X", "VMZ4X")),
        "Zinnia House (V M Z 2 zero) is closed in the national directory, and V M Z 3 X stands",
        "Type V M Z 3 X",
    ),
    (SITE, HeadOffice("ZED CARE"), "looks like the code of a head office", DIRECTORY_SEARCH),
    (SITE, OtherOrganisation("ZED DENTAL"), "V M Z 2 zero belongs to Zed Dental", DIRECTORY_SEARCH),
    (DENTIST, OtherOrganisation("ZED DENTAL"), "belongs to Zed Dental", DIRECTORY_SEARCH),
    (SITE, NoSuchCode(), "No site has the code V M Z 2 zero.", DIRECTORY_SEARCH),
    (OFFICE, NoSuchCode(), "looks like the code of a head office", DIRECTORY_SEARCH),
    (DENTIST, NoSuchCode(), "looks like a dentist's code", DIRECTORY_SEARCH),
    (SITE, CouldNotCheck("off"), "The activity report of 27 November 2020 has no site", HELPDESK),
    (OFFICE, CouldNotCheck("off"), "looks like the code of a head office", DIRECTORY_SEARCH),
    (DENTIST, CouldNotCheck("off"), "looks like a dentist's code", DIRECTORY_SEARCH),
    *(
        (SITE, CouldNotCheck(reason), "the national directory does not answer", HELPDESK)
        for reason in get_args(Reason)
        if reason != "off"
    ),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "answer", "words", "next_step"), BY_THE_DIRECTORY)
def test_what_the_directory_says_is_told(  # noqa: PLR0917 - pytest fills them in by name
    kind: CodeKind, answer: DirectoryAnswer, words: str, next_step: str, store: Store, tell: Teller
) -> None:
    """Each answer has its sentence, and each sentence says how to go on."""
    reply = tell.found(NotInReport(GivenCode("VMZ20", kind), answer), newest_snapshot(store))

    assert words in reply["text"]
    assert next_step in reply["text"]
    assert reply["json_message"] == {"kind": "notice", "outcome": "site_unknown"}


def test_every_answer_of_the_directory_is_tested() -> None:
    """A new one is added above."""
    told = {type(answer) for _, answer, *_ in BY_THE_DIRECTORY}

    assert told == set(get_args(DirectoryAnswer))


def test_a_successor_has_a_button(store: Store, tell: Teller) -> None:
    """Who presses it sees the site that took over."""
    closed = NotInReport(GivenCode("VMZ20", SITE), Closed("ZED", None, ("VMZ3X",)))
    reply = tell.found(closed, newest_snapshot(store))

    assert [pressed(button) for button in reply["buttons"]] == [("site_activity", "VMZ3X")]


@pytest.mark.parametrize("kind", CodeKind)
def test_every_kind_of_code_gets_a_sentence(kind: CodeKind, store: Store, tell: Teller) -> None:
    """Whatever shape a code has that nobody knows, something is said."""
    unknown = NotInReport(GivenCode("VMZ20", kind), NoSuchCode())
    reply = tell.found(unknown, newest_snapshot(store))

    assert reply["json_message"]["outcome"] == "site_unknown"


@pytest.mark.parametrize("answer", [HOME, NoSuchCode(), CouldNotCheck("off")])
def test_without_a_report_that_is_said(answer: Any, tell: Teller) -> None:
    """Where no report is loaded, a code is not said to be missing from it."""
    reply = tell.found(NotInReport(GivenCode("VMZ20", SITE), answer), None)

    assert reply["text"].startswith("No activity report is loaded here yet")
    assert HELPDESK in reply["text"]
    assert reply["json_message"] == {"kind": "notice", "outcome": "site_unknown"}
