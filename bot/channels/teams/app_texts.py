"""The words of the app in Teams, read from knowledge/teams_app.yml."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, Extra, Field, conlist

from bot.knowledge.problems import KnowledgeError, Problem
from bot.knowledge.yaml_file import line_of, parse, read_mapping, read_text

FILE = "teams_app.yml"
_MOST_COMMANDS = 10


class _Strict(BaseModel):
    class Config:
        """A name that nothing uses is a slip of the pen."""

        extra = Extra.forbid
        allow_mutation = False
        anystr_strip_whitespace = True


class Command(_Strict):
    """An entry of the menu: its title is what the user sends by choosing it."""

    title: str = Field(min_length=1, max_length=32)
    description: str = Field(min_length=1, max_length=128)


class AppTexts(_Strict):
    """Each text under its name in the file.

    The longest lengths, in characters, are those of Microsoft's app manifest schema.
    """

    developer: str = Field(min_length=1, max_length=32)
    name: str = Field(min_length=1, max_length=30)
    full_name: str = Field(min_length=1, max_length=100)
    short_description: str = Field(min_length=1, max_length=80)
    description: str = Field(min_length=1, max_length=4_000)
    commands: conlist(Command, min_items=1, max_items=_MOST_COMMANDS)  # type: ignore[valid-type]


def load_app_texts(knowledge: Path) -> AppTexts:
    """Read the words of the app from the folder knowledge/.

    Raises:
        KnowledgeError: the file cannot be used; the message names the line and the text.
    """
    path = knowledge / FILE
    data = read_mapping(read_text(path), path)
    texts = parse(AppTexts, data, path)
    titles = [command.title.casefold() for command in texts.commands]
    twice = [
        Problem(path, line_of(data, ("commands", place)), "This title stands above already.")
        for place, title in enumerate(titles)
        if title in titles[:place]
    ]
    if twice:
        raise KnowledgeError(twice)
    return texts
