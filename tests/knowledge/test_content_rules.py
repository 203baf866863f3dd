"""Each content rule finds what breaks it, on its line, and leaves alone what follows it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.knowledge.content_rules import (
    FREE_ABBREVIATIONS,
    Finding,
    blocks,
    check_line,
    check_markdown,
    explained_in,
    sentences,
)

CONTRACTION = "No contractions: write the words in full."
SHOULD = "No `should`: say what to do."
LOG_IN = "Write `log in`."
LOG_OUT = "Write `log out`."
LOGIN = "Write `log in`, or `log-in details`."
CLICK = "Name the link or the button: `Select **Profile**`."
LATIN = "Write `for example`, `that is` or `and so on`."
TEAM = "Write `staff` or `your team`."
QUOTES = "Straight quotes only."
GROUPS = "Phone numbers in groups: 0333 200 1133."
DATES = "Dates like 6 August 2018."
RANGES = "Ranges with `to`: 9am to 5pm."
LINK = "A link's text says where it leads."
SMALL = "A bullet starts with a small letter."
NO_STOP = "A bullet has no stop at its end."
NO_AND = "A bullet does not end with `and` or `or`."
LEVELS = "Headings start with ### and skip no level."
LEAD_IN = "A line that ends with a colon leads in to bullets."

WORDS_20 = " ".join(["word"] * 20)


@pytest.mark.parametrize(
    ("bad", "reason", "good"),
    [
        ("You don't need it.", CONTRACTION, "You do not need it."),
        ("It can't be lost.", CONTRACTION, "It cannot be lost."),
        ("It's ready.", CONTRACTION, "It is ready. Its name is known."),
        ("You should ask.", SHOULD, "Ask. The shoulder is fine."),
        ("Sign in first.", LOG_IN, "Log in first. Sign it in ink."),
        ("Use the sign-in page.", LOG_IN, "Use the log in page."),
        ("You are signed in.", LOG_IN, "You are logged in."),
        ("Sign out at night.", LOG_OUT, "Log out at night."),
        ("Your login is new.", LOGIN, "Your log-in details are new."),
        ("Telephone them.", "Write `phone`.", "Phone them."),
        ("Please click here.", CLICK, "Select **Profile**."),
        ("Click on Profile.", CLICK, "Select **Profile**."),
        (
            "Ask a carer.",
            "Write `staff` or `your team`: a carer is unpaid.",
            "Ask your care home.",
        ),
        ("Ask the care workers.", TEAM, "Ask the staff."),
        ("Use a device, e.g. a tablet.", LATIN, "Use a device, for example a tablet."),
        ("Tablets, phones etc can be used.", LATIN, "Tablets, phones and so on can be used."),
        ("This is URGENT now.", "No block capitals: URGENT.", "This is urgent now."),
        ("It\u2019s name is known.", QUOTES, "Its name is 'known'."),
        ("Say \u201cyes\u201d now.", QUOTES, 'Say "yes" now.'),
        ("Phone 07700900123.", GROUPS, "Phone 07700 900123."),
        ("Wait two days.", "Figures for numbers: `two`.", "Wait 2 days."),
        ("Twelve people know.", "Figures for numbers: `Twelve`.", "12 people know, not often."),
        ("It ended on 06/08/2018.", DATES, "It ended on 6 August 2018."),
        ("It is open 9am-5pm.", RANGES, "It is open 9am to 5pm."),
        ("Wait 2\u20133 days.", RANGES, "Wait 2 to 3 days."),
        (f"{WORDS_20} more.", "A sentence has 21 words, 20 are allowed.", f"{WORDS_20}. Next."),
        (
            "One. Or this. Or that. Or more.",
            "A paragraph has 4 sentences, 3 are allowed.",
            "One. Or this. Or that.\n\nOr more.",
        ),
        ("Do it *now* please.", "No italics.", "Select **Now** please."),
        ("Read [here](https://example.org/).", LINK, "Read [the guide](https://example.org/)."),
        ("[This page](https://example.org/) helps.", LINK, "[Help](https://example.org/) helps."),
        ("1. open it.", "A step starts with a capital letter.", "1. Open it."),
        ("1. Open it", "A step ends with a full stop.", "1. Open it."),
        ("You need:\n\n- a phone.", NO_STOP, "You need:\n\n- a phone"),
        ("You need:\n\n- a phone,\n- a name", NO_STOP, "You need:\n\n- a phone\n- a name"),
        ("You need:\n\n- a phone and\n- a name", NO_AND, "You need:\n\n- a sand\n- a name"),
        ("You need:\n\n- A phone", SMALL, "You need:\n\n- NHS mail"),
        ("You need this.\n\n- a phone", LEAD_IN, "You need:\n\n- a phone"),
        (
            "You need:\n\n" + "\n".join(f"- thing {n}" for n in range(7)),
            "A list has 7 items, 6 are allowed.",
            "You need:\n\n" + "\n".join(f"- thing {n}" for n in range(6)),
        ),
        (
            "\n".join(f"{n}. Do it." for n in range(1, 8)),
            "A list has 7 items, 6 are allowed.",
            "\n".join(f"{n}. Do it." for n in range(1, 7)),
        ),
        ("### Where it is?", "A heading is not a question.", "### Where it is"),
        ("### " + "x" * 66, "A heading has at most 65 characters.", "### " + "x" * 65),
        ("## Too high", LEVELS, "### High enough\n\n#### And lower"),
        ("#### Too low", LEVELS, "### High enough\n\n### And the next"),
        (
            "Accept the AUP.",
            "AUP is not explained at its first use.",
            "Accept the Acceptable Use Policy (AUP).",
        ),
    ],
)
def test_each_rule_finds_the_bad_and_leaves_the_good(bad: str, reason: str, good: str) -> None:
    """A text that breaks a rule breaks this rule alone; the same said well breaks none."""
    assert {finding.reason for finding in check_markdown(bad)} == {reason}
    assert list(check_markdown(good)) == []


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Ask.\n\nYou should ask.", 2),
        ("Ask:\n\n- a friend\n- somebody who should know", 3),
        ("1. Ask.\n2. You should ask.", 1),
        ("Ask.\n\n### You should ask", 2),
        ("\n\n\nYou should ask.", 3),
    ],
)
def test_a_finding_has_the_line_of_its_block(text: str, line: int) -> None:
    """The line of the paragraph, item or heading is given, counted from 0."""
    assert list(check_markdown(text)) == [Finding(line, SHOULD)]


def test_rules_of_structure_have_lines_too() -> None:
    """A skipped level, a list without a lead-in and an abbreviation are told where they stand."""
    text = "Ask.\n\n#### Low\n\nThe AUP.\n\n- a phone\n- a name"

    assert sorted(check_markdown(text)) == [
        (2, LEVELS),
        (4, "AUP is not explained at its first use."),
        (6, LEAD_IN),
    ]


def test_all_that_is_wrong_in_a_block_is_found() -> None:
    """One fault does not hide the next."""
    found = [finding.reason for finding in check_markdown("You shouldn't sign in on 1/2/2018.")]

    assert sorted(found) == sorted([CONTRACTION, LOG_IN, DATES])


@pytest.mark.parametrize(
    "text",
    [
        "You have:\n\n- a mailbox\n- 2 addresses\n\nThat is all.",
        "1. One. Or this. Or that. Or more.",
        "1. Log in:\n\n   - at home\n   - at work\n\n2. Log out.",
        "Phone 07700 900123, 24 hours a day. Write to a.b@example.org.",
        "[NHSmail portal](https://portal.example.org/sign-in/should) opens it.",
        "Select **Sent items**.",
        "Dates such as 22 November 2026 and codes such as V12345 are fine.",
        "",
    ],
)
def test_good_texts_are_left_alone(text: str) -> None:
    """Steps with options, contacts, links and buttons break no rule."""
    assert list(check_markdown(text)) == []


@pytest.mark.parametrize("text", ["here", "Link", "this link", "this page", "Click here"])
def test_a_link_that_says_nothing_is_found(text: str) -> None:
    """Each of the usual empty link texts is told, whatever the size of its letters."""
    assert LINK in {f.reason for f in check_markdown(f"Read [{text}](https://example.org/).")}


def test_an_abbreviation_is_explained_once() -> None:
    """After its explanation it may be used; before it, it is told once and not again."""
    good = "The Acceptable Use Policy (AUP) is short.\n\nThe AUP is read once."
    late = "The AUP is short.\n\nThe AUP is old.\n\nThe Acceptable Use Policy (AUP)."

    assert list(check_markdown(good)) == []
    assert list(check_markdown(late)) == [(0, "AUP is not explained at its first use.")]


def test_an_explanation_in_the_reply_holds_for_the_rest() -> None:
    """What the reply explained need not be explained again under More."""
    reply = "Accept the Acceptable Use Policy (AUP)."

    assert list(check_markdown("The AUP is short.", reply)) == []
    assert list(check_markdown("The MFA is new.", reply)) == [
        (0, "MFA is not explained at its first use.")
    ]


def test_a_heading_explains_nothing_and_needs_no_explanation() -> None:
    """An abbreviation may stand in a heading, and its first use is in the text."""
    assert list(check_markdown("### The AUP\n\nThe AUP is short.")) == [
        (2, "AUP is not explained at its first use.")
    ]


@pytest.mark.parametrize("known", sorted(FREE_ABBREVIATIONS))
def test_everybody_knows_some_abbreviations(known: str) -> None:
    """These few are never explained."""
    assert list(check_markdown(f"The {known} is known.")) == []


@pytest.mark.parametrize(
    ("text", "explained"),
    [
        ("Acceptable Use Policy (AUP)", {"AUP"}),
        ("ODS (Organisation Data Service)", {"ODS"}),
        ("the second step (MFA) and the code (ODS)", {"MFA", "ODS"}),
        ("AUP (see below)", set()),
        ("AUP", set()),
    ],
)
def test_explanations_are_seen_either_way_round(text: str, explained: set[str]) -> None:
    """The abbreviation may follow its words, or its words may follow it."""
    assert explained_in(text) == explained


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Sign in", LOG_IN),
        ("You should ask", SHOULD),
        ("I can't get in", CONTRACTION),
        ("Phone 07700900123", GROUPS),
        ("It\u2019s gone", QUOTES),
        ("The two mailboxes", "Figures for numbers: `two`."),
        ("Rules of 1/2/2018", DATES),
        ("Open 9am-5pm", RANGES),
        ("THIS IS SHOUTED", "No block capitals: SHOUTED."),
    ],
)
def test_words_and_signs_are_checked_in_a_title(text: str, reason: str) -> None:
    """A title or label follows the rules of words, signs and numbers."""
    assert list(check_line(text)) == [(0, reason)]


def test_structure_is_not_checked_in_a_title() -> None:
    """A title has no full stop, and may be long and use an abbreviation."""
    assert list(check_line(f"The AUP, {WORDS_20} and more")) == []


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", []),
        ("One.", ["One."]),
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("Version 1.5 of a.b@example.org is here.", ["Version 1.5 of a.b@example.org is here."]),
        ('He said "yes." Then no.', ['He said "yes.', "Then no."]),
    ],
)
def test_sentences_are_split_at_their_ends(text: str, parts: list[str]) -> None:
    """A point inside a number or an address ends nothing."""
    assert sentences(text) == parts


def test_a_text_is_taken_apart() -> None:
    """Headings, paragraphs, bullets and steps have their kind, line, level and list."""
    text = "### Head\n\nA line\nand more:\n\n- one\n- [two](https://example.org)\n\n1. Do **it**."

    found = [(b.kind, b.line, b.text, b.level, b.list_start) for b in blocks(text)]

    assert found == [
        ("heading", 0, "Head", 3, -1),
        ("paragraph", 2, "A line and more:", 0, -1),
        ("bullet", 5, "one", 0, 5),
        ("bullet", 6, "two", 0, 5),
        ("step", 8, "Do it.", 0, 8),
    ]
    assert blocks(text)[3].links == ("two",)
    assert blocks(text)[4].marks == {"strong"}


@settings(deadline=None)
@given(st.text(alphabet="ab -.\n#1*[]()`>:", max_size=80), st.integers(0, 5))
def test_findings_move_with_the_text(text: str, lines: int) -> None:
    """Any Markdown can be checked, and empty lines before it move its findings and no more."""
    before = "\n" * lines

    moved = [Finding(line + lines, reason) for line, reason in check_markdown(text)]

    assert list(check_markdown(before + text)) == moved
