"""Misspelt messages are turned into words that the encoder knows; names are left alone."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.spelling import SpellingCorrector, vocabulary, words

LEARNT = {
    "forgot": 40,
    "password": 300,
    "shared": 200,
    "mailbox": 250,
    "reset": 90,
    "account": 260,
    "locked": 80,
    "receive": 20,
    "the": 500,
    "in": 300,
    "a": 300,
    "i": 300,
    "mail": 50,
    "open": 60,
    "boxopen": 1,
}


@pytest.fixture(scope="module")
def corrector(pipeline: dict[str, dict[str, Any]]) -> SpellingCorrector:
    """A corrector with the names and short forms of config.yml and some learnt words."""
    settings = pipeline["SpellingNormaliser"]
    return SpellingCorrector(LEARNT, settings["protected"], settings["text_speak"])


@pytest.fixture(scope="module")
def plain() -> SpellingCorrector:
    """A corrector that knows English and nothing else."""
    return SpellingCorrector({}, [], {})


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("forgoten", "forgotten"),
        ("forgt", "forgot"),
        ("pasword", "password"),
        ("passwrod", "password"),
        ("shered mailbx", "shared mailbox"),
        ("acount lockd", "account locked"),
        ("recieve", "receive"),
        ("I forgt the pasword, again!", "I forgot the password, again!"),
        ("it says 'acount lockd'", "it says 'account locked'"),
    ],
)
def test_misspellings_become_words(corrector: SpellingCorrector, typed: str, meant: str) -> None:
    """Slips of one or two letters become the word that was meant; marks and the rest stay."""
    assert corrector.correct(typed) == meant


def test_words_of_the_domain_win_over_other_words(
    corrector: SpellingCorrector, plain: SpellingCorrector
) -> None:
    """At the same distance a learnt word is chosen, though English knows a more frequent one."""
    assert plain.correct("shated") == "stated"
    assert corrector.correct("shated") == "shared"


def test_names_are_never_changed(
    corrector: SpellingCorrector, pipeline: dict[str, dict[str, Any]]
) -> None:
    """Every protected name stays as it was typed, in any case."""
    settings = pipeline["SpellingNormaliser"]
    names = [name for name in settings["protected"] if name not in settings["text_speak"]]
    assert len(names) > 50

    for name in names:
        for typed in (name, name.upper(), name.capitalize()):
            assert corrector.correct(f"about {typed} here") == f"about {typed} here"


@pytest.mark.parametrize("name", ["owa", "mfa", "systmone", "kirklees"])
def test_a_name_would_be_changed_without_protection(
    corrector: SpellingCorrector, plain: SpellingCorrector, name: str
) -> None:
    """A name is a few letters away from some other word, so the protection matters."""
    assert plain.correct(name) != name
    assert corrector.correct(name) == name


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("pls reset ur pw", "please reset your password"),
        ("PLS help", "please help"),
        ("i cant get in the sm", "i can't get in the shared mailbox"),
        ("need it asap", "need it as soon as possible"),
        ("dont", "don't"),
    ],
)
def test_text_speak_is_written_out(corrector: SpellingCorrector, typed: str, meant: str) -> None:
    """Short forms of config.yml become the words that they stand for, in any case."""
    assert corrector.correct(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("sharedmailbox", "shared mailbox"),
        ("forgotpassword", "forgot password"),
        ("the passwordreset", "the password reset"),
    ],
)
def test_joined_words_are_split(corrector: SpellingCorrector, typed: str, meant: str) -> None:
    """Two learnt words that were typed without a space are taken apart."""
    assert corrector.correct(typed) == meant


def test_the_likelier_split_is_taken(corrector: SpellingCorrector) -> None:
    """Where a word can be cut in two places, the more frequent pair is chosen."""
    assert corrector.correct("mailboxopen") == "mailbox open"


@pytest.mark.parametrize("text", ["Wójcik", "café", "hasło", "Bielańska"])
def test_foreign_letters_are_left_alone(corrector: SpellingCorrector, text: str) -> None:
    """A word with letters that English lacks is not torn apart and mended piece by piece."""
    assert corrector.correct(text) == text


def test_a_curly_apostrophe_is_an_apostrophe(corrector: SpellingCorrector) -> None:
    """Phones type another apostrophe than keyboards do; the words are the same."""
    assert corrector.correct("I can\u2019t and don\u2019t") == "I can't and don't"
    assert corrector.known_share("can\u2019t") == corrector.known_share("can't") == 1.0


@pytest.mark.parametrize("text", ["", "   ", "12 34", "!?", "0300-1"])
def test_what_is_no_word_stays(corrector: SpellingCorrector, text: str) -> None:
    """Blanks, figures and marks come out as they went in, and no word of them is known."""
    assert corrector.correct(text) == text
    assert corrector.known_share(text) == 0.0


@pytest.mark.parametrize(
    "text",
    [
        "My manager left and nobody can open the shared mailbox",
        "How do I reset the password?",
        "pls help me with nhsmail",
        "MFA on my iPhone",
        "'account locked'",
    ],
)
def test_english_is_known(corrector: SpellingCorrector, text: str) -> None:
    """Every word of an English message is known: names, text-speak and quoted words too."""
    assert corrector.known_share(text) == 1.0


@pytest.mark.parametrize(
    "text",
    [
        "Nie pamiętam hasła",
        "Zapomniałem hasła do poczty, jak mogę je odzyskać?",
        "Jak założyć nowe konto dla pracownika?",
        "zapomnialem hasla do poczty jak moge je odzyskac",
        "asdfgh qwertz jkjkjk",
        "xkcdq",
        "\u4eca\u5929\u5929\u6c14\u5f88\u597d",
    ],
)
def test_what_is_not_english_is_not_known(
    corrector: SpellingCorrector, pipeline: dict[str, dict[str, Any]], text: str
) -> None:
    """Polish, Chinese and gibberish stay below the share from which a text is read."""
    assert corrector.known_share(text) < pipeline["TopicDecision"]["known_words"]


def test_known_share_is_a_share(corrector: SpellingCorrector) -> None:
    """Of four words with one unknown, three quarters are known; single letters do not count."""
    assert corrector.known_share("reset the xkcdq password") == 0.75
    assert corrector.known_share("reset x y z") == 1.0


def test_words_are_in_lower_case_without_quotation_marks() -> None:
    """Words are found whole, with their inner apostrophes and the letters of any language."""
    assert words("It\u2019s 'Her' account_2, Zoë's") == ["it's", "her", "account", "zoë's"]


def test_a_word_seen_twice_is_not_learnt() -> None:
    """Three uses teach a word; fewer may be slips."""
    texts = ["Reset reset", "RESET pasword", "pasword"]

    assert vocabulary(texts) == {"reset": 3}


@given(st.text(max_size=60))
def test_any_text_can_be_corrected(corrector: SpellingCorrector, text: str) -> None:
    """Whatever is typed, nothing fails, and all that is not a letter keeps its place in line."""
    corrected = corrector.correct(text)

    assert _marks(corrected) == _marks(text)
    assert 0.0 <= corrector.known_share(text) <= 1.0


def _marks(text: str) -> list[str]:
    """Leave out letters, blanks and apostrophes, which a correction may add."""
    return re.findall(r"[\d_]|[^\w\s'\u2019]", text)
