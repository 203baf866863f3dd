"""Draw replies as the channel does, and look at the cards."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jsonschema import Draft6Validator

from bot.channels.teams.card_texts import read_texts
from bot.channels.teams.cards import activity_of
from bot.knowledge import replies
from bot.knowledge.catalogue import load_catalogue
from bot.settings import PROJECT

CATALOGUE = load_catalogue(PROJECT / "knowledge")
TEXTS = read_texts(CATALOGUE)
URL = "https://assistant.example.org"
LARGEST, LARGEST_WITH_PICTURE = 28_000, 100_000  # bytes
SCHEMA = Draft6Validator(
    json.loads(
        (Path(__file__).parent / "fixtures" / "adaptive-card-1.5.schema.json").read_text("utf-8")
    )
)


def drawn(reply: dict[str, Any], **how: Any) -> dict[str, Any]:
    """Draw a reply as the channel does; check it, and give the card."""
    given = {"sign": str.upper, "vote": None, "public_url": URL, "picture": None, **how}
    activity = activity_of(reply, TEXTS, **given)
    assert activity["summary"] or not (reply.get("text") or "").strip()
    (attachment,) = activity["attachments"]
    card: dict[str, Any] = attachment["content"]
    check(card)
    return card


def check(card: dict[str, Any]) -> None:
    """Check a card by Microsoft's schema, and by the rules that it does not hold."""
    # The schema knows all but what is Teams' own.
    assert SCHEMA.is_valid({key: value for key, value in card.items() if key != "msteams"})
    assert (card["type"], card["version"]) == ("AdaptiveCard", "1.5")
    assert card["msteams"] == {"width": "Full"}
    names = [part["id"] for part in parts(card) if "id" in part]
    assert len(names) == len(set(names))
    for part in parts(card):
        kind = part["type"]
        assert kind != "Action.OpenUrl"  # in Teams such a button opens no email program
        if kind == "TextBlock":
            assert part["wrap"] is True
            assert part["text"].strip()
        elif kind == "ActionSet":
            assert 1 <= len(part["actions"]) <= 6
        elif kind == "Action.Submit":
            assert "msteams" not in part["data"]
            assert part["title"]
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
        if "type" in part and part["type"] != "AdaptiveCard":
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
