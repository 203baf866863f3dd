"""Sessions and messages: what the widget sends and gets."""

from __future__ import annotations

import asyncio
import datetime as dt
import re
import uuid
from pathlib import Path
from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage

from tests.channels.website.serving import Assistant, Website, serving


async def test_a_session_has_what_the_widget_needs(website: Website) -> None:
    """A session comes with its token, its end, and the limits that the widget shows."""
    answer = await website.ask("POST", "/chat/session", json={})

    assert answer.status == 200
    assert answer.json.keys() == {
        "token",
        "expires",
        "idle_minutes",
        "longest_message",
        "greeting",
    }
    ends = dt.datetime.fromisoformat(answer.json["expires"]).timestamp()
    assert ends == website.clock.now + 3_600
    assert answer.json["idle_minutes"] == 60
    assert answer.json["longest_message"] == 1_000
    assert answer.json["greeting"] is None


async def test_a_session_needs_no_body(website: Website) -> None:
    """Who sends nothing gets a session as well."""
    assert (await website.ask("POST", "/chat/session")).status == 200


async def test_replies_are_whole(website: Website) -> None:
    """Each reply is one, with its text uncut, its buttons and its payload."""
    replies = (await website.say(await website.session())).json["replies"]

    hello, answer = replies
    assert {key: value for key, value in hello.items() if key != "id"} == {
        "text": "Hello.",
        "buttons": [],
        "custom": {"kind": "notice", "outcome": "small_talk"},
    }
    assert answer["text"] == "Accept it.\n\n- first\n\nThen sign in."
    assert answer["buttons"] == [{"title": "Sign in", "payload": "/first_login"}]
    assert answer["custom"]["topic"] == "aup"
    assert hello["id"] != answer["id"]


async def test_the_conversation_is_the_tokens(website: Website) -> None:
    """Rasa gets a random sender of this channel, the same for all messages of one session."""
    first, second = await website.session(), await website.session()
    for token in (first, first, second):
        await website.say(token)

    senders = [message.sender_id for message in website.assistant.heard]
    assert all(re.fullmatch(r"web-[0-9a-f]{32}", sender) for sender in senders)
    assert senders[0] == senders[1] != senders[2]
    assert {message.input_channel for message in website.assistant.heard} == {"website"}
    assert website.assistant.heard[0].output_channel.name() == "website"


async def test_a_client_cannot_choose_the_conversation(website: Website) -> None:
    """What a body says of senders counts for nothing."""
    body = {"id": str(uuid.uuid4()), "text": "hello", "sender": "me", "sender_id": "me"}
    answer = await website.ask("POST", "/chat/messages", await website.session(), json=body)

    assert answer.status == 200
    assert website.assistant.heard[0].sender_id.startswith("web-")


async def test_a_pressed_button_sends_its_payload(website: Website) -> None:
    """The payload reaches Rasa; the title, which could be any text, does not."""
    body = {"id": str(uuid.uuid4()), "payload": "/first_login", "title": "Sign in"}
    await website.ask("POST", "/chat/messages", await website.session(), json=body)

    (heard,) = website.assistant.heard
    assert heard.text == "/first_login"
    assert heard.metadata is None


async def test_each_message_prolongs_the_session(website: Website) -> None:
    """A session that is used does not end: the answer brings a newer token."""
    token = await website.session()
    for _ in range(3):
        website.clock.now += 3_599
        answer = await website.say(token)
        assert answer.status == 200
        token = answer.json["token"]
        ends = dt.datetime.fromisoformat(answer.json["expires"]).timestamp()
        assert ends == website.clock.now + 3_600

    assert len({message.sender_id for message in website.assistant.heard}) == 1


async def test_a_retry_is_one_message(website: Website) -> None:
    """The same id again gets the same replies, and the assistant hears it once."""
    token, again = await website.session(), str(uuid.uuid4())
    first = await website.say(token, id_=again)
    second = await website.say(token, id_=again.upper())

    assert first.json["replies"] == second.json["replies"]
    assert len(website.assistant.heard) == 1


async def test_the_same_id_in_another_chat_is_another_message(website: Website) -> None:
    """Nobody gets what somebody else was told by using the same id."""
    again = str(uuid.uuid4())
    for _ in range(2):
        await website.say(await website.session(), id_=again)

    assert len(website.assistant.heard) == 2


async def test_a_retry_waits_for_what_is_under_way(tmp_path: Path) -> None:
    """A second request during the first starts nothing and gets the same answer."""
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slow(_: UserMessage) -> None:
        begun.set()
        await go_on.wait()

    async with serving(tmp_path, Assistant(turn=slow)) as website:
        token, id_ = await website.session(), str(uuid.uuid4())
        first = asyncio.create_task(website.say(token, id_=id_))
        await begun.wait()
        second = asyncio.create_task(website.say(token, id_=id_))
        # A third request that is answered shows that the server has got as far as the second.
        assert (await website.say("no token")).status == 401
        go_on.set()
        answers = await asyncio.gather(first, second)

    assert answers[0].json["replies"] == answers[1].json["replies"]
    assert len(website.assistant.heard) == 1


async def test_a_retry_gets_what_was_said_to_nobody(tmp_path: Path) -> None:
    """The turn goes on where the connection breaks, and its answer is there for the retry."""
    begun, go_on, ended = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def slow(_: UserMessage) -> None:
        begun.set()
        await go_on.wait()
        ended.set()

    async with serving(tmp_path, Assistant(turn=slow)) as website:
        token, id_ = await website.session(), str(uuid.uuid4())
        first = asyncio.create_task(website.say(token, id_=id_))
        await begun.wait()
        first.cancel()
        go_on.set()
        await asyncio.wait_for(ended.wait(), 20)
        answer = await website.say(token, id_=id_)

    assert answer.status == 200
    assert len(website.assistant.heard) == 1


async def test_a_turn_that_takes_too_long_can_be_asked_for_again(tmp_path: Path) -> None:
    """The web server gives the request up with a sentence; the turn goes on for the retry."""
    go_on, ended = asyncio.Event(), asyncio.Event()

    async def slow(_: UserMessage) -> None:
        await go_on.wait()
        ended.set()

    async with serving(tmp_path, Assistant(turn=slow), response_timeout=0.2) as website:
        token, id_ = await website.session(), str(uuid.uuid4())
        first = await website.say(token, id_=id_)
        go_on.set()
        await asyncio.wait_for(ended.wait(), 20)
        second = await website.say(token, id_=id_)

    assert first.status == 500
    assert first.code == "server_error"
    assert first.headers["X-Content-Type-Options"] == "nosniff"
    assert second.status == 200
    assert len(website.assistant.heard) == 1


async def test_a_message_that_failed_can_be_sent_again(tmp_path: Path) -> None:
    """A failure is not remembered as an answer."""
    failures = [ZeroDivisionError("secret words")]

    async def fails_once(_: UserMessage) -> None:
        if failures:
            raise failures.pop()

    async with serving(tmp_path, Assistant(turn=fails_once)) as website:
        token, id_ = await website.session(), str(uuid.uuid4())
        first = await website.say(token, id_=id_)
        second = await website.say(token, id_=id_)

    assert first.status == 500
    assert first.code == "server_error"
    assert "0333 200 1133" in first.json["error"]["message"]
    assert second.status == 200


async def test_silence_is_an_error(tmp_path: Path) -> None:
    """An assistant that says nothing leaves nobody without a sentence."""
    async with serving(tmp_path, Assistant(replies=[])) as website:
        answer = await website.say(await website.session())

    assert answer.status == 500
    assert answer.code == "server_error"


@pytest.mark.parametrize(
    "body",
    [
        [],
        "hello",
        5,
        None,
        {},
        {"id": "ID"},
        {"text": "hello"},
        {"id": None, "text": "hello"},
        {"id": 5, "text": "hello"},
        {"id": "1", "text": "hello"},
        {"id": "{ID}", "text": "hello"},
        {"id": ["ID"], "text": "hello"},
        {"id": "ID", "text": 5},
        {"id": "ID", "text": ["hello"]},
        {"id": "ID", "text": {"a": 1}},
        {"id": "ID", "text": True},
        {"id": "ID", "text": None},
        {"id": "ID", "payload": 5, "title": "x"},
        {"id": "ID", "payload": "/x", "title": 5},
        {"id": "ID", "payload": "/x", "text": "hello"},
    ],
    ids=repr,
)
async def test_what_is_no_message_is_refused(website: Website, body: Any) -> None:
    """A body of another form gets a 400, and Rasa hears nothing."""
    if isinstance(body, dict) and isinstance(body.get("id"), str):
        body = {**body, "id": body["id"].replace("ID", str(uuid.uuid4()))}
    answer = await website.ask("POST", "/chat/messages", await website.session(), json=body)

    assert answer.status == 400
    assert answer.code == "bad_request"
    assert website.assistant.heard == []


@pytest.mark.parametrize(
    "data",
    [b"{", b"hello", b"\xff\xfe{}", b'{"text": "\xe9"}', b"[" * 16_000, b'{"a":' * 3_000, b"NaN"],
    ids=lambda data: repr(data[:20]),
)
async def test_broken_json_is_refused(website: Website, data: bytes) -> None:
    """What is no JSON object in UTF-8 gets a 400, also where it is a thousand levels deep."""
    answer = await website.ask("POST", "/chat/messages", await website.session(), data=data)

    assert answer.status == 400
    assert answer.code == "bad_request"


async def test_a_thousand_characters_are_taken_and_one_more_is_not(website: Website) -> None:
    """The limit is that of the widget, counted in characters."""
    token = await website.session()
    longest = await website.say(token, "é" * 1_000)
    longer = await website.say(token, "é" * 1_001)

    assert longest.status == 200
    assert longer.status == 400
    assert longer.code == "too_long"
    assert "1,000" in longer.json["error"]["message"]
    assert len(website.assistant.heard) == 1


async def test_a_long_payload_is_refused(website: Website) -> None:
    """A payload is a text like any other."""
    body = {"id": str(uuid.uuid4()), "payload": "/" + "x" * 1_000, "title": "x"}
    answer = await website.ask("POST", "/chat/messages", await website.session(), json=body)

    assert answer.code == "too_long"


@pytest.mark.parametrize("size", [16 * 1024 + 1, 1_000_000, 20_000_000])
@pytest.mark.parametrize("path", ["session", "messages", "forget", "feedback"])
async def test_a_large_body_is_refused(website: Website, path: str, size: int) -> None:
    """More than 16 KB are not read, whatever is in them and wherever they are sent."""
    token = await website.session()

    async def pieces() -> Any:
        yield b'{"text": "'
        for _ in range(size // 50_000 + 1):
            yield b"x" * min(size, 50_000)

    answer = await _sent(website, f"/chat/{path}", token, pieces())

    assert answer in (413, "closed")
    if size < 2_000_000:
        assert answer == 413
    assert website.assistant.heard == []


async def _sent(website: Website, path: str, token: str, body: Any) -> Any:
    """Give the status, or that the server did not listen to the end of what is sent."""
    import aiohttp

    try:
        answer = await website.ask("POST", path, token, data=body)
    except aiohttp.ClientError:
        return "closed"
    assert answer.code == "too_large"
    return answer.status


async def test_sixteen_kilobytes_are_read(website: Website) -> None:
    """Up to the limit a body is read, and what is in it decides."""
    body = b'{"id": "x", "text": "' + b"x" * (16 * 1024 - 23) + b'"}'
    assert len(body) == 16 * 1024
    answer = await website.ask("POST", "/chat/messages", await website.session(), data=body)

    assert answer.code == "too_long"


async def test_half_characters_do_no_harm(website: Website) -> None:
    """Half of an emoji, as a faulty program may cut it, gets as far as the house's guard."""
    answer = await website.ask(
        "POST",
        "/chat/messages",
        await website.session(),
        data=b'{"id": "%s", "text": "hello \\ud83d"}' % str(uuid.uuid4()).encode(),
    )

    assert answer.status == 200
