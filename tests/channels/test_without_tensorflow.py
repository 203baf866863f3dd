"""TensorFlow is left out of the Rasa server, and what that means for who needs it."""

from __future__ import annotations

import subprocess
import sys
import textwrap

LEFT_OUT = """
from bot.channels.without_tensorflow import leave_out_tensorflow
leave_out_tensorflow()
"""


def _python(code: str) -> subprocess.CompletedProcess[str]:
    """Run code in a process of its own: what is imported cannot be taken back."""
    command = [sys.executable, "-c", textwrap.dedent(code)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_rasa_is_imported_without_tensorflow() -> None:
    """The whole server can be imported, and nothing of the real TensorFlow comes with it."""
    done = _python(f"""{LEFT_OUT}
import bot.channels.server, sys
import tensorflow
print(hasattr(tensorflow, "__version__"), "tensorflow.python.framework.ops" in sys.modules)
""")

    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["False", "False"]


def test_what_needs_it_fails_with_a_sentence() -> None:
    """A component that computes with TensorFlow names the setting that gives it back."""
    done = _python(f"""{LEFT_OUT}
import tensorflow as tf
tf.keras.layers.Dense(3)
""")

    assert done.returncode == 1
    assert "Dense needs TensorFlow, which is left out. Start with TENSORFLOW=on." in done.stderr


def test_it_is_refused_when_it_comes_too_late() -> None:
    """Once TensorFlow is there, leaving it out would change nothing, so it says so."""
    done = _python(f"""
import sys, types
sys.modules["tensorflow"] = types.ModuleType("tensorflow")
{LEFT_OUT}
""")

    assert done.returncode == 1
    assert "TensorFlow is imported already." in done.stderr
