"""Sites and areas are looked up however people ask, also by who has seen no example."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.end_to_end.assistant import Assistant, running
from tests.evaluation.asking import custom_payloads
from tests.evaluation.banks import BANKS

LEAST = 0.88  # of the turns; some of the rest can be argued about, as comments in the bank say
NEXT_STEP = {
    "site_unknown": {"site_unknown", "site_asked"},
    "head_office": {"site_unknown"},
    "dentist": {"site_unknown"},
    "postcode": {"site_asked"},
    "cqc_location": {"site_asked"},
    "site_choice": {"site_asked"},
    "site_asked": {"site_asked"},
    "ended": {"small_talk"},
}
Payload = dict[str, Any]


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """A new assistant, which has the sample reports."""
    with running(tmp_path_factory.mktemp("look_ups")) as started:
        yield started


def test_look_ups_are_understood(assistant: Assistant) -> None:
    """Nearly nine turns in ten get what they are to get."""
    text = (Path(BANKS["bank"]) / "look_ups.yml").read_text(encoding="utf-8")
    turns, wrong = 0, []
    for conversation in YAML(typ="safe").load(text):
        sender = uuid.uuid4().hex
        for turn in conversation["turns"]:
            said = custom_payloads(assistant.url, sender, turn["user"])
            turns += 1
            if not is_right(turn, said):
                wrong.append((conversation["name"], turn["user"], turn["expect"], said))

    assert len(wrong) <= (1 - LEAST) * turns, wrong


def is_right(turn: Payload, said: Sequence[Payload]) -> bool:
    """Tell whether the first thing said is what was to be said, and the reminder follows it."""
    [first, *more] = said
    kind, outcome, wanted = first["kind"], first.get("outcome"), turn["expect"]
    reminded = "then" not in turn or any(other.get("outcome") == turn["then"] for other in more)
    if wanted == "site_advice":
        return kind == "site" and first["ods_code"] == turn["code"]
    if wanted == "area_figures":
        return kind == "area" and is_area(turn, first)
    if wanted == "topic":
        return kind in ("answer", "choices") and reminded
    if wanted == "other":
        return kind not in ("site", "area")
    return outcome in NEXT_STEP[wanted]


def is_area(turn: Payload, said: Payload) -> bool:
    """Tell whether these are the figures of the area, and of the setting where one was named."""
    settings = [each["setting"] for each in said["settings"]]
    named = turn["area"].removesuffix(" CCG") == said["area"].removesuffix(" CCG")
    return named and ("setting" not in turn or settings == [turn["setting"]])
