"""The channel for Microsoft Teams: takes in activities and answers them in the background."""

from __future__ import annotations

import asyncio
import json as json_
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import aiohttp
from rasa.core.channels.channel import InputChannel
from sanic import Blueprint, Request, Sanic
from sanic.exceptions import SanicException
from sanic.response import HTTPResponse, empty, json

from bot.channels.teams.activities import Incoming, UnreadableError, read
from bot.channels.teams.card_texts import CardTexts, read_texts
from bot.channels.teams.desk import Desk, OnNewMessage
from bot.channels.teams.lanes import Lanes
from bot.channels.teams.opening import open_desk
from bot.channels.teams.replies import Replies
from bot.channels.teams.settings import TeamsSettings
from bot.channels.teams.signing_keys import SigningKeys
from bot.channels.teams.verification import ForbiddenError, verify
from bot.nlu.components import knowledge
from bot.quiet import log_without_text
from bot.settings import Settings

log = logging.getLogger(__name__)

_LARGEST = 256 * 1024  # bytes; Teams' own messages have at most about 100 KB
_LAST_SECONDS = 8.0  # for what is under way at the end; `caremail run` kills after 10
_MOST_REFUSALS = 100  # that are being told at the same time
_FAILED = 500  # statuses from here on are the server's own fault
_OFF = "Microsoft Teams is not set up for this assistant. docs/teams.md says how."


def _session() -> aiohttp.ClientSession:
    """Open what sends. It keeps no cookies, as everybody's messages go over it.

    Where the server reaches the internet through a proxy, HTTPS_PROXY and NO_PROXY name it.
    """
    return aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar(), trust_env=True)


@dataclass(frozen=True)
class Parts:
    """What an open channel works with.

    Args:
        desk: answers.
        lanes: the work under way.
        refusals: those of what there was no room for.
        keys: those of the Bot Connector.
    """

    desk: Desk
    lanes: Lanes
    refusals: Lanes
    keys: SigningKeys


class TeamsChannel(InputChannel):
    """Lets people talk to the assistant in Microsoft Teams.

    Rasa's own Bot Framework channel cannot: docs/decisions/0011-microsoft-teams.md says why.
    """

    def __init__(
        self,
        settings: TeamsSettings | None,
        of_assistant: Settings,
        texts: CardTexts,
        clock: Callable[[], float] = time.time,
        open_session: Callable[[], aiohttp.ClientSession] = _session,
    ) -> None:
        """Take the settings and sentences; without settings of Teams' own the channel is off."""
        self._settings = settings
        self._texts = texts
        self._of_assistant = of_assistant
        self._clock = clock
        self._open_session = open_session
        self._parts: Parts | None = None
        self._session: aiohttp.ClientSession | None = None

    @classmethod
    def name(cls) -> str:
        """Name it as its replies do."""
        return Replies.name()

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> TeamsChannel:
        """Create the channel. Everything that can be set is in the environment.

        Raises:
            SettingError: a setting cannot be used.
            KnowledgeError: the sentences cannot be used.
        """
        texts = read_texts(knowledge())
        return cls(TeamsSettings.from_environment(), Settings.from_environment(), texts)

    def blueprint(self, on_new_message: OnNewMessage) -> Blueprint:
        """Give the routes: GET / tells that it is there, POST /webhook takes an activity."""
        routes = Blueprint("teams")

        @routes.get("/")
        async def health(request: Request) -> HTTPResponse:
            return json({"status": "ok" if self._settings else "off"})

        @routes.post("/webhook")
        async def receive(request: Request) -> HTTPResponse:
            if self._settings is None or self._parts is None:
                return _said(404, _OFF)
            return await self._receive(request, self._settings, self._parts, on_new_message)

        @routes.exception(Exception)
        async def fail(request: Request, error: Exception) -> HTTPResponse:
            status = getattr(error, "status_code", None) or _FAILED
            if isinstance(error, SanicException) and status < _FAILED:
                return _said(status, "There is nothing of this kind here.")
            log_without_text(log, "An activity of Teams could not be taken:", error)
            return _said(_FAILED, "Something went wrong. The log of the assistant says what.")

        if self._settings:
            routes.listener("before_server_start")(self._open)
            routes.listener("after_server_stop")(self._close)
        return routes

    async def _receive(
        self,
        request: Request,
        settings: TeamsSettings,
        parts: Parts,
        on_new_message: OnNewMessage,
    ) -> HTTPResponse:
        if len(request.body) > _LARGEST:
            return _said(413, "The activity is too large.")
        try:
            activity = json_.loads(request.body)
            if not isinstance(activity, dict):
                raise UnreadableError
            authorization = request.headers.get("Authorization")
            await verify(authorization, activity, settings, parts.keys, self._clock())
            came = read(activity)
        except (ValueError, RecursionError, UnreadableError):
            return _said(400, "This is no activity of the Bot Framework.")
        except ForbiddenError as error:
            log.warning("An activity was not let in: %s", error.why)
            return _said(error.status, "This activity is not let in.")
        _begin(came, parts, on_new_message, request.app)
        return empty(200) if came.invoke is None else json({}, 501)

    async def _open(self, app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
        if self._settings is None:
            return
        self._session = self._open_session()
        self._parts = Parts(
            open_desk(self._of_assistant, self._settings, self._texts, self._session, self._clock),
            Lanes(),
            Lanes(_MOST_REFUSALS, most_waiting=1),
            SigningKeys(self._settings.openid_url, clock=self._clock),
        )

    async def _close(self, app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
        """Finish what is under way; then close what is open."""
        if self._parts:
            await asyncio.gather(
                self._parts.lanes.finish(_LAST_SECONDS),
                self._parts.refusals.finish(_LAST_SECONDS),
            )
            self._parts.desk.votes.engine.dispose()
        if self._session:
            await self._session.close()


def _begin(came: Incoming, parts: Parts, on_new_message: OnNewMessage, app: Sanic) -> None:
    """Put an activity into the lane of its conversation, so that what comes first is done first."""
    if came.kind == "nothing":
        return
    desk = parts.desk

    async def work() -> None:
        await desk.answer(came, on_new_message, app.ctx.agent)

    if not parts.lanes.put(came.conversation, work):
        log.warning("Too much waits in Teams: a message was refused.")
        parts.refusals.put(came.conversation, partial(desk.refuse, came))


def _said(status: int, message: str) -> HTTPResponse:
    return json({"status": status, "message": message}, status)
