"""The words of the pages, read from knowledge/pages.yml."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from string import Formatter

from pydantic import BaseModel, Extra, validator
from pydantic.fields import ModelField

from bot.knowledge.model import Contact
from bot.knowledge.problems import KnowledgeError, Problem
from bot.knowledge.topic_file import fill
from bot.knowledge.yaml_file import line_of, parse, read_mapping, read_text

_BLANKS = {
    "page_title": "page",
    "help_text": "hours phone",
    "email_open": "to",
    "source": "date title",
    "checked": "date due",
    "accessibility_body": "operator",
    "privacy_body": "days operator",
}
"""What is filled in where, contacts aside; a text that is not named here stands as it is."""


class PageTexts(BaseModel):
    """Each text under its name in the file; those that end with _body are Markdown."""

    operator: str

    site_name: str
    page_title: str
    skip: str
    navigation: str
    nav_answers: str
    nav_chat: str
    help_heading: str
    help_text: str
    about_navigation: str
    about_accessibility: str
    about_privacy: str
    about_embed: str
    independent: str

    answers_title: str
    answers_intro: str
    answers_find: str
    answers_contents: str
    answers_a_to_z: str
    answers_letters: str

    breadcrumb: str
    more_heading: str
    email_heading: str
    email_intro: str
    email_open: str
    email_to: str
    email_subject: str
    email_body: str
    older_heading: str
    sources_heading: str
    source: str
    checked: str
    related_heading: str
    back: str

    chat_title: str
    chat_body: str
    embed_title: str
    embed_body: str
    accessibility_title: str
    accessibility_body: str
    privacy_title: str
    privacy_body: str
    missing_title: str
    missing_body: str

    class Config:
        """A name that nothing uses is a slip of the pen."""

        extra = Extra.forbid
        allow_mutation = False

    @validator("*")
    def _is_complete(cls, text: str, field: ModelField) -> str:
        if not text.strip():
            raise ValueError("this has no text")
        allowed = set(_BLANKS.get(field.name, "").split())
        unknown = {name for name in _blanks(text) if "." not in name} - allowed
        if unknown:
            words = ", ".join(f"{{{name}}}" for name in sorted(unknown))
            raise ValueError(f"nothing is filled in for {words} here")
        return text


def load_texts(knowledge: Path, contacts: Mapping[str, Contact]) -> PageTexts:
    """Read the words of the pages from the folder knowledge/, and fill in the contacts.

    Raises:
        KnowledgeError: the file cannot be used; the message names the line and the text.
    """
    path = knowledge / "pages.yml"
    data = read_mapping(read_text(path), path)
    texts = parse(PageTexts, data, path)
    filled = {name: fill(text, contacts) for name, text in texts.dict().items()}
    problems = [
        Problem(path, line_of(data, (name,)), f"{{{blank}}} is not in knowledge/contacts.yml.")
        for name, text in filled.items()
        for blank in _blanks(text)
        if "." in blank
    ]
    if problems:
        raise KnowledgeError(problems)
    return texts.copy(update=filled)


def _blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
