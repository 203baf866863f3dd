"""Training happens when it is needed, leaves one model, and none that failed."""

from __future__ import annotations

import dataclasses
import logging
import os
import shutil
import subprocess
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import rasa.model_training
from rasa.model_training import TrainingResult

from bot.nlu.training import TrainingError, train
from bot.nlu.training_inputs import code_hash, model_path
from bot.settings import PROJECT, Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings that write into a folder of their own; the knowledge is the real one.

    Nothing is left out of Rasa, which this process has imported long ago.
    """
    return dataclasses.replace(Settings.from_environment(), var=tmp_path / "var", tensorflow=True)


class _Rasa:
    """Stands for Rasa's training: writes a model, or ends as it is told to."""

    def __init__(self) -> None:
        self.calls: list[dict[str, Any]] = []
        self.code = 0
        self.writes = True

    def __call__(self, **wanted: Any) -> TrainingResult:
        self.calls.append({**wanted, "cache": os.environ["RASA_CACHE_DIRECTORY"]})
        if not self.writes:
            return TrainingResult(code=self.code)
        path = Path(wanted["output"], f"{wanted['fixed_model_name']}.tar.gz")
        path.write_bytes(b"an invented model")
        return TrainingResult(model=str(path), code=self.code)


@pytest.fixture
def trainer(monkeypatch: pytest.MonkeyPatch) -> Iterator[_Rasa]:
    """Take Rasa's place; what the training sets for its process is taken back afterwards."""
    standing = _Rasa()
    monkeypatch.setattr(rasa.model_training, "train", standing)
    for name in ("RASA_CACHE_DIRECTORY", "LOG_LEVEL"):
        monkeypatch.setenv(name, "")
    level = logging.getLogger("rasa").level
    with warnings.catch_warnings():
        yield standing
    logging.getLogger("rasa").setLevel(level)


def test_the_first_training_makes_the_model(settings: Settings, trainer: _Rasa) -> None:
    """Rasa gets the project's files, and its model is put where it is looked for."""
    model = train(settings)

    assert model == model_path(settings)
    assert model.read_bytes() == b"an invented model"
    (call,) = trainer.calls
    assert call["domain"] == str(PROJECT / "domain.yml")
    assert call["config"] == str(PROJECT / "config.yml")
    assert call["training_files"] == [str(PROJECT / "data")]
    assert not call["force_training"]


def test_a_fitting_model_is_kept(settings: Settings, trainer: _Rasa) -> None:
    """A second training does nothing: the model of the first still fits."""
    first = train(settings)

    assert train(settings) == first
    assert len(trainer.calls) == 1


def test_force_trains_anyway(settings: Settings, trainer: _Rasa) -> None:
    """Asked to, the training is done again, and Rasa is told to reuse nothing."""
    model = train(settings)
    model.write_bytes(b"older")

    assert train(settings, force=True).read_bytes() == b"an invented model"
    assert trainer.calls[1]["force_training"]


def test_old_models_go(settings: Settings, trainer: _Rasa) -> None:
    """Only the newest model is kept; other files of the folder are left alone."""
    del trainer
    settings.models_folder.mkdir(parents=True)
    old, other = settings.models_folder / "0123.tar.gz", settings.models_folder / "notes.txt"
    old.write_bytes(b"old")
    other.write_text("keep")

    model = train(settings)

    assert set(settings.models_folder.iterdir()) == {model, other}


@pytest.mark.parametrize(("code", "writes"), [(1, True), (1, False), (0, False)])
def test_a_failed_training_leaves_all_as_it_was(
    settings: Settings, trainer: _Rasa, *, code: int, writes: bool
) -> None:
    """Where Rasa fails, the older model stays, nothing half-done is left, and it is told."""
    settings.models_folder.mkdir(parents=True)
    old = settings.models_folder / "0123.tar.gz"
    old.write_bytes(b"old")
    trainer.code, trainer.writes = code, writes

    with pytest.raises(TrainingError, match="Rasa made no model"):
        train(settings)

    assert list(settings.models_folder.iterdir()) == [old]
    assert list(settings.var.iterdir()) == [settings.models_folder]


def test_each_state_of_the_code_has_its_cache(settings: Settings, trainer: _Rasa) -> None:
    """What Rasa keeps between trainings belongs to the code, and stays below `var`."""
    train(settings)

    assert trainer.calls[0]["cache"] == str(settings.var / "rasa_cache" / code_hash())


def test_wrong_knowledge_stops_before_rasa(tmp_path: Path) -> None:
    """A curator's slip is told within a second, with its file: Rasa is not even loaded."""
    knowledge = tmp_path / "knowledge"
    shutil.copytree(PROJECT / "knowledge", knowledge)
    (knowledge / "topics/sign_in/mfa.md").write_text("no front matter\n")
    script = f"""
import dataclasses, pathlib, sys
from bot.knowledge.problems import KnowledgeError
from bot.nlu.training import train
from bot.settings import Settings
settings = dataclasses.replace(
    Settings.from_environment(),
    knowledge_folder=pathlib.Path({str(knowledge)!r}),
    var=pathlib.Path({str(tmp_path / "var")!r}),
)
try:
    train(settings)
except KnowledgeError as error:
    print(error)
sys.exit(bool({{"rasa", "tensorflow"}} & sys.modules.keys()))
"""

    done = subprocess.run(
        [sys.executable, "-c", script], cwd=PROJECT, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
    assert "mfa.md:1:" in done.stdout
    assert not (tmp_path / "var").exists()
