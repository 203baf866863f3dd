"""The page of an answer."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from bot.knowledge.catalogue import Catalogue
from bot.knowledge.model import Topic
from bot.knowledge.replies import source_list
from bot.pages.site import Page, pages
from tests.pages.reading import read

DAY = dt.date(2026, 12, 1)


@pytest.fixture
def shown(small: Catalogue) -> Callable[[dt.date], dict[str, Page]]:
    """The pages of the invented knowledge on a day."""
    return lambda day: pages(small, today=day)


def test_the_page_has_its_parts_in_order(shown: Callable[[dt.date], dict[str, Page]]) -> None:
    """Answer, request, more, older guides, sources, check, related answers."""
    page = read(shown(DAY)["/answers/reset"])

    assert page.all("main")[0].text == (
        "Reset a password"
        " Phone 07700 900123."
        " Send the request by email"
        " Open the request in your email program, or copy it from here."
        " Replace the words in [brackets] before you send it."
        " Open an email to desk@example.org"
        " To desk@example.org Subject Password reset for Invented helpdesk"
        " Text Please reset my password. I phoned 07700 900123. Name: [your name]"
        " More about this Write to desk@example.org."
        " What older guides say Guides from 2018 give another address. Use desk@example.org."
        " Sources Guide for invented care homes, March 2018"
        " A person last checked this answer on 22 November 2026."
        " The next check is due by 22 May 2027."
        " Related answers A locked account Back to all answers"
    )


def test_parts_that_a_topic_lacks_are_left_out(
    shown: Callable[[dt.date], dict[str, Page]],
) -> None:
    """A short answer has no empty headings."""
    page = read(shown(DAY)["/answers/share"])

    assert [e.text for e in page.all("h2")][:2] == ["Sources", "Related answers"]


def test_sources_stand_newest_first_with_links(
    shown: Callable[[dt.date], dict[str, Page]],
) -> None:
    """A source that is on the web is a link; the date stands behind it."""
    page = read(shown(DAY)["/answers/locked"])
    links = {e.text: e.attributes["href"] for e in page.all("a")}

    assert [e.text for e in page.all("li") if ", " in e.text and "20" in e.text] == [
        "Invented password policy , 27 June 2024",
        "Guide for invented care homes, March 2018",
    ]
    assert links["Invented password policy"] == "https://example.org/policy"


def test_every_answer_shows_all_its_sources(site: dict[str, Page], real: Catalogue) -> None:
    """Each source of each real topic stands on its page, with its date."""
    for topic in real.topics.values():
        text = read(site[f"/answers/{topic.id}"]).text.replace(" , ", ", ")
        for source in source_list(real, topic.header.sources):
            assert f"{source['title']}, {source['date']}" in text


def test_an_answer_past_its_review_says_so(
    shown: Callable[[dt.date], dict[str, Page]],
) -> None:
    """From the day after it on, and not before."""
    note = "This answer was due for a check on 22 May 2027. Phone the helpdesk on 07700 900123"

    assert note not in read(shown(dt.date(2027, 5, 22))["/answers/reset"]).text
    assert note in read(shown(dt.date(2027, 5, 23))["/answers/reset"]).text


def test_the_request_opens_in_an_email_program(
    shown: Callable[[dt.date], dict[str, Page]],
) -> None:
    """The link holds address, subject and text, with the line ends that RFC 6068 asks for."""
    page = read(shown(DAY)["/answers/reset"])
    (link,) = [e.attributes["href"] for e in page.all("a") if "mailto:" in e.attributes["href"]]
    parts = urlsplit(link)

    assert unquote(parts.path) == "desk@example.org"
    assert parse_qs(parts.query) == {
        "subject": ["Password reset for Invented helpdesk"],
        "body": ["Please reset my password. I phoned 07700 900123.\r\n\r\nName: [your name]"],
    }


def test_the_text_to_copy_is_the_request(site: dict[str, Page], real: Catalogue) -> None:
    """Every real request stands on its page word for word, line for line."""
    with_email = [topic for topic in real.topics.values() if topic.header.email]

    assert len(with_email) > 10
    for topic in with_email:
        page = read(site[f"/answers/{topic.id}"])
        (body,) = [e for e in page.all("dd") if e.attributes.get("class") == "body"]
        assert "".join(body.words) == request_of(topic)


def request_of(topic: Topic) -> str:
    """Give the text of a topic's request."""
    assert topic.header.email is not None
    return topic.header.email.body.strip()


def test_hostile_texts_are_shown_not_obeyed(small: Catalogue) -> None:
    """Signs of HTML and Jinja in any field are text, and no field can end an attribute."""
    bad = '"><script src="//z.example"></script>{{ 7*7 }} & {x}'
    topic = small.topics["reset"]
    assert topic.header.email is not None
    email = topic.header.email.copy(update={"subject": bad, "body": bad})
    fields = {"title": bad, "label": bad, "older": bad, "email": email}
    header = topic.header.copy(update=fields)
    hostile = dataclasses.replace(topic, header=header, reply=f"{bad}\n\n<b>x</b>", more=bad)
    source = small.sources["guide-2018"].copy(update={"title": bad, "url": "javascript:z()"})
    changed = dataclasses.replace(
        small,
        topics={**small.topics, "reset": hostile},
        themes={**small.themes, "sign_in": bad},
        sources={**small.sources, "guide-2018": source},
    )
    site = pages(changed)

    for address in ("/answers/reset", "/answers", "/answers/locked"):
        page = read(site[address])
        assert page.all("script", "b") == []
        assert "javascript:" not in "".join(e.attributes.get("href", "") for e in page.elements)
    shown = read(site["/answers/reset"])
    assert shown.all("h1")[0].text == bad
    assert shown.text.count(bad) == 8  # theme, title, reply, subject, text, more, older, source
    assert f"{bad}, March 2018" in shown.text
