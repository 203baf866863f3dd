"""The Rasa server as a process: what it logs, keeps and bears."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from bot.channels.privacy import PrivacyCheck, PrivateDetail
from bot.channels.server import privacy_check
from bot.knowledge.catalogue import Catalogue, load_catalogue
from bot.processes.assistant import quiet_environment
from bot.settings import PROJECT
from tests.channels.conftest import RasaServer


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The real knowledge."""
    return load_catalogue(PROJECT / "knowledge")


@pytest.fixture(scope="module")
def check(catalogue: Catalogue) -> PrivacyCheck:
    """The check that the server makes of the knowledge."""
    return privacy_check(catalogue)


def test_no_text_of_a_user_reaches_the_log(rasa_server: RasaServer) -> None:
    """Whatever happens to a message, its text is not logged, even if LOG_LEVEL says DEBUG."""
    secret = "wintergarden"
    for text in (
        f"hello {secret}",
        f"question {secret}",
        f"{secret} without a meaning",
        f"/{secret}",
        f"ring {secret} on 07700 900123",
        secret * 200,
    ):
        assert rasa_server.say(text, "logged")
    rasa_server.post({"sender": 5, "message": secret})
    rasa_server.post([secret])

    assert secret not in rasa_server.log
    assert "processor.message.parse" not in rasa_server.log


def test_private_details_are_not_kept(rasa_server: RasaServer) -> None:
    """What is turned away for private details is not in the database; the rest is."""
    said = rasa_server.say("ring rosehip on 07700 900123", "keeps")
    rasa_server.say("hello orangery", "keeps")

    assert said[0]["text"] == "Private."
    with closing(sqlite3.connect(rasa_server.database)) as connection:
        kept = "".join(str(row) for row in connection.execute("SELECT * FROM events"))
    assert "orangery" in kept
    assert "rosehip" not in kept
    # The whole number: five digits alone also come up in the times of the events.
    assert "07700 900123" not in kept


def test_two_megabytes_get_a_sentence(rasa_server: RasaServer) -> None:
    """A very long message is answered like any that is too long."""
    assert rasa_server.say("hello " * 350_000, "long")[0]["text"] == "Too long."


def test_five_megabytes_are_refused(rasa_server: RasaServer) -> None:
    """A request beyond the limit is refused as too large."""
    assert rasa_server.post({"message": "x" * 5_000_000}).status_code == 413


def test_many_messages_of_one_conversation_at_once_all_get_a_reply(
    rasa_server: RasaServer,
) -> None:
    """Messages of one sender wait for each other; none is lost."""
    with ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(lambda _: rasa_server.say("hello", "many"), range(8)))

    assert [reply[0]["text"] for reply in replies] == ["Hello."] * 8


def test_everything_that_the_knowledge_publishes_may_be_named(
    catalogue: Catalogue, check: PrivacyCheck
) -> None:
    """Asking about an answer by quoting it is never turned away."""
    said = [
        line
        for topic in catalogue.topics.values()
        for line in f"{topic.reply}\n{topic.more}\n{topic.header.older or ''}".splitlines()
    ]
    contacts = [
        part
        for contact in catalogue.contacts.values()
        for part in (contact.phone, contact.email)
        if part
    ]

    assert contacts
    assert [line for line in said + contacts if check.find(line)] == []


def test_what_the_knowledge_does_not_publish_may_not(check: PrivacyCheck) -> None:
    """People's own addresses and numbers are private beside the published ones."""
    assert check.find("helpdesk@nhs.net, jo.bloggs@nhs.net") == {PrivateDetail.EMAIL_ADDRESS}
    assert check.find("0333 200 1133, 07700 900123") == {PrivateDetail.PHONE_NUMBER}


@pytest.mark.parametrize(
    "path",
    [
        *sorted((PROJECT / "data" / "nlu").glob("*.yml")),
        PROJECT / "tests/evaluation/bank/questions.yml",
        PROJECT / "tests/evaluation/unseen/questions.yml",
    ],
    ids=lambda path: f"{path.parent.name}-{path.stem}",
)
def test_nothing_that_care_homes_ask_is_turned_away(path: Path, check: PrivacyCheck) -> None:
    """No training example and no question of the banks is taken for a private detail."""
    content = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    if isinstance(content, dict):
        lines = "\n".join(entry["examples"] for entry in content["nlu"]).splitlines()
        texts = [line.removeprefix("- ") for line in lines]
    else:
        texts = [entry["text"] for entry in content]

    assert texts
    assert [text for text in texts if check.find(text)] == []


def test_a_wrong_setting_of_the_website_is_named(tmp_path: Path) -> None:
    """The server ends with a sentence that names the variable, not with a traceback."""
    model = tmp_path / "model.tar.gz"
    model.touch()

    ended = subprocess.run(
        [sys.executable, "-m", "bot.channels", str(model)],
        env={**quiet_environment(), "TRUSTED_PROXIES": "many"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode == 1
    assert "TRUSTED_PROXIES is 'many'" in ended.stderr
    assert "Traceback" not in ended.stderr
