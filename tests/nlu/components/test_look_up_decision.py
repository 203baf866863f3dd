"""A message is sent to a look-up by what it names and by what was said before it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT

from bot.nlu.components.area_extractor import AreaExtractor
from bot.nlu.components.clinical_detector import CLINICAL_CHANCE
from bot.nlu.components.look_up_decision import LookUpDecision
from bot.nlu.components.ods_code_extractor import OdsCodeExtractor
from bot.nlu.components.topic_decision import DECISION
from bot.settings import PROJECT
from tests.nlu.components.graph import Graph, said

Decide = Callable[..., str | None]
ASKED = [SlotSet("site_asked", 1)]
AREA_SHOWN = [UserUttered("leeds"), BotUttered("words", data={"custom": {"kind": "area"}})]
NOT_UNDERSTOOD = "nlu_fallback"


@pytest.fixture(scope="session")
def domain() -> Domain:
    """The project's domain, for its slots."""
    return Domain.load(str(PROJECT / "domain.yml"))


@pytest.fixture
def decide(domain: Domain, pipeline: dict[str, dict[str, Any]], tmp_path: Path) -> Decide:
    """Find codes and areas in a text, decide, and give the intent's name."""
    graph = Graph(tmp_path)
    extractors = [graph.node(each, {}, "create") for each in (OdsCodeExtractor, AreaExtractor)]
    component = LookUpDecision(
        {**LookUpDecision.get_default_config(), **pipeline["LookUpDecision"]}
    )

    def intent_of(
        text: str,
        understood: str | None = NOT_UNDERSTOOD,
        confidence: float = 0.0,
        before: Sequence[Event] = (),
        **properties: Any,
    ) -> str | None:
        intent = {"name": understood, "confidence": confidence}
        message = said(text, **{INTENT: intent, **properties})
        for extractor in extractors:
            message = extractor.read(message)
        tracker = DialogueStateTracker("somebody", domain.slots)
        for event in before:
            tracker.update(event)
        [read] = component.process([message], tracker)
        assert read.get(INTENT)["confidence"] == confidence
        name: str | None = read.get(INTENT)["name"]
        return name

    return intent_of


def _suggested(*codes: str) -> list[Event]:
    buttons = [
        {"title": code, "payload": f'/site_activity{{"ods_code": "{code}"}}'} for code in codes
    ]
    return [
        UserUttered("V1Z2A"),
        BotUttered("Did you mean?", data={"buttons": [*buttons, {"payload": "/ods_code"}]}),
        BotUttered(data={"custom": {"kind": "notice", "outcome": "site_asked"}}),
    ]


def test_a_yes_takes_the_single_suggestion(decide: Decide) -> None:
    """Of two codes it is not known which, and a no is not a yes."""
    assert decide("yes", "affirm", 0.9, before=_suggested("VLZ2A")) == "site_activity"
    assert decide("yes", "affirm", 0.9, before=_suggested("VLZ2A", "VLZ2B")) == "affirm"
    assert decide("yes", "affirm", 0.9, before=_suggested()) == "affirm"
    assert decide("no", "deny", 0.9, before=_suggested("VLZ2A")) == "deny"
    later = [*_suggested("VLZ2A"), UserUttered("ok"), BotUttered("Good.")]
    assert decide("yes", "affirm", 0.9, before=later) == "affirm"


@pytest.mark.parametrize(
    "text",
    [
        "VLZ2A",
        "vlz2a please",
        "its V L W 2 A",
        "how is VLZ2A doing",
        "VLZ2A or VNZ4D",
        "A1Z2",
        "our postcode is ZZ99 3WZ",
        "1-100000001 is our CQC number",
    ],
)
@pytest.mark.parametrize("understood", [NOT_UNDERSTOOD, "between_topics", "follow_up"])
def test_a_code_that_was_not_understood_is_looked_up(
    decide: Decide, text: str, understood: str
) -> None:
    """The words say nothing; the code, or what stands for it, does."""
    assert decide(text, understood, 0.3) == "site_activity"


@pytest.mark.parametrize(
    ("confidence", "intent"), [(0.7, "ods_code_changed"), (0.69, "site_activity")]
)
def test_a_clear_question_with_a_code_stays_one(
    decide: Decide, confidence: float, intent: str
) -> None:
    """From `sure` on, what is said around the code is what is asked."""
    text = "our code changed from VLZ2A"

    assert decide(text, "ods_code_changed", confidence) == intent


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("leeds", "area_activity"),
        ("what about Wakefield", "area_activity"),
        ("care homes in hudersfield", "area_activity"),
        ("my neighbour moved to Leeds with his dog last year", NOT_UNDERSTOOD),
        ("home care", NOT_UNDERSTOOD),
    ],
)
def test_an_area_is_looked_up(decide: Decide, text: str, intent: str) -> None:
    """A name with a few words is a question; in a long sentence it is a place."""
    assert decide(text) == intent


@pytest.mark.parametrize("text", ["and home care there?", "care homes", "domiciliary care too"])
def test_a_setting_behind_an_area_asks_for_its_figures(decide: Decide, text: str) -> None:
    """The area is known from the reply before."""
    assert decide(text, before=AREA_SHOWN) == "area_activity"


def test_only_the_latest_reply_makes_a_setting_a_question(decide: Decide) -> None:
    """Behind another answer, home care is a word."""
    other = [UserUttered("mfa"), BotUttered("words", data={"custom": {"kind": "answer"}})]

    assert decide("home care", before=[*AREA_SHOWN, *other]) == NOT_UNDERSTOOD


@pytest.mark.parametrize("data", [None, {}, {"custom": None}])
def test_a_reply_without_payload_is_no_area(decide: Decide, data: dict[str, Any] | None) -> None:
    """Whatever form Rasa gives a reply, nothing is taken for an area's figures."""
    assert decide("home care", before=[BotUttered("words", data=data)]) == NOT_UNDERSTOOD


@pytest.mark.parametrize("text", ["vl9", "VL 09", "0k9", "vlz2"])
def test_an_attempt_at_a_code_counts_where_one_is_waited_for(decide: Decide, text: str) -> None:
    """One or two words with a digit are meant as the code, and as nothing elsewhere."""
    assert decide(text, before=ASKED) == "site_activity"
    assert decide(text) == NOT_UNDERSTOOD


@pytest.mark.parametrize("text", ["I forgot my password", "one moment please", "it has 3 words"])
def test_other_words_are_other_words_while_a_code_is_waited_for(decide: Decide, text: str) -> None:
    """A question in the middle keeps its intent."""
    assert decide(text, "password_reset", 0.9, ASKED) == "password_reset"
    assert decide(text, before=ASKED) == NOT_UNDERSTOOD


def test_a_code_is_no_longer_waited_for(decide: Decide) -> None:
    """Once the look-up has ended, "vl9" is nothing."""
    assert decide("vl9", before=[*ASKED, SlotSet("site_asked", 0)]) == NOT_UNDERSTOOD


@pytest.mark.parametrize(
    ("understood", "likeliest", "before", "intent"),
    [
        (NOT_UNDERSTOOD, "ods_code", ASKED, "ods_code"),
        ("between_topics", "ods_code", ASKED, "ods_code"),
        ("between_topics", "ods_code", [], "between_topics"),
        ("between_topics", "mfa", ASKED, "between_topics"),
    ],
)
def test_who_does_not_know_the_code_is_told_what_it_is(
    decide: Decide, understood: str, likeliest: str, before: Sequence[Event], intent: str
) -> None:
    """While a code is waited for, a doubtful question about codes is answered."""
    ranking = {INTENT_RANKING_KEY: [{"name": likeliest, "confidence": 0.3}]}

    assert decide("where do I find that", understood, 0.3, before, **ranking) == intent


def test_who_gives_the_code_in_doubtful_words_is_not_told_what_a_code_is(decide: Decide) -> None:
    """The code that was asked for is there: whatever its words look like, it is looked up."""
    ranking = {INTENT_RANKING_KEY: [{"name": "ods_code", "confidence": 0.3}]}

    found = decide("the code is VLZ2A", "between_topics", 0.3, ASKED, **ranking)

    assert found == "site_activity"


@pytest.mark.parametrize(
    ("text", "chance", "intent"),
    [
        ("VLZ2A", 0.69, "site_activity"),
        ("how is Leeds doing", 0.69, "area_activity"),
        ("VLZ2A", 0.7, "clinical_or_emergency"),
        ("a resident of VLZ2A fell over", 0.1, "clinical_or_emergency"),  # five other words
        ("she fell", 0.1, "clinical_or_emergency"),
    ],
)
def test_a_clinical_message_stays_one(
    decide: Decide, text: str, chance: float, intent: str
) -> None:
    """Only what hardly looks clinical, and is little but a code or an area, is looked up."""
    found = decide(text, "clinical_or_emergency", 0.9, ASKED, **{CLINICAL_CHANCE: chance})

    assert found == intent


def test_two_questions_stay_two(decide: Decide) -> None:
    """Each of them is answered by itself."""
    both = {DECISION: {"alternatives": [], "questions": ["mfa", "leaver"]}}

    assert decide("VLZ2A", "two_questions", 0.3, **both) == "two_questions"


def test_a_button_is_left_alone(domain: Domain) -> None:
    """Rasa itself reads what a button carries."""
    component = LookUpDecision(LookUpDecision.get_default_config())
    payload = '/area_activity{"area": "Leeds CCG"}'
    tracker = DialogueStateTracker("somebody", domain.slots)

    [read] = component.process([said(payload)], tracker)

    assert read.data == {TEXT: payload}


def test_a_message_that_nothing_read_is_left_without_an_intent(domain: Domain) -> None:
    """A message without entities and without an intent does not stop the pipeline."""
    component = LookUpDecision(LookUpDecision.get_default_config())
    tracker = DialogueStateTracker("somebody", domain.slots)

    [read] = component.process([said("hello")], tracker)

    assert read.get(INTENT) is None


def test_the_limits_come_from_the_settings(domain: Domain) -> None:
    """A limit of the configuration is used in the place of the default."""
    component = LookUpDecision({**LookUpDecision.get_default_config(), "sure": 0.2})
    code = {"entity": "ods_code", "value": "VLZ2A", "role": "site", "start": 0, "end": 5}
    intent = {"name": "mfa", "confidence": 0.3}
    message = said("VLZ2A and the second step", intent=intent, entities=[code])
    tracker = DialogueStateTracker("somebody", domain.slots)

    [read] = component.process([message], tracker)

    assert read.get(INTENT) == intent
