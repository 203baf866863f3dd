"""Write an evaluation as JSON and as one HTML page."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import jinja2

from tests.evaluation.asking import Asked
from tests.evaluation.figures import by_kind, by_topic, confusions, figures, reliability
from tests.evaluation.judging import Verdict, identity, judge

_TEMPLATE = Path(__file__).with_name("report.html.j2")
_NAME = "evaluation"


def summary(
    asked: Sequence[Asked], alone: Sequence[Asked], before: dict[str, Any] | None
) -> dict[str, Any]:
    """Sum up an evaluation, with what changed since the one `before`."""
    messages = [_message(one) for one in asked]
    return {
        "when": dt.datetime.now(tz=dt.timezone.utc).isoformat(timespec="seconds"),
        "figures": figures(asked, alone),
        "figures_before": before["figures"] if before else {},
        "by_topic": by_topic(asked),
        "by_kind": by_kind(asked),
        "reliability": reliability(asked),
        "confusions": confusions(asked),
        "changed": _changed(messages, before),
        "messages": messages,
    }


def read_last(folder: Path) -> dict[str, Any] | None:
    """Give the summary that was written last, if any."""
    path = folder / f"{_NAME}.json"
    if not path.exists():
        return None
    last: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return last


def write(folder: Path, found: dict[str, Any]) -> Path:
    """Write both files; give the path of the page."""
    folder.mkdir(parents=True, exist_ok=True)
    page = folder / f"{_NAME}.html"
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
    template = environment.from_string(_TEMPLATE.read_text(encoding="utf-8"))
    curve = _curve(found["reliability"])
    verdicts = [verdict.value for verdict in Verdict]
    page.write_text(template.render(**found, curve=curve, verdicts=verdicts), encoding="utf-8")
    (folder / f"{_NAME}.json").write_text(json.dumps(found, indent=1), encoding="utf-8")
    return page


def _message(one: Asked) -> dict[str, Any]:
    return {
        "text": one.entry.text,
        "group": one.entry.group,
        "kind": one.entry.kind,
        "wanted": [list(accepted) for accepted in one.entry.wanted],
        "got": [identity(said, one) for said in one.said],
        "offered": [topic for said in one.said for topic in said.offered],
        "confidence": round(one.confidence, 3),
        "verdict": judge(one).value,
    }


def _changed(
    messages: Sequence[dict[str, Any]], before: dict[str, Any] | None
) -> list[dict[str, Any]]:
    old = {(m["group"], m["text"]): m["verdict"] for m in before["messages"]} if before else {}
    return [
        {**message, "before": old[message["group"], message["text"]]}
        for message in messages
        if old.get((message["group"], message["text"]), message["verdict"]) != message["verdict"]
    ]


def _curve(bands: Sequence[dict[str, float]]) -> str:
    """Draw how many answers of each confidence were right, as SVG."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6, 4), layout="tight")
    axes = figure.subplots()
    middle = [band["from"] + 0.05 for band in bands]
    axes.plot([0, 1], [0, 1], color="#999999", linestyle="--", label="as often as it says")
    axes.plot(middle, [band["right"] for band in bands], marker="o", color="#005a9c", label="found")
    for x, band in zip(middle, bands, strict=True):
        axes.annotate(
            f"{band['answers']:.0f}",
            (x, band["right"]),
            xytext=(0, 8),
            textcoords="offset points",
            ha="center",
            fontsize=8,
        )
    axes.set(
        xlim=(0, 1),
        ylim=(0, 1.08),
        xlabel="Confidence of the answer",
        ylabel="Share of these answers that were right",
    )
    axes.legend(loc="lower right")
    drawn = io.StringIO()
    figure.savefig(drawn, format="svg")
    return drawn.getvalue().partition("<svg")[1] + drawn.getvalue().partition("<svg")[2]
