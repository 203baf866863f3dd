"""The page of all answers."""

from __future__ import annotations

import dataclasses

from bot.knowledge.catalogue import Catalogue
from bot.pages.index_page import by_letter, by_theme
from bot.pages.site import Page
from tests.pages.reading import read


def test_answers_stand_by_theme(small: Catalogue) -> None:
    """Themes keep their order, and one without answers is left out."""
    assert [(g.id, g.title, [e.address for e in g.entries]) for g in by_theme(small)] == [
        ("sign_in", "Logging in", ["/answers/locked", "/answers/reset"]),
        ("mailbox", "The shared mailbox", ["/answers/share"]),
    ]


def test_answers_stand_from_a_to_z(small: Catalogue) -> None:
    """Each letter stands once; articles at the start do not count, and capitals neither."""
    share = small.topics["share"]
    the = dataclasses.replace(share, header=share.header.copy(update={"title": "The lost key"}))
    groups = by_letter(dataclasses.replace(small, topics={**small.topics, "share": the}))

    assert [(g.id, [e.title for e in g.entries]) for g in groups] == [
        ("letter-l", ["A locked account", "The lost key"]),
        ("letter-r", ["Reset a password"]),
    ]


def test_every_answer_is_listed_twice(site: dict[str, Page], real: Catalogue) -> None:
    """By theme with the words that users say, and from A to Z."""
    page = read(site["/answers"])
    links = [a.attributes["href"] for a in page.all("a")]

    for topic in real.topics.values():
        assert links.count(f"/answers/{topic.id}") == 2
        assert f"{topic.header.title} {topic.header.label}" in page.text
