"""Rasa's way in: each action reads the conversation, calls one function of `bot` and replies."""

from actions.answers import (
    ActionAnswerBoth,
    ActionAnswerTopic,
    ActionOfferChoices,
    ActionOfferOthers,
    ActionShowTheme,
)
from actions.conversation import ActionNotUnderstood, ActionSayWithThemes

__all__ = [
    "ActionAnswerBoth",
    "ActionAnswerTopic",
    "ActionNotUnderstood",
    "ActionOfferChoices",
    "ActionOfferOthers",
    "ActionSayWithThemes",
    "ActionShowTheme",
]
