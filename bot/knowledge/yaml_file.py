"""Read YAML with the line of each key, and turn a model's complaints into problems."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.constructor import ConstructorError, RoundTripConstructor
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.reader import ReaderError

from bot.knowledge.problems import KnowledgeError, Problem

_Model = TypeVar("_Model", bound=BaseModel)
_DATE = "tag:yaml.org,2002:timestamp"


class _Constructor(RoundTripConstructor):
    """Names the line of a date that is not in the calendar, such as 2026-02-30."""

    def construct_yaml_timestamp(self, node: Any, values: Any = None) -> Any:
        try:
            return super().construct_yaml_timestamp(node, values)
        except ValueError as error:
            raise ConstructorError(problem=str(error), problem_mark=node.start_mark) from error


_Constructor.add_constructor(_DATE, _Constructor.construct_yaml_timestamp)


def read_text(path: Path) -> str:
    """Read a file.

    Raises:
        KnowledgeError: it is missing, or not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        reason = f"This file cannot be read: {error.strerror}."
        raise KnowledgeError([Problem(path, 1, reason)]) from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise KnowledgeError([Problem(path, line, "Save this file as UTF-8.")]) from error


def read_mapping(text: str, path: Path, first_line: int = 1) -> Mapping[str, Any]:
    """Read a YAML mapping; `first_line` is where the text starts in its file.

    Raises:
        KnowledgeError: the text is not YAML, or not a mapping.
    """
    yaml = YAML(typ="rt")
    yaml.Constructor = _Constructor
    try:
        loaded = yaml.load(text)
    except MarkedYAMLError as error:
        line = first_line + (error.problem_mark.line if error.problem_mark else 0)
        raise KnowledgeError(
            [Problem(path, line, f"This is not YAML: {error.problem}.")]
        ) from error
    except ReaderError as error:
        line = first_line + text.count("\n", 0, error.position)
        raise KnowledgeError([Problem(path, line, f"This is not YAML: {error.reason}.")]) from error
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


def parse(
    model: type[_Model], data: Any, path: Path, first_line: int = 1, key: str | None = None
) -> _Model:
    """Turn a mapping, or what stands under one of its keys, into a model.

    Raises:
        KnowledgeError: something is missing, unknown or of the wrong kind.
    """
    above = () if key is None else (key,)
    try:
        return model.parse_obj(data if key is None else data[key])
    except ValidationError as error:
        raise KnowledgeError(
            Problem(
                path,
                line_of(data, (*above, *fault["loc"]), first_line),
                f"`{'.'.join(map(str, fault['loc']))}`: {fault['msg']}.",
            )
            for fault in error.errors()
        ) from error
