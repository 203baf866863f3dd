"""The files of what is asked behind answers are read, or it is said what is wrong in which line."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.knowledge.problems import KnowledgeError
from bot.nlu.follow_up_files import NOT_ANSWERED, REPLY, Asked, FollowUps, read_follow_ups

SECTIONS = {"leaver": ["Who tells the helpdesk", "Back again"], "mfa": ["No phone"]}
LEAVER = """\
# What is asked behind the answer of leaver.
leaver: |
  - how long till it's gone

leaver/Back again: |
  - and if she comes back: same form?

leaver/not answered: |
  - what is her new home called

add_user: |
  - how do i add the new girl #2
"""


def test_each_message_is_read_with_its_intent_and_part(tmp_path: Path) -> None:
    """Colons, marks and numbers need no quotes; a topic without a file is left out."""
    (tmp_path / "leaver.yml").write_text(LEAVER, encoding="utf-8")
    (tmp_path / "other.yml").write_text("other: |\n  - not read\n", encoding="utf-8")

    assert read_follow_ups(tmp_path, SECTIONS) == [
        FollowUps(
            "leaver",
            (
                Asked("leaver", "how long till it's gone", REPLY),
                Asked("leaver", "and if she comes back: same form?", "Back again"),
                Asked("leaver", "what is her new home called", NOT_ANSWERED),
                Asked("add_user", "how do i add the new girl #2", REPLY),
            ),
            ("Who tells the helpdesk", "Back again"),
        )
    ]


@pytest.mark.parametrize(
    ("wrong", "line", "instead"),
    [
        ("leaver: |\n  - yes\nadd_user: |\n  no mark\n", 3, "`intent: |`"),
        ("leaver: |\n  - yes\nadd_user:\n  - a list\n", 3, "`intent: |`"),
        ("leaver: |\n  - yes\nadd_user:\n", 3, "`intent: |`"),
        (
            "leaver: |\n  - yes\nleaver/No phone: |\n  - no\n",
            3,
            "a heading of the answer of leaver",
        ),
        ("mfa/No phone: |\n  - no\n", 1, "before it leaver"),
    ],
    ids=["a line without its mark", "a list", "nothing", "no such section", "another's section"],
)
def test_what_cannot_be_read_is_named(tmp_path: Path, wrong: str, line: int, instead: str) -> None:
    """The file, the line of the intent, and what to write instead."""
    path = tmp_path / "leaver.yml"
    path.write_text(wrong, encoding="utf-8")

    with pytest.raises(KnowledgeError) as caught:
        read_follow_ups(tmp_path, SECTIONS)

    [problem] = caught.value.problems
    assert (problem.path, problem.line) == (path, line)
    assert instead in problem.reason


def _known(text: str = "how long", part: str = REPLY, headings: tuple[str, ...] = ()) -> FollowUps:
    return FollowUps("leaver", (Asked("leaver", text, part),), headings)


def test_texts_can_be_changed() -> None:
    """Their spelling is corrected; what they ask for stays."""
    known = _known("how long", "Back again", ("Back again",))

    assert known.changed(str.upper) == _known("HOW LONG", "Back again", ("Back again",))


@pytest.mark.parametrize(
    "other",
    [_known("how long?"), _known(part="Back again"), _known(headings=("Back again",))],
    ids=["a text", "a part", "a heading"],
)
def test_a_change_is_a_new_fingerprint(other: FollowUps) -> None:
    """Rasa trains again on what changed, and on nothing else."""
    assert _known().fingerprint() == _known().fingerprint()
    assert _known().fingerprint() != other.fingerprint()
