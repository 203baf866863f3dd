"""YAML is read with its lines, and every fault becomes a problem with a line."""

from __future__ import annotations

from pathlib import Path
from typing import Optional

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, Extra

from bot.knowledge.problems import KnowledgeError
from bot.knowledge.yaml_file import line_of, parse, read_mapping, read_text
from tests.knowledge.folder import only_problem

FILE = Path("some.yml")

NESTED = """\
first: 1
second:
  inner:
    - a
    - name: b
"""


class _Inner(BaseModel):
    """A part of a record."""

    name: str

    class Config:
        """pydantic's settings."""

        extra = Extra.forbid


class _Outer(BaseModel):
    """A record with parts."""

    first: int
    parts: list[_Inner] = []
    note: Optional[str] = None

    class Config:
        """pydantic's settings."""

        extra = Extra.forbid


def test_a_mapping_is_read() -> None:
    """Keys and values come out as they stand in the text, in their order."""
    data = read_mapping("b: 1\na: [x, y]\n", FILE)

    assert list(data.items()) == [("b", 1), ("a", ["x", "y"])]


@pytest.mark.parametrize("text", ["", "# only a comment\n", "- a\n- b\n", "some words", "~"])
def test_what_is_no_mapping_is_refused_on_its_first_line(text: str) -> None:
    """Nothing, a list or words in the place of keys are a problem where the text starts."""
    with pytest.raises(KnowledgeError) as error:
        read_mapping(text, FILE, first_line=7)

    assert error.value.problems == [(FILE, 7, "Keys with values are expected here.")]


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("a: 1\nb: c: d\n", 2, "mapping values are not allowed here"),
        ("a: 1\nb: 2\na: 3\n", 3, 'found duplicate key "a"'),
        ("a: 1\n\tb: 2\n", 2, "cannot start any token"),
        ("a: 1\nb: *nobody\n", 2, "found undefined alias 'nobody'"),
        ("a: 1\nb: 2\n---\nc: 3\n", 3, "but found another document"),
        ("a: 1\nb: 2026-02-30\n", 2, "day is out of range for month"),
        ("a: 1\nb: [2026-13-01]\n", 2, "month must be in 1..12"),
        ("a: 1\nb: x\x07y\n", 2, "special characters are not allowed"),
    ],
)
def test_broken_yaml_is_a_problem_on_its_line(text: str, line: int, reason: str) -> None:
    """Each way in which YAML breaks gives the line within the file, and what YAML says."""
    with pytest.raises(KnowledgeError) as at_the_top:
        read_mapping(text, FILE)
    with pytest.raises(KnowledgeError) as further_down:
        read_mapping(text, FILE, first_line=11)

    problem = only_problem(at_the_top.value)
    assert problem.path == FILE
    assert problem.line == line
    assert problem.reason.startswith("This is not YAML: ")
    assert reason in problem.reason
    assert only_problem(further_down.value) == problem._replace(line=line + 10)


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        ((), 1),
        (("first",), 1),
        (("second",), 2),
        (("second", "inner"), 3),
        (("second", "inner", 0), 4),
        (("second", "inner", 1), 5),
        (("second", "inner", 1, "name"), 5),
    ],
)
def test_the_line_of_a_key_is_found(keys: tuple[int | str, ...], line: int) -> None:
    """A key's line is given however deep it stands, counted from where the text starts."""
    data = read_mapping(NESTED, FILE)

    assert line_of(data, keys) == line
    assert line_of(data, keys, first_line=31) == line + 30


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        (("missing",), 1),
        (("second", "missing"), 2),
        (("second", "inner", 9), 3),
        (("first", "below"), 1),
    ],
)
def test_what_is_not_there_has_the_line_of_its_parent(
    keys: tuple[int | str, ...], line: int
) -> None:
    """A key that is missing is reported where it would belong."""
    assert line_of(read_mapping(NESTED, FILE), keys) == line


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(["# a note", "", "key: value"]), max_size=12),
    st.integers(min_value=1, max_value=500),
)
def test_the_line_is_right_whatever_stands_before(before: list[str], first_line: int) -> None:
    """Comments, empty lines and other keys before a key do not shift its line."""
    above = [line.replace("key", f"key{number}") for number, line in enumerate(before)]
    data = read_mapping("\n".join([*above, "sought: 1"]), FILE)

    assert line_of(data, ("sought",), first_line) == first_line + len(before)


def test_a_model_is_made() -> None:
    """A mapping without a fault becomes the model."""
    data = read_mapping("first: 1\nparts: [{name: a}]\n", FILE)

    assert parse(_Outer, data, FILE) == _Outer(first=1, parts=[_Inner(name="a")])


def test_every_complaint_of_a_model_is_a_problem_on_its_line() -> None:
    """All faults of a record are told at once, each with its key and its own line."""
    text = "first: word\nparts:\n  - {name: a}\n  - {nam: b}\ncolour: red\n"

    with pytest.raises(KnowledgeError) as error:
        parse(_Outer, read_mapping(text, FILE), FILE, first_line=2)

    assert error.value.problems == [
        (FILE, 2, "`first`: value is not a valid integer."),
        (FILE, 5, "`parts.1.nam`: extra fields not permitted."),
        (FILE, 5, "`parts.1.name`: field required."),
        (FILE, 6, "`colour`: extra fields not permitted."),
    ]


def test_a_record_under_a_key_has_the_lines_of_its_file() -> None:
    """What stands under a key is parsed with its lines counted from the start of the file."""
    text = "one:\n  first: 1\n\ntwo:\n  first: 2\n  colour: red\nthree:\n  note: x\n"
    data = read_mapping(text, FILE)

    with pytest.raises(KnowledgeError) as unknown:
        parse(_Outer, data, FILE, key="two")
    with pytest.raises(KnowledgeError) as missing:
        parse(_Outer, data, FILE, key="three")

    assert parse(_Outer, data, FILE, key="one") == _Outer(first=1)
    assert unknown.value.problems == [(FILE, 6, "`colour`: extra fields not permitted.")]
    assert missing.value.problems == [(FILE, 7, "`first`: field required.")]


def test_a_file_is_read_with_and_without_a_byte_order_mark(tmp_path: Path) -> None:
    """A file saved by an editor that marks UTF-8 reads like any other."""
    plain, marked = tmp_path / "plain.yml", tmp_path / "marked.yml"
    plain.write_bytes("price: £1".encode())
    marked.write_bytes("price: £1".encode("utf-8-sig"))

    assert read_text(plain) == "price: £1"
    assert read_text(marked) == "price: £1"


def test_a_file_in_another_encoding_is_a_problem_on_its_line(tmp_path: Path) -> None:
    """The first line with a character that is not UTF-8 is named."""
    path = tmp_path / "windows.yml"
    path.write_bytes("a: 1\nb: 2\nprice: £1\n".encode("cp1252"))

    with pytest.raises(KnowledgeError) as error:
        read_text(path)

    assert error.value.problems == [(path, 3, "Save this file as UTF-8.")]


def test_a_missing_file_is_a_problem(tmp_path: Path) -> None:
    """A file that is not there is named, in a sentence."""
    path = tmp_path / "gone.yml"

    with pytest.raises(KnowledgeError) as error:
        read_text(path)

    problem = only_problem(error.value)
    assert (problem.path, problem.line) == (path, 1)
    assert problem.reason.startswith("This file cannot be read: ")
