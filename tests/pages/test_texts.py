"""The words of the pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.knowledge.catalogue import Catalogue
from bot.knowledge.content_check import check_texts
from bot.knowledge.problems import KnowledgeError
from bot.pages.texts import load_texts
from bot.settings import PROJECT
from tests.knowledge.folder import edit, line_with, only_problem


def test_the_words_follow_the_content_rules() -> None:
    """What a program can check of how we write holds for every text."""
    assert list(check_texts(PROJECT / "knowledge" / "pages.yml")) == []


def test_contacts_are_filled_in(folder: Path, small: Catalogue) -> None:
    """The number of the contacts stands where the text names it."""
    assert "phone the NHSmail helpdesk on 07700 900123" in (
        load_texts(folder, small.contacts).chat_body
    )


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("skip: Skip", "skipp: Skip", "`skipp`: extra fields not permitted."),
        ("skip: Skip to the main content", "skip: ' '", "`skip`: this has no text."),
        (
            "back: Back to",
            "back: Back {days} to",
            "`back`: nothing is filled in for {days} here.",
        ),
        (
            "back: Back to",
            "back: Back {helpdesk.fax} to",
            "{helpdesk.fax} is not in knowledge/contacts.yml.",
        ),
    ],
)
def test_slips_are_named(folder: Path, small: Catalogue, old: str, new: str, reason: str) -> None:
    """A text that is missing, unknown, empty or has a wrong blank is found with its line."""
    path = folder / "pages.yml"
    edit(path, old, new)

    with pytest.raises(KnowledgeError) as raised:
        load_texts(folder, small.contacts)

    assert (path, line_with(path, new), reason) in raised.value.problems


def test_a_missing_file_is_named(folder: Path, small: Catalogue) -> None:
    """The error says which file is not there."""
    (folder / "pages.yml").unlink()

    with pytest.raises(KnowledgeError) as raised:
        load_texts(folder, small.contacts)

    assert only_problem(raised.value).path == folder / "pages.yml"
