"""The command behind `make bench`: python -m tests.bench."""

from __future__ import annotations

import datetime as dt
import json
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import click

from bot.settings import Settings
from tests.bench import activity, bots, measures, table, widget
from tests.evaluation.banks import BANKS, conversations

_QUESTIONS = 150
_AT_ONCE = (1, 4, 16)
_LOOK_UPS = 60


@click.command()
@click.option("--train/--no-train", default=True, help="Time the trainings too: half an hour.")
def main(train: bool) -> None:
    """Measure this assistant beside a bot with Rasa's defaults, and write docs/performance.md."""
    results = Settings.from_environment().var / "bench.json"
    measured = json.loads(results.read_text(encoding="utf-8")) if results.exists() else {}
    for bot in (bots.OURS, bots.DEFAULT):
        figures = measured.setdefault(bot.name, {})
        if train or "training, s" not in figures:
            figures["training, s"] = _seconds(f"{bot.name}: training", bot.train)
            results.write_text(json.dumps(measured, indent=1), encoding="utf-8")
    ours = measured[bots.OURS.name]
    if train:
        ours["training after a changed example, s"] = _seconds("again", bots.train_ours_again)
        ours["training after a changed answer, s"] = _seconds("nothing new", bots.train_nothing)
    for bot in (bots.OURS, bots.DEFAULT):
        measured[bot.name].update(_measure(bot))
        results.write_text(json.dumps(measured, indent=1), encoding="utf-8")
    ours.update(activity.measure())
    results.write_text(json.dumps(measured, indent=1), encoding="utf-8")
    table.write({bot.name: measured[bot.name] for bot in (bots.OURS, bots.DEFAULT)}, _machine())
    click.echo(f"Written: {table.PAGE}")


def _measure(bot: bots.Bot) -> dict[str, float]:
    questions = _questions()
    with tempfile.TemporaryDirectory() as folder, bot.run(Path(folder)) as running:
        click.echo(f"{bot.name}: first answer after {running.first_answer:.1f} s")
        found = {"start-up to the first answer, s": running.first_answer}
        for question in questions[:20]:
            running.ask("warming up", question)
        for name, value in measures.turns(running, questions).items():
            found[f"a turn, {name}, ms"] = value
        if bot is bots.OURS:
            look_ups = [f"how is {code} doing" for code in activity.sample_codes(_LOOK_UPS)]
            for name, value in measures.turns(running, look_ups).items():
                found[f"a turn that looks a site up, {name}, ms"] = value
            found["the chat's field ready on a poor line, s"] = widget.input_ready(running.url)
        for people in _AT_ONCE:
            speed = measures.throughput(running, questions, people)
            found[f"turns a second, {people} conversations"] = speed
        for name, value in measures.long_conversation(running, questions).items():
            found[f"{name} of a conversation, ms"] = value
        found["memory of all processes, MB"] = running.memory()
    click.echo("\n".join(f"  {name}: {value:.1f}" for name, value in found.items()))
    return found


def _questions() -> list[str]:
    """Give single questions of the bank, a few of each topic."""
    single = [entry for [entry, *more] in conversations(BANKS["bank"]) if not more]
    questions = [entry.text for entry in single if entry.group == "question"]
    return questions[:: max(1, len(questions) // _QUESTIONS)][:_QUESTIONS]


def _seconds(what: str, work: Callable[[], None]) -> float:
    click.echo(f"{what} ...")
    start = time.perf_counter()
    work()
    click.echo(f"{what}: {time.perf_counter() - start:.1f} s")
    return time.perf_counter() - start


def _machine() -> str:
    model = next(
        (
            line.partition(": ")[2]
            for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
            if line.startswith("model name")
        ),
        "unknown processor",
    )
    return f"Measured on {dt.date.today():%-d %B %Y} on {os.cpu_count()} cores ({model})."


main()
