"""A model is trained again when something that it is made of changed, and only then."""

from __future__ import annotations

import dataclasses
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.knowledge.problems import KnowledgeError
from bot.nlu import training_inputs
from bot.nlu.training_inputs import code_hash, inputs_hash, model_path
from bot.settings import PROJECT, Settings
from tests.knowledge.folder import small_folder

Change = Callable[[Path], None]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of all that a model is made of, with a small knowledge, in the project's place."""
    copy = tmp_path / "project"
    small_folder(copy)
    for folder in ("bot/nlu", "data", "follow_ups"):
        shutil.copytree(PROJECT / folder, copy / folder)
    for name in ("config.yml", "domain.yml", "uv.lock"):
        shutil.copy(PROJECT / name, copy)
    monkeypatch.setattr(training_inputs, "PROJECT", copy)
    return copy


@pytest.fixture
def settings(project: Path) -> Settings:
    """The settings of the copied project."""
    return dataclasses.replace(
        Settings.from_environment(), knowledge_folder=project / "knowledge", var=project / "var"
    )


def _append(name: str, text: str) -> Change:
    def change(project: Path) -> None:
        path = project / name
        path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")

    return change


def _new_file(name: str, text: str) -> Change:
    def change(project: Path) -> None:
        (project / name).write_text(text, encoding="utf-8")

    return change


def _rename(old: str, new: str) -> Change:
    def change(project: Path) -> None:
        (project / old).rename(project / new)

    return change


def _new_topic(project: Path) -> None:
    first = project / "knowledge/topics/sign_in/locked.md"
    text = first.read_text(encoding="utf-8")
    for key in ("title", "label"):
        text = text.replace(f"{key}: ", f"{key}: New ", 1)
    (first.parent / "brand_new.md").write_text(text, encoding="utf-8")


def _new_label(project: Path) -> None:
    topic = project / "knowledge/topics/sign_in/locked.md"
    text = topic.read_text(encoding="utf-8")
    topic.write_text(text.replace("label: ", "label: Help, ", 1), encoding="utf-8")


def _new_section(project: Path) -> None:
    section = "\n## More\n\n### One more\n\nOne more word.\n"
    _append("knowledge/topics/sign_in/locked.md", section)(project)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(_append("data/nlu/sign_in.yml", "    - one more\n"), id="an example"),
        pytest.param(_append("follow_ups/leaver.yml", "  - one more\n"), id="a follow-up"),
        pytest.param(_append("data/stories/conversation.yml", "# more\n"), id="a rule"),
        pytest.param(_new_file("data/nlu/more.yml", "nlu: []\n"), id="a file of examples"),
        pytest.param(_rename("data/nlu/sign_in.yml", "data/nlu/sign_in_2.yml"), id="a file's name"),
        pytest.param(_append("config.yml", "# more\n"), id="config.yml"),
        pytest.param(_append("domain.yml", "# more\n"), id="domain.yml"),
        pytest.param(_append("bot/nlu/gate.py", "# more\n"), id="the code"),
        pytest.param(_append("bot/nlu/encoder/weights.py", "# more\n"), id="the encoder's code"),
        pytest.param(_new_file("bot/nlu/components/more.py", "\n"), id="a new module"),
        pytest.param(_append("uv.lock", "\n"), id="the libraries"),
        pytest.param(_new_topic, id="a topic"),
        pytest.param(_new_label, id="a topic's label"),
        pytest.param(_new_section, id="a section's heading"),
        pytest.param(_append("knowledge/themes.yml", "later: Later\n"), id="a theme"),
    ],
)
def test_a_change_asks_for_training(project: Path, settings: Settings, change: Change) -> None:
    """Examples, rules, configuration, domain, code, libraries and topics' names all count."""
    before = inputs_hash(settings)

    change(project)

    assert inputs_hash(settings) != before


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(
            _append("knowledge/topics/sign_in/locked.md", "\nOne more word.\n"), id="an answer"
        ),
        pytest.param(_new_file("README.md", "Read me.\n"), id="a page"),
        pytest.param(_new_file("data/nlu/notes.txt", "Notes.\n"), id="notes beside the data"),
        pytest.param(_append("knowledge/sources.yml", "# more\n"), id="a source"),
    ],
)
def test_an_answers_words_need_no_training(
    project: Path, settings: Settings, change: Change
) -> None:
    """What the model does not read can be changed without training."""
    before = inputs_hash(settings)

    change(project)

    assert inputs_hash(settings) == before


def test_the_hash_of_the_code_changes_with_the_code_alone(project: Path) -> None:
    """Code and libraries change the code's hash; examples do not."""
    before = code_hash()
    _append("data/nlu/sign_in.yml", "    - one more\n")(project)
    assert code_hash() == before

    _append("bot/nlu/spelling.py", "# more\n")(project)

    assert code_hash() != before


def test_a_project_elsewhere_has_the_same_hash(
    project: Path, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The place of the project does not count: moved elsewhere, it needs no new training."""
    before = inputs_hash(settings)
    moved = tmp_path / "elsewhere"
    project.rename(moved)
    monkeypatch.setattr(training_inputs, "PROJECT", moved)

    elsewhere = dataclasses.replace(settings, knowledge_folder=moved / "knowledge")
    assert inputs_hash(elsewhere) == before


def test_the_model_is_named_after_its_inputs(settings: Settings) -> None:
    """The model of today's inputs has their hash as its name, below the folder of models."""
    path = model_path(settings)

    assert path == settings.var / "models" / f"{inputs_hash(settings)}.tar.gz"
    assert not path.exists()


def test_wrong_knowledge_has_no_hash(project: Path, settings: Settings) -> None:
    """Knowledge that cannot be used is told at once, with its file."""
    (project / "knowledge/topics/sign_in/locked.md").write_text("no front matter\n")

    with pytest.raises(KnowledgeError, match=r"locked\.md"):
        inputs_hash(settings)


def test_the_question_is_answered_without_rasa() -> None:
    """Whether to train is known without loading Rasa, which takes seconds."""
    script = (
        "import sys; from bot.nlu.training_inputs import model_path;"
        "from bot.settings import Settings; model_path(Settings.from_environment());"
        "sys.exit(bool({'rasa', 'tensorflow'} & sys.modules.keys()))"
    )

    assert subprocess.run([sys.executable, "-c", script], cwd=PROJECT, check=False).returncode == 0
