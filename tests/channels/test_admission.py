"""What of a message reaches the assistant."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.admission import (
    EMPTY,
    LONGEST_MESSAGE,
    NO_WORDS,
    PRIVATE,
    TOO_LONG,
    Button,
    admit,
)
from bot.channels.privacy import PrivacyCheck
from bot.knowledge.catalogue import load_catalogue
from bot.knowledge.replies import answer, choices, theme_buttons, theme_topics
from bot.settings import PROJECT

PRIVACY = PrivacyCheck(["helpdesk@nhs.net"], ["0333 200 1133"])
SHOWN = [
    Button("Reset a password", "/password_reset"),
    Button("Something else", "/something_else"),
    Button("Straße & Co", "/street"),
]
MENU = frozenset(["/leaver", "/theme_sign_in"])
SLASHES = [
    "/",
    "//",
    "/ /",
    "/_/",
    "\uff0f",
    " /",
    "\u200b/",
    "/\u200b/",
    "\x00/",
    "\ufeff/",
    "\u2060/ /",
]


@pytest.mark.parametrize(
    "text",
    [None, "", " ", "\n\t\r \x0b", "\u00a0\u3000", "\x00\x07\x1b", "\u200b\u200d\ufeff", "\ud800"],
)
def test_what_cannot_be_seen_is_an_empty_message(text: str | None) -> None:
    """Nothing, spaces, control and zero-width characters count as no message."""
    assert admit(text, SHOWN, MENU, PRIVACY) == EMPTY


@pytest.mark.parametrize(
    "text",
    ["😀", "🎈👩‍👩‍👧", "1️⃣", "12345", "2", "٣٤٥", "?", "...!!", "/", "///", "/ /", "€ 5", "-- __"],
)
def test_a_message_without_a_letter_holds_no_words(text: str) -> None:
    """Emoji, digits and signs alone are refused as wordless."""
    assert admit(text, SHOWN, MENU, PRIVACY) == NO_WORDS


@pytest.mark.parametrize("text", ["👍", "👍🏽", "🙏🙏", "❤️"])
def test_a_picture_that_stands_for_a_word_is_one(text: str) -> None:
    """A thumb up is an "ok", and understood instead of refused as wordless."""
    assert admit(text, SHOWN, MENU, PRIVACY) == text


@pytest.mark.parametrize("text", ["999", "999!", "999??", "999 999"])
def test_an_emergency_number_needs_no_words(text: str) -> None:
    """Who types 999 is in need, so it is understood instead of refused as wordless."""
    assert admit(text, SHOWN, MENU, PRIVACY) == text


def test_a_thousand_characters_are_read_and_one_more_are_not() -> None:
    """The limit lies after character 1,000."""
    assert admit("a" * LONGEST_MESSAGE, SHOWN, MENU, PRIVACY) == "a" * 1_000
    assert admit("a" * (LONGEST_MESSAGE + 1), SHOWN, MENU, PRIVACY) == TOO_LONG


def test_characters_that_become_many_count_as_many() -> None:
    """A sign that stands for a whole phrase cannot be used to pass the limit."""
    assert admit("\ufdfa" * 100, SHOWN, MENU, PRIVACY) == TOO_LONG


def test_two_megabytes_are_refused_at_once() -> None:
    """A huge message costs nothing: it is not searched."""
    text = "jo.bloggs@example.org password is Sunny-Day7 " * 46_000
    start = time.perf_counter()

    assert admit(text, SHOWN, MENU, PRIVACY) == TOO_LONG
    assert time.perf_counter() - start < 0.5


@pytest.mark.parametrize(
    "text",
    [
        "a" * 1_000,
        "0 " * 500,
        "9" * 1_000,
        "1/" * 500,
        "a.a." * 249 + "@",
        "my " * 300 + "a password",
        "password is '" * 76,
        "password " + "- " * 490,
        "a password" + " " * 980 + "'",
        "12 mar " * 142,
        "+44 " * 250,
    ],
)
def test_no_message_of_allowed_length_takes_long(text: str) -> None:
    """Texts made to slow the search down do not."""
    start = time.perf_counter()
    admit(text, SHOWN, MENU, PRIVACY)

    assert time.perf_counter() - start < 0.5


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/greet", "greet"),
        ("/restart", "restart"),
        ("/session_start", "session start"),
        ("/EXTERNAL: x", "EXTERNAL: x"),
        ("//x", "x"),
        ("/ / /back", "back"),
        ("/_/restart", "restart"),
        ("/__ /_/greet", "greet"),
        ("\uff0fgreet", "greet"),
        ("\u200b/greet", "greet"),
        ("/\u200b/greet", "greet"),
        ("\x00/greet", "greet"),
        ("  /greet  ", "greet"),
        ('/password_reset{"a": "b"}', 'password reset{"a": "b"}'),
        ("/PASSWORD_RESET", "PASSWORD RESET"),
        ("/too_long", "too long"),
    ],
)
def test_a_command_that_was_not_shown_becomes_words(text: str, expected: str) -> None:
    """Nobody can name an intent by typing it, however the slash is written."""
    assert admit(text, SHOWN, MENU, PRIVACY) == expected


def test_slashes_inside_a_text_stay() -> None:
    """Only the slash at the start means anything."""
    assert admit("he/she cannot log in", SHOWN, MENU, PRIVACY) == "he/she cannot log in"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/password_reset", "/password_reset"),
        ("  /password_reset \n", "/password_reset"),
        ("\uff0fpassword_reset", "/password_reset"),
        ("Reset a password", "/password_reset"),
        ("reset A PASSWORD", "/password_reset"),
        ("Reset\ta\u00a0password", "/password_reset"),
        ("STRASSE & CO", "/street"),
    ],
)
def test_a_shown_button_works_pressed_or_typed(text: str, expected: str) -> None:
    """A shown payload passes, and a shown title in any case stands for its payload."""
    assert admit(text, SHOWN, MENU, PRIVACY) == expected


def test_a_title_inside_a_sentence_is_no_button() -> None:
    """A sentence that holds a title is understood as a sentence."""
    text = "how do I reset a password"

    assert admit(text, SHOWN, MENU, PRIVACY) == text


def test_the_button_of_the_latest_reply_wins() -> None:
    """Two buttons of one title: the one that was shown last is meant."""
    shown = [Button("More", "/new"), Button("More", "/old"), Button("Old", "/older")]

    assert admit("more", shown, MENU, PRIVACY) == "/new"
    assert admit("/old", shown, MENU, PRIVACY) == "/old"
    assert admit("old", shown, MENU, PRIVACY) == "/older"


def test_without_a_shown_button_its_payload_is_words() -> None:
    """The same payload does nothing in a conversation that did not show it."""
    assert admit("/password_reset", [], MENU, PRIVACY) == "password reset"


@pytest.mark.parametrize("payload", sorted(MENU))
def test_a_topic_can_be_asked_for_at_any_time(payload: str) -> None:
    """The menu that was shown long ago still stands on the screen; nothing may stand behind it."""
    assert admit(f" {payload} ", [], MENU, PRIVACY) == payload
    assert not admit(f'{payload}{{"site": "x"}}', [], MENU, PRIVACY).startswith("/")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\uff28\uff45\uff4c\uff4c\uff4f", "Hello"),
        ("pass\u200bword", "password"),
        ("two\nlines\there", "two lines here"),
        ("  spaced  ", "spaced"),
        ("cafe\u0301", "café"),
    ],
)
def test_letters_are_read_as_the_eye_reads_them(text: str, expected: str) -> None:
    """Full-width letters, hidden characters and line ends do not change the words."""
    assert admit(text, SHOWN, MENU, PRIVACY) == expected


@pytest.mark.parametrize(
    "text",
    ["Забыл пароль", "نسيت كلمة السر", "忘记密码", "पासवर्ड भूल गया", "ਪਾਸਵਰਡ", "Zażółć hasło"],
)
def test_other_scripts_reach_the_assistant(text: str) -> None:
    """Words of any script are words: what to say to them is decided later."""
    assert admit(text, SHOWN, MENU, PRIVACY) == text


@pytest.mark.parametrize(
    "text",
    [
        "07700 900123",
        "/jo.bloggs@example.org",
        "\uff4a\uff4f\uff20example.org",
        "077\u200b00 900123",
        "/my password is Sunny-Day7",
        "help me\x00 9990000018",
    ],
)
def test_private_details_are_found_however_they_are_hidden(text: str) -> None:
    """Neither a slash, nor full-width or hidden characters carry private details in."""
    assert admit(text, SHOWN, MENU, PRIVACY) == PRIVATE


def test_every_button_of_the_knowledge_can_be_typed() -> None:
    """The titles that are really shown survive the reading, so typing one presses it."""
    catalogue = load_catalogue(PROJECT / "knowledge")
    day = next(iter(catalogue.topics.values())).header.checked
    replies = [
        *(answer(catalogue, topic, day) for topic in catalogue.topics.values()),
        *(theme_topics(catalogue, theme) for theme in catalogue.themes),
        choices(catalogue, list(catalogue.topics)[:2]),
        {"buttons": theme_buttons(catalogue)},
    ]
    for reply in replies:
        shown = [Button(button["title"], button["payload"]) for button in reply["buttons"]]
        for button in shown:
            assert admit(button.title.upper(), shown, MENU, PRIVACY) == button.payload
            assert admit(button.payload, shown, MENU, PRIVACY) == button.payload


@settings(deadline=None)  # the first search loads the tables of phone numbers
@given(
    st.one_of(
        st.text(),
        st.text(alphabet="/ _{}x\u200b\uff0f\x00\ud800\ufdfa"),
        st.builds("{}{}".format, st.sampled_from(SLASHES), st.text(max_size=40)),
        st.builds(
            "{}{}{}".format,
            st.sampled_from(SLASHES),
            st.sampled_from([button.payload for button in SHOWN] + ["greet", "restart", "/leaver"]),
            st.text(max_size=10),
        ),
        st.sampled_from([button.title for button in SHOWN]).map(str.swapcase),
    )
)
def test_whatever_comes_in_no_command_comes_out(text: str) -> None:
    """The outcome is one of the four replacements, a known payload, or no command at all."""
    admitted = admit(text, SHOWN, MENU, PRIVACY)

    allowed = {EMPTY, NO_WORDS, TOO_LONG, PRIVATE, *MENU, *(button.payload for button in SHOWN)}
    assert admitted in allowed or not admitted.lstrip().startswith("/")
    assert 0 < len(admitted) <= LONGEST_MESSAGE
    assert admitted == admitted.strip()
