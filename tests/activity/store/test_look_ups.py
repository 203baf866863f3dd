"""Look-ups are counted, and nothing else is noted of them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.activity.store import LookUpCount, Store, count_look_up, look_up_counts
from tests.activity.store.invented import DECEMBER, NOVEMBER, OCTOBER, everything


def test_look_ups_are_counted(store: Store) -> None:
    """Each day, kind and outcome has a count of its own."""
    for kind, outcome, day in [
        ("site", "site_advice", NOVEMBER),
        ("site", "site_advice", NOVEMBER),
        ("site", "site_unknown", NOVEMBER),
        ("area", "area_figures", NOVEMBER),
        ("site", "site_advice", OCTOBER),
    ]:
        count_look_up(store, kind, outcome, day)

    assert look_up_counts(store, OCTOBER) == [
        LookUpCount(OCTOBER, "site", "site_advice", 1),
        LookUpCount(NOVEMBER, "area", "area_figures", 1),
        LookUpCount(NOVEMBER, "site", "site_advice", 2),
        LookUpCount(NOVEMBER, "site", "site_unknown", 1),
    ]


def test_counts_begin_with_the_day_asked_for(store: Store) -> None:
    """That day counts, and the one before does not."""
    count_look_up(store, "site", "site_advice", OCTOBER)
    count_look_up(store, "site", "site_advice", NOVEMBER)

    assert [count.day for count in look_up_counts(store, NOVEMBER)] == [NOVEMBER]
    assert look_up_counts(store, DECEMBER) == []


def test_none_is_lost_when_many_count_at_once(store: Store) -> None:
    """Eight threads that count the same thing 25 times each come to 200."""
    with ThreadPoolExecutor(8) as threads:
        for done in [
            threads.submit(count_look_up, store, "site", "site_advice", NOVEMBER)
            for _ in range(200)
        ]:
            done.result()

    assert [each.count for each in look_up_counts(store, NOVEMBER)] == [200]


@pytest.mark.parametrize(
    ("kind", "outcome"), [("site", "VLZ2A"), ("vlz2a", "site_advice"), ("site", ""), ("a b", "c")]
)
def test_nothing_but_words_is_counted(store: Store, kind: str, outcome: str) -> None:
    """A code, or what somebody typed, cannot get into the table."""
    with pytest.raises(ValueError, match="words of a-z"):
        count_look_up(store, kind, outcome, NOVEMBER)

    assert everything(store)["activity_look_up"] == []
