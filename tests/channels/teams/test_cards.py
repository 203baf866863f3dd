"""Every reply as a card that Teams draws: nothing lost, nothing unsafe, nothing too large."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.teams.card_text import escaped
from bot.channels.teams.card_texts import CardTexts, read_texts
from bot.channels.teams.cards import activity_of, plain_activity, reasons_activity
from bot.knowledge import replies
from bot.knowledge.catalogue import Catalogue
from bot.knowledge.content_check import check_texts
from bot.knowledge.problems import KnowledgeError
from bot.settings import PROJECT
from tests.channels.teams.drawn_cards import (
    CATALOGUE,
    LARGEST,
    TEXTS,
    URL,
    buttons,
    check,
    drawn,
    message,
    parts,
    words,
)

TODAY = dt.date(2026, 11, 25)

AREA = {
    "kind": "area",
    "area": "Calderdale",
    "snapshot": "2026-08-06",
    "settings": [
        {"setting": "care_home", "active_users": 1320, "inactive_users": 110},
        {"setting": "home_care", "active_users": 40, "inactive_users": 65},
    ],
}
SITE = {
    "kind": "site",
    "ods_code": "VLZ2A",
    "name": "The *Invented* [House]",
    "scenario": "in_use",
    "snapshot": "2026-08-06",
    "urgent": True,
    "figures": {"accounts": 1200, "active": 9, "inactive": 3, "shared_mailbox": "inactive"},
    "before": {"snapshot": "2026-07-06", "figures": {"accounts": 10, "shared_mailbox": "none"}},
    "checked": "2026-11-22",
    "sources": [{"title": "A source", "date": "March 2018", "url": "https://example.org/a"}],
    "older": "Old words.",
}


@pytest.mark.parametrize("topic", sorted(CATALOGUE.topics))
def test_every_topic_is_a_card(topic: str) -> None:
    """All words, sources, dates and buttons of each answer are there."""
    reply = message(replies.answer(CATALOGUE, CATALOGUE.topics[topic], TODAY))
    card = drawn(reply, vote="id")
    said = words(card)

    for line in reply["text"].splitlines():
        assert line.strip() in said
    checked = replies.spoken_date(CATALOGUE.topics[topic].header.checked)
    assert f"Last checked on {checked}." in said
    assert f"Older guides: {reply['custom']['older']}" in said or not reply["custom"]["older"]
    for source in reply["custom"]["sources"]:
        assert escaped(source["title"]) in said
    titles = [button["title"] for button in buttons(card)]
    assert titles == [*(b["title"] for b in reply["buttons"][:5]), "Yes", "No"]
    if reply["custom"]["page"]:
        assert f"({URL}/answers/{topic})" in said


def test_buttons_send_signed_plain_data() -> None:
    """A button carries its payload and its signature; a vote the reply's id."""
    reply = message(replies.answer(CATALOGUE, CATALOGUE.topics["password_reset"], TODAY))
    first, *_, yes, no = buttons(drawn(reply, vote="id"))

    payload = reply["buttons"][0]["payload"]
    assert first["data"] == {"kind": "say", "payload": payload, "signature": payload.upper()}
    assert yes["data"] == {"kind": "vote", "reply": "id", "value": "yes"}
    assert no["data"] == {"kind": "vote", "reply": "id", "value": "no"}


def test_without_an_address_of_the_website_there_is_no_link_to_it() -> None:
    """A link that leads nowhere is worse than none."""
    reply = message(replies.answer(CATALOGUE, CATALOGUE.topics["password_reset"], TODAY))

    assert "More:" in words(drawn(reply))
    assert "More:" not in words(drawn(reply, public_url=None))


def test_alternatives_are_named_as_such() -> None:
    """Other topics that may have been meant are not called related."""
    topic = CATALOGUE.topics["password_reset"]
    unsure = message(replies.answer(CATALOGUE, topic, TODAY, ["mfa"]))
    sure = message(replies.answer(CATALOGUE, topic, TODAY))

    assert "Did you mean something else?" in words(drawn(unsure))
    assert "Related questions" in words(drawn(sure))


def test_a_request_by_email_is_there_when_it_is_wanted() -> None:
    """To, subject and each line of the body, and a link that opens it in an email program."""
    with_email = next(t for t in CATALOGUE.topics.values() if t.header.email)
    reply = message(replies.answer(CATALOGUE, with_email, TODAY))
    card = drawn(reply)
    (container,) = [part for part in parts(card) if part.get("id") == "request"]

    email = reply["custom"]["email"]
    assert container["isVisible"] is False
    said = words({"body": container})
    assert email["to"] in said
    for line in email["body"].splitlines():
        assert escaped(line) in said
    opens = container["items"][-1]["text"]
    assert opens.startswith(f"[Open in your email program](mailto:{email['to']}?subject=")
    assert "%0D%0A" in opens


@pytest.mark.parametrize("theme", sorted(CATALOGUE.themes))
def test_a_theme_loses_no_topic(theme: str) -> None:
    """However many topics a theme has, each has its button."""
    reply = message(replies.theme_topics(CATALOGUE, theme))

    titles = [button["title"] for button in buttons(drawn(reply))]
    assert titles == [button["title"] for button in reply["buttons"]]


def test_choices_end_with_something_else() -> None:
    """Did you mean: the topics, and a way out."""
    card = drawn(message(replies.choices(CATALOGUE, ["mfa", "aup", "leaver"])))

    assert len(buttons(card)) == 4
    assert buttons(card)[-1]["data"]["payload"] == replies.SOMETHING_ELSE


def test_a_site_shows_its_figures() -> None:
    """Name and code, urgent as a word, each figure with the one before, days and sources."""
    text = "The *Invented* [House] (V L Z 2 A). Phone **today**."
    said = words(drawn({"text": text, "buttons": [], "custom": SITE}))

    assert said.startswith("Urgent\n")
    assert r"The \*Invented\* [House] (V L Z 2 A). Phone **today**." in said
    assert r"The \*Invented\* [House] (VLZ2A)" in said
    assert "All accounts: 1,200 (on 6 July 2026: 10)" in said
    assert "Shared mailbox: not active (on 6 July 2026: none)" in said
    assert "Active: 9\n" in said
    assert "Figures of 6 August 2026" in said
    assert "[A source](https://example.org/a), March 2018" in said
    assert "Older guides: Old words." in said


def test_a_site_without_figures_is_a_card_too() -> None:
    """A site that no report has, only the directory, has no table."""
    custom = {**SITE, "figures": None, "before": None, "urgent": False}

    assert "Figures of" not in words(drawn({"text": "Words.", "custom": custom}))


def test_an_area_shows_its_picture_after_the_words() -> None:
    """The picture says in words what it shows."""
    card = drawn(
        {"text": "Figures.", "buttons": [], "custom": AREA}, picture="data:image/png;base64,AAAA"
    )
    (picture,) = [part for part in parts(card) if part["type"] == "Image"]

    assert card["body"].index(picture) == 1
    assert picture["altText"] == (
        "Bar chart of the users in Calderdale on 6 August 2026."
        " Care homes: 1,320 active, 110 not active. Home care: 40 active, 65 not active."
    )


def test_a_picture_that_is_too_large_is_left_out() -> None:
    """The words are worth more than the picture."""
    card = drawn({"text": "Figures.", "custom": AREA}, picture="data:," + "A" * 95_000)

    assert not [part for part in parts(card) if part["type"] == "Image"]
    assert "Figures." in words(card)


def test_a_notice_alone_is_plain_text() -> None:
    """A short sentence needs no card, and is read aloud and shown at once."""
    notice = {"text": "Thank **you**.", "custom": {"kind": "notice", "outcome": "small_talk"}}
    activity = activity_of(notice, TEXTS, sign=str.upper, vote=None, public_url=URL, picture=None)

    assert activity == {"type": "message", "text": "Thank **you**.", "textFormat": "markdown"}


def test_a_very_long_notice_is_cut() -> None:
    """Plain text too has to be small enough for Teams."""
    assert len(plain_activity({"text": "word " * 50_000})["text"]) < LARGEST / 2


def test_a_button_that_sends_nothing_is_left_out() -> None:
    """Nobody presses a button in vain."""
    shown = [{"title": "Dead"}, {"title": "Alive", "payload": "/aup"}]
    (button,) = buttons(drawn({"text": "Words.", "buttons": shown}))

    assert button["title"] == "Alive"


def test_a_notice_with_buttons_is_a_card() -> None:
    """Themes to choose from are buttons."""
    card = drawn(message(replies.not_understood(CATALOGUE, "not_understood")))

    assert len(buttons(card)) == len(replies.theme_buttons(CATALOGUE))


@pytest.mark.parametrize(
    "absurd",
    [
        {"text": "word " * 20_000},
        {"text": "a" * 100_000},
        {"text": "- line\n" * 10_000},
        {"text": "Words.\n\n" * 5_000},
        {"buttons": [{"title": "t" * 900, "payload": "/p" * 400}] * 60},
        {"custom": {"kind": "answer", "older": "old " * 20_000}},
        {"custom": {"kind": "answer", "sources": [{"title": "t" * 300, "url": None}] * 500}},
    ],
)
def test_absurd_replies_still_fit(absurd: dict[str, Any]) -> None:
    """Nothing is too large for Teams; the beginning of the words is kept."""
    reply = {"text": "Words.", "custom": {"kind": "choices"}, **absurd}
    card = drawn(reply)

    assert words(card).strip()[:4] == reply["text"][:4]
    assert not reply.get("buttons") or len(buttons(card)) >= 5


def test_a_card_that_cannot_be_made_small_is_plain_text() -> None:
    """What was said reaches the person all the same."""
    reply = {"text": "Words.", "custom": {**SITE, "name": "n" * 30_000}}
    activity = activity_of(reply, TEXTS, sign=str.upper, vote=None, public_url=URL, picture=None)

    assert "attachments" not in activity
    assert activity["text"].startswith("Words.")


@settings(deadline=None)  # how long a busy machine takes proves nothing
@given(text=st.text(), title=st.text(), name=st.text())
def test_no_text_breaks_a_card(text: str, title: str, name: str) -> None:
    """Whatever a report or a text holds, the card is one that Teams can read."""
    shown = [{"title": title or "t", "payload": "/p"}]
    drawn({"text": text, "buttons": shown, "custom": {**SITE, "name": name}})
    drawn({"text": text, "buttons": shown, "custom": {"kind": "choices", "topics": []}})
    json.dumps(plain_activity({"text": text}))


def test_reasons_ask_why() -> None:
    """Each reason of the website is a button with the reply's id."""
    (attachment,) = reasons_activity("id", TEXTS)["attachments"]
    check(attachment["content"])

    sent = [button["data"] for button in buttons(attachment["content"])]
    assert [each["reason"] for each in sent] == [
        "wrong",
        "old",
        "unclear",
        "too_long",
        "not_my_question",
    ]
    assert {(each["kind"], each["reply"]) for each in sent} == {("reason", "id")}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("older:", "oldest:", "older, oldest"),
        ("{title}", "{name}", "more has the wrong words in braces. Give {title}"),
        ("{title}", "{", "more has the wrong words in braces"),
        ("related: Related questions", "related:", "related"),
        (
            "urgent: Urgent",
            "urgent: Urgent {name}",
            "urgent has the wrong words in braces. Give none",
        ),
    ],
)
def test_a_fault_in_the_texts_stops_the_start(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    """A curator who leaves a text out, or invents a blank, is told the file and the fault."""
    text = (PROJECT / "knowledge" / "teams.yml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "teams.yml").write_text(text.replace(old, new, 1), encoding="utf-8")
    here: Catalogue = replace(CATALOGUE, folder=tmp_path)

    with pytest.raises(KnowledgeError) as error:
        read_texts(here)

    assert "teams.yml:1" in str(error.value)
    assert said in str(error.value)


def test_the_texts_are_filled_in() -> None:
    """No text that a person reads has a blank left."""
    assert isinstance(TEXTS, CardTexts)
    assert "{" not in TEXTS.say("server_error")
    assert "0333" in TEXTS.say("server_error")


def test_the_texts_keep_the_content_rules() -> None:
    """What Teams' users read is as plain as the answers."""
    assert list(check_texts(PROJECT / "knowledge" / "teams.yml")) == []
