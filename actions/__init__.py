"""Rasa's way in: each action reads the conversation, calls one function of `bot` and replies."""

from actions.answers import ActionAnswerTopic, ActionOfferChoices, ActionShowTheme
from actions.conversation import ActionNotUnderstood, ActionSayWithThemes

__all__ = [
    "ActionAnswerTopic",
    "ActionNotUnderstood",
    "ActionOfferChoices",
    "ActionSayWithThemes",
    "ActionShowTheme",
]
