"""What was said before a message is read from Rasa's events."""

from __future__ import annotations

from typing import Any

from rasa.shared.core.events import ActionExecuted, BotUttered, Event, UserUttered

from bot.nlu.components.conversation import (
    answered_lately,
    before,
    parts_shown,
)
from bot.nlu.context import Before
from bot.nlu.follow_up_files import REPLY

ADVISED = {"not_started": "aup"}
TITLES = {"mfa": "The second step", "leaver": "Somebody leaves", "aup": "Accept the policy"}


def _user(text: str, intent: str, *ranking: str) -> UserUttered:
    read = {"intent_ranking": [{"name": name} for name in ranking]}
    return UserUttered(text, intent={"name": intent}, parse_data=read)


def _bot(**custom: Any) -> list[Event]:
    said = BotUttered("words"), BotUttered(data={"custom": custom})
    return [ActionExecuted("action_answer_topic"), *said]


def _answer(topic: str) -> list[Event]:
    return _bot(kind="answer", topic=topic)


def test_nothing_was_said() -> None:
    """A conversation that begins has nothing before it."""
    assert before([], TITLES, ADVISED) == Before()


def test_an_answer_is_remembered() -> None:
    """The topic, the question, and what it might have meant."""
    events = [_user("how do I set up the code", "mfa", "mfa", "aup"), *_answer("mfa")]

    found = before(events, TITLES, ADVISED)

    assert found == Before(
        topic="mfa",
        question="how do I set up the code",
        shown=("mfa",),
        ranking=("mfa", "aup"),
    )
    assert found.others == ["aup"]


def test_small_talk_between_does_not_hide_the_topic() -> None:
    """Thanks are no new topic; but what they got shows nothing that could be refused."""
    events = [
        _user("how do I set up the code", "mfa", "mfa"),
        *_answer("mfa"),
        _user("ok thanks", "thanks", "thanks"),
        *_bot(kind="notice", outcome="small_talk"),
    ]

    found = before(events, TITLES, ADVISED)

    assert (found.topic, found.shown) == ("mfa", ())
    assert found.question == "how do I set up the code"


def test_a_topic_is_forgotten_after_three_turns() -> None:
    """What was answered long ago is not what a follow-up is about."""
    events = [_user("how do I set up the code", "mfa", "mfa"), *_answer("mfa")]
    for _ in range(3):
        events += [_user("hm", "nlu_fallback"), *_bot(kind="notice", outcome="not_understood")]

    assert before(events, TITLES, ADVISED).topic is None


def test_the_topic_before_is_remembered_too() -> None:
    """People come back to it; the same topic once more is none before."""
    events = [
        *(_user("how do I set up the code", "mfa", "mfa"), *_answer("mfa")),
        *(_user("and who do I tell", "leaver", "leaver"), *_answer("leaver")),
        *(_user("what if she has gone", "leaver", "leaver"), *_answer("leaver")),
    ]

    assert before(events[:3], TITLES, ADVISED).earlier is None
    assert before(events, TITLES, ADVISED).topic == "leaver"
    assert before(events, TITLES, ADVISED).earlier == "mfa"


def test_of_two_answers_the_last_is_the_topic() -> None:
    """Both were shown, and a follow-up is about the second."""
    events = [_user("mfa and leavers", "two_questions"), *_answer("mfa"), *_answer("leaver")]

    found = before(events, TITLES, ADVISED)

    assert (found.topic, found.earlier) == ("leaver", "mfa")
    assert set(found.shown) == {"mfa", "leaver"}


def test_a_second_refusal_still_knows_the_question() -> None:
    """What was offered for the first refusal is refused too; the question stays the same."""
    events = [
        _user("how do I set up the code", "mfa", "mfa", "aup", "leaver"),
        *_answer("mfa"),
        _user("no not that", "not_what_i_meant", "not_what_i_meant"),
        *_bot(kind="choices", topics=["aup"]),
    ]

    found = before(events, TITLES, ADVISED)

    assert found.question == "how do I set up the code"
    assert found.others == ["leaver"]


def test_what_was_only_offered_is_no_topic() -> None:
    """Behind an offer a follow-up is about the question that led to it."""
    events = [
        _user("how do I set up the code", "mfa", "mfa"),
        *_answer("mfa"),
        _user("the policy thing", "between_topics", "aup", "leaver"),
        *_bot(kind="choices", topics=["aup", "leaver"]),
    ]

    found = before(events, TITLES, ADVISED)

    assert (found.topic, found.earlier, found.question) == (None, "mfa", "the policy thing")
    assert found.shown == ("aup", "leaver")


def test_behind_a_site_its_advice_is_the_topic() -> None:
    """What to do, in its scenario, is what a follow-up is about; nothing was shown to refuse."""
    events = [
        _user("how is our home doing", "site_activity"),
        *_bot(kind="site", scenario="not_started"),
    ]

    found = before(events, TITLES, ADVISED)

    assert found == Before("aup", question="how is our home doing")


def test_a_pressed_button_is_no_question() -> None:
    """After a button the question before it is the one that was misunderstood."""
    events = [
        _user("something about codes", "between_topics", "mfa", "aup"),
        *_bot(kind="choices", topics=["mfa", "leaver"]),
        _user("/mfa", "mfa"),
        *_answer("mfa"),
    ]

    found = before(events, TITLES, ADVISED)

    assert found.question == "something about codes"
    assert found.topic == "mfa"
    assert found.others == ["aup"]


def test_the_parts_that_were_shown_are_remembered() -> None:
    """Those of this topic, whenever they were shown; that nothing is known shows none."""
    events = [
        _user("what is it", "mfa", "mfa"),
        *_answer("mfa"),
        _user("without it", "mfa", "mfa"),
        *_bot(kind="answer", topic="mfa", section="Without it", again=True),
        _user("the policy", "aup", "aup"),
        *_bot(kind="answer", topic="aup", section="When"),
        _user("who made it", "mfa", "mfa"),
        *_bot(kind="answer", topic="mfa", section=None, known=False),
        _user("how was that", "mfa", "mfa"),
        *_bot(kind="answer", topic="mfa", section=None, again=True),
        _user("and without a phone", "mfa", "mfa"),
        *_bot(kind="answer", topic="mfa", section="No phone"),
    ]

    assert parts_shown(events, "mfa") == {REPLY: 3, "Without it": 1, "No phone": 1}
    assert parts_shown([], "mfa") == {}


def test_an_answer_is_given_once_not_long_ago() -> None:
    """After three messages it may be given as if for the first time."""
    asked = [_user("what is it", "mfa", "mfa"), *_answer("mfa")]
    small_talk = [_user("ok", "affirm", "affirm"), *_bot(kind="notice", outcome="small_talk")]

    assert answered_lately([*asked, *small_talk, *small_talk]) == ["mfa"]
    assert answered_lately([*asked, *(small_talk * 3)]) == []
