"""The guard before Rasa's processor, and a reply whatever fails behind it."""

from __future__ import annotations

import logging
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from rasa.core.actions.action import RemoteAction
from rasa.core.channels.channel import CollectingOutputChannel, OutputChannel, UserMessage
from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.channels.admission import Button
from bot.channels.conversation_log import ConversationLog
from bot.channels.privacy import PrivacyCheck
from bot.channels.processor import PRESSED, GuardedAgent, SafeRemoteAction, shown_buttons
from bot.processes.ports import free_port
from tests.channels.conftest import DOMAIN
from tests.channels.local_server import Answer, LocalServer, answering

DOMAIN_OF_TESTS = Domain.from_yaml(DOMAIN)
SORRY = "Something went wrong."
WRITTEN = "what users write stays secret"


async def run_action(url: str, timeout: float = 5.0) -> list[Event]:
    """Run an action of the server at an address, as Rasa's processor does."""
    action = SafeRemoteAction(RemoteAction("action_ask", EndpointConfig(url=url)), timeout)
    tracker = DialogueStateTracker.from_events("someone", [UserUttered(WRITTEN)])
    nlg = TemplatedNaturalLanguageGenerator(DOMAIN_OF_TESTS.responses)
    return await action.run(CollectingOutputChannel(), nlg, tracker, DOMAIN_OF_TESTS)


def texts(events: list[Event]) -> list[str | None]:
    """Give what is said to the user."""
    return [event.text for event in events if isinstance(event, BotUttered)]


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """All that the server would log: warnings and worse."""
    caplog.set_level(logging.WARNING)
    return caplog


async def test_an_action_that_works_is_passed_on() -> None:
    """What the action server says and changes reaches Rasa unchanged."""
    custom, buttons = {"kind": "answer"}, [{"title": "More", "payload": "/more"}]
    answer = {
        "events": [{"event": "slot", "name": "s", "value": 1}],
        "responses": [{"text": "Hi.", "custom": custom, "buttons": buttons}],
    }
    with answering(lambda _: Answer(answer)) as server:
        events = await run_action(server.url)

    assert texts(events) == ["Hi."]
    assert events[0].data["custom"] == custom
    assert events[0].data["buttons"] == buttons
    assert SlotSet("s", 1) in events
    assert server.requests[0]["next_action"] == "action_ask"
    assert server.requests[0]["tracker"]["latest_message"]["text"] == WRITTEN


async def test_an_action_may_name_a_response() -> None:
    """A response of the domain is a reply, too."""
    with answering(lambda _: Answer({"responses": [{"response": "utter_more"}]})) as server:
        assert texts(await run_action(server.url)) == ["More."]


@pytest.mark.parametrize(
    "answer",
    [
        Answer({"error": WRITTEN}, status=500),
        Answer(f"<h1>{WRITTEN}</h1>", status=502, content_type="text/html"),
        Answer({"action_name": "action_ask", "error": "rejected"}, status=400),
        Answer("<h1>no</h1>", status=400, content_type="text/html"),
        Answer({"error": "not found"}, status=404),
        Answer(f"<h1>{WRITTEN}</h1>", content_type="text/html"),
        Answer("{broken"),
        Answer(""),
        Answer([]),
        Answer("null"),
        Answer('"text"'),
        Answer({}),
        Answer({"events": [], "responses": []}),
        Answer({"events": [], "responses": None}),
        Answer({"events": [], "responses": "text"}),
        Answer({"events": [], "responses": ["text"]}),
        Answer({"events": [], "responses": 5}),
        Answer({"events": 5, "responses": [{"text": "Hi."}]}),
        Answer({"events": [5], "responses": [{"text": "Hi."}]}),
        Answer({"events": [{"event": "no such"}], "responses": [{"text": "Hi."}]}),
        Answer({"events": [], "responses": [{}]}),
        Answer({"events": [], "responses": [{"text": " \n"}]}),
        Answer({"events": [], "responses": [{"text": 5}]}),
        Answer({"events": [], "responses": [{"response": "utter_of_nobody"}]}),
    ],
    ids=lambda answer: f"{answer.status} {answer.body!r}"[:60],
)
async def test_rubbish_of_the_action_server_becomes_a_sentence(
    answer: Answer, log: pytest.LogCaptureFixture
) -> None:
    """Whatever is wrong with an answer, the user gets the error reply and nothing else."""
    with answering(lambda _: answer) as server:
        events = await run_action(server.url)

    assert texts(events) == [SORRY]
    assert events[0].data["custom"] == {"kind": "notice", "outcome": "error"}
    assert "The action action_ask failed" in log.text
    assert WRITTEN not in log.text


async def test_an_action_server_that_is_down_becomes_a_sentence(
    log: pytest.LogCaptureFixture,
) -> None:
    """Where nobody listens, the user gets the error reply."""
    events = await run_action(f"http://127.0.0.1:{free_port()}/webhook")

    assert texts(events) == [SORRY]
    assert "The action action_ask failed" in log.text
    assert WRITTEN not in log.text


async def test_a_slow_action_server_becomes_a_sentence() -> None:
    """After the time that is set, the user gets the error reply and waits no longer."""
    release = threading.Event()

    def answer_late(_: Any) -> Answer:
        release.wait(20)
        return Answer({"responses": [{"text": "Late."}]})

    with answering(answer_late) as server:
        start = time.monotonic()
        events = await run_action(server.url, timeout=0.2)
        taken = time.monotonic() - start
        release.set()

    assert texts(events) == [SORRY]
    assert taken < 2


async def test_an_action_without_an_endpoint_becomes_a_sentence() -> None:
    """A missing setting is no reason to be silent."""
    action = SafeRemoteAction(RemoteAction("action_ask", None), 1.0)
    tracker = DialogueStateTracker.from_events("someone", [])
    nlg = TemplatedNaturalLanguageGenerator(DOMAIN_OF_TESTS.responses)

    events = await action.run(CollectingOutputChannel(), nlg, tracker, DOMAIN_OF_TESTS)

    assert texts(events) == [SORRY]


def test_shown_buttons_are_those_of_every_reply_the_latest_first() -> None:
    """Buttons without a payload and replies without buttons count for nothing."""
    events = [
        BotUttered("1", data={"buttons": [{"title": "A", "payload": "/a"}]}),
        UserUttered("/a"),
        BotUttered("2", data={"buttons": None}),
        BotUttered("3"),
        BotUttered(
            "4",
            data={
                "buttons": [
                    {"title": "B", "payload": "/b"},
                    {"payload": "/untitled"},
                    {"title": "Link", "url": "https://example.org"},
                    {"title": "Nothing", "payload": ""},
                ]
            },
        ),
    ]

    assert shown_buttons(events) == [Button("B", "/b"), Button("", "/untitled"), Button("A", "/a")]
    assert shown_buttons([]) == []


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Where the conversations are kept."""
    return tmp_path / "conversations.db"


@pytest.fixture
def agent(tiny_model: Path, database: Path, action_server: LocalServer) -> Iterator[GuardedAgent]:
    """The guarded agent with a real model, a real database and an action server."""
    store = ConversationLog(db=str(database))
    agent = GuardedAgent(
        PrivacyCheck(["helpdesk@nhs.net"], ["0333 200 1133"]),
        frozenset(),
        2.0,
        tracker_store=store,
        action_endpoint=EndpointConfig(url=action_server.url),
    )
    agent.load_model(tiny_model)
    yield agent
    store.engine.dispose()


@pytest.fixture
def say(agent: GuardedAgent) -> Callable[..., Any]:
    """Send a message of a conversation, and give the texts of the replies."""

    async def send(text: str | None, sender: str = "someone") -> list[str]:
        out = CollectingOutputChannel()
        await agent.handle_message(UserMessage(text, out, sender))
        return [message["text"] for message in out.messages if "text" in message]

    return send


async def test_words_are_understood_and_actions_run(say: Callable[..., Any]) -> None:
    """The guard lets ordinary messages and actions work."""
    assert await say("hello") == ["Hello."]
    assert await say("a question") == ["Answered."]
    assert await say("helpdesk@nhs.net or 0333 200 1133") == ["Something else."]


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        (None, "Empty."),
        ("", "Empty."),
        ("\u200b", "Empty."),
        ("😀", "No words."),
        ("a" * 1_001, "Too long."),
        ("ring 07700 900123", "Private."),
    ],
)
async def test_what_is_not_let_through_gets_its_sentence(
    say: Callable[..., Any], text: str | None, reply: str
) -> None:
    """Each of the four replacements leads to its own reply."""
    assert await say(text) == [reply]


async def test_a_button_works_once_it_was_shown(say: Callable[..., Any]) -> None:
    """A payload does nothing before its reply, and its title works typed, also later on."""
    assert await say("/more") == ["Something else."]
    assert await say("hello") == ["Hello."]
    assert await say("/more") == ["More."]
    assert await say("news") != []
    assert await say("TELL ME more") == ["More."]
    assert await say("/more", sender="somebody else") == ["Something else."]


async def test_a_button_that_the_channel_vouches_for_works_at_once(agent: GuardedAgent) -> None:
    """A channel that signs its buttons can hand on one that was shown long ago; users cannot."""
    out = CollectingOutputChannel()
    await agent.handle_message(UserMessage("/more", out, "someone", metadata={PRESSED: True}))

    assert [message["text"] for message in out.messages if "text" in message] == ["More."]


@pytest.mark.parametrize("command", ["/restart", "/back", "/session_start", "/_/restart", "//back"])
async def test_rasas_own_commands_do_nothing(
    say: Callable[..., Any], agent: GuardedAgent, command: str
) -> None:
    """Nobody can restart or undo a conversation by typing Rasa's commands."""
    await say("hello")

    assert await say(command) == ["Something else."]
    assert await say("/more") == ["More."]


async def test_what_is_not_let_through_is_not_kept(
    say: Callable[..., Any], database: Path, log: pytest.LogCaptureFixture
) -> None:
    """Private details reach neither the database nor the log; other messages are kept."""
    await say("please ring 07700 900123 about Mary")
    await say("hello there")

    with closing(sqlite3.connect(database)) as connection:
        kept = "\n".join(str(row) for row in connection.execute("SELECT * FROM events"))
    assert "hello there" in kept
    assert "/private_data" in kept
    # The whole number: a few digits alone also come up in the times of the events.
    for secret in ("07700 900123", "Mary"):
        assert secret not in kept
        assert secret not in log.text


class Failing:
    """A processor in which something is wrong that nobody thought of."""

    async def handle_message(self, message: UserMessage) -> None:
        """Fail with an error that repeats what the user wrote."""
        raise RuntimeError(message.text)


async def test_a_message_that_cannot_be_handled_gets_a_sentence(
    agent: GuardedAgent, say: Callable[..., Any], log: pytest.LogCaptureFixture
) -> None:
    """An unexpected error becomes the error reply; the log says where, not what was written."""
    agent.processor = Failing()

    assert await say(WRITTEN) == [SORRY]
    assert await say(WRITTEN) == [SORRY]  # the lock was given back, the response was not used up
    assert "A message could not be handled: RuntimeError" in log.text
    assert "in handle_message" in log.text
    assert WRITTEN not in log.text


async def test_the_error_reply_is_whole(agent: GuardedAgent) -> None:
    """The error reply carries its payload, so that a page can show it as an error."""
    agent.processor = Failing()
    out = CollectingOutputChannel()

    await agent.handle_message(UserMessage("x", out, "someone"))

    assert out.messages[1]["custom"] == {"kind": "notice", "outcome": "error"}


async def test_an_error_while_understanding_is_caught(
    agent: GuardedAgent,
    say: Callable[..., Any],
    log: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An error in the model's pipeline becomes the error reply, without the text in the log."""

    def fail(inputs: Any, targets: Any) -> None:
        raise ValueError(f"no vector for {inputs}")

    monkeypatch.setattr(agent.processor.graph_runner, "run", fail)

    assert await say(WRITTEN) == [SORRY]
    assert "ValueError" in log.text
    assert WRITTEN not in log.text


async def test_a_database_that_fails_costs_no_reply(
    say: Callable[..., Any], database: Path, log: pytest.LogCaptureFixture
) -> None:
    """Without its table the conversation goes on, and texts that were not kept stay unlogged."""
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("DROP TABLE events")

    assert await say(f"hello, {WRITTEN}") == ["Hello."]
    assert "The conversation log failed: OperationalError" in log.text
    assert WRITTEN not in log.text


async def test_a_conversation_that_cannot_be_read_begins_afresh(
    say: Callable[..., Any], database: Path, log: pytest.LogCaptureFixture
) -> None:
    """A damaged row costs its conversation the memory, not the answer."""
    await say("hello", sender="damaged")
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("UPDATE events SET data = '{broken'")
        connection.commit()

    assert await say("hello", sender="damaged") == ["Hello."]
    assert await say("hello", sender="another") == ["Hello."]
    assert "The conversation log failed: JSONDecodeError" in log.text


async def test_a_store_that_wants_to_end_the_process_does_not(
    agent: GuardedAgent,
    say: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
    log: pytest.LogCaptureFixture,
) -> None:
    """Rasa's SQL store exits where its schema is gone; here that is an error reply."""

    async def leave(sender_id: str) -> None:
        raise SystemExit(1)

    monkeypatch.setattr(agent.tracker_store, "retrieve", leave)

    assert await say("hello") == [SORRY]
    assert "A message could not be handled: SystemExit" in log.text


async def test_an_output_that_fails_is_told_to_the_channel(agent: GuardedAgent) -> None:
    """Where not even the error reply can be sent, the channel learns of it."""

    class Broken(OutputChannel):
        async def send_text_message(self, recipient_id: str, text: str, **kwargs: Any) -> None:
            raise ConnectionError("gone")

    with pytest.raises(ConnectionError):
        await agent.handle_message(UserMessage("news", Broken(), "someone"))
