"""Replies carry what was said: text, buttons and the payload that channels and reports read."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from bot.knowledge.catalogue import Catalogue, load_catalogue
from bot.knowledge.model import Source
from bot.knowledge.replies import (
    NotUnderstood,
    answer,
    answer_again,
    choices,
    not_answered,
    not_understood,
    source_date,
    spoken_date,
    theme_buttons,
    theme_topics,
)
from tests.knowledge.folder import edit

CHECKED = dt.date(2026, 11, 22)
REVIEW_RESET = dt.date(2027, 5, 22)
KEYS = [
    "kind",
    "topic",
    "title",
    "checked",
    "sources",
    "older",
    "page",
    "email",
    "related",
    "alternatives",
]
RESET_BUTTON = {"title": "I forgot my password", "payload": "/reset"}
LOCKED_BUTTON = {"title": "I am locked out", "payload": "/locked"}
SHARE_BUTTON = {"title": "We share a mailbox", "payload": "/share"}
OVERDUE = (
    "This answer was due for a check on 22 May 2027. "
    "Phone the helpdesk on 07700 900123 to make sure that it still holds."
)
REQUEST = "A request that you can send is ready below. Fill in the blanks."


def said(catalogue: Catalogue, topic: str, *others: str, today: dt.date = CHECKED) -> Any:
    """Answer a topic."""
    return answer(catalogue, catalogue.topics[topic], today, others)


def test_an_answer_says_all_that_was_said(small: Catalogue) -> None:
    """The payload of an answer has every key of the contract, with the topic's values."""
    payload = said(small, "reset", "share")["json_message"]

    assert list(payload) == KEYS
    assert payload == {
        "kind": "answer",
        "topic": "reset",
        "title": "Reset a password",
        "checked": "2026-11-22",
        "sources": [{"title": "Guide for invented care homes", "date": "March 2018", "url": None}],
        "older": "Guides from 2018 give another address. Use desk@example.org.",
        "page": "/answers/reset",
        "email": {
            "to": "desk@example.org",
            "subject": "Password reset for Invented helpdesk",
            "body": "Please reset my password. I phoned 07700 900123.\n\nName: [your name]",
        },
        "related": ["locked"],
        "alternatives": ["share"],
    }


def test_a_section_may_stand_before_the_reply(real: Catalogue) -> None:
    """Who asks at first for what a section tells reads that first, then the rest."""
    topic = real.topics["account_locked"]
    heading = "By email"
    alone = answer(real, topic, CHECKED)
    notes = alone["text"].removeprefix(topic.reply)

    reply = answer(real, topic, CHECKED, section=heading)

    assert notes
    section = f"**{heading}**\n\n{topic.sections[heading]}"
    title = f"**{topic.header.title}**"
    assert reply["text"] == f"{section}\n\n{title}\n\n{topic.reply}{notes}"
    assert reply["json_message"] == {**alone["json_message"], "section": heading}


def test_who_asks_on_gets_a_section(real: Catalogue) -> None:
    """The section stands alone, with the answer's payload, its own heading and no request."""
    topic = real.topics["mfa"]
    heading = "Without it"

    reply = answer_again(real, topic, CHECKED, heading, ["aup"])

    assert reply["text"] == f"**{heading}**\n\n{topic.sections[heading]}"
    assert reply["json_message"] == {
        **answer(real, topic, CHECKED, ["aup"])["json_message"],
        "section": heading,
        "again": True,
        "email": None,
    }


def test_a_section_of_an_overdue_answer_says_so_too(real: Catalogue) -> None:
    """Whatever part of an answer is shown, its reader learns that its check is due."""
    topic = real.topics["mfa"]
    late = topic.header.review_by + dt.timedelta(days=1)
    note = answer(real, topic, late)["text"].removeprefix(topic.reply)

    reply = answer_again(real, topic, late, "Without it")

    assert note
    assert reply["text"].endswith(f"{topic.sections['Without it']}{note}")


def test_without_a_section_the_answer_is_said_again_with_whom_to_ask(small: Catalogue) -> None:
    """The same words never come twice as if nothing had been said."""
    first = said(small, "reset")

    reply = answer_again(small, small.topics["reset"], CHECKED, None)

    again = small.phrases["said_again"].format(phone="07700 900123")
    assert reply["text"] == f"{again}\n\n{first['text']}"
    assert reply["json_message"] == {**first["json_message"], "section": None, "again": True}


def test_what_the_answer_does_not_tell_is_not_guessed(small: Catalogue) -> None:
    """Whom to ask stands there instead of the same words, with a way back to them."""
    first = said(small, "reset")

    reply = not_answered(small, small.topics["reset"], CHECKED)

    assert "07700 900123" in reply["text"]
    assert small.topics["reset"].reply not in reply["text"]
    again = {"title": small.phrases["show_again"], "payload": "/reset"}
    assert reply["buttons"] == [again, *first["buttons"]]
    unsaid = {"section": None, "again": True, "known": False, "older": None, "email": None}
    assert reply["json_message"] == {**first["json_message"], **unsaid}


def test_what_a_topic_has_not_is_nothing_in_the_payload(small: Catalogue) -> None:
    """Without More, older and a request, the keys are there and empty."""
    payload = said(small, "share")["json_message"]

    assert list(payload) == KEYS
    assert payload["older"] is None
    assert payload["page"] is None
    assert payload["email"] is None
    assert payload["alternatives"] == []


def test_a_reply_is_what_the_dispatcher_takes(small: Catalogue) -> None:
    """Every kind of reply has text, buttons and payload, and can be sent as JSON."""
    for reply in (
        said(small, "reset"),
        answer_again(small, small.topics["reset"], CHECKED, None),
        not_answered(small, small.topics["reset"], CHECKED),
        choices(small, ["reset", "share"]),
        theme_topics(small, "sign_in"),
        not_understood(small, "not_understood"),
    ):
        assert set(reply) == {"text", "buttons", "json_message"}
        assert json.loads(json.dumps(reply)) == reply


def test_sources_come_once_and_newest_first(folder: Path) -> None:
    """However a file lists them, the newest source leads and none is named twice."""
    edit(
        folder / "topics/sign_in/reset.md",
        "  - {source: guide-2018, section: Passwords}",
        "  - {source: guide-2018, section: Passwords}\n"
        "  - {source: page-2023}\n"
        "  - {source: guide-2018, section: Locked accounts}\n"
        "  - {source: policy-2024}",
    )

    sources = said(load_catalogue(folder), "reset")["json_message"]["sources"]

    assert sources == [
        {
            "title": "Invented password policy",
            "date": "27 June 2024",
            "url": "https://example.org/policy",
        },
        {
            "title": "Invented starter page",
            "date": "about 2023",
            "url": "https://example.org/page",
        },
        {"title": "Guide for invented care homes", "date": "March 2018", "url": None},
    ]


def test_a_citation_may_have_an_address_of_its_own(folder: Path) -> None:
    """The address that a topic gives for a source wins over the source's own."""
    edit(
        folder / "topics/sign_in/locked.md",
        "  - {source: policy-2024}",
        "  - {source: policy-2024, url: https://example.org/policy#locked}",
    )

    sources = said(load_catalogue(folder), "locked")["json_message"]["sources"]

    assert [source["url"] for source in sources] == ["https://example.org/policy#locked", None]


def test_buttons_are_the_related_topics(small: Catalogue) -> None:
    """An answer that is sure offers what its file names as related, in that order."""
    assert said(small, "locked")["buttons"] == [RESET_BUTTON, SHARE_BUTTON]


def test_buttons_are_the_alternatives_where_there_are_some(small: Catalogue) -> None:
    """An answer that is not quite sure offers the other topics that may have been meant."""
    reply = said(small, "locked", "share")

    assert reply["buttons"] == [SHARE_BUTTON]
    assert reply["json_message"]["alternatives"] == ["share"]
    assert reply["json_message"]["related"] == ["reset", "share"]


def test_alternatives_without_an_answer_are_left_out(small: Catalogue) -> None:
    """An intent that is no topic cannot be offered; the others are."""
    reply = said(small, "reset", "greet", "share")
    none_left = said(small, "reset", "greet")

    assert reply["buttons"] == [SHARE_BUTTON]
    assert reply["json_message"]["alternatives"] == ["share"]
    assert none_left["buttons"] == [LOCKED_BUTTON]
    assert none_left["json_message"]["alternatives"] == []


@pytest.mark.parametrize("today", [CHECKED, REVIEW_RESET - dt.timedelta(days=1), REVIEW_RESET])
def test_an_answer_is_given_as_it_is_until_its_review(small: Catalogue, today: dt.date) -> None:
    """Up to and on the day of the review nothing is said about it."""
    assert said(small, "reset", today=today)["text"] == f"Phone 07700 900123.\n\n{REQUEST}"


@pytest.mark.parametrize("days", [1, 1000])
def test_an_overdue_answer_says_so(small: Catalogue, days: int) -> None:
    """From the day after, the answer is still given, and says when it was due and whom to ask."""
    today = REVIEW_RESET + dt.timedelta(days=days)

    text = said(small, "reset", today=today)["text"]

    assert text == f"Phone 07700 900123.\n\n{OVERDUE}\n\n{REQUEST}"


def test_only_a_topic_with_a_request_speaks_of_it(small: Catalogue) -> None:
    """Without a request the text is the reply alone."""
    assert said(small, "locked")["text"] == "Wait 30 minutes."


def test_choices_offer_the_topics_and_something_else(small: Catalogue) -> None:
    """Which topic is meant is asked with a button for each, and one for none of them."""
    assert choices(small, ["share", "reset"]) == {
        "text": small.phrases["did_you_mean"],
        "buttons": [
            SHARE_BUTTON,
            RESET_BUTTON,
            {"title": "Something else", "payload": "/something_else"},
        ],
        "json_message": {"kind": "choices", "topics": ["share", "reset"]},
    }


def test_a_theme_offers_all_its_topics(small: Catalogue) -> None:
    """A theme is named as its button is, with a button for each of its topics."""
    assert theme_topics(small, "sign_in") == {
        "text": "Logging in: choose your question.",
        "buttons": [LOCKED_BUTTON, RESET_BUTTON],
        "json_message": {"kind": "choices", "topics": ["locked", "reset"]},
    }


def test_themes_with_topics_have_buttons(small: Catalogue) -> None:
    """Every theme that leads somewhere is offered, in the order of themes.yml."""
    assert theme_buttons(small) == [
        {"title": "Logging in", "payload": "/theme_sign_in"},
        {"title": "The shared mailbox", "payload": "/theme_mailbox"},
    ]


@pytest.mark.parametrize("phrase", ["not_understood", "not_english"])
def test_who_is_not_understood_gets_a_sentence_and_the_themes(
    small: Catalogue, phrase: NotUnderstood
) -> None:
    """Each of the phrases comes with a next step and the same outcome."""
    assert not_understood(small, phrase) == {
        "text": small.phrases[phrase],
        "buttons": theme_buttons(small),
        "json_message": {"kind": "notice", "outcome": "not_understood"},
    }


def test_who_is_not_understood_again_gets_the_helpdesk(small: Catalogue) -> None:
    """The second time in a row the helpdesk's phone, email and hours are told."""
    reply = not_understood(small, "not_understood_again")

    assert "phone 07700 900123 or email desk@example.org." in reply["text"]
    assert "can help you, 9am to 5pm:" in reply["text"]
    assert "{" not in reply["text"]
    assert reply["buttons"] == theme_buttons(small)
    assert reply["json_message"] == {"kind": "notice", "outcome": "not_understood"}


@pytest.mark.parametrize(
    ("date", "approximate", "spoken"),
    [
        ("2023-07-27", False, "27 July 2023"),
        ("2024-09-05", False, "5 September 2024"),
        ("2018-03", False, "March 2018"),
        ("2021", False, "2021"),
        ("2021", True, "about 2021"),
        ("2025-02", True, "about February 2025"),
    ],
)
def test_a_sources_date_is_as_exact_as_it_is_known(
    date: str, approximate: bool, spoken: str
) -> None:
    """A day, a month, a year, or about one of them."""
    source = Source(title="A page", publisher="Somebody", date=date, approximate=approximate)

    assert source_date(source) == spoken


def test_dates_are_written_in_words() -> None:
    """The day has no zero before it and the month its name."""
    assert spoken_date(dt.date(2018, 8, 6)) == "6 August 2018"


def test_every_real_topic_can_be_answered(real: Catalogue) -> None:
    """Each answer, on time and overdue, can be made and sent, with sources and buttons."""
    for topic in real.topics.values():
        for today in (topic.header.checked, topic.header.review_by + dt.timedelta(days=1)):
            reply = answer(real, topic, today)
            payload = reply["json_message"]

            assert list(payload) == KEYS
            assert json.dumps(reply)
            assert "{" not in reply["text"], topic.id
            assert 1 <= len(reply["buttons"]) <= 3
            assert payload["sources"]
            assert payload["email"] is None or "@" in payload["email"]["to"]


def test_every_real_theme_can_be_shown(real: Catalogue) -> None:
    """Each theme's button leads to its topics."""
    for button, theme in zip(theme_buttons(real), real.themes, strict=True):
        reply = theme_topics(real, theme)

        assert button == {"title": real.themes[theme], "payload": f"/theme_{theme}"}
        payloads = [button["payload"] for button in reply["buttons"]]
        look_ups = ["/site_activity", "/area_activity"] if theme == "site_activity" else []
        assert payloads == [*look_ups, *(f"/{topic.id}" for topic in real.in_theme(theme))]
        assert real.themes[theme] in reply["text"]
