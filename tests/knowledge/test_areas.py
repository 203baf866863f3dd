"""Areas are found by their names, also misspelt, and ordinary words are not taken for them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.areas import (
    Area,
    find_areas,
    find_setting,
    find_settings,
    load_areas,
    texts_to_check,
)
from bot.knowledge.catalogue import Catalogue, load_catalogue
from bot.knowledge.content_rules import check_markdown
from bot.knowledge.problems import KnowledgeError
from bot.settings import PROJECT
from tests.knowledge.folder import edit, line_with, only_problem

CCGS = {
    "bradford_districts": "Bradford Districts CCG",
    "calderdale": "Calderdale CCG",
    "greater_huddersfield": "Greater Huddersfield CCG",
    "leeds": "Leeds CCG",
    "north_kirklees": "North Kirklees CCG",
    "wakefield": "Wakefield CCG",
}
PARTNERSHIP = "west_yorkshire_and_harrogate"
REGION = "north_east_and_yorkshire"
REPORT = ["NHS Calderdale CCG", "NHS Anytown and Nowhere CCG", "NHS Otherborough ICB", "", "NHS"]


@pytest.fixture(scope="module")
def areas(real: Catalogue) -> dict[str, Area]:
    """The areas of the project."""
    return load_areas(real)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of the whole knowledge folder that can be broken."""
    return Path(shutil.copytree(PROJECT / "knowledge", tmp_path / "knowledge"))


def examples() -> Iterator[tuple[str, str]]:
    """Give intent and text of each training example."""
    for path in sorted((PROJECT / "data" / "nlu").glob("*.yml")):
        intent = ""
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("- "):
                intent = line.partition(": ")[2]
            elif line.startswith("    - "):
                yield intent, line.removeprefix("    - ")


def english_words() -> list[str]:
    """Give the 82,765 words of the spelling dictionary."""
    file = resources.files("symspellpy") / "frequency_dictionary_en_82_765.txt"
    return [line.split()[0] for line in file.read_text(encoding="utf-8-sig").splitlines()]


def test_the_areas_of_the_slides_are_there(areas: dict[str, Area]) -> None:
    """The six CCGs of the slides are part of the partnership, and that of the region."""
    assert {key: area.name for key, area in areas.items() if area.kind == "ccg"} == CCGS
    assert {area.part_of for area in areas.values() if area.kind == "ccg"} == {PARTNERSHIP}
    assert areas[PARTNERSHIP].part_of == REGION
    assert (areas[PARTNERSHIP].kind, areas[REGION].kind) == ("partnership", "region")
    assert areas[REGION].part_of is None


def test_what_became_of_them_is_said(areas: dict[str, Area]) -> None:
    """Bodies that are no more say what followed, with the day, from a cited source."""
    for key in (*CCGS, PARTNERSHIP):
        assert "1 July 2022" in (areas[key].became or ""), key


def test_the_texts_follow_the_content_rules(real: Catalogue) -> None:
    """What users read of an area is held against the rules."""
    checked = texts_to_check(real)

    assert sum(1 for _, text in checked if text) == len(CCGS) + 1
    assert [(line, f.reason) for line, text in checked for f in check_markdown(text)] == []


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("how is bradford doing", ["bradford_districts"]),
        ("NHS Bradford Districts CCG please", ["bradford_districts"]),
        ("leeds ccg", ["leeds"]),
        ("LEEDS", ["leeds"]),
        ("Leeds' homes and Wakefield's", ["leeds", "wakefield"]),
        ("compare north kirklees and huddersfield", ["north_kirklees", "greater_huddersfield"]),
        ("Greater Huddersfield", ["greater_huddersfield"]),
        ("kirklees nhsmail uptake", ["greater_huddersfield", "north_kirklees"]),
        ("from Todmorden across to Brighouse", ["calderdale"]),
        ("halifax", ["calderdale"]),
        ("are dewsbury and batley any better", ["north_kirklees"]),
        ("the whole of west yorkshire", [PARTNERSHIP]),
        ("West Yorkshire & Harrogate", [PARTNERSHIP]),
        ("WY&H", [PARTNERSHIP]),
        ("harogate and west yorks", [PARTNERSHIP]),
        ("north east and yorkshire overall", [REGION]),
        ("caldredale", ["calderdale"]),
        ("wakefeild", ["wakefield"]),
        ("hudersfield", ["greater_huddersfield"]),
        ("Hudersfeild", ["greater_huddersfield"]),
        ("bradfrod", ["bradford_districts"]),
        ("leesd", ["leeds"]),
        ("north kirkless", ["north_kirklees"]),
        ("the leads, the lads, a read and a deed", []),
        ("my yorkshire puddings never rise", []),
        ("Leedsworth and Newhalifax", []),
        ("", []),
    ],
)
def test_areas_in_messages(areas: dict[str, Area], text: str, ids: list[str]) -> None:
    """Areas come once each, in the order of the message."""
    assert [found.id for found in find_areas(text, areas)] == ids


def test_an_area_that_only_the_report_knows(areas: dict[str, Area]) -> None:
    """Names of the report work like those of the file, without NHS and CCG and misspelt too."""
    found = find_areas("otherbrough, anytown & nowhere and calderdale", areas, REPORT)

    assert [(area.id, area.name, area.text) for area in found] == [
        (None, "NHS Otherborough ICB", "otherbrough"),
        (None, "NHS Anytown and Nowhere CCG", "anytown & nowhere"),
        ("calderdale", "NHS Calderdale CCG", "calderdale"),
    ]


def test_a_name_is_given_as_the_report_spells_it(areas: dict[str, Area]) -> None:
    """The figures can be looked up by the name, whichever spelling the report has."""
    (known,) = find_areas("Halifax", areas, REPORT)
    (unknown,) = find_areas("Halifax", areas)

    assert (known.name, unknown.name) == ("NHS Calderdale CCG", "Calderdale CCG")


def test_no_english_word_is_an_area(areas: dict[str, Area]) -> None:
    """Of all words of English, only names of areas themselves are found, in any company."""
    names = {
        word.lower()
        for area in areas.values()
        for name in (area.name, *area.also)
        for word in name.split()
    }
    words = [word for word in english_words() if word not in names]
    found = [
        area.text
        for start in range(0, len(words), 500)
        for area in find_areas(" ".join(words[start : start + 500]), areas)
    ]

    assert len(words) > 80_000
    assert found == []


def test_training_examples_of_other_topics_name_areas_only_in_so_many_words(
    areas: dict[str, Area],
) -> None:
    """Outside of questions on areas, nothing is found that is not spelled as a name of an area."""
    names = {
        name.lower().removesuffix(" ccg")
        for area in areas.values()
        for name in (area.name, *area.also)
    }
    others = [text for intent, text in examples() if intent != "area_activity"]
    found = [area.text.lower() for text in others for area in find_areas(text, areas)]

    assert len(others) > 10_000
    assert found
    assert set(found) - names == set()


def test_training_examples_on_areas_are_understood(areas: dict[str, Area]) -> None:
    """Where an example about areas names one of the six, it is found."""
    asked = [text for intent, text in examples() if intent == "area_activity"]
    naming = [
        text
        for text in asked
        if any(name in text.lower() for name in ("leeds", "bradford", "wakefield", "calderdale"))
    ]

    assert len(naming) > 30
    assert [text for text in naming if not find_areas(text, areas)] == []


@given(
    st.one_of(
        st.text(max_size=60),
        st.lists(
            st.sampled_from(
                ["Leeds", "north", "kirklees", "&", "'s", "NHS", "wakefeild", "and", "é"]
            ),
            max_size=8,
        ).map(" ".join),
    )
)
def test_found_areas_stand_where_they_say(areas: dict[str, Area], text: str) -> None:
    """Any text is read without an error, and each found name stands at its place, in order."""
    found = find_areas(text, areas, REPORT)

    assert [area.start for area in found] == sorted(area.start for area in found)
    assert all(text[area.start : area.end] == area.text for area in found)
    assert len({area.name for area in found}) == len(found)


@pytest.mark.parametrize(
    ("text", "setting"),
    [
        ("care homes in leeds", "care_home"),
        ("carehome", "care_home"),
        ("nursing homes only", "care_home"),
        ("care home care plans", "care_home"),
        ("home care lot in bradford", "home_care"),
        ("homecare", "home_care"),
        ("dom care", "home_care"),
        ("domiciliary agencies", "home_care"),
        ("domicilary", "home_care"),
        ("care homes against home care", None),
        ("how is my home", None),
        ("", None),
    ],
)
def test_settings(text: str, setting: str | None) -> None:
    """The kind of care is found where one is named, and not where both are."""
    assert find_setting(text) == setting


def test_settings_stand_where_they_say() -> None:
    """Each kind of care comes with its place in the message."""
    text = "nursing homes, and Home Care too"

    assert [(f.setting, text[f.start : f.end]) for f in find_settings(text)] == [
        ("care_home", "nursing"),
        ("home_care", "Home Care"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "at", "reason"),
    [
        pytest.param(
            "  kind: region",
            "  kind: country",
            "  kind: country",
            "`kind`: unexpected value; permitted: 'ccg', 'partnership', 'region'.",
            id="a kind that nothing knows",
        ),
        pytest.param(
            "  part_of: north_east_and_yorkshire",
            "  part_of: west_yorkshire_and_harrogate\n  # itself",
            None,
            "`part_of: west_yorkshire_and_harrogate` is not another area of this file.",
            id="a part of itself",
        ),
        pytest.param(
            "- {source: kirklees-ccg-2021}\n  checked: 2026-11-25\n\nleeds:",
            "- {source: kirklees-ccg-1921}\n  checked: 2026-11-25\n\nleeds:",
            "kirklees-ccg-1921",
            "The source `kirklees-ccg-1921` is not in knowledge/sources.yml.",
            id="a source that is not there",
        ),
        pytest.param(
            "also: [Pudsey, Wetherby]",
            "also: [NHS District, Wetherby]",
            "also: [NHS District",
            "'NHS District' says only what kind of body it is, so no message can mean it.",
            id="a name without a name",
        ),
    ],
)
def test_faults(copied: Path, old: str, new: str, at: str | None, reason: str) -> None:
    """Each fault in the file is told with its line and reason."""
    path = copied / "areas.yml"
    edit(path, old, new)

    with pytest.raises(KnowledgeError) as error:
        load_areas(load_catalogue(copied))

    problem = only_problem(error.value)
    line = line_with(path, at) if at else line_with(path, "# itself") - 1
    assert (problem.path, problem.line, problem.reason) == (path, line, reason)
