"""Rasa's way in: each action reads the conversation, calls one function of `bot` and replies."""

from actions.activity import ActionEndLookUp, ActionLookUpArea, ActionLookUpSite
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
    "ActionEndLookUp",
    "ActionLookUpArea",
    "ActionLookUpSite",
    "ActionNotUnderstood",
    "ActionOfferChoices",
    "ActionOfferOthers",
    "ActionSayWithThemes",
    "ActionShowTheme",
]
