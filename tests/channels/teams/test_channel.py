"""The channel as Teams sees it: what comes back for each kind of activity."""

from __future__ import annotations

import asyncio
import logging
import random
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage

from bot.channels.processor import PRESSED
from tests.channels.teams.connector_double import SERVICE_URL
from tests.channels.teams.keys_server import activity
from tests.channels.teams.misbehaviour import Held, status
from tests.channels.teams.serving import ANSWER, Assistant, Teams, serving

BOT = {"id": "28:bot", "name": "Care Mail Assistant"}
NOTICE = {"text": "You are welcome.", "custom": {"kind": "notice", "outcome": "small_talk"}}
WRITTEN = "what somebody writes stays unsaid"


@pytest.fixture
async def teams(tmp_path: Path) -> AsyncIterator[Teams]:
    """The channel with an assistant that always says the same."""
    async with serving(tmp_path) as served:
        yield served


def _card(message: dict[str, Any]) -> dict[str, Any]:
    (attachment,) = message["attachments"]
    assert attachment["contentType"] == "application/vnd.microsoft.card.adaptive"
    card: dict[str, Any] = attachment["content"]
    return card


def _actions(part: Any) -> list[dict[str, Any]]:
    """Give every button of a card, in the order of the card."""
    if isinstance(part, list):
        return [action for each in part for action in _actions(each)]
    if not isinstance(part, dict):
        return []
    own = [part] if str(part.get("type", "")).startswith("Action.") else []
    return own + [action for value in part.values() for action in _actions(value)]


def _button(message: dict[str, Any], title: str) -> dict[str, Any]:
    (found,) = [action for action in _actions(_card(message)) if action["title"] == title]
    data: dict[str, Any] = found["data"]
    return data


def _from(name: str) -> dict[str, Any]:
    """Give what makes an activity come from somebody in a chat of their own."""
    return {
        "from": {"id": f"29:{name}", "name": name, "aadObjectId": name},
        "conversation": {"id": f"a:{name}", "conversationType": "personal"},
    }


async def test_a_question_gets_its_card(teams: Teams) -> None:
    """Somebody asks: the sign of typing, then the answer with its buttons, as an answer to it."""
    assert await teams.deliver(text="how do I accept the policy", id="17") == 200
    (sent,) = await teams.sent(1)

    assert [r.body["type"] for r in teams.connector.requests] == ["typing", "message"]
    assert sent["replyToId"] == "17"
    titles = [action["title"] for action in _actions(_card(sent))]
    assert titles == ["Sign in", "Yes", "No"]
    (heard,) = teams.assistant.heard
    assert (heard.text, heard.input_channel) == ("how do I accept the policy", "teams")


async def test_a_forged_activity_does_nothing(teams: Teams) -> None:
    """Without a good token nobody is heard, and nothing is sent."""
    body = activity(serviceUrl=SERVICE_URL)
    assert await teams.post(body) == 401
    assert await teams.post(body, "Bearer a.b.c") == 401
    assert await teams.deliver({**body, "serviceUrl": "https://evil.example/"}) == 403
    assert await teams.deliver({**body, "channelData": {"tenant": {"id": "other"}}}) == 403

    assert await teams.deliver(body) == 200
    await teams.sent(1)
    assert len(teams.assistant.heard) == 1


@pytest.mark.parametrize(
    ("body", "answer"),
    [
        (b"", 400),
        (b"{", 400),
        (b"[]", 400),
        (b"\xff\xfe", 400),
        (b"[" * 100_000, 400),
        (b"a" * (257 * 1024), 413),
    ],
)
async def test_rubbish_gets_a_clear_answer(teams: Teams, body: bytes, answer: int) -> None:
    """What is no activity is told so, and logs no failure."""
    assert await teams.post(body) == answer
    assert teams.assistant.heard == []


async def test_an_activity_without_the_necessary_is_refused(teams: Teams) -> None:
    """A good token does not make an activity out of something else."""
    assert await teams.deliver(**{"from": {"name": "nobody"}}) == 400


async def test_what_comes_twice_is_done_once(teams: Teams) -> None:
    """Teams delivers again where it saw no answer; the person gets one."""
    body = activity(serviceUrl=SERVICE_URL, text="once")
    assert [await teams.deliver(body) for _ in range(3)] == [200, 200, 200]
    await teams.deliver(text="afterwards")
    await teams.sent(2)

    assert [message.text for message in teams.assistant.heard] == ["once", "afterwards"]


async def test_two_servers_do_it_once(teams: Teams, tmp_path: Path) -> None:
    """The second delivery may reach another server with the same database."""
    async with serving(tmp_path, beside=teams) as other:
        for number in range(10):
            body = activity(serviceUrl=SERVICE_URL, text=str(number))
            await asyncio.gather(teams.deliver(body), other.deliver(body))
        await teams.sent(10)
        heard = [message.text for message in teams.assistant.heard + other.assistant.heard]

    assert sorted(heard) == [str(number) for number in range(10)]


async def test_an_installation_is_greeted_once(teams: Teams) -> None:
    """Teams tells of it in two ways; after a removal it is new again."""
    added = {"type": "conversationUpdate", "membersAdded": [BOT], "text": None}
    for _ in range(2):
        await teams.deliver(**added)
        await teams.deliver(type="installationUpdate", action="add")
    await teams.sent(1)
    await teams.deliver(type="installationUpdate", action="remove")
    await teams.deliver(**added)
    await teams.sent(2)

    heard = [(message.text, message.metadata) for message in teams.assistant.heard]
    assert heard == [("/greet", {PRESSED: True})] * 2


async def test_a_group_is_told_how_to_ask(teams: Teams) -> None:
    """Where only mentions reach the assistant the greeting says so, and elsewhere it does not."""
    team = {"id": "19:general@thread.tacv2", "conversationType": "channel"}
    for _ in range(2):
        await teams.deliver(type="installationUpdate", action="add", conversation=team)
    await teams.deliver(type="installationUpdate", action="add")
    await teams.deliver(text="hello")
    _, told = await teams.sent(2, team["id"])
    await teams.sent(2, "a:chat")

    assert "Type @" in told["text"]
    assert len(teams.connector.taken()) == 4
    assert all("Type @" not in str(message) for message in teams.connector.taken("a:chat"))


async def test_removing_the_app_deletes_the_conversation(teams: Teams) -> None:
    """What was said is gone with the app."""
    store, known = teams.assistant.tracker_store, []

    async def remember(message: UserMessage) -> None:
        known.append(list(await store.keys()))
        await store.save(await store.get_or_create_tracker(message.sender_id))

    teams.assistant.turn = remember
    await teams.deliver(text="first")
    await teams.deliver(text="second")
    await teams.deliver(type="installationUpdate", action="remove")
    await teams.deliver(text="third")
    await teams.sent(3)

    sender = teams.assistant.heard[0].sender_id
    assert known == [[], [sender], []]


async def test_a_button_of_ours_is_pressed(teams: Teams) -> None:
    """It works however long ago it was shown: the channel vouches for its payload."""
    await teams.deliver(text="hello")
    (sent,) = await teams.sent(1)
    await teams.deliver(text=None, value=_button(sent, "Sign in"))
    await teams.sent(2)

    pressed = teams.assistant.heard[1]
    assert (pressed.text, pressed.metadata) == ("/first_login", {PRESSED: True})


@pytest.mark.parametrize("signature", [None, "", "0" * 32, 7, "é" * 32, "\ud800" * 32])
async def test_a_made_up_button_is_only_words(teams: Teams, signature: Any) -> None:
    """Nobody can name an intent by sending a card's data."""
    value = {"kind": "say", "payload": "/restart", "signature": signature}
    await teams.deliver(text=None, value=value)
    await teams.sent(1)

    (heard,) = teams.assistant.heard
    assert (heard.text, heard.metadata) == ("restart", None)


def _votes(teams: Teams) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(teams.database)) as connection:
        found = connection.execute("SELECT topic, checked, helpful, reason FROM feedback_vote")
        return list(found)


async def test_a_vote_is_kept_with_its_reason(teams: Teams) -> None:
    """No asks why; the reason takes the place of the vote without one. Yes changes it again."""
    await teams.deliver(text="hello")
    (answer,) = await teams.sent(1)
    await teams.deliver(text=None, value=_button(answer, "No"))
    why = (await teams.sent(2))[1]
    assert _votes(teams) == [("aup", "2026-11-22", 0, None)]

    await teams.deliver(text=None, value=_button(why, "It is out of date"))
    thanks = (await teams.sent(3))[2]
    assert _votes(teams) == [("aup", "2026-11-22", 0, "old")]
    assert thanks["text"].startswith("Thank you")

    await teams.deliver(text=None, value=_button(answer, "Yes"))
    await teams.sent(4)
    assert _votes(teams) == [("aup", "2026-11-22", 1, None)]
    assert len(teams.assistant.heard) == 1


async def test_a_vote_on_something_else_is_lost(teams: Teams) -> None:
    """An id that is made up, or of another chat, changes nothing, and is told."""
    await teams.deliver(text="hello")
    (answer,) = await teams.sent(1)
    data = _button(answer, "Yes")
    await teams.deliver(text=None, value=data, **_from("another"))
    await teams.deliver(text=None, value={**data, "reply": f"{data['reply'][:-1]}x"})
    await teams.deliver(text=None, value={**data, "value": "perhaps"})
    sent = await teams.sent(4)

    assert all("not saved" in message["text"] for message in sent[1:])
    assert _votes(teams) == []


async def test_everybody_in_a_group_has_a_vote(teams: Teams) -> None:
    """An answer in a group is read by all, and the vote of one does not undo another's."""
    group = {"id": "19:group", "conversationType": "groupChat"}
    await teams.deliver(
        text="<at>bot</at> hello",
        entities=[{"type": "mention", "text": "<at>bot</at>", "mentioned": BOT}],
        conversation=group,
    )
    (answer,) = await teams.sent(1)
    for number, (name, title) in enumerate([("ann", "Yes"), ("ben", "No"), ("ann", "Yes")], 2):
        somebody = {**_from(name), "conversation": group}
        await teams.deliver(text=None, value=_button(answer, title), **somebody)
        await teams.sent(number)

    assert sorted(helpful for _, _, helpful, _ in _votes(teams)) == [0, 1]


async def test_files_are_declined_and_the_words_answered(teams: Teams) -> None:
    """A picture gets a sentence; a question beside it gets its answer too."""
    picture = {"contentType": "image/png", "contentUrl": "https://example.org/p.png"}
    await teams.deliver(text="", attachments=[picture])
    await teams.deliver(text="what is this", attachments=[picture])
    sent = await teams.sent(3)

    assert "cannot read files" in sent[0]["text"]
    assert "cannot read files" in sent[1]["text"]
    assert _card(sent[2])
    assert [message.text for message in teams.assistant.heard] == ["what is this"]


@pytest.mark.parametrize(
    ("changed", "answer"),
    [
        ({"type": "messageReaction", "reactionsAdded": [{"type": "like"}]}, 200),
        ({"type": "conversationUpdate", "membersAdded": [{"id": "29:ann"}]}, 200),
        ({"type": "invented"}, 200),
        ({"type": "invoke", "name": "composeExtension/query"}, 501),
        ({"text": "lunch?", "conversation": {"id": "19:g", "conversationType": "groupChat"}}, 200),
    ],
)
async def test_what_asks_for_nothing_gets_nothing(
    teams: Teams, changed: dict[str, Any], answer: int
) -> None:
    """It is taken, so that Teams does not come again, and nobody is disturbed."""
    assert await teams.deliver(**changed) == answer
    await teams.deliver(text="a question", **_from("somebody"))
    await teams.sent(1)

    assert [message.text for message in teams.assistant.heard] == ["a question"]
    assert {request.conversation for request in teams.connector.requests} == {"a:somebody"}


async def test_in_a_channel_the_answer_stands_in_the_thread(teams: Teams) -> None:
    """Who mentions the bot is answered where the question was."""
    thread = "19:channel@thread.tacv2;messageid=17"
    await teams.deliver(
        text="<at>Care Mail Assistant</at> how do I set up MFA",
        entities=[{"type": "mention", "text": "<at>Care Mail Assistant</at>", "mentioned": BOT}],
        conversation={"id": thread, "conversationType": "channel"},
    )
    await teams.sent(1, thread)

    assert teams.assistant.heard[0].text == "how do I set up MFA"


async def test_several_replies_come_in_order(teams: Teams) -> None:
    """Two answers and a notice arrive as they were said."""
    teams.assistant.replies = [dict(NOTICE), dict(ANSWER), {**NOTICE, "text": "Anything else?"}]
    await teams.deliver()
    first, second, third = await teams.sent(3)

    assert (first["text"], third["text"]) == ("You are welcome.", "Anything else?")
    assert _card(second)


@pytest.mark.parametrize("turn", ["fails", "says nothing"])
async def test_a_turn_that_fails_gets_a_sentence(
    teams: Teams, turn: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Nobody meets silence; the log tells what failed and nothing of what was written."""

    async def fail(message: UserMessage) -> None:
        raise ValueError(message.text)

    teams.assistant.turn = fail if turn == "fails" else None
    teams.assistant.replies = []
    with caplog.at_level(logging.DEBUG):
        await teams.deliver(text=WRITTEN)
        (sent,) = await teams.sent(1)

    assert "0333" in sent["text"]
    assert "could not be answered" in caplog.text
    for private in (WRITTEN, "Invented Person", "object-someone", "29:someone"):
        assert private not in caplog.text


@pytest.mark.parametrize("behaviour", [status(413), status(400)])
async def test_a_card_that_is_not_taken_comes_as_text(teams: Teams, behaviour: Any) -> None:
    """Where Teams refuses a card, the words still arrive."""
    await teams.deliver(text="first")
    await teams.sent(1)
    held = Held(then=behaviour)
    held.released.set()
    teams.connector.then(status(500), held)  # the sign of typing, then the card
    await teams.deliver(text="second")

    assert (await teams.sent(2))[1]["text"].startswith("Accept it.")


async def test_a_reply_that_cannot_be_drawn_comes_as_text(
    teams: Teams, caplog: pytest.LogCaptureFixture
) -> None:
    """A payload that lacks something costs the card, not the words."""
    broken = {**ANSWER, "custom": {"kind": "site", "figures": {"accounts": 3}}}
    teams.assistant.replies = [broken]
    await teams.deliver()

    assert (await teams.sent(1))[0]["text"].startswith("Accept it.")
    assert "could not be drawn" in caplog.text


@pytest.mark.parametrize("fails", [False, True])
async def test_an_area_comes_with_its_picture(
    teams: Teams, fails: bool, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Where the picture cannot be drawn, the card with the words and buttons still comes."""

    def fail(*_: Any) -> str:
        raise RuntimeError(WRITTEN)

    if fails:
        monkeypatch.setattr("bot.channels.teams.desk.area_picture", fail)
    figures = {"setting": "care_home", "active_users": 5, "inactive_users": 3}
    custom = {"kind": "area", "area": "Calderdale", "snapshot": "2026-08-06", "settings": [figures]}
    teams.assistant.replies = [{**ANSWER, "custom": custom}]
    await teams.deliver()
    (sent,) = await teams.sent(1)

    types = [part["type"] for part in _card(sent)["body"]]
    assert ("Image" in types) is not fails
    assert [action["title"] for action in _actions(_card(sent))] == ["Sign in"]
    assert ("picture of an area could not be drawn" in caplog.text) is fails
    assert WRITTEN not in caplog.text


async def test_a_failure_of_ours_is_told_without_details(
    teams: Teams, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Teams gets a status, and the log where it happened; neither holds what was written."""

    def fail(_: Any) -> None:
        raise RuntimeError(WRITTEN)

    monkeypatch.setattr("bot.channels.teams.channel.read", fail)
    assert await teams.deliver(text=WRITTEN) == 500

    assert "could not be taken: RuntimeError" in caplog.text
    assert WRITTEN not in caplog.text


async def test_who_sends_without_end_is_refused_and_holds_nobody(tmp_path: Path) -> None:
    """While a turn goes on only so much waits behind it; what is more is told once."""
    going, free = asyncio.Event(), asyncio.Event()

    async def turn(message: UserMessage) -> None:
        if message.text == "first":
            going.set()
            await free.wait()

    async with serving(tmp_path, Assistant(turn=turn)) as teams:
        await teams.deliver(text="first")
        await going.wait()
        for number in range(35):
            assert await teams.deliver(text=f"message {number}") == 200
        (told,) = await teams.sent(1)
        await teams.deliver(text="hello", **_from("another"))
        await teams.sent(1, "a:another")
        free.set()
        await teams.sent(21, "a:chat")
        await teams.deliver(text="hello", **_from("a third"))
        await teams.sent(1, "a:a third")

        assert "too many" in told["text"]
        assert len(teams.connector.taken("a:chat")) == 21


async def test_too_many_messages_are_told_once(teams: Teams) -> None:
    """After 20 in a minute one sentence says so, and no more; others are not touched."""
    for number in range(25):
        await teams.deliver(text=f"message {number}")
    await teams.sent(21)
    await teams.deliver(text="hello", **_from("another"))
    await teams.sent(1, "a:another")

    sent = teams.connector.taken("a:chat")
    assert len(sent) == 21
    assert "too many" in sent[20]["text"]
    assert len(teams.assistant.heard) == 21


async def test_fifty_people_at_once_keep_their_order(teams: Teams) -> None:
    """Each gets the answers to their own messages, in the order asked."""
    chance = random.Random(5)  # noqa: S311 - delays, always the same

    async def turn(message: UserMessage) -> None:
        await asyncio.sleep(chance.random() / 200)
        reply = {**NOTICE, "text": f"re {message.text}"}
        await message.output_channel.send_response(message.sender_id, reply)

    teams.assistant.turn, teams.assistant.replies = turn, []
    names = [f"person{number}" for number in range(50)]
    for number in range(5):
        coming = [teams.deliver(text=f"{name} {number}", **_from(name)) for name in names]
        assert set(await asyncio.gather(*coming)) == {200}
    await teams.sent(250)

    for name in names:
        texts = [message["text"] for message in teams.connector.taken(f"a:{name}")]
        assert texts == [f"re {name} {number}" for number in range(5)]
    assert len({message.sender_id for message in teams.assistant.heard}) == 50


async def test_one_who_waits_holds_nobody_else(teams: Teams) -> None:
    """A long turn, or a slow Teams, leaves all other conversations alone."""
    going, free = asyncio.Event(), asyncio.Event()

    async def turn(message: UserMessage) -> None:
        if message.text == "slow":
            going.set()
            await free.wait()

    teams.assistant.turn = turn
    await teams.deliver(text="slow", **_from("slow"))
    await going.wait()
    await teams.deliver(text="quick", **_from("quick"))
    await teams.sent(1, "a:quick")
    assert teams.connector.taken("a:slow") == []
    free.set()

    await teams.sent(1, "a:slow")


async def test_a_busy_teams_gets_everything_in_order(teams: Teams) -> None:
    """Where Teams asks to wait, the next reply waits too, and other conversations do not."""

    async def turn(message: UserMessage) -> None:
        reply = {**NOTICE, "text": f"re {message.text}"}
        await message.output_channel.send_response(message.sender_id, reply)

    teams.assistant.turn, teams.assistant.replies = turn, []
    held = Held(then=status(429, retry_after="0"))
    teams.connector.then(status(429), held, conversation="a:slow")  # the first is for the typing
    for text in ("one", "two", "three"):
        await teams.deliver(text=text, **_from("slow"))
    await held.arrived.wait()
    await teams.deliver(text="one", **_from("quick"))
    await teams.sent(1, "a:quick")
    assert teams.connector.taken("a:slow") == []
    held.released.set()

    sent = await teams.sent(3, "a:slow")
    assert [message["text"] for message in sent] == ["re one", "re two", "re three"]
    assert teams.connector.busiest["a:slow"] == 1


async def test_what_is_under_way_is_finished_at_the_end(tmp_path: Path) -> None:
    """A server that stops answers those who asked before."""
    started, free = asyncio.Event(), asyncio.Event()

    async def turn(message: UserMessage) -> None:
        started.set()
        await free.wait()

    async with serving(tmp_path, Assistant(turn=turn)) as teams:
        await teams.deliver(text="hello")
        await started.wait()
        asyncio.get_running_loop().call_later(0.05, free.set)
        connector = teams.connector

    assert len(connector.taken()) == 1


async def test_without_settings_everything_else_works(tmp_path: Path) -> None:
    """Where Teams is not set up, its address says so, and the other channels answer."""
    async with serving(tmp_path, is_on=False) as teams:
        assert await teams.deliver(text="hello") == 404
        async with teams.client.get(f"{teams.url}/") as response:
            assert await response.json() == {"status": "off"}
        rest = teams.url.replace("/teams", "/rest/webhook")
        async with teams.client.post(rest, json={"sender": "a", "message": "hi"}) as response:
            assert response.status == 200


async def test_the_database_holds_no_name_and_no_id(teams: Teams) -> None:
    """Only hashes are kept of who asked, and where."""
    await teams.deliver(type="installationUpdate", action="add")
    await teams.deliver(text=WRITTEN, id="activity-17")
    answer = (await teams.sent(2))[1]
    await teams.deliver(text=None, value=_button(answer, "Yes"))
    await teams.sent(3)

    kept = b"".join(path.read_bytes() for path in teams.database.parent.glob("teams.db*"))
    assert b"teams_activity" in kept
    for private in (WRITTEN, "Invented", "object-someone", "29:someone", "a:chat", "activity-17"):
        assert private.encode() not in kept
