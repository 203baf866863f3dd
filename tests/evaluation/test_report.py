"""The report of an evaluation."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path

from tests.evaluation import report
from tests.evaluation.test_judging import DOUBLE, FALL, JOKE, MEANT, QUESTION, _answer, _asked


def _summary(topic: str, before: Path | None = None) -> dict[str, object]:
    last = report.read_last(before) if before else None
    asked = [
        _asked(QUESTION, topic, _answer(topic)),
        *(_asked(entry, "mfa", _answer("mfa")) for entry in (DOUBLE, JOKE, FALL, MEANT)),
        _asked(DOUBLE.__class__("one", (("mfa",),), "double", "one"), "mfa", _answer("mfa")),
    ]
    return report.summary(asked, asked[-2:-1], last)


def test_both_files_are_written(tmp_path: Path) -> None:
    """The page holds the figures, the curve and the messages; the JSON is what was summed up."""
    found = _summary("mfa")

    page = report.write(tmp_path, found)

    text = page.read_text(encoding="utf-8")
    HTMLParser().feed(text)
    assert "<svg" in text
    assert QUESTION.text in text
    assert json.loads((tmp_path / "evaluation.json").read_text(encoding="utf-8")) == found


def test_there_is_nothing_before_the_first_run(tmp_path: Path) -> None:
    """The first run has nothing to be compared with."""
    assert report.read_last(tmp_path) is None
    assert _summary("mfa")["changed"] == []


def test_the_second_run_tells_what_changed(tmp_path: Path) -> None:
    """A message that went wrong and is right now is named, with both verdicts."""
    report.write(tmp_path, _summary("mfa"))

    [changed] = _summary("first_login", tmp_path)["changed"]  # type: ignore[misc]

    assert changed["text"] == QUESTION.text
    assert (changed["before"], changed["verdict"]) == ("wrong", "right")


def test_a_message_cannot_break_the_page(tmp_path: Path) -> None:
    """What people write is shown as text, whatever it holds."""
    entry = QUESTION.__class__("<script>alert(1)</script>", QUESTION.wanted, "question", "plain")
    found = _summary("mfa")
    found["confusions"] = [{"wanted": "mfa", "got": "aup", "messages": [entry.text]}]

    page = report.write(tmp_path, found)

    assert "<script>" not in page.read_text(encoding="utf-8")
