"""The extractor turns what stands for a code into entities."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from ruamel.yaml import YAML

from bot.activity.ods_code import CodeKind
from bot.nlu.components import NORMALISED_TEXT
from bot.nlu.components.ods_code_extractor import OdsCodeExtractor
from bot.settings import PROJECT
from tests.nlu.components.graph import Graph, Reader, said


@pytest.fixture
def extractor(tmp_path: Path) -> Reader:
    """The component, as serving makes it."""
    return Graph(tmp_path).node(OdsCodeExtractor, {}, "create")


def found(message: Message) -> list[tuple[str, str, str]]:
    """Give the codes of a message, each with its kind and as it is written."""
    text = message.get(TEXT)
    return [
        (each["value"], each["role"], text[each["start"] : each["end"]])
        for each in message.get(ENTITIES)
    ]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("how is vlz2a doing", [("VLZ2A", "likely_typo", "vlz2a")]),
        ("it is V L Z 2 A thanks", [("VLZ2A", "likely_typo", "V L Z 2 A")]),
        ("vlz2a or VNZ4D?", [("VLZ2A", "likely_typo", "vlz2a"), ("VNZ4D", "likely_typo", "VNZ4D")]),
        ("our ods code is A1Z2", [("A1Z2", "head_office", "A1Z2")]),
        ("V12345", [("V12345", "dentist", "V12345")]),
        ("we are at zz99 3wz", [("ZZ99 3WZ", "postcode", "zz99 3wz")]),
        ("cqc 1-100000001", [("1-100000001", "cqc_location", "1-100000001")]),
        ("I forgot my password", []),
        ("", []),
    ],
)
def test_codes_become_entities(
    extractor: Reader, text: str, codes: list[tuple[str, str, str]]
) -> None:
    """Each has its cleaned value, its kind as the role, and its place in the text."""
    read = extractor.read(said(text))

    assert found(read) == codes
    assert {each["entity"] for each in read.get(ENTITIES)} <= {"ods_code"}
    assert ENTITIES in read.output_properties


@given(st.from_regex(r"V[LMN][0-9][ACDEFGHJKLMNPQRTVWXY][0-9]", fullmatch=True))
def test_a_code_as_ods_gives_it_is_a_site_s(code: str) -> None:
    """With the letters that ODS uses, the role is that of a site."""
    [read] = OdsCodeExtractor().process([said(f"how is {code.lower()} doing")])

    assert found(read) == [(code, "site", code.lower())]


def test_what_was_typed_is_read(extractor: Reader) -> None:
    """A corrected text may have lost the code: it is no word."""
    read = extractor.read(said("is vlz2a ok", **{NORMALISED_TEXT: "is vlad ok"}))

    assert found(read) == [("VLZ2A", "likely_typo", "vlz2a")]


def test_other_entities_stay(extractor: Reader) -> None:
    """What an earlier component found is not lost."""
    area = {"entity": "area", "value": "Leeds CCG", "start": 0, "end": 5}

    read = extractor.read(said("leeds vlz2a", **{ENTITIES: [area]}))

    assert [each["entity"] for each in read.get(ENTITIES)] == ["area", "ods_code"]


def test_a_button_is_left_alone(extractor: Reader) -> None:
    """Rasa itself reads what a button carries."""
    payload = '/site_activity{"ods_code": "VLZ2A"}'

    assert extractor.read(said(payload)).data == {TEXT: payload}


def test_the_domain_knows_every_role() -> None:
    """A kind of code that the domain lacks would be no entity of it."""
    domain = YAML(typ="safe").load((PROJECT / "domain.yml").read_text(encoding="utf-8"))
    roles: list[Any] = next(
        each["ods_code"]["roles"] for each in domain["entities"] if "ods_code" in each
    )

    assert set(roles) == {kind.value for kind in CodeKind}
