"""A topic's file is read whole, and every way in which it can be wrong has a line and a reason."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.knowledge.model import Contact, Topic
from bot.knowledge.problems import KnowledgeError
from bot.knowledge.topic_file import fill, read_topic, word_count
from tests.knowledge.folder import RESET, changed, only_problem

CONTACTS = {
    "helpdesk": Contact(
        name="Invented helpdesk",
        phone="07700 900123",
        email="desk@example.org",
        sources=[],
        checked=dt.date(2026, 11, 22),
    ),
    "office": Contact(
        name="Invented office",
        phone="07700 900456",
        phone_options="choose option 1",
        hours="9am to 5pm",
        region="Dorset",
        sources=[],
        checked=dt.date(2026, 11, 22),
    ),
}
REPLY = "Phone {helpdesk.phone}."
BODY = f"{REPLY}\n\n## More\n\nWrite to {{helpdesk.email}}.\n"
NEEDED = {
    "title": "title: Reset a password\n",
    "label": "label: I forgot my password\n",
    "sources": "sources:\n  - {source: guide-2018, section: Passwords}\n",
    "checked": "checked: 2026-11-22\n",
    "review_by": "review_by: 2027-05-22\n",
    "related": "related: [locked]\n",
}


def read(folder: Path, text: str | bytes, name: str = "reset.md") -> Topic:
    """Write a topic's file into the theme sign_in and read it."""
    path = folder / "sign_in" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_topic(path, CONTACTS)


def refused(folder: Path, text: str | bytes, name: str = "reset.md") -> tuple[int, str]:
    """Give line and reason of the one problem that a file has, and see that it names the file."""
    with pytest.raises(KnowledgeError) as error:
        read(folder, text, name)
    problem = only_problem(error.value)
    assert problem.path == folder / "sign_in" / name
    return problem.line, problem.reason


def with_line(old: str, new: str) -> str:
    """Give the topic with one text changed."""
    return changed(RESET, old, new)


def test_a_topic_is_read_whole(tmp_path: Path) -> None:
    """Name, folder, front matter, reply and the rest come out of the file."""
    topic = read(tmp_path, RESET)

    assert (topic.id, topic.theme, topic.path) == (
        "reset",
        "sign_in",
        tmp_path / "sign_in/reset.md",
    )
    assert topic.header.title == "Reset a password"
    assert topic.header.label == "I forgot my password"
    assert [(c.source, c.section) for c in topic.header.sources] == [("guide-2018", "Passwords")]
    assert topic.header.checked == dt.date(2026, 11, 22)
    assert topic.header.review_by == dt.date(2027, 5, 22)
    assert topic.header.related == ["locked"]


def test_contacts_are_filled_in_everywhere(tmp_path: Path) -> None:
    """Reply, the rest, what is older and the request hold the contacts' values."""
    topic = read(tmp_path, RESET)
    email = topic.header.email

    assert topic.reply == "Phone 07700 900123."
    assert topic.more == "Write to desk@example.org."
    assert topic.header.older == "Guides from 2018 give another address. Use desk@example.org."
    assert email is not None
    assert email.to == "helpdesk"
    assert email.subject == "Password reset for Invented helpdesk"
    assert email.body == ("Please reset my password. I phoned 07700 900123.\n\nName: [your name]")


def test_every_field_of_a_contact_can_be_written() -> None:
    """Name, phone, options, hours and region have a placeholder of their own."""
    text = "{office.name}: {office.phone}, {office.phone_options}, {office.hours}, {office.region}"

    assert fill(text, CONTACTS) == (
        "Invented office: 07700 900456, choose option 1, 9am to 5pm, Dorset"
    )


def test_lines_lead_back_to_the_file(tmp_path: Path) -> None:
    """The lines of the keys, of the reply and of the rest are those of the file."""
    topic = read(tmp_path, RESET)
    lines = RESET.splitlines()

    assert {lines[number - 1].partition(":")[0] for number in topic.lines.values()} == set(
        topic.lines
    )
    assert set(topic.lines) == {*NEEDED, "older", "email"}
    assert lines[topic.reply_line - 1] == REPLY
    assert lines[topic.more_line - 1] == "Write to {helpdesk.email}."


@pytest.mark.parametrize("blanks", [0, 1, 4])
def test_empty_lines_do_not_shift_the_lines(tmp_path: Path, blanks: int) -> None:
    """Empty lines before the reply and before the rest are counted."""
    gap = "\n" * blanks
    text = with_line("---\n\nPhone", f"---\n{gap}Phone").replace("More\n\n", f"More\n{gap}")

    topic = read(tmp_path, text)

    lines = text.splitlines()
    assert lines[topic.reply_line - 1] == REPLY
    assert lines[topic.more_line - 1] == "Write to {helpdesk.email}."


def test_more_older_and_email_may_be_left_out(tmp_path: Path) -> None:
    """A topic of the needed keys and a reply is whole."""
    text = f"---\n{''.join(NEEDED.values())}---\nWait 30 minutes.\n"

    topic = read(tmp_path, text)

    assert topic.reply == "Wait 30 minutes."
    assert topic.more == ""
    assert topic.header.older is None
    assert topic.header.email is None


@pytest.mark.parametrize(
    "text",
    [RESET.replace("\n", "\r\n").encode(), RESET.encode("utf-8-sig")],
    ids=["lines end as on Windows", "byte order mark"],
)
def test_files_of_other_editors_read_the_same(tmp_path: Path, text: bytes) -> None:
    """Windows line ends and a byte order mark change nothing."""
    assert read(tmp_path, text) == read(tmp_path, RESET)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        RESET.removeprefix("---\n"),
        "\n" + RESET,
        RESET.replace("---", "----"),
        changed(RESET, "---\n\nPhone", "Phone"),
        "---",
    ],
    ids=["empty", "blank", "no start", "starts late", "long fences", "no end", "start only"],
)
def test_a_file_without_front_matter_is_refused(tmp_path: Path, text: str) -> None:
    """Front matter that does not start on line 1 or does not end is told on line 1."""
    reason = "A topic starts with front matter between two lines of ---."

    assert refused(tmp_path, text) == (1, reason)


@pytest.mark.parametrize("front_matter", ["", "- a\n- b\n", "words\n"])
def test_front_matter_without_keys_is_refused(tmp_path: Path, front_matter: str) -> None:
    """Front matter that is empty, a list or words is told on its first line."""
    text = f"---\n{front_matter}---\n{BODY}"

    assert refused(tmp_path, text) == (2, "Keys with values are expected here.")


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("Reset a password", "Reset: a password", 2, "mapping values are not allowed"),
        ("label:", "title: Twice\nlabel:", 3, "found duplicate key"),
        ("label:", "\tlabel:", 3, "cannot start any token"),
        ("[locked]", "[locked", 9, "expected ',' or ']'"),
        ("checked: 2026-11-22", "checked: 2026-02-30", 6, "day is out of range for month"),
        ("review_by: 2027-05-22", "review_by: 2027-13-01", 7, "month must be in 1..12"),
        ("Reset a password", "Reset\x07a password", 2, "special characters are not allowed"),
    ],
)
def test_broken_yaml_is_told_on_its_line(
    tmp_path: Path, old: str, new: str, line: int, reason: str
) -> None:
    """Front matter that is not YAML is told with its line in the file."""
    found, why = refused(tmp_path, with_line(old, new))

    assert found == line
    assert why.startswith("This is not YAML: ")
    assert reason in why


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("label: I", "lable: x\nlabel: I", 3, "`lable`: extra fields not permitted."),
        ("section:", "sektion:", 5, "`sources.0.sektion`: extra fields not permitted."),
        ("  to:", "  cc: x\n  to:", 11, "`email.cc`: extra fields not permitted."),
        ("  to: helpdesk\n", "", 10, "`email.to`: field required."),
        ("{source: guide-2018, s", "{s", 5, "`sources.0.source`: field required."),
        ("Reset a password", '""', 2, "`title`: ensure this value has at least 1 characters."),
        ("Reset a password", '"  "', 2, "`title`: ensure this value has at least 1 characters."),
        ("Reset a password", "[a, b]", 2, "`title`: str type expected."),
        ("I forgot my password", '""', 3, "`label`: ensure this value has at least 1 characters."),
        ("Reset a password", "x" * 66, 2, "`title`: ensure this value has at most 65 characters."),
        (
            "I forgot my password",
            "x" * 41,
            3,
            "`label`: ensure this value has at most 40 characters.",
        ),
        (
            "sources:\n  - {source: guide-2018, section: Passwords}",
            "sources: []",
            4,
            "`sources`: ensure this value has at least 1 items.",
        ),
        ("[locked]", "[]", 8, "`related`: ensure this value has at least 1 items."),
        ("[locked]", "[a, b, c, d]", 8, "`related`: ensure this value has at most 3 items."),
        ("[locked]", "[locked, locked]", 8, "`related`: the list has duplicated items."),
        ("[locked]", "locked", 8, "`related`: value is not a valid list."),
        ("checked: 2026-11-22", "checked: yesterday", 6, "`checked`: invalid date format."),
        ("review_by: 2027-05-22", "review_by: soon", 7, "`review_by`: invalid date format."),
    ],
)
def test_a_wrong_key_or_value_is_told_on_its_line(
    tmp_path: Path, old: str, new: str, line: int, reason: str
) -> None:
    """An unknown key and a value that is missing, empty, too long or of the wrong kind are told."""
    assert refused(tmp_path, with_line(old, new)) == (line, reason)


@pytest.mark.parametrize("key", NEEDED)
def test_a_missing_key_is_told_where_the_front_matter_starts(tmp_path: Path, key: str) -> None:
    """Each needed key that is left out is named."""
    text = with_line(NEEDED[key], "")

    assert refused(tmp_path, text) == (2, f"`{key}`: field required.")


def test_all_faults_of_the_front_matter_are_told_at_once(tmp_path: Path) -> None:
    """A curator does not mend one fault only to meet the next."""
    text = with_line("label: I forgot my password", "colour: red").replace("[locked]", "[]")

    with pytest.raises(KnowledgeError) as error:
        read(tmp_path, text)

    assert [(problem.line, problem.reason.split(":")[0]) for problem in error.value.problems] == [
        (2, "`label`"),
        (3, "`colour`"),
        (8, "`related`"),
    ]


@pytest.mark.parametrize("review_by", ["2026-11-23", "2027-11-22", "2027-11-23"])
def test_a_review_within_a_year_is_accepted(tmp_path: Path, review_by: str) -> None:
    """From the day after the check up to 366 days later, a leap year's length."""
    topic = read(tmp_path, with_line("2027-05-22", review_by))

    assert topic.header.review_by.isoformat() == review_by


@pytest.mark.parametrize("review_by", ["2026-11-22", "2026-11-21", "2027-11-24", "2028-11-22"])
def test_a_review_out_of_order_or_too_late_is_refused(tmp_path: Path, review_by: str) -> None:
    """On or before the day of the check, and more than a year after it, is told."""
    assert refused(tmp_path, with_line("2027-05-22", review_by)) == (
        7,
        "`review_by`: must be after `checked`, and at most a year after it.",
    )


@pytest.mark.parametrize(
    "placeholder",
    [
        "helpdsk.phone",
        "helpdesk.fone",
        "helpdesk.hours",
        "helpdesk",
        "helpdesk.sources",
        "helpdesk.checked",
        "office.email",
        "phone",
    ],
)
def test_a_contact_that_is_not_known_is_refused(tmp_path: Path, placeholder: str) -> None:
    """An unknown contact or field, and a field that the contact has not, are told by name."""
    text = with_line(REPLY, f"Phone {{{placeholder}}}.")

    assert refused(tmp_path, text) == (19, f"{{{placeholder}}} is not in knowledge/contacts.yml.")


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("Reset a password", "Reset a password at {nobody.name}", 2),
        ("Use {helpdesk.email}", "Use {nobody.name}", 9),
        ("for {helpdesk.name}", "for {nobody.name}", 12),
        ("I phoned {helpdesk.phone}", "I phoned {nobody.name}", 14),
        ("    Name: [your name]", "    - {nobody.name}", 16),
        (REPLY, "Ask:\n\n- {nobody.name}", 21),
        ("Write to {helpdesk.email}", "Write to {nobody.name}", 23),
        ("Write to {helpdesk.email}.", "Ask:\n\n- {nobody.name}", 25),
    ],
)
def test_an_unknown_contact_is_found_wherever_it_stands(
    tmp_path: Path, old: str, new: str, line: int
) -> None:
    """Front matter, request, reply, the rest, also at the start of a bullet: all are searched."""
    assert refused(tmp_path, with_line(old, new)) == (
        line,
        "{nobody.name} is not in knowledge/contacts.yml.",
    )


def test_each_unknown_contact_is_told(tmp_path: Path) -> None:
    """Several unknown contacts in a file, and on a line, are told at once."""
    text = with_line(REPLY, "Phone {a.phone} or {b.phone}.").replace("{helpdesk.email}.", "{c.x}.")

    with pytest.raises(KnowledgeError) as error:
        read(tmp_path, text)

    assert [(p.line, p.reason.split()[0]) for p in error.value.problems] == [
        (9, "{c.x}"),
        (19, "{a.phone}"),
        (19, "{b.phone}"),
        (23, "{c.x}"),
    ]


def test_a_reply_of_80_words_is_accepted(tmp_path: Path) -> None:
    """80 words are allowed; marks and the addresses of links are no words."""
    linked = "[a link](https://example.org/some/long/address)"
    reply = "\n".join([f"1. {linked} {'word ' * 37}word.", f"2. {'word ' * 39}word."])

    topic = read(tmp_path, with_line(REPLY, reply))

    assert topic.reply == reply


@pytest.mark.parametrize("words", [81, 120])
def test_a_longer_reply_is_refused(tmp_path: Path, words: int) -> None:
    """A reply of more than 80 words is told where it starts, with its length and what to do."""
    assert refused(tmp_path, with_line(REPLY, " ".join(["word"] * words))) == (
        19,
        f"The reply has {words} words, 80 are allowed. Move some to ## More.",
    )


def test_the_rest_may_be_long(tmp_path: Path) -> None:
    """What stands under More is not counted as the reply."""
    long = " ".join(["word"] * 500)

    assert read(tmp_path, with_line("Write to {helpdesk.email}.", long)).more == long


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("One two, three.", 3),
        ("- one\n- two", 2),
        ("1. one\n2. two", 2),
        ("Wait 30 minutes.", 3),
        ("Do not use a shared-mailbox's address a.b@example.org.", 7),
        ("[NHSmail portal](https://portal.example.org/)", 2),
    ],
)
def test_words_are_counted_as_a_reader_sees_them(text: str, words: int) -> None:
    """List marks and link addresses are left out; figures and addresses count once."""
    assert word_count(text) == words


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("", 18),
        ("\n\n", 18),
        ("## More\n\nThe rest.\n", 18),
        ("\n## More\n\nThe rest.\n", 19),
    ],
)
def test_an_empty_reply_is_refused(tmp_path: Path, body: str, line: int) -> None:
    """A file without words for the chat is told where they belong, whatever stands under More."""
    text = RESET.partition("---\n\n")[0] + "---\n" + body

    assert refused(tmp_path, text) == (
        line,
        "The reply is missing: write it after the front matter.",
    )


@pytest.mark.parametrize(
    "name",
    ["Reset.md", "2reset.md", "_reset.md", "re-set.md", "re set.md", "re.set.md", "réset.md"],
)
def test_a_bad_file_name_is_refused(tmp_path: Path, name: str) -> None:
    """A name that cannot be an intent is told, with what it is made of."""
    assert refused(tmp_path, RESET, name) == (
        1,
        "The file's name is the topic's id: small letters, figures and _ only.",
    )


def test_letters_figures_and_underscores_make_a_name(tmp_path: Path) -> None:
    """A name may hold all that the rule allows."""
    assert read(tmp_path, RESET, "mfa_2_steps.md").id == "mfa_2_steps"


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    """A file saved in another encoding is told with the line of its first strange character."""
    text = with_line(REPLY, "It costs £1.").encode("cp1252")

    assert refused(tmp_path, text) == (19, "Save this file as UTF-8.")


def test_a_missing_file_is_a_problem(tmp_path: Path) -> None:
    """A file that is gone is told as a problem too."""
    with pytest.raises(KnowledgeError) as error:
        read_topic(tmp_path / "gone.md", CONTACTS)

    assert only_problem(error.value).path == tmp_path / "gone.md"


@settings(deadline=None)
@given(st.text())
def test_text_without_contacts_stays_as_it_is(text: str) -> None:
    """Only the placeholders of contacts are replaced."""
    plain = text.replace("{", "(").replace("}", ")")

    assert fill(plain, CONTACTS) == plain
    assert fill(plain + "{office.region}" + plain, CONTACTS) == plain + "Dorset" + plain


def test_the_sections_of_more_stand_by_their_headings(tmp_path: Path) -> None:
    """Each section of More has its text without the heading; what stands before them is none."""
    sections = "Before.\n\n### What it costs\n\nNothing.\n\n### Who may ask\n\n- you\n- others"

    topic = read(tmp_path, with_line("Write to {helpdesk.email}.", sections))

    assert topic.sections == {"What it costs": "Nothing.", "Who may ask": "- you\n- others"}
