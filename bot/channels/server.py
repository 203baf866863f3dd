"""The Rasa server: the channels, the trained model and the guard in one process."""

from __future__ import annotations

import asyncio
import os
import re
from functools import partial
from pathlib import Path

from rasa.core.agent import Agent
from rasa.core.lock_store import LockStore
from rasa.core.run import configure_app, create_http_input_channels
from rasa.core.tracker_store import SQLTrackerStore, TrackerStore
from rasa.core.utils import AvailableEndpoints
from sanic import Sanic

from bot.channels.privacy import PrivacyCheck
from bot.channels.processor import GuardedAgent
from bot.knowledge.catalogue import Catalogue
from bot.knowledge.replies import theme_buttons, topic_button
from bot.nlu.components import knowledge
from bot.settings import PROJECT, Settings

_LARGEST_REQUEST = 4 * 1024 * 1024  # bytes; longer texts get a sentence, longer requests a 413
_RESPONSE_TIMEOUT = 60  # seconds
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def serve(settings: Settings, model: Path) -> None:
    """Serve until the process is ended."""
    os.environ["ACTION_SERVER_URL"] = settings.action_server_url
    os.environ["DATABASE_URL"] = settings.database_url
    endpoints = AvailableEndpoints.read_endpoints(str(PROJECT / "endpoints.yml"))
    app = configure_app(
        create_http_input_channels(None, str(PROJECT / "credentials.yml")),
        enable_api=False,
        response_timeout=_RESPONSE_TIMEOUT,
        endpoints=endpoints,
    )
    app.config.REQUEST_MAX_SIZE = _LARGEST_REQUEST
    app.config.RESPONSE_TIMEOUT = _RESPONSE_TIMEOUT
    app.config.FALLBACK_ERROR_FORMAT = "json"
    log = TrackerStore.create(endpoints.tracker_store)
    catalogue = knowledge()
    agent = GuardedAgent(
        privacy_check(catalogue),
        menu(catalogue),
        settings.action_timeout,
        tracker_store=log,
        lock_store=LockStore.create(endpoints.lock_store),
        action_endpoint=endpoints.action,
    )
    app.register_listener(partial(_load, agent, model), "before_server_start")
    app.register_listener(partial(_close, log), "after_server_stop")
    app.run(host=settings.host, port=settings.port, access_log=False)


def privacy_check(catalogue: Catalogue) -> PrivacyCheck:
    """Make a check that lets the addresses and numbers of the knowledge through."""
    contacts = catalogue.contacts.values()
    texts = [
        text
        for topic in catalogue.topics.values()
        for text in (topic.reply, topic.more, topic.header.older or "")
    ]
    addresses = {address for text in texts for address in _ADDRESS.findall(text)}
    return PrivacyCheck(
        addresses | {contact.email for contact in contacts if contact.email},
        {contact.phone for contact in contacts if contact.phone},
    )


def menu(catalogue: Catalogue) -> frozenset[str]:
    """Give the payloads of the buttons of all topics and themes."""
    buttons = (*theme_buttons(catalogue), *map(topic_button, catalogue.topics.values()))
    return frozenset(button["payload"] for button in buttons)


def _load(agent: Agent, model: Path, app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
    agent.load_model(str(model))
    app.ctx.agent = agent


def _close(log: TrackerStore, app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
    """Close the database, so that SQLite leaves one whole file behind."""
    if isinstance(log, SQLTrackerStore):
        log.engine.dispose()
