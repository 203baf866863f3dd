"""The part of an answer that a follow-up is about is found by its vector."""

from __future__ import annotations

import numpy as np
import pytest

from bot.nlu.floats import Floats
from bot.nlu.sections import nearest_section


def _vector(*numbers: float) -> Floats:
    vector = np.array(numbers, dtype=np.float32)
    length: Floats = vector / np.linalg.norm(vector)
    return length


MESSAGE = _vector(1, 0, 0)
SECTIONS = {"Cost": _vector(1, 2, 0), "Phones": _vector(2, 1, 0)}


def test_the_nearest_section_is_chosen() -> None:
    """Of the sections the one whose vector is nearest, if it is nearer than the reply."""
    assert nearest_section(MESSAGE, _vector(0, 1, 0), SECTIONS, 0.2) == "Phones"


@pytest.mark.parametrize(
    ("reply", "sections", "least"),
    [
        pytest.param(_vector(1, 0, 1), {"Cost": SECTIONS["Cost"]}, 0.2, id="the reply is nearer"),
        pytest.param(_vector(0, 1, 0), SECTIONS, 0.95, id="none is near"),
        pytest.param(_vector(0, 1, 0), {}, 0.2, id="there are none"),
    ],
)
def test_without_a_near_section_there_is_none(
    reply: Floats, sections: dict[str, Floats], least: float
) -> None:
    """A section that says nothing to the message is worse than the whole answer."""
    assert nearest_section(MESSAGE, reply, sections, least) is None
