"""Draw a reply in a terminal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.markdown import Markdown
from rich.text import Text

from bot.knowledge.catalogue import Catalogue
from bot.knowledge.replies import spoken_date

Message = Mapping[str, Any]
_WITH_SOURCES = ("answer", "site")


def draw(console: Console, catalogue: Catalogue, messages: Sequence[Message]) -> list[Message]:
    """Draw the messages of one turn; give their buttons, numbered from 1 on the screen."""
    buttons: list[Message] = []
    for place, message in enumerate(messages):
        if message.get("text"):
            if place:
                console.print()
            console.print(Markdown(message["text"]))
        if message.get("custom", {}).get("kind") in _WITH_SOURCES:
            console.print()
            _draw_footer(console, catalogue, message["custom"])
        buttons.extend(message.get("buttons", []))
    if buttons:
        console.print()
    for number, button in enumerate(buttons, 1):
        console.print(Text(f"  {number}  {button['title']}", style="cyan"))
    return buttons


def _draw_footer(console: Console, catalogue: Catalogue, answer: Message) -> None:
    phrases = catalogue.phrases
    if answer.get("email"):
        email = answer["email"]
        console.print(
            Text(phrases["email"].format(**email) + "\n" + email["body"].rstrip(), style="green")
        )
    for source in answer["sources"]:
        console.print(Text(phrases["source"].format(**source), style="dim"))
    checked = spoken_date(dt.date.fromisoformat(answer["checked"]))
    console.print(Text(phrases["checked"].format(date=checked), style="dim"))
    if answer.get("older"):
        console.print(Text(phrases["older"].format(older=answer["older"]), style="dim"))
