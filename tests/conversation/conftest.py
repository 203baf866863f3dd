"""Stores with the two invented reports, and the real words."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.activity.store import Store, open_store
from bot.knowledge.areas import Area, load_areas
from bot.knowledge.catalogue import Catalogue, load_catalogue
from bot.knowledge.replies import Reply
from bot.knowledge.scenarios import SiteTexts, site_texts
from bot.settings import PROJECT
from tests.activity.two_reports import filled_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store of its own for each test."""
    filled = filled_store(tmp_path / "caremail.db")
    yield filled
    filled.engine.dispose()


@pytest.fixture
def empty_store(tmp_path: Path) -> Iterator[Store]:
    """A store without any report."""
    opened = open_store(f"sqlite:///{tmp_path / 'empty.db'}")
    yield opened
    opened.engine.dispose()


@pytest.fixture
def sample_store(tmp_path: Path) -> Iterator[Store]:
    """A store whose reports are samples."""
    filled = filled_store(tmp_path / "sample.db", sample=True)
    yield filled
    filled.engine.dispose()


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The knowledge that the assistant answers from."""
    return load_catalogue(PROJECT / "knowledge")


@pytest.fixture(scope="session")
def texts(catalogue: Catalogue) -> SiteTexts:
    """Its sentences about sites."""
    return site_texts(catalogue)


@pytest.fixture(scope="session")
def areas(catalogue: Catalogue) -> dict[str, Area]:
    """Its areas."""
    return load_areas(catalogue)


Check = Callable[[Reply], Reply]


@pytest.fixture(scope="session")
def checked(catalogue: Catalogue) -> Check:
    """Give a reply back that is whole: words without gaps, what it is, and buttons that work."""

    def check(reply: Reply) -> Reply:
        assert reply["text"].strip()
        assert not re.search(r"[{}]|\bNone\b(?! of)|\n\n\n", reply["text"]), reply["text"]
        assert reply["json_message"]["kind"] in {"site", "area", "notice"}
        assert json.loads(json.dumps(reply["json_message"])) == reply["json_message"]
        titles = [button["title"] for button in reply.get("buttons", [])]
        assert all(titles)
        assert len(titles) == len(set(titles))
        for button in reply.get("buttons", []):
            intent, value = pressed(button)
            assert value or intent in catalogue.topics
        return reply

    return check


def pressed(button: dict[str, str]) -> tuple[str, str | None]:
    """Give the intent behind a button, and the one value that it carries, if any.

    The payload is read as Rasa reads it: /intent, or /intent{"entity": "value"}.
    """
    read = re.fullmatch(r"/(\w+)(\{.*\})?", button["payload"])
    assert read, button
    if read[2] is None:
        return read[1], None
    [(entity, value)] = json.loads(read[2]).items()
    assert (read[1], entity) in {("site_activity", "ods_code"), ("area_activity", "area")}
    return read[1], value
