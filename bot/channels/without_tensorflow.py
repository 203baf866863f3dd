"""Leave TensorFlow out of the Rasa server.

Rasa imports TensorFlow whatever the pipeline is. Nothing of ours uses it, and importing it takes
much time and memory. Empty modules stand in its place: they can be imported and their classes
derived from, which is all that Rasa does with them here. The setting TENSORFLOW=on gives the real
one back: docs/decisions/0007-no-tensorflow-while-serving.md.
"""

from __future__ import annotations

import sys
from collections.abc import MutableSequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any, NoReturn

_LEFT_OUT = frozenset({"tensorflow", "tensorflow_addons", "keras"})


class TensorFlowLeftOutError(RuntimeError):
    """A part of the pipeline wants TensorFlow after all."""


class _Absent(type):
    """The type of everything in the empty modules: a class with any attribute asked for."""

    def __getattr__(cls, name: str) -> type:
        return _absent(name)

    def __call__(cls, *args: Any, **kwargs: Any) -> NoReturn:
        raise TensorFlowLeftOutError(
            f"{cls.__name__} needs TensorFlow, which is left out. Start with TENSORFLOW=on."
        )


def _absent(name: str) -> type:
    if name.startswith("__"):
        raise AttributeError(name)
    return _Absent(name, (), {})


class _EmptyModule(ModuleType):
    __path__: MutableSequence[str] = []  # noqa: RUF012 - what Python asks of a package

    def __getattr__(self, name: str) -> type:
        return _absent(name)


class _EmptyModules(MetaPathFinder, Loader):
    def find_spec(self, fullname: str, path: Any, target: Any = None) -> ModuleSpec | None:
        if fullname.partition(".")[0] in _LEFT_OUT:
            return ModuleSpec(fullname, self, is_package=True)
        return None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _EmptyModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Nothing to run: the module is empty."""


def leave_out_tensorflow() -> None:
    """Put the empty modules in place. Call it before Rasa is imported.

    Raises:
        RuntimeError: TensorFlow is imported already, so this would change nothing.
    """
    if "tensorflow" in sys.modules:
        raise RuntimeError("TensorFlow is imported already.")
    sys.meta_path.insert(0, _EmptyModules())
