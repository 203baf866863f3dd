"""The files of what is asked behind answers are read, or it is said what is wrong in which line."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.knowledge.problems import KnowledgeError
from bot.nlu.follow_up_files import FollowUps, read_follow_ups

LEAVER = """\
# What is asked behind the answer of leaver.
leaver: |
  - and if she comes back: same form?
  - how long till it's gone

add_user: |
  - how do i add the new girl #2
"""


def test_each_message_is_read_with_its_intent(tmp_path: Path) -> None:
    """Colons, marks and numbers need no quotes; a topic without a file is left out."""
    (tmp_path / "leaver.yml").write_text(LEAVER, encoding="utf-8")
    (tmp_path / "other.yml").write_text("other: |\n  - not read\n", encoding="utf-8")

    assert read_follow_ups(tmp_path, {"leaver", "mfa"}) == [
        FollowUps(
            "leaver",
            (
                ("leaver", "and if she comes back: same form?"),
                ("leaver", "how long till it's gone"),
                ("add_user", "how do i add the new girl #2"),
            ),
        )
    ]


@pytest.mark.parametrize(
    ("wrong", "line"),
    [
        ("leaver: |\n  - yes\nadd_user: |\n  no mark\n", 3),
        ("leaver: |\n  - yes\nadd_user:\n  - a list\n", 3),
        ("leaver: |\n  - yes\nadd_user:\n", 3),
    ],
    ids=["a line without its mark", "a list", "nothing"],
)
def test_what_cannot_be_read_is_named(tmp_path: Path, wrong: str, line: int) -> None:
    """The file, the line of the intent, and what to write instead."""
    path = tmp_path / "leaver.yml"
    path.write_text(wrong, encoding="utf-8")

    with pytest.raises(KnowledgeError) as caught:
        read_follow_ups(tmp_path, {"leaver"})

    [problem] = caught.value.problems
    assert (problem.path, problem.line) == (path, line)
    assert "`intent: |`" in problem.reason


def test_a_change_of_any_text_is_a_new_fingerprint() -> None:
    """Rasa trains again on what changed, and on nothing else."""
    known = FollowUps("leaver", (("leaver", "how long"),))

    assert known.fingerprint() == FollowUps("leaver", (("leaver", "how long"),)).fingerprint()
    assert known.changed(str.upper).asked == (("leaver", "HOW LONG"),)
    assert known.changed(str.upper).fingerprint() != known.fingerprint()
