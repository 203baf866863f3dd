"""Large libraries are left out of Rasa's processes, and what that means for who needs one."""

from __future__ import annotations

import subprocess
import sys
import textwrap

import pytest

LEFT_OUT = """
from bot.left_out import leave_out
leave_out()
"""


def _python(code: str) -> subprocess.CompletedProcess[str]:
    """Run code in a process of its own: what is imported cannot be taken back."""
    command = [sys.executable, "-c", textwrap.dedent(code)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("module", "training"), [("bot.channels.server", False), ("rasa.model_training", True)]
)
def test_rasa_is_imported_without_them(module: str, training: bool) -> None:
    """All that serves and trains can be imported, and nothing of the real libraries comes along."""
    done = _python(f"""
from bot.left_out import leave_out
leave_out(training={training})
import {module}, sys
from bot.left_out import _LEFT_OUT
names = [name for name in sys.modules if name.partition(".")[0] in _LEFT_OUT]
print(len(names) > 5, [name for name in names if getattr(sys.modules[name], "__file__", "")])
""")

    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["True", "[]"]


def test_only_training_has_what_trains() -> None:
    """A model that is used needs no scikit-learn, and one that is trained has it."""
    for training in (False, True):
        done = _python(f"""
from bot.left_out import leave_out
leave_out(training={training})
import bot.channels.server, bot.nlu.components.topic_classifier, sys
print(hasattr(sys.modules["sklearn"], "__version__"))
""")

        assert done.returncode == 0, done.stderr
        assert done.stdout.split() == [str(training)]


def test_matplotlib_is_imported_only_when_something_is_drawn() -> None:
    """Rasa's own use of it is left out; ours in Microsoft Teams is not."""
    done = _python(f"""{LEFT_OUT}
import bot.channels.server, sys
print("matplotlib" in sys.modules)
import bot.reports.chart_frame, matplotlib
print(hasattr(matplotlib, "__version__"))
""")

    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["False", "True"]


def test_what_needs_it_fails_with_a_sentence() -> None:
    """A component that computes with TensorFlow is told the setting that gives it back."""
    done = _python(f"""{LEFT_OUT}
import tensorflow as tf
tf.keras.layers.Dense(3)
""")

    assert done.returncode == 1
    assert "Dense is of a library that is left out. Start with TENSORFLOW=on." in done.stderr


def test_it_is_refused_when_it_comes_too_late() -> None:
    """Once one of them is there, leaving it out would change nothing, so it says so."""
    done = _python(f"""
import sys, types
sys.modules["tensorflow"] = types.ModuleType("tensorflow")
{LEFT_OUT}
""")

    assert done.returncode == 1
    assert "Imported already: tensorflow." in done.stderr
