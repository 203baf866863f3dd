"""Replies as they are drawn in a terminal."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
from rich.console import Console

from bot.knowledge import replies
from bot.knowledge.catalogue import Catalogue
from bot.terminal.rendering import draw

TODAY = dt.date(2026, 11, 23)
NOTICE = {"custom": {"kind": "notice", "outcome": "small_talk"}}


def answer(**more: Any) -> dict[str, Any]:
    """Give the custom payload of an invented answer."""
    custom = {
        "kind": "answer",
        "topic": "tea",
        "title": "Make tea",
        "checked": "2026-08-06",
        "sources": [],
        "older": None,
        "page": None,
        "email": None,
        "related": [],
        "alternatives": [],
    }
    return {"custom": {**custom, **more}}


def lines(screen: io.StringIO) -> list[str]:
    """Give the lines on the screen that are not empty, without spaces at their end."""
    return [line.rstrip() for line in screen.getvalue().splitlines() if line.strip()]


def test_buttons_are_numbered_from_1(
    console: Console, screen: io.StringIO, catalogue: Catalogue
) -> None:
    """Each button stands on a line of its own with its number, and is given back in this order."""
    first = {"title": "I forgot my password", "payload": "/password_reset"}
    second = {"title": "Something [bold]else[/bold]", "payload": "/something_else"}

    drawn = draw(console, catalogue, [{"text": "Choose:", "buttons": [first, second]}, NOTICE])

    assert drawn == [first, second]
    assert lines(screen) == [
        "Choose:",
        "  1  I forgot my password",
        "  2  Something [bold]else[/bold]",
    ]


def test_buttons_of_several_messages_count_on(
    console: Console, screen: io.StringIO, catalogue: Catalogue
) -> None:
    """A number means one button alone, also when the reply comes in parts."""
    messages = [
        {"text": "One", "buttons": [{"title": "A", "payload": "/a"}]},
        {"text": "Two", "buttons": [{"title": "B", "payload": "/b"}]},
    ]

    assert [button["payload"] for button in draw(console, catalogue, messages)] == ["/a", "/b"]
    assert lines(screen) == ["One", "Two", "  1  A", "  2  B"]


def test_a_reply_without_buttons_has_none(
    console: Console, screen: io.StringIO, catalogue: Catalogue
) -> None:
    """A notice is its text and nothing else: no source, no date, no number."""
    assert draw(console, catalogue, [{"text": "Goodbye."}, NOTICE]) == []
    assert lines(screen) == ["Goodbye."]


def test_nothing_to_draw_is_drawn_as_nothing(
    console: Console, screen: io.StringIO, catalogue: Catalogue
) -> None:
    """An empty reply does not fail."""
    assert draw(console, catalogue, []) == []
    assert screen.getvalue() == ""


def test_markdown_is_drawn_as_a_list(
    console: Console, screen: io.StringIO, catalogue: Catalogue
) -> None:
    """Steps are numbered and links show their words, without the signs of Markdown."""
    text = "Do this:\n\n1. Open the [portal](https://portal.nhs.net/).\n2. Log **in**."
    draw(console, catalogue, [{"text": text}])

    assert [line.strip() for line in lines(screen)] == [
        "Do this:",
        "1 Open the portal.",
        "2 Log in.",
    ]


def test_each_source_has_a_line_with_its_date(
    console: Console, screen: io.StringIO, catalogue: Catalogue
) -> None:
    """Sources stand below the text in the order in which they come."""
    sources = [
        {"title": "Tea policy", "date": "27 July 2023", "url": "https://example.org/"},
        {"title": "Guide for tea", "date": "about 2018", "url": None},
    ]
    draw(console, catalogue, [{"text": "Boil water."}, answer(sources=sources)])

    assert lines(screen) == [
        "Boil water.",
        "Source: Tea policy, 27 July 2023",
        "Source: Guide for tea, about 2018",
        "Last checked on 6 August 2026",
    ]


def test_what_older_guides_say_comes_last(
    console: Console, screen: io.StringIO, catalogue: Catalogue
) -> None:
    """The note on older guides stands below the date; without one there is no line."""
    draw(console, catalogue, [answer(older="Guides from 2018 boil milk.")])

    assert lines(screen) == [
        "Last checked on 6 August 2026",
        "Older guides: Guides from 2018 boil milk.",
    ]


def test_a_request_is_drawn_to_be_copied(
    console: Console, screen: io.StringIO, catalogue: Catalogue
) -> None:
    """Address, subject and body stand as they are, the [blanks] included."""
    email = {
        "to": "desk@example.org",
        "subject": "Tea",
        "body": "Please send tea.\n\nName: [your name]\n*Thanks*",
    }
    draw(console, catalogue, [{"text": "A request is ready."}, answer(email=email)])

    assert lines(screen) == [
        "A request is ready.",
        "To: desk@example.org",
        "Subject: Tea",
        "Please send tea.",
        "Name: [your name]",
        "*Thanks*",
        "Last checked on 6 August 2026",
    ]


def test_text_footer_and_buttons_stand_apart(
    console: Console, screen: io.StringIO, catalogue: Catalogue
) -> None:
    """An empty line separates the three, so that steps are not taken for buttons."""
    button = {"title": "More tea", "payload": "/tea"}
    draw(console, catalogue, [{"text": "1. Boil.", "buttons": [button]}, answer()])

    drawn = [line.rstrip() for line in screen.getvalue().splitlines()]
    assert [line.strip() for line in drawn if line] == [
        "1 Boil.",
        "Last checked on 6 August 2026",
        "1  More tea",
    ]
    checked, more = drawn.index("Last checked on 6 August 2026"), drawn.index("  1  More tea")
    assert drawn[checked - 1] == "" == drawn[more - 1]


@pytest.mark.parametrize("width", [40, 100])
def test_every_real_answer_can_be_drawn(catalogue: Catalogue, width: int) -> None:
    """Each topic is drawn with its sources, its date and its buttons, also in a narrow window."""
    for topic in catalogue.topics.values():
        screen = io.StringIO()
        reply = replies.answer(catalogue, topic, TODAY)
        messages = [
            {"text": reply["text"], "buttons": reply["buttons"]},
            {"custom": reply["json_message"]},
        ]

        buttons = draw(Console(file=screen, width=width), catalogue, messages)

        drawn = " ".join(screen.getvalue().split())
        assert buttons == reply["buttons"]
        assert f"{len(buttons)} {buttons[-1]['title']}" in drawn, topic.id
        for source in reply["json_message"]["sources"]:
            assert f"Source: {source['title']}, {source['date']}" in drawn, topic.id
        checked = replies.spoken_date(topic.header.checked)
        assert f"Last checked on {checked}" in drawn, topic.id
