"""Read YAML with the line of each key, and turn a model's complaints into problems."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError

from bot.knowledge.problems import KnowledgeError, Problem

_Model = TypeVar("_Model", bound=BaseModel)


def read_mapping(text: str, path: Path, first_line: int = 1) -> Mapping[str, Any]:
    """Read a YAML mapping; `first_line` is where the text starts in its file.

    Raises:
        KnowledgeError: the text is not YAML, or not a mapping.
    """
    try:
        loaded = YAML(typ="rt").load(text)
    except MarkedYAMLError as error:
        line = first_line + (error.problem_mark.line if error.problem_mark else 0)
        raise KnowledgeError(
            [Problem(path, line, f"This is not YAML: {error.problem}.")]
        ) from error
    if not isinstance(loaded, Mapping):
        raise KnowledgeError([Problem(path, first_line, "Keys with values are expected here.")])
    return loaded


def line_of(data: Any, keys: tuple[int | str, ...], first_line: int = 1) -> int:
    """Give the line of a key deep inside what `read_mapping` gave, or of its nearest parent."""
    line = first_line
    for key in keys:
        try:
            line = first_line + data.lc.data[key][0]
            data = data[key]
        except (AttributeError, KeyError, IndexError, TypeError):
            break
    return line


def parse(model: type[_Model], data: Any, path: Path, first_line: int = 1) -> _Model:
    """Turn a mapping into a model.

    Raises:
        KnowledgeError: something is missing, unknown or of the wrong kind.
    """
    try:
        return model.parse_obj(data)
    except ValidationError as error:
        raise KnowledgeError(
            Problem(
                path,
                line_of(data, tuple(fault["loc"]), first_line),
                f"`{'.'.join(map(str, fault['loc']))}`: {fault['msg']}.",
            )
            for fault in error.errors()
        ) from error
