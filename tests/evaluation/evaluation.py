"""Evaluate: start an assistant, ask it the whole bank, and sum up."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tqdm import tqdm

from tests.end_to_end.assistant import running
from tests.evaluation import report
from tests.evaluation.asking import Asked, ask
from tests.evaluation.banks import conversations


def evaluate(bank: Path, before: dict[str, Any] | None = None) -> dict[str, Any]:
    """Give the summary of a bank's run, with what changed since the one `before`."""
    whole = conversations(bank)
    turns = [(turn,) for conversation in whole for turn in conversation if turn.group == "turn"]
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as assistant:
        database = f"sqlite:///{assistant.database}"
        asked, alone = (
            _flat(
                tqdm(
                    ask(assistant.url, database, part),
                    desc=what,
                    total=len(part),
                    unit="",
                    disable=None,
                )
            )
            for what, part in (("The bank", whole), ("Turns alone", turns))
        )
    return report.summary(asked, alone, before)


def _flat(answered: Iterable[list[Asked]]) -> list[Asked]:
    return [one for conversation in answered for one in conversation]
