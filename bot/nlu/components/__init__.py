"""Rasa graph components: each wraps one piece of `bot.nlu` for the pipeline in config.yml."""

from functools import lru_cache

from rasa.shared.constants import INTENT_MESSAGE_PREFIX
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.knowledge.catalogue import Catalogue, load_catalogue
from bot.settings import Settings

NORMALISED_TEXT = "normalised_text"
"""Message property: the text after spelling correction. `text` itself stays as it was typed."""

FOLLOW_UPS = "follow_ups"
"""Training message property: the bot.nlu.follow_up_files.FollowUps of a topic. Such a message has
no text, as what it holds is no example of its intent: behind another answer it may ask for more."""

SENTENCE = "sentence"
"""Message property: the bot.nlu.sentence.Sentence, whose vectors are made when they are needed."""

CASCADE = "cascade"
"""Message property: the bot.nlu.topic_reader.Cascade with which later components read more."""

READING = "reading"
"""Message property: the bot.nlu.topic_reader.Reading that holds for the message."""


@lru_cache(maxsize=1)
def knowledge() -> Catalogue:
    """Read the knowledge once for all components of the process."""
    return load_catalogue(Settings.from_environment().knowledge_folder)


def is_payload(message: Message) -> bool:
    """Tell whether a message is a button's payload, which Rasa reads after all components."""
    return str(message.get(TEXT) or "").startswith(INTENT_MESSAGE_PREFIX)
