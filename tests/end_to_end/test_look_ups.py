"""Sites and areas are looked up in the invented reports that a new installation has."""

from __future__ import annotations

import re

import pytest

from tests.end_to_end.assistant import Assistant, Conversation, Reply

# Sites of data/sample/README.md, with the scenario that their figures make.
SITES = {
    "VLZ3G": "no_accounts",
    "VLZ78": "aup_not_accepted",
    "VLZ3D": "not_started",
    "VLZ59": "one_user_set_up",
    "VLZ2M": "set_up_not_used",
    "VLZ44": "lone_user",
    "VLZ4Q": "partly_set_up_in_use",
    "VLZV6": "partly_set_up_dormant",
    "VLZ3F": "some_dormant",
    "VLZ7L": "healthy",
}
UNKNOWN = "VN4ZT"  # no site of the sample
OF_SITES = "These are invented sample figures, not a real site's."
OF_AREAS = "These are invented sample figures, not real ones."


def site(reply: Reply) -> str:
    """Give the code of the site that a reply tells of."""
    assert reply.custom["kind"] == "site", reply
    code: str = reply.custom["ods_code"]
    return code


def active(reply: Reply) -> dict[str, int]:
    """Give the active users of each setting of the area that a reply tells of."""
    assert reply.custom["kind"] == "area", reply
    return {each["setting"]: each["active_users"] for each in reply.custom["settings"]}


def test_a_site_is_asked_for_and_then_told(conversation: Conversation) -> None:
    """Who asks how the site stands is asked for the code, and gives it alone."""
    asked = conversation.say("how is my site doing")
    told = conversation.say("VLZ59")

    assert asked.outcome == "site_asked"
    assert "Which site do you mean?" in asked.text
    assert site(told) == "VLZ59"
    assert told.custom["scenario"] == "one_user_set_up"
    assert told.text.startswith("Sample Aster Field Court (V L Z 5 9), by the activity report of")
    assert (told.custom["figures"]["accounts"], told.custom["figures"]["active"]) == (2, 1)


@pytest.mark.parametrize(("code", "scenario"), SITES.items())
def test_a_code_alone_is_a_question(conversation: Conversation, code: str, scenario: str) -> None:
    """Each sample site is told with its scenario's advice, as sample data, without gaps."""
    reply = conversation.say(code)

    assert (site(reply), reply.custom["scenario"]) == (code, scenario)
    assert reply.custom["sample"] is True
    assert OF_SITES in reply.text
    assert not re.search(r"[{}]", reply.text)
    assert reply.buttons


@pytest.mark.parametrize(
    "text",
    [
        "vlz59",
        "V L Z 5 9",
        "vlz 59",
        "ods code: VLZ59",
        "how is VLZ59 doing?",
        "can you check VLZ59 for me please",
        "our mailbox is care.sample.vlz59@nhs.net how do we stand",
    ],
)
def test_a_code_is_found_however_it_is_written(conversation: Conversation, text: str) -> None:
    """With gaps, in small letters, in a sentence or in the address of the shared mailbox."""
    assert site(conversation.say(text)) == "VLZ59"


def test_a_letter_for_a_figure_is_asked_about(conversation: Conversation) -> None:
    """With an S for the 5 the code is nobody's; the one that is meant has a button."""
    reply = conversation.say("VLZS9")

    assert reply.outcome == "site_asked"
    assert "Did you mean V L Z 5 9?" in reply.text
    assert site(conversation.say(reply.buttons["VLZ59"])) == "VLZ59"


def test_two_codes_are_told_one_at_a_time(conversation: Conversation) -> None:
    """Each has a button, and the button shows its site."""
    reply = conversation.say("VLZ59 and VLZ44")

    assert reply.outcome == "site_asked"
    assert list(reply.buttons) == ["VLZ59", "VLZ44"]
    assert site(conversation.say(reply.buttons["VLZ44"])) == "VLZ44"


@pytest.mark.parametrize(
    ("text", "words", "outcome"),
    [
        ("A1Z2", "looks like the code of a head office", "site_unknown"),
        ("V12345", "looks like a dentist's code", "site_unknown"),
        (UNKNOWN, "has no site with the code V N 4 Z T", "site_unknown"),
        ("ZZ99 3WZ", "ZZ99 3WZ is a postcode", "site_asked"),
        ("our CQC id is 1-100000001", "location ID of the Care Quality Commission", "site_asked"),
    ],
)
@pytest.mark.parametrize("first", [None, "how is my site doing"])
def test_what_is_no_site_of_the_report_is_said_to_be_what_it_is(
    conversation: Conversation, first: str | None, text: str, words: str, outcome: str
) -> None:
    """Asked for or not, the reply says what was given, and the right code is taken next."""
    if first:
        conversation.say(first)

    reply = conversation.say(text)

    assert words in reply.text
    assert reply.outcome == outcome
    assert site(conversation.say("VLZ59")) == "VLZ59"


def test_a_question_in_the_middle_is_answered_and_the_code_asked_for_again(
    conversation: Conversation,
) -> None:
    """The answer comes first, then the reminder; the code is still taken."""
    conversation.say("how is my site doing")

    answer, reminder = conversation.say_all("I forgot my password")

    assert answer.custom["topic"] == "password_reset"
    assert reminder.outcome == "site_asked"
    assert 'type "never mind"' in reminder.text
    assert site(conversation.say("VLZ59")) == "VLZ59"
    assert len(conversation.say_all("I forgot my password")) == 1


def test_the_reminder_comes_to_an_end(conversation: Conversation) -> None:
    """Three times it is said; who still does not give a code is left in peace."""
    conversation.say("how is my site doing")

    replies = [len(conversation.say_all("I forgot my password")) for _ in range(4)]

    assert replies == [2, 2, 2, 1]


def test_an_emergency_is_not_followed_by_a_reminder(conversation: Conversation) -> None:
    """Below 999 nobody is asked for a code."""
    conversation.say("how is my site doing")

    assert conversation.say("a resident is not breathing").outcome == "clinical"


@pytest.mark.parametrize("text", ["never mind", "forget it", "leave it thanks"])
def test_never_mind_ends_the_look_up(conversation: Conversation, text: str) -> None:
    """It is said to have ended, and nobody is reminded any more."""
    conversation.say("how is my site doing")

    ended = conversation.say(text)

    assert "stopped looking for a site" in ended.text
    assert ended.outcome == "small_talk"
    assert conversation.say("I forgot my password").custom["topic"] == "password_reset"


def test_never_mind_alone_ends_nothing(conversation: Conversation) -> None:
    """Where no code is waited for, it is small talk."""
    reply = conversation.say("never mind")

    assert reply.outcome == "small_talk"
    assert "stopped looking" not in reply.text


def test_the_code_is_remembered(assistant: Assistant) -> None:
    """Who asks again need not give it again; in the conversation of another it is unknown."""
    conversation = assistant.conversation()
    conversation.say("VLZ59")
    conversation.say("I forgot my password")

    assert site(conversation.say("how is my site doing")) == "VLZ59"
    assert assistant.conversation().say("how is my site doing").outcome == "site_asked"


def test_the_advice_leads_to_topics(conversation: Conversation) -> None:
    """Every button below a site's advice answers its topic."""
    told = conversation.say("VLZ59")

    for payload in told.buttons.values():
        assert conversation.say(payload).custom["topic"] == payload.removeprefix("/")


def test_a_question_about_codes_stays_a_question(conversation: Conversation) -> None:
    """Who asks what a code is gets the answer, and no figures."""
    assert conversation.say("what is an ODS code").custom.get("topic") == "ods_code"


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("what are the figures for Leeds CCG", "Leeds CCG"),
        ("leeds", "Leeds CCG"),
        ("how is Hudersfield doing", "Greater Huddersfield CCG"),
        ("activity in Pontefract", "Wakefield CCG"),
        ("figures for west yorkshire", "West Yorkshire and Harrogate"),
        ("how are the homes in the north east and yorkshire doing", "North East and Yorkshire"),
    ],
)
def test_an_area_is_found_by_any_of_its_names(
    conversation: Conversation, text: str, area: str
) -> None:
    """By its name, misspelt, by a town, as a partnership or a region; as sample data."""
    reply = conversation.say(text)

    assert reply.custom["kind"] == "area", reply
    assert reply.custom["area"] == area
    assert reply.custom["sample"] is True
    assert OF_AREAS in reply.text
    assert not re.search(r"[{}]", reply.text)


def test_the_figures_of_the_slides_come_back(conversation: Conversation) -> None:
    """The sums of the sample for Leeds are those of the activity slides of autumn 2020."""
    assert active(conversation.say("how is Leeds doing")) == {"care_home": 111, "home_care": 65}


def test_a_setting_can_be_asked_for(conversation: Conversation) -> None:
    """With the area, or alone behind it; care homes and home care are never mixed."""
    homes = conversation.say("how are the care homes in Leeds doing")
    home_care = conversation.say("and home care there?")

    assert active(homes) == {"care_home": 111}
    assert active(home_care) == {"home_care": 65}
    assert home_care.custom["area"] == "Leeds CCG"


def test_who_names_no_area_is_offered_some(conversation: Conversation) -> None:
    """Each button shows the figures of its area."""
    asked = conversation.say("what are the figures for our area")

    assert asked.outcome == "area_asked"
    assert conversation.say(asked.buttons["Leeds CCG"]).custom["area"] == "Leeds CCG"


def test_a_name_of_two_areas_gets_both(conversation: Conversation) -> None:
    """Kirklees was two CCGs: each has its figures."""
    replies = conversation.say_all("how is Kirklees doing")

    assert [reply.custom["area"] for reply in replies] == [
        "Greater Huddersfield CCG",
        "North Kirklees CCG",
    ]
