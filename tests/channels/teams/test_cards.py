"""Every reply as a card that Teams draws: nothing lost, nothing unsafe, nothing too large."""

from __future__ import annotations

import base64
import datetime as dt
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bot.channels.teams.card_text import escaped, link, paragraphs, summary
from bot.channels.teams.card_texts import CardTexts, read_texts
from bot.channels.teams.cards import activity_of, plain_activity, reasons_activity
from bot.channels.teams.picture import area_picture
from bot.knowledge import replies
from bot.knowledge.catalogue import Catalogue, load_catalogue
from bot.knowledge.problems import KnowledgeError
from bot.settings import PROJECT

CATALOGUE = load_catalogue(PROJECT / "knowledge")
TEXTS = read_texts(CATALOGUE)
TODAY = dt.date(2026, 11, 25)
URL = "https://assistant.example.org"
LARGEST, LARGEST_WITH_PICTURE = 28_000, 100_000  # bytes

# What of Adaptive Cards 1.5 we use (adaptivecards.io, "Schema"): the properties of each element.
EVERY = {"type", "id", "spacing", "separator", "isVisible"}
ALLOWED = {
    "TextBlock": EVERY | {"text", "wrap", "size", "weight", "color", "isSubtle"},
    "Container": EVERY | {"items", "style"},
    "FactSet": EVERY | {"facts"},
    "Image": EVERY | {"url", "altText", "size"},
    "ActionSet": EVERY | {"actions"},
    "Action.Submit": {"type", "title", "data"},
    "Action.OpenUrl": {"type", "title", "url"},
    "Action.ToggleVisibility": {"type", "title", "targetElements"},
}
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


def drawn(reply: dict[str, Any], **how: Any) -> dict[str, Any]:
    """Draw a reply as the channel does; check it, and give the card."""
    given = {"sign": str.upper, "vote": None, "public_url": URL, "picture": None, **how}
    activity = activity_of(reply, TEXTS, **given)
    assert activity["summary"] or not reply.get("text")
    (attachment,) = activity["attachments"]
    card: dict[str, Any] = attachment["content"]
    check(card)
    return card


def check(card: dict[str, Any]) -> None:
    """Check a card by the rules of the schema, and by Teams' own."""
    assert (card["type"], card["version"]) == ("AdaptiveCard", "1.5")
    names = [part["id"] for part in parts(card) if "id" in part]
    assert len(names) == len(set(names))
    for part in parts(card):
        kind = part["type"]
        assert set(part) <= ALLOWED[kind], part
        if kind == "TextBlock":
            assert part["wrap"] is True
            assert part["text"].strip()
        elif kind == "ActionSet":
            assert 1 <= len(part["actions"]) <= 6
        elif kind == "Action.Submit":
            assert "msteams" not in part["data"]
            assert part["title"]
        elif kind == "Action.OpenUrl":
            assert part["url"].startswith(("https://", "mailto:"))
        elif kind == "Action.ToggleVisibility":
            assert set(part["targetElements"]) <= set(names)
        elif kind == "Image":
            assert part["altText"]
    pictures = any(part["type"] == "Image" for part in parts(card))
    size = len(json.dumps(card, ensure_ascii=False).encode(errors="replace"))
    assert size <= (LARGEST_WITH_PICTURE if pictures else LARGEST)


def parts(part: Any) -> Iterator[dict[str, Any]]:
    """Give every element and action of a card."""
    if isinstance(part, list):
        for each in part:
            yield from parts(each)
    elif isinstance(part, dict):
        if part.get("type") in ALLOWED:
            yield part
        for name, value in part.items():
            if name != "data":
                yield from parts(value)


def words(card: dict[str, Any]) -> str:
    """Give all that a card says, hidden parts and facts too."""
    said = [part["text"] for part in parts(card) if part["type"] == "TextBlock"]
    facts = [fact for part in parts(card) for fact in part.get("facts", [])]
    return "\n".join([*said, *(f"{fact['title']}: {fact['value']}" for fact in facts)])


def buttons(card: dict[str, Any]) -> list[dict[str, Any]]:
    """Give the buttons that send something."""
    return [part for part in parts(card) if part["type"] == "Action.Submit"]


def message(reply: replies.Reply) -> dict[str, Any]:
    """Give what Rasa makes of a reply of the action server."""
    return {
        "text": reply["text"],
        "buttons": reply.get("buttons"),
        "custom": reply["json_message"],
    }


@pytest.mark.parametrize("topic", sorted(CATALOGUE.topics))
def test_every_topic_is_a_card(topic: str) -> None:
    """All words, sources, dates and buttons of each answer are there."""
    reply = message(replies.answer(CATALOGUE, CATALOGUE.topics[topic], TODAY))
    card = drawn(reply, vote="id")
    said = words(card)

    for line in reply["text"].splitlines():
        if "](" not in line and not line.startswith("#"):
            assert line.strip() in said
    assert "Last checked on 22 November 2026" in said or reply["custom"]["checked"] != "2026-11-22"
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

    assert "/answers/" not in words(drawn(reply, public_url=None))


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
    (opens,) = [part for part in parts(card) if part["type"] == "Action.OpenUrl"]

    email = reply["custom"]["email"]
    assert container["isVisible"] is False
    said = words({"body": container})
    assert email["to"] in said
    for line in email["body"].splitlines():
        assert escaped(line) in said
    assert opens["url"].startswith(f"mailto:{email['to'].replace('@', '%40')}?subject=")
    assert "%0D%0A" in opens["url"]


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
    said = words(drawn({"text": "What to do.", "buttons": [], "custom": SITE}))

    assert "Urgent" in said
    assert r"The \*Invented\* \[House\] (VLZ2A)" in said
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
    ("written", "shown"),
    [
        ("[a](https://example.org/x)", "[a](https://example.org/x)"),
        ("[a](tel:03332001133)", "[a](tel:03332001133)"),
        ("[a](mailto:helpdesk@nhs.net)", "[a](mailto:helpdesk@nhs.net)"),
        ("[a](/answers/mfa)", f"[a]({URL}/answers/mfa)"),
        ("[a](//evil.example)", "a"),
        ("[a](http://example.org)", "a"),
        ("[a](javascript:alert(1))", "[a](javascript:alert(1))"),
        ("[a](data:text/html,x)", "a"),
        ("# Head\n\ntext", "**Head**\n\ntext"),
        ("1. one\n2. two", "1. one\n2. two"),
    ],
)
def test_markdown_as_teams_knows_it(written: str, shown: str) -> None:
    """Safe links stay, others are words, headings are bold, lists stay lists."""
    assert "\n\n".join(paragraphs(written, URL)) == shown


def test_links_and_summaries() -> None:
    """A title cannot end its link; a notification is one plain sentence."""
    assert link("a](b) c", "https://example.org") == r"[a\](b) c](https://example.org)"
    assert link("a", "https://example.org/a b") == "a"
    assert link("a", None) == "a"
    assert summary("**Phone** the [helpdesk](tel:1). Then wait.") == "Phone the helpdesk."
    assert len(summary("word " * 100)) <= 150


def test_the_picture_is_small_and_white() -> None:
    """It is a PNG of at most 30 KB, with a background of its own for the dark theme."""
    address = area_picture(AREA, TEXTS)
    assert address
    head, _, data = address.partition(",")
    picture = Image.open(io.BytesIO(base64.b64decode(data))).convert("RGB")

    assert head == "data:image/png;base64"
    assert len(address) < 30_000
    assert min(picture.size) > 300
    assert picture.getpixel((1, 1)) == (255, 255, 255)
    assert (23, 99, 92) in {colour for _, colour in picture.getcolors(1000) or []}


@pytest.mark.parametrize(
    "settings", [[], [{**AREA["settings"][0], "active_users": 0, "inactive_users": 0}]]
)  # type: ignore[index,dict-item]
def test_nothing_to_draw_gives_no_picture(settings: list[Any]) -> None:
    """An area without users has no bars."""
    assert area_picture({**AREA, "settings": settings}, TEXTS) is None


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
