"""Codes are found in whatever form people write them, and words are not taken for codes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.activity.ods_code import CodeKind, likely_meant, normalise, spoken
from bot.activity.written_codes import find_codes
from bot.settings import PROJECT

ISSUED = "0123456789ACDEFGHJKLMNPQRTVWXY"
NOT_CODES = """\
    visit value vital video valid voice venue vodka vague vicar Vimto vinyl views voted valve vegan
    virus villa vault vowel viola vomit VALID VISIT VEGAN care call able also asks come CARE
    o365 office365 mp3 mp4 h264 2fa covid19 co-vid19 10am 9pm v2 v1.2.3 V2.0 1st 2nd 24hr p45 p60
    m62 any1 every1 all3 at10 c4pm a2nd c3rd cat5 vol12 summer2024 nhs1 news2 hc2 A4 A638 M62
    CH10 2024
"""

codes = st.tuples(st.sampled_from("LMN"), st.text(ISSUED, min_size=3, max_size=3)).map(
    lambda parts: "V" + "".join(parts)
)
PIECES = """\
    V v VL vl0 9K VLZ9K VLO9K V12345 A1Z2 code ods ODS: is our a I zero one -CLOSED closed CODE
    ZZ99 3WZ 1-123456789 care.vlz9k@nhs.net jane@example.org https://x.org/VLZ9K . , - / ( é ß
    8Z167 VN post head office
"""
pieces = st.sampled_from([*PIECES.split(), "\0", "\n"])
messages = st.one_of(
    st.text(max_size=80),
    st.lists(pieces, max_size=12).map(" ".join),
    st.lists(pieces, max_size=12).map("".join),
)


def found(text: str) -> list[tuple[str, CodeKind]]:
    """Give code and kind of each found code."""
    return [(code.code, code.kind) for code in find_codes(text)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("VLZ2A", "VLZ2A"),
        ("vlz2a", "VLZ2A"),
        ("  VLZ2A.  ", "VLZ2A"),
        ("our code is vlz 2a", "VLZ2A"),
        ("V L Z 2 A", "VLZ2A"),
        ("v l z 2 a home care", "VLZ2A"),
        ("v.l.z.2.a", "VLZ2A"),
        ("V-L-Z-2-A", "VLZ2A"),
        ("VL Z2K", "VLZ2K"),
        ("VLZ2 K is us", "VLZ2K"),
        ("vlz2 a", "VLZ2A"),
        ("ods: vm.1z2", "VM1Z2"),
        ("ODS:VMZ12", "VMZ12"),
        ("odsVMZ12", "VMZ12"),
        ("code vnzk2?", "VNZK2"),
        ("VLZ9K-CLOSED", "VLZ9K"),
        ("VLZ9K (closed)", "VLZ9K"),
        ("VLZ9KClosed", "VLZ9K"),
        ("it's VLZ9K's figures that I want", "VLZ9K"),
        ("the code is v i z zero a", "VIZ0A"),
        ("V L zero nine Z", "VL09Z"),
        ("code VLZZK", "VLZZK"),
        ("ods vlzzk", "VLZZK"),
        ("please look at VLZZK for me", "VLZZK"),
        ("vlzzk", "VLZZK"),
        ("VVZ0K, one of ours", "VVZ0K"),
        ("our ods code is vpzhr", "VPZHR"),
        ("vpzhr is our code", "VPZHR"),
        ("care.vlz2a@nhs.net", "VLZ2A"),
        ("write to care.anytown.rosehousevnz2a@nhs.net please", "VNZ2A"),
    ],
)
def test_a_sites_code_in_any_form(text: str, code: str) -> None:
    """A code of a site is found and cleaned; invented codes hold a Z, which ODS does not use."""
    assert found(text) == [(code, CodeKind.LIKELY_TYPO)]


@pytest.mark.parametrize(
    ("text", "code", "kind"),
    [
        ("V12345", "V12345", CodeKind.DENTIST),
        ("v 1 2 3 4 5", "V12345", CodeKind.DENTIST),
        ("our code is V 12345", "V12345", CodeKind.DENTIST),
        ("VLO9Z", "VLO9Z", CodeKind.LIKELY_TYPO),
        ("a1z2", "A1Z2", CodeKind.HEAD_OFFICE),
        ("what about C4ZT then", "C4ZT", CodeKind.HEAD_OFFICE),
        ("our code is AZ12", "AZ12", CodeKind.HEAD_OFFICE),
        ("AZK4 is our head office code", "AZK4", CodeKind.HEAD_OFFICE),
        ("code CZKM", "CZKM", CodeKind.HEAD_OFFICE),
        ("8Z167", "8Z167", CodeKind.OTHER),
        ("VLZ2AA", "VLZ2AA", CodeKind.OTHER),
        ("ods RZ8", "RZ8", CodeKind.OTHER),
        ("ods code VLZ2", "VLZ2", CodeKind.OTHER),
        ("zz99 3wz", "ZZ99 3WZ", CodeKind.POSTCODE),
        ("we are at ZZ993WZ, Anytown", "ZZ99 3WZ", CodeKind.POSTCODE),
        ("WF0 9ZZ", "WF0 9ZZ", CodeKind.POSTCODE),
        ("1-123456789", "1-123456789", CodeKind.CQC_LOCATION),
        ("location id 1-123456.", "1-123456", CodeKind.CQC_LOCATION),
    ],
)
def test_the_kind_of_a_code(text: str, code: str, kind: CodeKind) -> None:
    """Codes that are not a site's are told apart by their shape."""
    assert found(text) == [(code, kind)]


@pytest.mark.parametrize("word", NOT_CODES.split())
@pytest.mark.parametrize("message", ["{}", "is the {} ours", "is the code {}?", "THE {} HERE"])
def test_words_are_not_codes(word: str, message: str) -> None:
    """Ordinary words are not codes; those with a head office's shape only where not said so."""
    kinds = {kind for _, kind in found(message.format(word))}

    said = message in {"{}", "is the code {}?"}
    assert kinds <= ({CodeKind.HEAD_OFFICE, CodeKind.LIKELY_TYPO} if said else set())
    assert not kinds or any(sign.isdigit() for sign in word)


@pytest.mark.parametrize(
    "text",
    [
        "iphone 12 and windows 10",
        "on 21/11/2026 or 2026-11-21",
        "0333 200 1133",
        "+44 113 4960000",
        "vlz9 a home in Anytown",
        "the VM is not working, 2 of us tried",
        "VM10",
        "the code is 4 digits",
        "verification code 123456",
        "error code A123",
        "post code A123",
        "vat 20 9k",
        "jane.vlz2k@example.org",
        "jane.vlz2k@nhs.net",
        "see https://example.org/VLZ2K",
        "www.example.org/vlz2k",
        "1-12345",
        "1-123456789012",
        "01-1234567",
        "1-1234567-2",
        "VLZ2K_old",
        "xVLZ2K",
        "VLZ2Ké",
        "QQ1 1AA",
        "LS1 4AM",
        "room B4 9am",
        "",
        "?!",
    ],
)
def test_no_code_here(text: str) -> None:
    """Dates, phones, versions, people's addresses, links and parts of words hold no code."""
    assert found(text) == []


def test_two_codes() -> None:
    """Several codes come in their order, also with other kinds between them."""
    text = "both VLZ1K and vmz2k, postcode ZZ99 3WZ, not AZK4T/A1Z2; VLZ1K first"

    assert [code for code, _ in found(text)] == [
        *("VLZ1K", "VMZ2K", "ZZ99 3WZ", "A1Z2", "VLZ1K"),
    ]


def examples() -> Iterator[tuple[str, str]]:
    """Give intent and text of each training example."""
    for path in sorted((PROJECT / "data" / "nlu").glob("*.yml")):
        intent = ""
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("- "):
                intent = line.partition(": ")[2]
            elif line.startswith("    - "):
                yield intent, line.removeprefix("    - ")


def test_training_examples_hold_no_unmeant_code() -> None:
    """Among all examples of what users write, only V codes with a digit are found."""
    texts = list(examples())
    odd = [
        text
        for _, text in texts
        for code in find_codes(text)
        if code.code[0] != "V" or code.code.isalpha()
    ]

    assert len(texts) > 10_000
    assert odd == []


def test_the_code_of_a_training_example_is_found() -> None:
    """Every example of somebody asking for their site by a code that starts with V has it found."""
    coded = [
        text
        for intent, text in examples()
        if intent == "site_activity"
        and any(word[0] in "Vv" and any(c.isdigit() for c in word) for word in text.split())
    ]

    assert len(coded) > 30
    assert [text for text in coded if not find_codes(text)] == []


@settings(max_examples=1000, deadline=None)
@given(messages)
def test_found_codes_stand_where_they_say(text: str) -> None:
    """Any text is read without an error; positions are in order, and hold the code's characters."""
    end = 0
    for code in find_codes(text):
        assert end <= code.start < code.end
        assert text[code.start : code.end] == code.text
        assert code.code
        end = code.end


@settings(max_examples=500)
@given(st.text(max_size=30) | messages)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    """A clean code stays as it is."""
    assert normalise(normalise(text)) == normalise(text)


@settings(max_examples=300)
@given(codes, st.sampled_from(["{}", "our code is {}", "how is {} doing?", "{}-CLOSED", "({})"]))
def test_any_code_of_a_site_is_found(code: str, message: str) -> None:
    """Every code of the shape that ODS gives to care sites is found in capitals."""
    assert found(message.format(code)) == [(code, CodeKind.SITE)]


@settings(max_examples=300)
@given(codes, st.sampled_from(["{}", "our code is {}", "how is {} doing?", "{}."]))
def test_small_letters_do_as_well(code: str, message: str) -> None:
    """A code is found in small letters too: no English word looks like one."""
    assert found(message.format(code.lower())) == [(code, CodeKind.SITE)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("vnz kh", "VNZKH"),
        ("VNZ-KH", "VNZKH"),
        ("it is VLZ KA on the letter", "VLZKA"),
        ("victor lima zulu two alpha", "VLZ2A"),
        ("thats victor november zulu kilo hotel", "VNZKH"),
    ],
)
def test_groups_and_phonetic_words_make_a_code(text: str, code: str) -> None:
    """Letters in groups, and words as people spell on the phone, are put together."""
    assert [each for each, _ in found(text)] == [code]


@pytest.mark.parametrize("text", ["vlz is our one", "VLZ IS OURS", "a hotel in november", "vn ok"])
def test_words_beside_letters_are_left_alone(text: str) -> None:
    """What follows a group of letters is often only the next word."""
    assert found(text) == []


@settings(max_examples=300)
@given(codes)
def test_a_spoken_code_is_understood(code: str) -> None:
    """What the assistant spells out can be pasted back."""
    assert found(spoken(code)) == [(code, CodeKind.SITE)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (" vlz 2a\n", "VLZ2A"),
        ("ODS: vlz.2a", "VLZ2A"),
        ("ODS code VLZ2A", "VLZ2A"),
        ("VLZ2ACLOSED", "VLZ2A"),
        ("8z167", "8Z167"),
        ("\u00a0VLZ2A\u200b", "VLZ2A"),
        ("CODE", "CODE"),
        ("", ""),
        ("CODE" * 3000 + "VLZ2A", "VLZ2A"),
    ],
)
def test_cleaning(text: str, code: str) -> None:
    """Spaces, signs, a name before the code and CLOSED after it are taken away."""
    assert normalise(text) == code


@pytest.mark.parametrize(
    ("code", "meant"),
    [
        ("VLO9K", ["VL09K"]),
        ("VMI2K", ["VM12K"]),
        ("VNSB2", ["VN582", "VN5B2", "VNS82"]),
        ("VLZK4", ["VL2K4"]),
        ("VLU4K", ["VLV4K"]),
        ("VOIZS", ["V0125", "V0IZS", "VO1ZS", "VOI2S"]),
        ("VL09K", []),
        ("", []),
    ],
)
def test_what_was_meant(code: str, meant: list[str]) -> None:
    """Letters that ODS does not use become the digits they look like, all of them first."""
    assert likely_meant(code) == meant


def test_spelling() -> None:
    """A code is spelled with gaps, and its zeros in words."""
    assert spoken("VL09K") == "V L zero 9 K"
    assert spoken("VLO9K") == "V L O 9 K"
