"""Votes: only on answers that this conversation got, one each, and nothing that tells whose."""

from __future__ import annotations

import hashlib
import sqlite3
import uuid
from contextlib import closing
from typing import Any

import pytest

from bot.channels.reply_ids import ReplyIds, answer_of
from bot.channels.secret import key_for
from tests.channels.website.serving import ANSWER, SECRET, Website

IDS = ReplyIds(key_for("reply ids", SECRET))


def _votes(website: Website) -> list[dict[str, Any]]:
    with closing(sqlite3.connect(website.database)) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute("SELECT * FROM feedback_vote")]


async def _answered(website: Website) -> tuple[str, str, str]:
    """Start a chat; give its token, the id of its notice and that of its answer."""
    token = await website.session()
    notice, answer = (await website.say(token)).json["replies"]
    return token, notice["id"], answer["id"]


async def test_a_vote_keeps_what_was_read(website: Website) -> None:
    """Topic, day of the check and version of the text are kept, with the day of the vote."""
    token, _, reply = await _answered(website)
    answer = await website.vote(token, reply, "no", reason="unclear")

    assert answer.status == 204
    assert answer.body == b""
    (vote,) = _votes(website)
    text = ANSWER["text"].strip()
    assert {key: value for key, value in vote.items() if key != "reply"} == {
        "topic": "aup",
        "checked": "2026-11-22",
        "version": hashlib.sha256(text.encode()).hexdigest()[:16],
        "helpful": 0,
        "reason": "unclear",
        "day": "2027-01-15",
    }


async def test_a_vote_tells_nothing_of_who_gave_it(website: Website) -> None:
    """Neither the conversation, nor the message, nor the reply's id can be read from it."""
    token, _, reply = await _answered(website)
    await website.vote(token, reply)

    (vote,) = _votes(website)
    sender = website.assistant.heard[0].sender_id
    kept = " ".join(map(str, vote.values()))
    for known in (sender, sender.removeprefix("web-"), reply, *reply.split(".")[:1]):
        assert known not in kept
    for guess in (sender, reply, f"vote\n{sender}\n{reply}"):
        assert hashlib.sha256(guess.encode()).hexdigest() != vote["reply"]


async def test_a_vote_can_be_changed(website: Website) -> None:
    """There is one vote for each reply, the latest."""
    token, _, reply = await _answered(website)
    await website.vote(token, reply, "no", reason="old")
    await website.vote(token, reply, "yes", reason=None)
    await website.vote(token, reply, "yes")

    (vote,) = _votes(website)
    assert (vote["helpful"], vote["reason"]) == (1, None)


async def test_each_reply_has_its_own_vote(website: Website) -> None:
    """The same answer, read twice, may help once."""
    token, _, first = await _answered(website)
    second = (await website.say(token)).json["replies"][1]["id"]
    await website.vote(token, first, "no")
    await website.vote(token, second, "yes")

    assert [vote["helpful"] for vote in _votes(website)] == [0, 1]


async def test_a_retry_has_the_same_reply(website: Website) -> None:
    """Who sees the answer on the second try votes on the same one."""
    token, id_ = await website.session(), str(uuid.uuid4())
    ids = [(await website.say(token, id_=id_)).json["replies"][1]["id"] for _ in range(2)]

    assert ids[0] == ids[1]


async def test_a_notice_takes_no_vote(website: Website) -> None:
    """Only answers are voted on."""
    token, notice, _ = await _answered(website)
    answer = await website.vote(token, notice)

    assert answer.status == 404
    assert answer.code == "not_found"
    assert _votes(website) == []


async def test_another_conversation_cannot_vote(website: Website) -> None:
    """Who knows the id of somebody else's reply can do nothing with it."""
    _, _, reply = await _answered(website)
    answer = await website.vote(await website.session(), reply)

    assert answer.status == 404
    assert _votes(website) == []


@pytest.mark.parametrize("part", range(6))
async def test_a_changed_id_takes_no_vote(website: Website, part: int) -> None:
    """Whichever part of an id is changed, it names no reply that was given."""
    token, _, reply = await _answered(website)
    parts = reply.split(".")
    others = ["0" * 32, "7", "mfa", "2026-11-23", "0" * 16, "0" * 32]
    assert len(parts) == len(others)
    answer = await website.vote(token, ".".join([*parts[:part], others[part], *parts[part + 1 :]]))

    assert answer.status == 404
    assert _votes(website) == []


@pytest.mark.parametrize(
    "reply", ["", "x", ".....", "é", "\ud800", "a" * 10_000, "0" * 32 + ".0", "0" * 32 + ".\u0661"]
)
async def test_a_made_up_id_takes_no_vote(website: Website, reply: str) -> None:
    """What never was an id of ours is not found."""
    assert (await website.vote(await website.session(), reply)).status == 404


@pytest.mark.parametrize(
    "changed",
    [
        {"reply": None},
        {"reply": 5},
        {"value": "maybe"},
        {"value": None},
        {"value": True},
        {"value": ["yes"]},
        {"reason": "because"},
        {"reason": ""},
        {"reason": 5},
        {"reason": ["old"]},
        {"reason": {}},
    ],
    ids=repr,
)
async def test_what_is_no_vote_is_refused(website: Website, changed: dict[str, Any]) -> None:
    """Only the values of the form are kept; free text is not."""
    token, _, reply = await _answered(website)
    body = {"reply": reply, "value": "yes", "reason": None, **changed}
    answer = await website.ask("POST", "/chat/feedback", token, json=body)

    assert answer.status == 400
    assert answer.code == "bad_request"
    assert _votes(website) == []


async def test_a_vote_that_cannot_be_kept_is_told(website: Website) -> None:
    """Where the database fails, the visitor gets a sentence and no thanks."""
    token, _, reply = await _answered(website)
    with closing(sqlite3.connect(website.database)) as connection:
        connection.execute("DROP TABLE feedback_vote")
    answer = await website.vote(token, reply)

    assert answer.status == 500
    assert answer.code == "server_error"


def test_a_version_is_of_the_text_alone() -> None:
    """The same text is the same version, and another text another one."""
    custom = ANSWER["custom"]
    first, same, other = (answer_of(text, custom) for text in ("a", "a", "b"))

    assert first == same
    assert first is not None
    assert other is not None
    assert first.version != other.version


def test_another_key_signs_nothing() -> None:
    """An id of another installation names nothing here."""
    reply = ReplyIds(b"another key").make("web-1", "0" * 32, 0, answer_of("a", ANSWER["custom"]))

    assert IDS.read("web-1", reply) is None
    assert ReplyIds(b"another key").read("web-1", reply) is not None
