"""Leave out of Rasa's processes the large libraries that Rasa imports and nothing of ours uses.

Importing them takes much time and more than half of the memory of Rasa's start. Empty modules
stand in their place: they can be imported and their classes derived from, which is all that Rasa
does with them here. The setting TENSORFLOW=on gives the real ones back:
docs/decisions/0007-what-rasa-imports-for-nothing.md.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, MutableSequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any, NoReturn

_LEFT_OUT = frozenset(
    [
        # machine learning: none of our pipeline's parts computes with it
        *("tensorflow", "tensorflow_addons", "keras"),
        # channels that are not ours
        *("aiogram", "fbmessenger", "slack_sdk", "twilio", "webexteamssdk"),
        # conversations kept elsewhere than in our log, an SQL database
        *("boto3", "botocore", "bson", "pymongo"),
        # questions in a terminal
        *("questionary", "prompt_toolkit"),
        # pictures of how well a model does; matplotlib itself draws the areas in Microsoft Teams
        "rasa.utils.plotting",
    ]
)
_TRAINS = "sklearn"
"""What models are trained with. A trained one is arrays, and serves without it."""


class LeftOutError(RuntimeError):
    """Something needs a library that is left out."""


class _Absent(type):
    """The type of everything in the empty modules: a class with any attribute asked for."""

    def __getattr__(cls, name: str) -> type:
        return _absent(name)

    def __call__(cls, *args: Any, **kwargs: Any) -> NoReturn:
        raise LeftOutError(
            f"{cls.__name__} is of a library that is left out. Start with TENSORFLOW=on."
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
    def __init__(self, names: Collection[str]) -> None:
        self._names = frozenset(names)

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> ModuleSpec | None:
        if self._names & {fullname, fullname.partition(".")[0]}:
            return ModuleSpec(fullname, self, is_package=True)
        return None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _EmptyModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Nothing to run: the module is empty."""


def leave_out(*, training: bool = False) -> None:
    """Put the empty modules in place. Call it before Rasa is imported.

    Args:
        training: a model is to be trained in this process, not only used.

    Raises:
        RuntimeError: one of the libraries is imported already, so this would not leave it out.
    """
    names = _LEFT_OUT if training else _LEFT_OUT | {_TRAINS}
    imported = sorted(names & sys.modules.keys())
    if imported:
        raise RuntimeError(f"Imported already: {', '.join(imported)}.")
    sys.meta_path.insert(0, _EmptyModules(names))
