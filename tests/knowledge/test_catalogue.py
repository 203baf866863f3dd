"""The knowledge is read as a whole, and its parts fit together."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.knowledge.catalogue import PHRASES, Catalogue, load_catalogue
from bot.knowledge.problems import KnowledgeError
from tests.knowledge.folder import edit, line_with, only_problem

RESET = "topics/sign_in/reset.md"
LOCKED = "topics/sign_in/locked.md"
SHARE = "topics/mailbox/share.md"


def refused(folder: Path, file: str) -> tuple[int, str]:
    """Give line and reason of the one problem of a folder, and see that it names the file."""
    with pytest.raises(KnowledgeError) as error:
        load_catalogue(folder)
    problem = only_problem(error.value)
    assert problem.path == folder / file
    return problem.line, problem.reason


def test_a_folder_is_read_whole(small: Catalogue) -> None:
    """Topics come in the order of their themes, with sources, contacts and phrases by name."""
    assert list(small.topics) == ["locked", "reset", "share"]
    assert list(small.themes) == ["sign_in", "mailbox", "nothing_yet"]
    assert list(small.sources) == ["guide-2018", "policy-2024", "page-2023"]
    assert list(small.contacts) == ["helpdesk", "office"]
    assert small.phrases.keys() == PHRASES
    assert small.topics["reset"].reply == "Phone 07700 900123."


def test_themes_order_the_topics(folder: Path) -> None:
    """The order in themes.yml decides, not the names of the folders."""
    edit(folder / "themes.yml", "sign_in: Logging in\n", "")
    (folder / "themes.yml").open("a").write("sign_in: Logging in\n")

    assert list(load_catalogue(folder).topics) == ["share", "locked", "reset"]


def test_a_theme_gives_its_topics(small: Catalogue) -> None:
    """A theme has the topics of its folder, and may have none."""
    assert [topic.id for topic in small.in_theme("sign_in")] == ["locked", "reset"]
    assert small.in_theme("nothing_yet") == []
    assert small.in_theme("unknown") == []


def test_sections_are_titles_or_records(small: Catalogue) -> None:
    """A section that something other than a topic serves has a record; both can be cited."""
    guide = small.sources["guide-2018"]

    assert guide.section_titles == {"Passwords", "Locked accounts", "Figures of an area"}
    assert [section.answered_by for section in guide.all_sections] == [None, None, "area_activity"]


def test_an_unknown_source_is_refused(folder: Path) -> None:
    """A citation of a source that sources.yml has not is told on its line."""
    edit(folder / LOCKED, "policy-2024", "policy-2042")

    assert refused(folder, LOCKED) == (
        line_with(folder / LOCKED, "policy-2042"),
        "The source `policy-2042` is not in knowledge/sources.yml.",
    )


@pytest.mark.parametrize(
    ("source", "section"), [("guide-2018", "Locked"), ("guide-2018", "locked accounts")]
)
def test_an_unknown_section_is_refused(folder: Path, source: str, section: str) -> None:
    """A section must be spelled as sources.yml spells it; else it is told on its line."""
    edit(folder / LOCKED, "Locked accounts", section)

    assert refused(folder, LOCKED) == (6, f"`{source}` has no section '{section}'.")


def test_a_citation_is_sought_below_its_key(folder: Path) -> None:
    """A title that holds the same words as a wrong citation is not taken for its line."""
    edit(folder / LOCKED, "title: A locked account", "title: Locked out of an account")
    edit(folder / LOCKED, "Locked accounts", "Locked")

    assert refused(folder, LOCKED) == (6, "`guide-2018` has no section 'Locked'.")


def test_a_section_of_a_source_without_sections_is_refused(folder: Path) -> None:
    """Only sources that are covered whole have sections to cite."""
    edit(folder / SHARE, "{source: page-2023}", "{source: page-2023, section: Passwords}")

    assert refused(folder, SHARE) == (5, "`page-2023` has no section 'Passwords'.")


@pytest.mark.parametrize("related", ["lockt", "sign_in", "reset"])
def test_related_topics_are_other_topics(folder: Path, related: str) -> None:
    """An unknown topic, a theme and the topic itself are refused as related."""
    edit(folder / RESET, "[locked]", f"[share, {related}]")

    assert refused(folder, RESET) == (
        line_with(folder / RESET, "related:"),
        f"The related topic `{related}` is not another topic.",
    )


@pytest.mark.parametrize("contact", ["office", "nobody"])
def test_a_request_goes_to_a_contact_with_an_email(folder: Path, contact: str) -> None:
    """A contact without an address, or that is not known, cannot be written to."""
    edit(folder / RESET, "to: helpdesk", f"to: {contact}")

    assert refused(folder, RESET) == (
        line_with(folder / RESET, "email:"),
        f"The contact `{contact}` has no email in knowledge/contacts.yml.",
    )


@pytest.mark.parametrize(
    ("kind", "old", "taken"),
    [
        ("title", "title: Share a mailbox", "A locked account"),
        ("title", "title: Share a mailbox", "A LOCKED account"),
        ("label", "label: We share a mailbox", "I am locked out"),
        ("label", "label: We share a mailbox", "i am locked OUT"),
    ],
)
def test_titles_and_labels_are_used_once(folder: Path, kind: str, old: str, taken: str) -> None:
    """Two topics that look the same to a user are refused, whatever the size of the letters."""
    edit(folder / SHARE, old, f"{kind}: {taken}")

    assert refused(folder, SHARE) == (
        line_with(folder / SHARE, f"{kind}:"),
        f"The {kind} {taken.lower()!r} is taken by {folder / LOCKED}.",
    )


def test_a_title_may_be_another_topics_label(folder: Path) -> None:
    """A page's heading and a button never stand beside each other."""
    edit(folder / SHARE, "title: Share a mailbox", "title: I am locked out")

    assert load_catalogue(folder).topics["share"].header.title == "I am locked out"


def test_an_id_is_used_once(folder: Path) -> None:
    """The same file name in two themes is refused: it would be one intent with two answers."""
    (folder / SHARE).rename(folder / "topics/mailbox/locked.md")
    edit(folder / LOCKED, "[reset, share]", "[reset]")

    assert refused(folder, "topics/mailbox/locked.md") == (
        1,
        f"The id 'locked' is taken by {folder / LOCKED}.",
    )


def test_a_folder_that_is_no_theme_is_refused(folder: Path) -> None:
    """A topic whose folder themes.yml has not would be shown to nobody."""
    edit(folder / "themes.yml", "mailbox: The shared mailbox\n", "")
    edit(folder / LOCKED, "[reset, share]", "[reset]")

    assert refused(folder, SHARE) == (1, "The theme `mailbox` is not in knowledge/themes.yml.")


@pytest.mark.parametrize("place", ["topics/loose.md", "topics/sign_in/deeper/loose.md"])
def test_a_file_outside_the_themes_folders_is_refused(folder: Path, place: str) -> None:
    """A topic's file beside the folders of the themes, or below one, is not passed over."""
    path = folder / place
    path.parent.mkdir(exist_ok=True)
    path.write_text((folder / LOCKED).read_text(encoding="utf-8"), encoding="utf-8")

    line, reason = refused(folder, place)

    assert (line, reason) == (1, f"The theme `{path.parent.name}` is not in knowledge/themes.yml.")


def test_a_missing_phrase_is_refused(folder: Path) -> None:
    """A phrase that the replies need is missed when the knowledge is read, not in a chat."""
    edit(folder / "phrases.yml", "something_else: Something else\n", "")

    assert refused(folder, "phrases.yml") == (1, "`something_else` is missing.")


def test_an_unused_phrase_is_refused(folder: Path) -> None:
    """A misspelt or old phrase is told, so that nobody edits it in vain."""
    edit(folder / "phrases.yml", "something_else:", "old_one: x\nsomething_else:")

    assert refused(folder, "phrases.yml") == (
        1,
        "`old_one` is not used by anything: remove it.",
    )


@pytest.mark.parametrize("empty", ["", '""', '"  "', "3", "[a]"])
@pytest.mark.parametrize("file", ["phrases.yml", "themes.yml"])
def test_a_phrase_or_theme_without_text_is_refused(folder: Path, file: str, empty: str) -> None:
    """Nothing, blanks, a number or a list in the place of a text is told on its line."""
    key, old = {
        "phrases.yml": ("something_else", "something_else: Something else"),
        "themes.yml": ("mailbox", "mailbox: The shared mailbox"),
    }[file]
    edit(folder / file, old, f"{key}: {empty}")

    assert refused(folder, file) == (
        line_with(folder / file, f"{key}:"),
        f"`{key}` has no text.",
    )


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('"2024-06-27"', "2024-06-27", "`date`: str type expected."),
        ('"2024-06-27"', '"June 2024"', "`date`: string does not match regex"),
        ('"2024-06-27"', '"2024-13"', "`date`: month must be in 1..12."),
        ('"2024-06-27"', '"2024-02-30"', "`date`: day is out of range for month."),
        ("title: Invented password policy", "titel: x", "`titel`: extra fields not permitted."),
        ("title: Invented password policy", 'title: ""', "`title`: ensure this value has at least"),
    ],
)
def test_a_wrong_source_is_told_on_its_line(folder: Path, old: str, new: str, reason: str) -> None:
    """A date that is none, an unknown key and an empty title of a source are told."""
    path = folder / "sources.yml"
    edit(path, old, new)

    with pytest.raises(KnowledgeError) as error:
        load_catalogue(folder)

    assert any(
        problem.line == line_with(path, new) and problem.reason.startswith(reason)
        for problem in error.value.problems
    ), error.value.problems


@pytest.mark.parametrize("date", ["2024", "2024-02", "2024-02-29"])
def test_a_source_has_a_year_a_month_or_a_day(folder: Path, date: str) -> None:
    """A date is as exact as the source gives it."""
    edit(folder / "sources.yml", '"2024-06-27"', f'"{date}"')

    assert load_catalogue(folder).sources["policy-2024"].date == date


def test_a_wrong_contact_is_told_on_its_line(folder: Path) -> None:
    """An unknown key of a contact is told where it stands in contacts.yml."""
    path = folder / "contacts.yml"
    edit(path, "  hours:", "  hour:")

    assert refused(folder, "contacts.yml") == (
        line_with(path, "  hour:"),
        "`hour`: extra fields not permitted.",
    )


def test_every_wrong_record_of_a_file_is_told_at_once(folder: Path) -> None:
    """Faults of several sources come together, each with its line and each once."""
    path = folder / "sources.yml"
    edit(path, "title: Guide for invented care homes", "titel: x")
    edit(path, "publisher: Invented Digital", "publisher: Invented Digital\n  colour: red")
    edit(path, 'date: "2023"', 'date: "soon"')

    with pytest.raises(KnowledgeError) as error:
        load_catalogue(folder)

    assert [(p.line, p.reason.split(":")[0]) for p in error.value.problems] == [
        (1, "`title`"),
        (2, "`titel`"),
        (4, "`colour`"),
        (line_with(path, "soon"), "`date`"),
    ]


def test_faults_of_several_files_are_told_at_once(folder: Path) -> None:
    """What is wrong in different topics is told together, by file and line."""
    edit(folder / RESET, "label:", "lable:")
    edit(folder / LOCKED, "Wait 30 minutes.", "Phone {nobody.phone}.")

    with pytest.raises(KnowledgeError) as error:
        load_catalogue(folder)

    assert [(p.path, p.line) for p in error.value.problems] == [
        (folder / LOCKED, 11),
        (folder / RESET, 2),
        (folder / RESET, 3),
    ]


def test_broken_references_of_several_kinds_are_told_at_once(folder: Path) -> None:
    """Sources, related topics, requests, phrases and stray files are all looked at."""
    edit(folder / RESET, "[locked]", "[nowhere]")
    edit(folder / RESET, "to: helpdesk", "to: office")
    edit(folder / LOCKED, "policy-2024", "policy-2042")
    edit(folder / "phrases.yml", "something_else: Something else\n", "")
    (folder / "topics" / "loose.md").write_text("Nothing.", encoding="utf-8")

    with pytest.raises(KnowledgeError) as error:
        load_catalogue(folder)

    assert [(str(p.path.relative_to(folder)), p.line) for p in error.value.problems] == [
        ("phrases.yml", 1),
        ("topics/loose.md", 1),
        (LOCKED, 5),
        (RESET, 8),
        (RESET, 10),
    ]


@pytest.mark.parametrize(
    "file", ["sources.yml", "contacts.yml", "themes.yml", "phrases.yml", RESET]
)
def test_a_file_that_is_not_yaml_is_told(folder: Path, file: str) -> None:
    """Broken YAML in any file of the folder is told with file and line."""
    path = folder / file
    path.write_text("---\nkey: [\n---\n" if file == RESET else "key: 1\nkey: 2\n")

    line, reason = refused(folder, file)

    assert line in {2, 3}
    assert reason.startswith("This is not YAML: ")


@pytest.mark.parametrize("file", ["sources.yml", "contacts.yml", "themes.yml", "phrases.yml"])
def test_a_missing_file_is_told(folder: Path, file: str) -> None:
    """A file that the folder has not is named."""
    (folder / file).unlink()

    line, reason = refused(folder, file)

    assert line == 1
    assert reason.startswith("This file cannot be read: ")
