"""Answers survive being kept as JSON, and nothing else passes for one."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.activity.directory.answers import (
    CareSite,
    Closed,
    HeadOffice,
    KnownAnswer,
    NoSuchCode,
    OtherOrganisation,
    from_json,
    to_json,
)
from bot.activity.model import Setting

TEXT = st.text(max_size=20)
ANSWERS: st.SearchStrategy[KnownAnswer] = st.one_of(
    st.builds(NoSuchCode),
    st.builds(Closed, TEXT, st.none() | st.dates(), st.lists(TEXT, max_size=3).map(tuple)),
    st.builds(HeadOffice, TEXT),
    st.builds(CareSite, TEXT, TEXT, st.none() | TEXT, st.none() | TEXT, st.sampled_from(Setting)),
    st.builds(OtherOrganisation, TEXT),
)


@settings(deadline=None)
@given(ANSWERS)
def test_an_answer_survives_json(answer: KnownAnswer) -> None:
    """What is written, stored as text and read again is the same answer of the same kind."""
    read = from_json(json.loads(json.dumps(to_json(answer))))

    assert (type(read), read) == (type(answer), answer)


def test_the_written_form_stays_as_it_is() -> None:
    """Answers in a database outlive a version of the program, so their form is fixed here."""
    closed = Closed("MARIGOLD LODGE", dt.date(2024, 4, 30), ("VLZ3A",))
    site = CareSite("VLZ2A", "MARIGOLD LODGE", None, "ZZ99 3WZ", Setting.HOME_CARE)

    assert to_json(closed) == {
        "kind": "closed",
        "name": "MARIGOLD LODGE",
        "on": "2024-04-30",
        "successors": ["VLZ3A"],
    }
    assert to_json(site) == {
        "kind": "care_site",
        "code": "VLZ2A",
        "name": "MARIGOLD LODGE",
        "town": None,
        "postcode": "ZZ99 3WZ",
        "setting": "home_care",
    }


@pytest.mark.parametrize(
    "written",
    [
        {},
        {"kind": "could_not_check", "reason": "off"},
        {"kind": ["closed"]},
        {"kind": "closed", "name": "A"},
        {"kind": "closed", "name": "A", "on": 5, "successors": []},
        {"kind": "closed", "name": "A", "on": "2024-02-30", "successors": []},
        {"kind": "head_office"},
        {"kind": "head_office", "name": "A", "town": "B"},
        {"kind": "care_site", "code": "A", "name": "A", "town": None, "postcode": None,
         "setting": "hospital"},
    ],
)  # fmt: skip
def test_something_else_is_refused(written: dict[str, Any]) -> None:
    """What this version did not write is no answer, and no other error comes of it."""
    with pytest.raises(ValueError, match="no answer of the directory"):
        from_json(written)
