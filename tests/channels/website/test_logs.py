"""Logs hold neither what visitors write nor what lets somebody speak for them."""

from __future__ import annotations

import logging
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from rasa.core.channels.channel import UserMessage

from tests.channels.website.serving import SECRET, Assistant, serving

WORD = "orangery"


async def test_no_text_and_no_token_is_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """Whatever succeeds, is refused or fails, with every logger at its most talkative."""
    caplog.set_level(logging.DEBUG)

    async def fails(message: UserMessage) -> None:
        if "fail" in str(message.text):
            raise ValueError(message.text)

    async with serving(tmp_path, Assistant(turn=fails)) as website:
        token = await website.session()
        answers = [
            await website.say(token, f"hello {WORD}"),
            await website.say(token, f"fail {WORD}"),
            await website.say(token, WORD * 500),
            await website.say(token, {"text": WORD}),
            await website.say(token + WORD, WORD),
            await website.ask("POST", "/chat/messages", token, data=f"{{{WORD}".encode()),
            await website.ask("POST", "/chat/messages", token, data=WORD.encode() * 5_000),
            await website.ask("GET", "/chat/messages", token),
        ]
        with closing(sqlite3.connect(website.database)) as connection:
            connection.execute("DROP TABLE website_ended_conversation")
        answers += [
            await website.ask("POST", "/chat/forget", token),
            await website.say(token, WORD),
        ]

    assert [answer.status for answer in answers] == [
        200, 500, 400, 400, 401, 400, 413, 405, 500, 500,
    ]  # fmt: skip
    out, err = capfd.readouterr()
    logged = caplog.text + out + err
    assert "could not be answered: ValueError" in logged
    assert "POST /chat/forget failed: StoreError" in logged
    for secret in (WORD, token, *token.split("."), SECRET, website.assistant.heard[0].sender_id):
        assert secret not in logged


@pytest.mark.parametrize("path", ["messages", "forget"])
async def test_a_failure_shows_nothing_of_the_server(tmp_path: Path, path: str) -> None:
    """A visitor gets a sentence: no traceback, no names of files or errors."""
    async with serving(tmp_path) as website:
        token = await website.session()
        with closing(sqlite3.connect(website.database)) as connection:
            connection.execute("DROP TABLE website_ended_conversation")
        body = {"id": "00000000-0000-4000-8000-000000000000", "text": "hello"}
        answer = await website.ask("POST", f"/chat/{path}", token, json=body)

    assert answer.status == 500
    assert answer.code == "server_error"
    for clue in (b"Traceback", b".py", b"Error", b"sqlite", b"table"):
        assert clue not in answer.body
