"""Who may speak: tokens that are made up, changed, old or ended get nothing."""

from __future__ import annotations

import base64
import json
import os
import time
from pathlib import Path
from typing import Any

import jwt
import pytest

from bot.channels.secret import kept_secret, key_for
from bot.channels.website.errors import RefusalError
from bot.channels.website.tokens import Tokens, new_conversation
from bot.settings import SettingError
from tests.channels.website.serving import SECRET, Website

KEY = key_for("session tokens", SECRET)
TOKENS = Tokens(KEY, 3_600)
NOW = 1_800_000_000.0
CALLS = {
    "messages": {"id": "00000000-0000-4000-8000-000000000000", "text": "hello"},
    "forget": {},
    "feedback": {"reply": "x", "value": "yes"},
}


def _refusal(token: str, now: float = NOW, tokens: Tokens = TOKENS) -> str:
    with pytest.raises(RefusalError) as refused:
        tokens.conversation(token, now)
    return refused.value.code


def _claims(**changed: Any) -> dict[str, Any]:
    claims = {"aud": "website chat", "sub": new_conversation(), "exp": int(NOW) + 60, **changed}
    return {name: value for name, value in claims.items() if value is not None}


def _part(value: Any) -> str:
    text = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(text).decode().rstrip("=")


def test_a_token_gives_its_conversation() -> None:
    """What was issued is read until the second in which it expires."""
    conversation = new_conversation()
    token = TOKENS.issue(conversation, NOW)

    assert token.expires == NOW + 3_600
    assert TOKENS.conversation(token.text, NOW) == conversation
    assert TOKENS.conversation(token.text, NOW + 3_599.9) == conversation
    assert _refusal(token.text, NOW + 3_600) == "session_expired"


def test_conversations_differ() -> None:
    """Two conversations never get the same id, and none can be guessed from another."""
    assert len({new_conversation() for _ in range(1_000)}) == 1_000


def test_another_secret_signs_nothing() -> None:
    """A token of another installation is worth nothing here, expired or not."""
    other = Tokens(key_for("session tokens", SECRET + "!"), 3_600)

    assert _refusal(other.issue(new_conversation(), NOW).text) == "session_unknown"
    assert _refusal(other.issue(new_conversation(), NOW - 9_999).text) == "session_unknown"


def test_a_key_for_something_else_signs_nothing() -> None:
    """What is signed for one purpose is worth nothing for another."""
    other = Tokens(key_for("reply ids", SECRET), 3_600)

    assert _refusal(other.issue(new_conversation(), NOW).text) == "session_unknown"


def test_a_changed_token_is_worth_nothing() -> None:
    """Whichever part is swapped for that of another token, the signature does not fit."""
    first = TOKENS.issue(new_conversation(), NOW).text.split(".")
    second = TOKENS.issue(new_conversation(), NOW + 5).text.split(".")
    for swapped in ([first[0], second[1], first[2]], [first[0], first[1], second[2]]):
        assert _refusal(".".join(swapped)) == "session_unknown"
    assert _refusal(".".join([*first[:2], ""])) == "session_unknown"


@pytest.mark.parametrize(
    "claims",
    [
        _claims(sub=None),
        _claims(exp=None),
        _claims(aud=None),
        _claims(aud="something else"),
        _claims(sub="default"),
        _claims(sub="web-1"),
        _claims(sub="web-" + "0" * 32 + "\n"),
        _claims(sub="WEB-" + "0" * 32),
    ],
    ids=["no sub", "no exp", "no aud", "other aud", "default", "short", "line end", "capitals"],
)
def test_a_signed_token_with_other_claims_is_worth_nothing(claims: dict[str, Any]) -> None:
    """Even with the right key, only the claims of a session count."""
    assert _refusal(jwt.encode(claims, KEY, "HS256")) == "session_unknown"


@pytest.mark.parametrize("algorithm", ["HS384", "HS512", "none", "NONE", "RS256"])
def test_only_one_algorithm_counts(algorithm: str) -> None:
    """A token cannot choose how it is checked, and least of all that it is not."""
    if algorithm in ("HS384", "HS512"):
        token = jwt.encode(_claims(), KEY, algorithm)
    else:
        token = f"{_part({'alg': algorithm, 'typ': 'JWT'})}.{_part(_claims())}."

    assert _refusal(token) == "session_unknown"


@pytest.mark.parametrize(
    "token",
    [
        "",
        ".",
        "..",
        "a.b.c",
        "é.é.é",
        "\ud800",
        "a" * 8_000,
        f"{_part(b'[' * 5_000)}.{_part({})}.x",
        f"{_part(b'5')}.{_part({})}.x",
        f"{_part({'alg': ['HS256']})}.{_part({})}.x",
        f"{_part(b'{')}.{_part({})}.x",
    ],
    ids=lambda token: repr(token[:12]),
)
def test_what_is_no_token_is_refused(token: str) -> None:
    """Rubbish is refused like any token that is not ours."""
    assert _refusal(token) == "session_unknown"


@pytest.mark.parametrize("call", CALLS)
async def test_every_call_needs_a_token(website: Website, call: str) -> None:
    """Without a token, with rubbish, or with an expired one, nothing is done."""
    body = CALLS[call]
    expired = TOKENS.issue(new_conversation(), website.clock.now - 3_600).text
    none = await website.ask("POST", f"/chat/{call}", json=body)
    rubbish = await website.ask("POST", f"/chat/{call}", "a.b.c", json=body)
    basic = await website.ask(
        "POST", f"/chat/{call}", json=body, headers={"Authorization": f"Basic {expired}"}
    )
    old = await website.ask("POST", f"/chat/{call}", expired, json=body)

    assert [answer.status for answer in (none, rubbish, basic, old)] == [401] * 4
    assert [answer.code for answer in (none, rubbish, basic)] == ["session_unknown"] * 3
    assert old.code == "session_expired"
    assert "60 minutes" in old.json["error"]["message"]
    assert none.headers["WWW-Authenticate"] == "Bearer"
    assert website.assistant.heard == []


async def test_bytes_that_are_no_text_are_no_token(website: Website) -> None:
    """A header of any bytes is refused, not an error of the server."""
    raw = (
        b"POST /chat/forget HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \xff\xfe.\xff.\xff\r\n\r\n"
    )
    answer = await website.raw(raw)

    assert answer.startswith(b"HTTP/1.1 401")


async def test_the_session_of_a_real_clock_works(website: Website) -> None:
    """Nothing in the check of a token reads another clock than the channel's."""
    website.clock.now = time.time() - 10 * 365 * 86_400

    assert (await website.say(await website.session())).status == 200


def test_a_secret_is_made_once(tmp_path: Path) -> None:
    """It is random, the same at the next start, and nobody else may read it."""
    folder = tmp_path / "var"
    secret = kept_secret(folder)

    assert kept_secret(folder) == secret
    assert kept_secret(tmp_path / "other") != secret
    assert len(bytes.fromhex(secret)) == 32
    (file,) = folder.iterdir()
    assert file.stat().st_mode & 0o777 == 0o600


def test_the_umask_does_not_open_the_secret(tmp_path: Path) -> None:
    """Whatever the process lets others read, this file is for its owner."""
    before = os.umask(0)
    try:
        kept_secret(tmp_path)
    finally:
        os.umask(before)

    (file,) = tmp_path.iterdir()
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("text", "mode", "said"),
    [("short", 0o600, "too short"), ("", 0o600, "too short"), ("a" * 64, 0o644, "Others can read")],
)
def test_a_bad_secret_is_not_used(tmp_path: Path, text: str, mode: int, said: str) -> None:
    """A file that is cut short, or open to others, stops the start with a sentence."""
    kept_secret(tmp_path)
    (file,) = tmp_path.iterdir()
    file.write_text(text, encoding="ascii")
    file.chmod(mode)

    with pytest.raises(SettingError, match=said):
        kept_secret(tmp_path)


def test_a_secret_that_cannot_be_kept_stops_the_start(tmp_path: Path) -> None:
    """Where the folder cannot be made, the sentence says what to do."""
    (tmp_path / "file").write_text("in the way", encoding="ascii")

    with pytest.raises(SettingError, match="set SIGNING_SECRET"):
        kept_secret(tmp_path / "file")
