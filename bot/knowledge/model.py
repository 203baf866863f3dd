"""The things that knowledge/ holds. docs/knowledge.md says what each field is for."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Optional, Union

from pydantic import BaseModel, ConstrainedStr, Extra, Field, validator

LONGEST_TITLE = 65
LONGEST_LABEL = 40
MOST_RELATED = 3
LONGEST_REVIEW = dt.timedelta(days=366)
_HEADING = re.compile(r"(?m)^### (.+?) *$")


class _Line(ConstrainedStr):
    """A text that is not empty and has no spaces around it."""

    strip_whitespace = True
    min_length = 1


class _Title(_Line):
    """The heading of a topic's page. `Field(max_length=...)` would undo the limits of `_Line`."""

    max_length = LONGEST_TITLE


class _Label(_Line):
    """The text of a topic's button."""

    max_length = LONGEST_LABEL


class _Record(BaseModel):
    """Refuses keys that it does not know, so that a misspelt key is found."""

    class Config:
        """pydantic's settings."""

        extra = Extra.forbid
        allow_mutation = False


class Section(_Record):
    """A section of a document that is covered whole; `answered_by` names what is not a topic."""

    title: _Line
    answered_by: Optional[_Line] = None


class Source(_Record):
    """A dated document or page. `date` is a year, a month or a day, as the source gives it."""

    title: _Line
    publisher: _Line
    date: str = Field(regex=r"^\d{4}(-\d{2}(-\d{2})?)?$")
    approximate: bool = False
    url: Optional[_Line] = None
    sections: list[Union[Section, str]] = []

    @validator("date")
    def _in_the_calendar(cls, date: str) -> str:
        parts = [int(part) for part in date.split("-")]
        dt.date(*[*parts, 1, 1][:3])
        return date

    @property
    def all_sections(self) -> list[Section]:
        """Give every section, also those that are written as a title alone."""
        return [
            section if isinstance(section, Section) else Section(title=section)
            for section in self.sections
        ]

    @property
    def section_titles(self) -> set[str]:
        """Give the titles that a topic may cite."""
        return {section.title for section in self.all_sections}


class Contact(_Record):
    """Somebody whom an answer may send the user to."""

    name: _Line
    phone: Optional[_Line] = None
    phone_options: Optional[_Line] = None
    email: Optional[_Line] = None
    hours: Optional[_Line] = None
    region: Optional[_Line] = None
    sources: list[str]
    checked: dt.date

    def value(self, field: str) -> str | None:
        """Give what stands for {contact.field} in an answer, or nothing."""
        if field not in {"name", "phone", "phone_options", "email", "hours", "region"}:
            return None
        found: str | None = getattr(self, field)
        return found


class Citation(_Record):
    """Where an answer takes its facts from."""

    source: _Line
    section: Optional[_Line] = None
    url: Optional[_Line] = None


class EmailRequest(_Record):
    """A request ready to send; [words in brackets] are blanks for the user."""

    to: _Line
    subject: _Line
    body: _Line


class Header(_Record):
    """The front matter of a topic's file."""

    title: _Title
    label: _Label
    sources: list[Citation] = Field(min_items=1)
    checked: dt.date
    review_by: dt.date
    related: list[_Line] = Field(min_items=1, max_items=MOST_RELATED, unique_items=True)
    older: Optional[_Line] = None
    email: Optional[EmailRequest] = None

    @validator("review_by")
    def _review_in_time(cls, review_by: dt.date, values: dict[str, object]) -> dt.date:
        checked = values.get("checked")
        if isinstance(checked, dt.date) and not checked < review_by <= checked + LONGEST_REVIEW:
            raise ValueError("must be after `checked`, and at most a year after it")
        return review_by


@dataclass(frozen=True)
class Topic:
    """One subject that people ask about, with its curated answer.

    Args:
        id: the key everywhere: file name, intent, reports, page address.
        theme: folder of the file.
        path: the file.
        header: its front matter.
        reply: Markdown for the chat, contacts filled in.
        more: Markdown for the topic's own page; may be empty.
        reply_line: line of the file on which the reply starts, from 1.
        more_line: the same for `more`.
        lines: the line of each key of the front matter.
    """

    id: str
    theme: str
    path: Path
    header: Header
    reply: str
    more: str
    reply_line: int
    more_line: int
    lines: dict[str, int]

    @property
    def sections(self) -> dict[str, str]:
        """Give the sections of `more` by their headings: Markdown without the heading."""
        _, *parts = _HEADING.split(self.more)
        return {
            heading: text.strip() for heading, text in zip(parts[::2], parts[1::2], strict=True)
        }
