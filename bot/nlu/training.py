"""Train the model, when its inputs changed and not otherwise."""

from __future__ import annotations

import logging
import os
import tempfile
from pathlib import Path

from bot.left_out import leave_out
from bot.nlu.training_inputs import code_hash, model_path
from bot.quiet import quieten
from bot.settings import PROJECT, Settings


class TrainingError(Exception):
    """Rasa ended the training without a model."""


def train(settings: Settings, *, force: bool = False) -> Path:
    """Give the model that fits today's inputs; train it first where it is missing.

    Args:
        settings: where the model and what is kept between trainings go.
        force: train even if nothing changed.

    Raises:
        bot.knowledge.problems.KnowledgeError: the knowledge is wrong; nothing is trained.
        TrainingError: Rasa made no model.
    """
    goal = model_path(settings)
    if goal.exists() and not force:
        return goal
    goal.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.var) as scratch:
        made = _train_with_rasa(settings, Path(scratch), force)
        made.replace(goal)
    for old in set(goal.parent.glob("*.tar.gz")) - {goal}:
        old.unlink()
    return goal


def _train_with_rasa(settings: Settings, folder: Path, force: bool) -> Path:
    # Rasa keeps what it trained by the code of a component's class alone. A folder of its own for
    # each state of the code around the classes makes sure that nothing stale is used.
    os.environ["RASA_CACHE_DIRECTORY"] = str(settings.var / "rasa_cache" / code_hash())
    os.environ["LOG_LEVEL"] = "ERROR"  # Rasa reads it when imported, and then draws no bars
    quieten()
    logging.getLogger("rasa").setLevel(logging.ERROR)
    if not settings.tensorflow:
        leave_out(training=True)
    from rasa.model_training import train as rasa_train

    result = rasa_train(
        domain=str(PROJECT / "domain.yml"),
        config=str(PROJECT / "config.yml"),
        training_files=[str(PROJECT / "data")],
        output=str(folder),
        fixed_model_name="model",
        force_training=force,
    )
    if result.code != 0 or not result.model:
        raise TrainingError("Rasa made no model. Its own messages above say why.")
    return Path(result.model)
