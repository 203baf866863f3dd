"""Rasa graph components: each wraps one piece of `bot.nlu` for the pipeline in config.yml."""

from rasa.shared.constants import INTENT_MESSAGE_PREFIX
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

NORMALISED_TEXT = "normalised_text"
"""Message property: the text after spelling correction. `text` itself stays as it was typed."""


def is_payload(message: Message) -> bool:
    """Tell whether a message is a button's payload, which Rasa reads after all components."""
    return str(message.get(TEXT) or "").startswith(INTENT_MESSAGE_PREFIX)
