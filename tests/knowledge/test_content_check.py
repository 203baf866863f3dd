"""What users read is held against the content rules, with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.knowledge.catalogue import Catalogue, load_catalogue
from bot.knowledge.content_check import (
    check_domain,
    check_everything,
    check_look_ups,
    check_texts,
)
from tests.knowledge.folder import DOMAIN, RESET, edit, line_with

PATH = "topics/sign_in/reset.md"
EMPTY_DOMAIN = "responses: {}\n"


def problems_of(folder: Path) -> list[tuple[int, str]]:
    """Give what is wrong in the topic, with a domain that says nothing."""
    domain = folder / "domain.yml"
    domain.write_text(EMPTY_DOMAIN, encoding="utf-8")
    problems = check_everything(load_catalogue(folder), domain)
    assert {problem.path for problem in problems} <= {folder / PATH}
    return [(problem.line, problem.reason) for problem in problems]


def domain_copy(tmp_path: Path) -> Path:
    """Copy the project's domain.yml to where it can be broken."""
    path = tmp_path / "domain.yml"
    path.write_text(DOMAIN.read_text(encoding="utf-8"), encoding="utf-8")
    return path


def test_the_real_texts_follow_the_rules(real: Catalogue) -> None:
    """Neither the knowledge nor domain.yml has a problem."""
    assert check_everything(real, DOMAIN) == []
    assert list(check_look_ups(real)) == []


def test_a_good_folder_has_no_problem(folder: Path) -> None:
    """The invented topics follow the rules too."""
    assert problems_of(folder) == []


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("title: Reset", "title: Sign in and reset", "Write `log in`."),
        ("title: Reset a password", "title: What is it?", "A title is not a question."),
        ("label: I forgot", "label: I can't find", "No contractions: write the words in full."),
        ("Guides from 2018 give", "Guides should give", "No `should`: say what to do."),
        ("Phone {helpdesk.phone}.\n", "You should ask.\n", "No `should`: say what to do."),
        ("Write to {h", "Telephone or write to {h", "Write `phone`."),
    ],
)
def test_a_problem_of_a_topic_has_its_line(folder: Path, old: str, new: str, reason: str) -> None:
    """Title, label, what is older, reply and the rest are checked, each on its own line."""
    edit(folder / PATH, old, new)

    assert problems_of(folder) == [(line_with(folder / PATH, new.strip()), reason)]


@pytest.mark.parametrize("part", ["reply", "more"])
def test_a_line_deep_in_a_text_is_found(folder: Path, part: str) -> None:
    """Lines within the reply and within the rest are counted from the top of the file."""
    old = {"reply": "Phone {helpdesk.phone}.\n", "more": "Write to {helpdesk.email}.\n"}[part]
    edit(folder / PATH, old, f"{old}\nAsk:\n\n- a friend\n- somebody who should know\n")

    assert problems_of(folder) == [
        (line_with(folder / PATH, "who should know"), "No `should`: say what to do.")
    ]


def test_the_rest_may_use_what_the_reply_explained(folder: Path) -> None:
    """An abbreviation is explained once in the file, in the reply."""
    edit(folder / PATH, "Phone {helpdesk.phone}.\n", "Accept the Acceptable Use Policy (AUP).\n")
    edit(folder / PATH, "Write to {helpdesk.email}.", "The AUP is short.")

    assert problems_of(folder) == []


def test_a_request_has_blanks(folder: Path) -> None:
    """A request without anything to fill in is told where it starts."""
    edit(folder / PATH, "Name: [your name]", "Name: yours")

    assert problems_of(folder) == [
        (line_with(folder / PATH, "email:"), "A request has [blanks] for what the user fills in.")
    ]


def test_several_topics_are_checked(folder: Path) -> None:
    """Problems of all topics come together, by file and line."""
    edit(folder / PATH, "label: I forgot", "label: I can't find")
    edit(folder / "topics/mailbox/share.md", "Ask the owner.", "You should ask the owner.")
    domain = folder / "domain.yml"
    domain.write_text(EMPTY_DOMAIN, encoding="utf-8")

    problems = check_everything(load_catalogue(folder), domain)

    assert [(problem.path.name, problem.line) for problem in problems] == [
        ("share.md", 10),
        ("reset.md", 3),
    ]


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("phone the NHSmail helpdesk on 0333 200 1133 or", "0333 200 1134"),
        ("phone the NHSmail helpdesk on 0333 200 1133 or", "01632 960123"),
        ("phone the NHSmail helpdesk on 0333 200 1133 or", "07700 900123"),
        ("phone the NHSmail helpdesk on 0333 200 1133 or", "020 7946 0018"),
        ("email helpdesk@nhs.net", "careadmin@nhs.net"),
        ("email helpdesk@nhs.net", "helpdesk@nhs.uk"),
    ],
)
def test_a_wrong_contact_in_the_domain_is_named(
    real: Catalogue, tmp_path: Path, right: str, wrong: str
) -> None:
    """A phone number or address that contacts.yml has not is told at its response."""
    path = domain_copy(tmp_path)
    replaced = right.replace("0333 200 1133", wrong).replace("helpdesk@nhs.net", wrong)
    edit(path, right, replaced)

    assert list(check_domain(path, real)) == [
        (path, line_with(path, "utter_human:"), f"{wrong} is not in knowledge/contacts.yml.")
    ]


def test_a_number_run_together_in_the_domain_is_told(real: Catalogue, tmp_path: Path) -> None:
    """A number that is not in groups cannot be compared, and is told as such."""
    path = domain_copy(tmp_path)
    edit(path, "helpdesk on 0333 200 1133 or", "helpdesk on 03332001134 or")

    assert [problem.reason for problem in check_domain(path, real)] == [
        "Phone numbers in groups: 0333 200 1133."
    ]


def test_a_text_of_the_domain_follows_the_rules(real: Catalogue, tmp_path: Path) -> None:
    """A response that breaks a rule is told with its file and about its line."""
    path = domain_copy(tmp_path)
    edit(path, "Goodbye. Come back", "Goodbye. You should come back")

    (problem,) = check_domain(path, real)

    assert problem == (
        path,
        line_with(path, "utter_goodbye:"),
        "No `should`: say what to do.",
    )


def test_every_variation_of_a_response_is_checked(small: Catalogue, tmp_path: Path) -> None:
    """The second text of a response is looked at too; one without words is passed over."""
    path = tmp_path / "domain.yml"
    path.write_text(
        "responses:\n"
        "  utter_a:\n"
        "    - custom: {kind: notice}\n"
        "    - text: Ask.\n"
        "    - text: Phone 07700 900999.\n",
        encoding="utf-8",
    )

    assert list(check_domain(path, small)) == [
        (path, 2, "07700 900999 is not in knowledge/contacts.yml.")
    ]


def test_a_known_contact_may_stand_in_the_domain(small: Catalogue, tmp_path: Path) -> None:
    """What contacts.yml has is no problem, also at the end of a sentence."""
    path = tmp_path / "domain.yml"
    path.write_text(
        "responses:\n  utter_a:\n    - text: Phone 07700 900456. Write to desk@example.org.\n",
        encoding="utf-8",
    )

    assert list(check_domain(path, small)) == []


def test_everything_is_the_topics_and_the_domain(folder: Path) -> None:
    """A fault of a topic and one of the domain are told together, each once."""
    domain = folder / "domain.yml"
    domain.write_text("responses:\n  utter_a:\n    - text: You should ask.\n", encoding="utf-8")
    edit(folder / PATH, "label: I forgot", "label: I can't find")

    problems = check_everything(load_catalogue(folder), domain)

    assert [(problem.path, problem.line) for problem in problems] == [
        (domain, 2),
        (folder / PATH, RESET.splitlines().index("label: I forgot my password") + 1),
    ]


def test_a_phrase_follows_the_rules(tmp_path: Path) -> None:
    """The sentences around the answers are checked, each at its own name."""
    path = tmp_path / "phrases.yml"
    path.write_text("good: Choose one.\nbad: You can't.\n", encoding="utf-8")

    assert list(check_texts(path)) == [(path, 2, "No contractions: write the words in full.")]


def test_a_button_of_the_domain_follows_the_rules(real: Catalogue, tmp_path: Path) -> None:
    """What a button says is checked at its response."""
    path = domain_copy(tmp_path)
    edit(path, "title: Which DSPT level do we need?", "title: Sign in")

    assert list(check_domain(path, real)) == [
        (path, line_with(path, "utter_signpost_dspt_completion:"), "Write `log in`.")
    ]
