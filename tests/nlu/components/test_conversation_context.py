"""A message is read with what was said before it, where it needs that."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pytest
from rasa.shared.core.events import BotUttered, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.components import CASCADE, READING, SENTENCE
from bot.nlu.components.conversation_context import ALONE, OTHERS, ConversationContext
from bot.nlu.components.follow_up_detector import FOLLOW_UP_CHANCE
from bot.nlu.components.follow_up_reader import FOLLOW_UP_READER
from bot.nlu.components.two_questions import QUESTIONS
from bot.nlu.sentence import Sentence
from bot.nlu.topic_reader import Reading
from tests.nlu.components.graph import said

LABELS = ("shared_mailbox_open", "shared_mailbox_mobile", "deny", "thanks")


def _reading(confidence: float, *chances: float) -> Reading:
    return Reading(LABELS, np.array(chances, dtype=np.float32), confidence)


class Reader:
    """Reads a text with "not" as a refusal, any other as about the mobile; notes what it got."""

    def __init__(self) -> None:
        """Nothing was read yet; be a cascade and its large encoder's reader."""
        self.heard: list[str] = []
        self.strange = -0.5
        self.readers = {"large": self}

    def read(self, text: str) -> Reading:
        """Read a text."""
        self.heard.append(text)
        refuses = "not" in text
        return _reading(0.9, 0.0, 0.0, 1.0, 0.0) if refuses else _reading(0.9, 0.1, 0.9, 0.0, 0.0)

    def strangeness(self) -> float:
        """Tell how strange the message is."""
        return self.strange


Read = Callable[..., tuple[Message, list[str]]]


@pytest.fixture
def read(pipeline: dict[str, dict[str, Any]]) -> Read:
    """Read a message behind an answer about opening the shared mailbox."""
    component = ConversationContext(pipeline["ConversationContext"], LABELS[:2], {})

    def behind(text: str, alone: Reading, **properties: Any) -> tuple[Message, list[str]]:
        before = properties.pop("before", _answered())
        reader = Reader()
        reader.strange = properties.pop("strange", reader.strange)
        message = said(text, **{CASCADE: reader, READING: alone, **properties})
        tracker = DialogueStateTracker.from_events("somebody", before)
        [found] = component.process([message], tracker)
        return found, reader.heard

    return behind


def _answered() -> Sequence[Event]:
    ranking = {"intent_ranking": [{"name": name} for name in LABELS[:2]]}
    answer = {"kind": "answer", "topic": LABELS[0]}
    return [
        UserUttered("where is it", intent={"name": LABELS[0]}, parse_data=ranking),
        BotUttered("words", data={"custom": answer}),
    ]


def test_a_follow_up_is_read_with_the_question(read: Read) -> None:
    """What is unclear alone becomes clear, but never sure; the confidence alone is kept."""
    unclear = _reading(0.2, 0.4, 0.3, 0.2, 0.1)

    found, heard = read("and on my phone?", unclear, **{FOLLOW_UP_CHANCE: 0.5})

    assert heard == ["where is it and on my phone?"]
    assert found.get(INTENT)["name"] == "shared_mailbox_mobile"
    assert 0.5 <= found.get(INTENT)["confidence"] < 0.7
    assert found.get(INTENT_RANKING_KEY)[1]["name"] == "shared_mailbox_open"
    assert found.get(ALONE) == 0.2


class FollowUps:
    """Knows what is asked behind answers: to refuse; notes what it was told."""

    def __init__(self) -> None:
        """Nothing was asked yet."""
        self.behind: list[Mapping[str, float]] = []
        self.confidence = 0.9
        self.told = [0.0, 0.0, 1.0, 0.0]

    def read(
        self, sentence: Sentence, topics: Mapping[str, float], labels: tuple[str, ...]
    ) -> Reading:
        """Read a message behind an answer."""
        self.behind.append(topics)
        return Reading(labels, np.array(self.told, dtype=np.float32), self.confidence)


def _handed(chance: float) -> tuple[FollowUps, dict[str, Any]]:
    """Give a model of follow-ups, and what hands it on with a message of that chance."""
    model = FollowUps()
    handed = {FOLLOW_UP_READER: model, SENTENCE: Sentence("hm", {})}
    return model, {FOLLOW_UP_CHANCE: chance, **handed}


def test_what_is_usually_asked_behind_the_answer_counts(read: Read) -> None:
    """The model of follow-ups is asked with the topic before, and outweighs."""
    follow_ups, handed = _handed(0.9)

    found, _ = read("and then", _reading(0.2, 0.4, 0.3, 0.2, 0.1), **handed)

    assert follow_ups.behind == [{LABELS[0]: 1.0}]
    assert found.get(INTENT)["name"] == "deny"


@pytest.mark.parametrize(
    ("told", "understood", "confidence"),
    [
        pytest.param([0.25, 0.2, 0.5, 0.05], "deny", 0.69, id="likely"),
        pytest.param([0.3, 0.2, 0.42, 0.08], "shared_mailbox_mobile", 0.52, id="doubtful"),
    ],
)
def test_a_follow_up_is_hardly_taken_for_what_needs_no_topic(
    read: Read, told: list[float], understood: str, confidence: float
) -> None:
    """A question gets no "fine"; and what is left is no surer than it is likely."""
    follow_ups, handed = _handed(0.05)
    follow_ups.told = told

    found, _ = read("ok and send it where", _reading(0.2, 0.3, 0.1, 0.1, 0.5), **handed)

    assert found.get(INTENT)["name"] == understood
    assert found.get(INTENT)["confidence"] == pytest.approx(confidence, abs=0.01)


def test_behind_an_offer_each_topic_may_be_meant(read: Read) -> None:
    """The model of follow-ups is asked with every topic that was offered."""
    offer = {"custom": {"kind": "choices", "topics": list(LABELS[:2])}}
    offered = [UserUttered("the mailbox", parse_data={}), BotUttered("words", data=offer)]
    follow_ups, handed = _handed(0.9)

    found, _ = read("on it", _reading(0.2, 0.4, 0.3, 0.2, 0.1), before=offered, **handed)

    assert follow_ups.behind == [dict.fromkeys(LABELS[:2], 1.0)]
    assert found.get(INTENT)["name"] == "deny"


@pytest.mark.parametrize(("chance", "in_context"), [(0.05, True), (0.005, False)])
@pytest.mark.parametrize(
    "alone",
    [_reading(0.95, 0.9, 0.1, 0.0, 0.0), _reading(0.6, 0.1, 0.1, 0.0, 0.8)],
    ids=["clear by itself", "needs no topic"],
)
def test_what_is_known_to_be_asked_outweighs_what_a_message_says_alone(
    read: Read, alone: Reading, *, chance: float, in_context: bool
) -> None:
    """A clear message, or one like a cry for help, may mean something behind the answer."""
    _, handed = _handed(chance)

    found, _ = read("option what", alone, **handed)

    assert (found.get(INTENT) is not None) is in_context
    assert not in_context or found.get(INTENT)["name"] == "deny"


@pytest.mark.parametrize(("confidence", "in_context"), [(0.51, True), (0.49, False)])
def test_only_a_sure_model_of_follow_ups_outweighs_a_clear_message(
    read: Read, *, confidence: float, in_context: bool
) -> None:
    """What is asked behind the answer has to be known well."""
    follow_ups, handed = _handed(0.05)
    follow_ups.confidence = confidence

    found, _ = read("option what", _reading(0.95, 0.9, 0.1, 0.0, 0.0), **handed)

    assert (found.get(INTENT) is not None) is in_context


@pytest.mark.parametrize(("strange", "in_context"), [(-0.03, True), (-0.01, False)])
def test_an_unlikely_follow_up_has_to_be_near_the_topics(
    read: Read, *, strange: float, in_context: bool
) -> None:
    """What may be one is read with the topic before, unless it could belong nowhere."""
    unclear = _reading(0.2, 0.4, 0.3, 0.2, 0.1)

    _, heard = read("and that one", unclear, strange=strange, **{FOLLOW_UP_CHANCE: 0.05})

    assert bool(heard) is in_context


def test_what_could_be_no_follow_up_is_not_asked_about(read: Read) -> None:
    """The model of follow-ups costs a reading, which a new question does not need."""
    follow_ups, handed = _handed(0.0)

    read("something", _reading(0.2, 0.4, 0.3, 0.2, 0.1), **handed)

    assert follow_ups.behind == []


@pytest.mark.parametrize(
    ("alone", "chance"),
    [
        (_reading(0.95, 0.9, 0.0, 0.1, 0.0), 0.4),  # clear by itself
        (_reading(0.2, 0.4, 0.3, 0.2, 0.1), 0.0),  # about something else
        (_reading(0.6, 0.1, 0.1, 0.0, 0.8), 0.9),  # thanks need no topic
    ],
)
def test_what_stands_by_itself_is_left_alone(read: Read, alone: Reading, chance: float) -> None:
    """A clear question, an unrelated message and small talk are not read again."""
    found, heard = read("something", alone, **{FOLLOW_UP_CHANCE: chance})

    assert heard == []
    assert found.get(INTENT) is None


def test_what_belongs_nowhere_is_no_follow_up(read: Read) -> None:
    """What is nearer to questions about other things is not read with the topic before."""
    unclear = _reading(0.2, 0.4, 0.3, 0.2, 0.1)

    found, heard = read("tell me a joke", unclear, strange=0.1, **{FOLLOW_UP_CHANCE: 0.2})

    assert heard == []
    assert found.get(INTENT) is None
    _, heard = read("and that one", unclear, strange=0.1, **{FOLLOW_UP_CHANCE: 0.9})
    assert heard == ["where is it and that one"]


@pytest.mark.parametrize(("strange", "answered"), [(-0.1, True), (-0.01, False)])
def test_what_is_hardly_strange_is_answered(read: Read, *, strange: float, answered: bool) -> None:
    """What may be a follow-up, and is near to the topics, gets an answer and not an offer."""
    unclear = _reading(0.2, 0.4, 0.3, 0.2, 0.1)

    found, heard = read("and that one", unclear, strange=strange, **{FOLLOW_UP_CHANCE: 0.2})

    assert bool(heard) is answered
    assert (found.get(INTENT) is not None) is answered
    assert not answered or found.get(INTENT)["confidence"] >= 0.5


def test_a_clear_message_is_a_follow_up_only_if_that_is_clear(read: Read) -> None:
    """What is clear by itself needs a chance of 0.5 to be read with what was said before."""
    clear = _reading(0.95, 0.9, 0.0, 0.1, 0.0)

    _, heard = read("and that one", clear, **{FOLLOW_UP_CHANCE: 0.6})

    assert heard == ["where is it and that one"]


def test_who_goes_on_behind_an_offer_is_read_with_the_question(read: Read) -> None:
    """Nothing was answered, so there is no title to read the message with."""
    offered = [
        UserUttered("the mailbox thing", intent={"name": "between_topics"}, parse_data={}),
        BotUttered("words", data={"custom": {"kind": "choices", "topics": list(LABELS[:2])}}),
    ]
    unclear = _reading(0.2, 0.4, 0.3, 0.2, 0.1)

    found, heard = read("on my phone", unclear, before=offered, **{FOLLOW_UP_CHANCE: 0.4})

    assert heard == ["the mailbox thing on my phone"]
    assert found.get(INTENT)["name"] == "shared_mailbox_mobile"


def test_what_corrects_clearly_is_left_alone(read: Read) -> None:
    """Behind a no, a clear message means what it says, however it depends on what was before."""
    clear = _reading(0.95, 0.0, 0.9, 0.1, 0.0)

    found, heard = read("no, I meant on my phone", clear, **{FOLLOW_UP_CHANCE: 0.9})

    assert heard == []
    assert found.get(INTENT) is None


def test_two_questions_need_no_topic_before_them(read: Read) -> None:
    """Where both halves of a message are clear, what was said before does not count."""
    unclear = _reading(0.2, 0.4, 0.3, 0.2, 0.1)
    both = ("leaver", "mfa")

    found, heard = read("x", unclear, **{FOLLOW_UP_CHANCE: 0.5, QUESTIONS: both})

    assert heard == []
    assert found.get(QUESTIONS) == both


def test_a_conversation_that_begins_has_no_context(read: Read) -> None:
    """Even what looks like a follow-up stays as it is."""
    unclear = _reading(0.2, 0.4, 0.3, 0.2, 0.1)

    found, heard = read("and on my phone?", unclear, before=[], **{FOLLOW_UP_CHANCE: 0.9})

    assert heard == []
    assert found.get(INTENT) is None


def test_a_refusal_gets_the_next_best(read: Read) -> None:
    """What the question might have meant beside the topic that was answered."""
    found, heard = read("no", _reading(0.9, 0.0, 0.0, 1.0, 0.0))

    assert heard == []
    assert found.get(OTHERS) == ["shared_mailbox_mobile"]


def test_a_refusal_behind_a_refusal_is_one(read: Read) -> None:
    """Who says no twice asks for nothing else: the next best is offered."""
    found, _ = read("no, that's not what I meant", _reading(0.9, 0.0, 0.0, 1.0, 0.0))

    assert found.get(OTHERS) == ["shared_mailbox_mobile"]
    assert found.get(INTENT) is None


def test_what_is_hardly_a_refusal_is_none(read: Read) -> None:
    """An unclear message is not taken for a no."""
    found, _ = read("hm", _reading(0.2, 0.0, 0.0, 1.0, 0.0))

    assert found.get(OTHERS) is None


def test_what_is_meant_instead_is_read_with_the_question(read: Read) -> None:
    """Behind the refusal stands what is meant; what was answered is out."""
    unclear = _reading(0.2, 0.4, 0.3, 0.2, 0.1)

    found, heard = read("no, the one on my phone", unclear)

    assert heard == ["the one on my phone", "where is it the one on my phone"]
    assert found.get(INTENT)["name"] == "shared_mailbox_mobile"
    names = {entry["name"]: entry["probability"] for entry in found.get(INTENT_RANKING_KEY)}
    assert names["shared_mailbox_open"] == 0.0


def test_words_that_correct_need_no_refusal_before_them(read: Read) -> None:
    """What was asked really is read without the words before it."""
    unclear = _reading(0.2, 0.4, 0.3, 0.2, 0.1)

    _, heard = read("That is for a PC. I asked how to see it on my phone", unclear)

    assert heard == ["how to see it on my phone", "where is it how to see it on my phone"]
