"""The elements of Adaptive Cards 1.5 that our cards are made of (adaptivecards.io, "Schema")."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Element = dict[str, Any]
_CARD = "application/vnd.microsoft.card.adaptive"


def card_activity(body: Sequence[Element], summary: str) -> dict[str, Any]:
    """Give the activity that shows a card; the summary is what a notification says."""
    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.5",
        "fallbackText": summary,
        "body": list(body),
        "msteams": {"width": "Full"},
    }
    attachment = {"contentType": _CARD, "content": card}
    return {"type": "message", "summary": summary, "attachments": [attachment]}


def text(words: str, **how: Any) -> Element:
    """Give a block of Markdown."""
    return {"type": "TextBlock", "text": words, "wrap": True, **how}


def small(words: str, **how: Any) -> Element:
    """Give a block of what stands behind an answer."""
    return text(words, size="Small", isSubtle=True, spacing="Small", **how)


def heading(words: str) -> Element:
    """Give a line above a group."""
    return text(words, weight="Bolder", spacing="Medium", separator=True)


def facts(named: Iterable[tuple[str, str]]) -> Element:
    """Give a list of names with their values."""
    return {"type": "FactSet", "facts": [{"title": name, "value": value} for name, value in named]}


def submit(title: str, data: Mapping[str, Any]) -> Element:
    """Give a button that sends data."""
    return {"type": "Action.Submit", "title": title, "data": dict(data)}


def row(*actions: Element, **how: Any) -> Element:
    """Give buttons beside each other; Teams draws at most six in one set."""
    return {"type": "ActionSet", "actions": list(actions), "spacing": "Small", **how}
