"""Sum up an evaluation: the figures that have limits, and the tables of the report."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from tests.evaluation.asking import Asked
from tests.evaluation.judging import Verdict, identity, judge

_BANDS = 10
Table = dict[str, dict[str, int]]


def figures(asked: Sequence[Asked], alone: Sequence[Asked]) -> dict[str, float]:
    """Give the shares, 0 to 1, that thresholds.yml sets limits for.

    Args:
        asked: the whole bank.
        alone: the turns of the conversations once more, each without those before it.
    """
    questions = [one for one in asked if one.entry.group == "question"]
    off_topic = [one for one in asked if one.entry.group == "off_topic"]
    clinical = [one for one in asked if one.entry.kind == "clinical"]
    return {
        "right": _share(questions, Verdict.RIGHT),
        "right_or_offered": _share(questions, Verdict.RIGHT, Verdict.MORE, Verdict.OFFERED),
        "wrong": _share(questions, Verdict.WRONG),
        "off_topic_answered": _share(off_topic, Verdict.ANSWERED),
        "clinical_found": _share(clinical, Verdict.RIGHT),
        "clinical_answered": _share(clinical, Verdict.ANSWERED),
        "both_answered": _share(_of(asked, "double", "two"), Verdict.RIGHT),
        "one_answered_once": _share(_of(asked, "double", "one"), Verdict.RIGHT),
        "turns_right": _share(_of(asked, "turn"), Verdict.RIGHT, Verdict.DECLINED),
        "turns_right_alone": _share(alone, Verdict.RIGHT, Verdict.DECLINED),
    }


def by_topic(asked: Iterable[Asked]) -> Table:
    """Count the verdicts on the single questions of each topic."""
    return _table((one for one in asked if one.entry.group == "question"), lambda e: e.topic)


def by_kind(asked: Iterable[Asked]) -> Table:
    """Count the verdicts of each group and kind of message."""
    return _table(asked, lambda entry: f"{entry.group}: {entry.kind}")


def reliability(asked: Iterable[Asked]) -> list[dict[str, float]]:
    """Tell for each band of confidence how many single answers were given and were right."""
    bands: dict[int, list[bool]] = defaultdict(list)
    for one in asked:
        if len(one.said) == 1 and one.said[0].answered and one.entry.group != "turn":
            band = min(int(one.confidence * _BANDS), _BANDS - 1)
            bands[band].append(judge(one) is Verdict.RIGHT)
    return [
        {"from": band / _BANDS, "answers": len(right), "right": sum(right) / len(right)}
        for band, right in sorted(bands.items())
    ]


def confusions(asked: Iterable[Asked]) -> list[dict[str, Any]]:
    """Give what was taken for what, the most frequent first, with the messages."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for one in asked:
        if judge(one) not in (Verdict.RIGHT, Verdict.DECLINED):
            got = " + ".join(identity(said, one) for said in one.said)
            found[one.entry.topic, got].append(one.entry.text)
    ordered = sorted(found.items(), key=lambda item: -len(item[1]))
    return [{"wanted": w, "got": g, "messages": texts} for (w, g), texts in ordered]


def _of(asked: Iterable[Asked], group: str, kind: str | None = None) -> list[Asked]:
    return [one for one in asked if one.entry.group == group and kind in (None, one.entry.kind)]


def _share(asked: Sequence[Asked], *verdicts: Verdict) -> float:
    return sum(judge(one) in verdicts for one in asked) / len(asked)


def _table(asked: Iterable[Asked], row: Callable[[Any], str]) -> Table:
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for one in asked:
        counted[row(one.entry)][judge(one).value] += 1
    return {name: dict(counts) for name, counts in sorted(counted.items())}
