"""The extractor turns areas, and care homes or home care, into entities."""

from __future__ import annotations

from pathlib import Path

import pytest
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.activity.model import Setting
from bot.nlu.components.area_extractor import AreaExtractor
from tests.nlu.components.graph import Graph, Reader, said


@pytest.fixture(scope="module")
def extractor(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """The component with the areas of the knowledge, as serving makes it."""
    folder: Path = tmp_path_factory.mktemp("areas")
    return Graph(folder).node(AreaExtractor, {}, "create")


def found(message: Message) -> list[tuple[str, str, str]]:
    """Give what was found: entity, value and the words for it."""
    text = message.get(TEXT)
    return [
        (each["entity"], each["value"], text[each["start"] : each["end"]])
        for each in message.get(ENTITIES)
    ]


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        ("how is Leeds doing", [("area", "Leeds CCG", "Leeds")]),
        ("WEST YORKS", [("area", "West Yorkshire and Harrogate", "WEST YORKS")]),
        ("hudersfield figures", [("area", "Greater Huddersfield CCG", "hudersfield")]),
        ("what about Pontefract?", [("area", "Wakefield CCG", "Pontefract")]),
        (
            "Kirklees",
            [
                ("area", "Greater Huddersfield CCG", "Kirklees"),
                ("area", "North Kirklees CCG", "Kirklees"),
            ],
        ),
        (
            "care homes in Leeds",
            [("area", "Leeds CCG", "Leeds"), ("setting", "care_home", "care homes")],
        ),
        ("and home care there?", [("setting", "home_care", "home care")]),
        ("I forgot my password", []),
        ("", []),
    ],
)
def test_areas_and_settings_become_entities(
    extractor: Reader, text: str, entities: list[tuple[str, str, str]]
) -> None:
    """Each has the report's name for it, and its place in the text."""
    read = extractor.read(said(text))

    assert found(read) == entities
    assert ENTITIES in read.output_properties


def test_both_settings_are_found(extractor: Reader) -> None:
    """Their values are those of the activity report's model."""
    read = extractor.read(said("care homes and domiciliary care"))

    settings = [Setting(value) for entity, value, _ in found(read) if entity == "setting"]
    assert settings == [Setting.CARE_HOME, Setting.HOME_CARE]


def test_other_entities_stay(extractor: Reader) -> None:
    """What an earlier component found is not lost."""
    code = {"entity": "ods_code", "value": "VLZ2A", "start": 6, "end": 11, "role": "site"}

    read = extractor.read(said("leeds vlz2a", **{ENTITIES: [code]}))

    assert [each["entity"] for each in read.get(ENTITIES)] == ["ods_code", "area"]


def test_a_button_is_left_alone(extractor: Reader) -> None:
    """Rasa itself reads what a button carries."""
    payload = '/area_activity{"area": "Leeds CCG"}'

    assert extractor.read(said(payload)).data == {TEXT: payload}
