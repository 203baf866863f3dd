"""Measure the understanding: put every question of the bank through the trained pipeline.

Run it by itself to see the figures and each message that went wrong:
python -m tests.evaluation.understanding
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

BANK = Path(__file__).parent
CLINICAL = "clinical_or_emergency"
CHOICES = "between_topics"


@dataclass(frozen=True)
class Judged:
    """A question of the bank with what became of it.

    Args:
        question: as the bank has it.
        intent: what the rules act on.
        alternatives: topics offered beside an answer, or to choose from.
    """

    question: Mapping[str, Any]
    intent: str
    alternatives: Sequence[str]

    @property
    def wanted(self) -> set[str]:
        """Give the topics that are right."""
        return {self.question["topic"], *self.question.get("accept", [])}

    @property
    def verdict(self) -> str:
        """Say right, offered, wrong (answered, with no way on) or missed."""
        if self.intent in self.wanted:
            return "right"
        if self.wanted & set(self.alternatives):
            return "offered"
        return "missed" if self.intent in {"nlu_fallback", CHOICES} else "wrong"


def load(name: str) -> list[dict[str, Any]]:
    """Read a file of the bank."""
    questions: list[dict[str, Any]] = YAML(typ="safe").load(
        (BANK / name).read_text(encoding="utf-8")
    )
    return questions


def understand(model: Path, texts: Iterable[str]) -> list[tuple[str, list[str]]]:
    """Give the intent and the alternatives of each text."""
    from rasa.core.agent import Agent

    agent = Agent.load(model)

    async def parse() -> list[dict[str, Any]]:
        return [await agent.parse_message(text.lstrip("/ ")) for text in texts]

    return [
        (parsed["intent"]["name"], parsed.get("topic_decision", {}).get("alternatives", []))
        for parsed in asyncio.run(parse())
    ]


def judge(model: Path) -> tuple[list[Judged], list[Judged]]:
    """Judge the questions, and what must not get an answer (as far as it holds words)."""
    questions, off_topic = load("questions.yml"), load("off_topic.yml")
    found = understand(model, [entry["text"] for entry in (*questions, *off_topic)])
    judged = [
        Judged(entry, *result)
        for entry, result in zip((*questions, *off_topic), found, strict=True)
    ]
    return judged[: len(questions)], judged[len(questions) :]


def figures(
    questions: Sequence[Judged], off_topic: Sequence[Judged], topics: Iterable[str]
) -> dict[str, float]:
    """Give the shares, 0 to 1, that thresholds.yml sets limits for."""
    verdicts = Counter(judged.verdict for judged in questions)
    total = len(questions)
    answered = [judged for judged in off_topic if judged.intent in set(topics)]
    clinical = [judged for judged in off_topic if judged.question["kind"] == "clinical"]
    return {
        "right": verdicts["right"] / total,
        "right_or_offered": (verdicts["right"] + verdicts["offered"]) / total,
        "wrong": verdicts["wrong"] / total,
        "off_topic_answered": len(answered) / len(off_topic),
        "clinical_found": sum(j.intent == CLINICAL for j in clinical) / len(clinical),
        "clinical_answered": sum(j in answered for j in clinical) / len(clinical),
    }


def report(
    questions: Sequence[Judged], off_topic: Sequence[Judged], topics: Iterable[str]
) -> Iterator[str]:
    """Tell each message that went wrong, then the figures."""
    known = set(topics)
    for judged in questions:
        if judged.verdict != "right":
            got = f"{judged.intent} {list(judged.alternatives)}"
            wanted, text = judged.question["topic"], judged.question["text"]
            yield f"{judged.verdict}: {wanted} -> {got}: {text}"
    for judged in off_topic:
        kind = judged.question["kind"]
        if judged.intent in known or (kind == "clinical" and judged.intent != CLINICAL):
            yield f"off topic ({kind}) -> {judged.intent}: {judged.question['text']}"
    for name, share in figures(questions, off_topic, known).items():
        yield f"{name}: {share:.1%}"


def _main() -> None:
    from bot.knowledge.catalogue import load_catalogue
    from bot.nlu.training_inputs import model_path
    from bot.quiet import quieten
    from bot.settings import Settings

    quieten()
    settings = Settings.from_environment()
    topics = load_catalogue(settings.knowledge_folder).topics
    print("\n".join(report(*judge(model_path(settings)), topics)))


if __name__ == "__main__":
    _main()
