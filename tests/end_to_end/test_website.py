"""The website's chat and pages, as a browser gets them from `caremail run`."""

from __future__ import annotations

import sqlite3
import uuid
from typing import Any

import pytest
import requests

from tests.end_to_end.assistant import Assistant


def _post(assistant: Assistant, path: str, token: str | None, body: Any) -> requests.Response:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return requests.post(f"{assistant.url}/chat/{path}", json=body, headers=headers, timeout=70)


def _say(assistant: Assistant, token: str, **message: str) -> list[dict[str, Any]]:
    """Send a message; give its replies."""
    body = {"id": str(uuid.uuid4()), **message}
    response = _post(assistant, "messages", token, body)
    assert response.status_code == 200, response.text
    replies: list[dict[str, Any]] = response.json()["replies"]
    return replies


@pytest.fixture
def token(assistant: Assistant) -> str:
    """A chat of its own for each test."""
    response = _post(assistant, "session", None, {})
    assert response.status_code == 200, response.text
    return str(response.json()["token"])


def test_a_question_is_answered(assistant: Assistant, token: str) -> None:
    """A question gets its curated answer, with what the widget's card shows."""
    (reply,) = _say(assistant, token, text="I forgot my password")

    assert reply["text"]
    assert reply["custom"]["kind"] == "answer"
    assert reply["custom"]["topic"] == "password_reset"
    assert reply["custom"]["sources"]


def test_a_button_is_answered(assistant: Assistant, token: str) -> None:
    """What a reply offers can be pressed."""
    (hello,) = _say(assistant, token, text="hello")
    button = hello["buttons"][0]
    (reply,) = _say(assistant, token, payload=button["payload"], title=button["title"])

    assert reply["custom"]["kind"] == "choices"


def test_an_answer_can_be_voted_on(assistant: Assistant, token: str) -> None:
    """The vote is kept with the topic that was answered."""
    (reply,) = _say(assistant, token, text="I forgot my password")
    body = {"reply": reply["id"], "value": "no", "reason": "unclear"}
    assert _post(assistant, "feedback", token, body).status_code == 204

    with sqlite3.connect(assistant.database) as database:
        kept = database.execute("SELECT topic, helpful, reason FROM feedback_vote").fetchall()
    assert ("password_reset", 0, "unclear") in kept


def test_a_chat_can_be_deleted(assistant: Assistant, token: str) -> None:
    """Afterwards nothing of it is in any file, and its token is worth nothing."""
    _say(assistant, token, text="I forgot my password for nettlecombe")
    files = sorted(assistant.database.parent.glob(f"{assistant.database.name}*"))
    assert b"nettlecombe" in b"".join(path.read_bytes() for path in files)
    assert _post(assistant, "forget", token, {}).status_code == 204

    files = sorted(assistant.database.parent.glob(f"{assistant.database.name}*"))
    assert b"nettlecombe" not in b"".join(path.read_bytes() for path in files)
    again = _post(assistant, "messages", token, {"id": str(uuid.uuid4()), "text": "hello"})
    assert again.status_code == 401
    assert again.json()["error"]["code"] == "session_unknown"
    assert "nettlecombe" not in assistant.logged()
    assert token not in assistant.logged()


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/chat", "text/html"),
        ("/answers", "text/html"),
        ("/answers/aup", "text/html"),
        ("/accessibility", "text/html"),
        ("/privacy", "text/html"),
        ("/embed", "text/html"),
        ("/widget.js", "text/javascript"),
        ("/widget.css", "text/css"),
    ],
)
def test_a_page_is_there(assistant: Assistant, path: str, kind: str) -> None:
    """Each page comes with its kind, is not sent twice, and may load nothing from elsewhere."""
    page = requests.get(f"{assistant.url}{path}", timeout=20)
    held = {"If-None-Match": page.headers["ETag"]}
    again = requests.get(f"{assistant.url}{path}", headers=held, timeout=20)

    assert page.status_code == 200
    assert page.headers["Content-Type"].startswith(kind)
    assert page.headers["Content-Security-Policy"].startswith("default-src 'none'; ")
    assert again.status_code == 304


def test_other_channels_stay(assistant: Assistant) -> None:
    """The pages at the root take nothing from the channels below /webhooks."""
    health = requests.get(f"{assistant.url}/webhooks/rest/", timeout=20)
    wrong = requests.get(f"{assistant.url}/webhooks/rest/webhook?message=hello", timeout=20)

    assert health.json() == {"status": "ok"}
    assert wrong.status_code == 405
