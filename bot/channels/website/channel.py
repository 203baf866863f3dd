"""The website's channel: the routes of the chat and of the pages, on the Rasa server's own port.

Every answer comes through here: with its headers, and where something is refused or fails, with a
code and a sentence as JSON.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from rasa.core.channels.channel import InputChannel
from sanic import Blueprint, Request
from sanic.exceptions import SanicException
from sanic.response import HTTPResponse, empty, json

from bot.channels.website.address import visitor
from bot.channels.website.bodies import read_body
from bot.channels.website.desk import Desk, OnNewMessage, Visitor
from bot.channels.website.errors import Code, RefusalError, of_sanic, read_sentences, refusal
from bot.channels.website.headers import dress, is_chat, preflight
from bot.channels.website.opening import open_desk
from bot.channels.website.origins import may_use
from bot.channels.website.replies import Replies
from bot.channels.website.served import Site
from bot.channels.website.settings import WebsiteSettings
from bot.nlu.components import knowledge
from bot.quiet import log_without_text
from bot.settings import Settings

log = logging.getLogger(__name__)

# Each route takes every method, so that also a wrong one gets our headers and a sentence.
_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
# Every path but those of the other channels, which Sanic would look for later than for this.
_PAGES = r"/<path:(?P<path>(?!webhooks(?:/|$)).+)>"


class WebsiteChannel(InputChannel):
    """Serves the chat of the website, and its pages."""

    def __init__(
        self,
        settings: WebsiteSettings,
        desk: Desk,
        site: Site,
        sentences: Mapping[Code, str],
    ) -> None:
        """Take the parts; `sentences` are those of the refusals."""
        self._settings = settings
        self._desk = desk
        self._site = site
        self._sentences = sentences

    @classmethod
    def name(cls) -> str:
        """Name it as its replies do, so that a response can be written for this channel alone."""
        return Replies.name()

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> WebsiteChannel:
        """Create the channel. Everything that can be set is in the environment.

        Raises:
            SettingError: a setting cannot be used.
            StoreError: the database cannot be used.
            KnowledgeError: the sentences or the pages cannot be used.
        """
        from bot.pages.site import pages

        settings, website = Settings.from_environment(), WebsiteSettings.from_environment()
        catalogue = knowledge()
        return cls(
            website,
            open_desk(settings, website),
            Site(pages(catalogue, kept_days=settings.keep_days)),
            read_sentences(catalogue, website.session_minutes),
        )

    def url_prefix(self) -> str:
        """Put the routes at the root, not below /webhooks/website."""
        return "/"

    def blueprint(self, on_new_message: OnNewMessage) -> Blueprint:
        """Give the routes."""
        routes = Blueprint("website")
        desk = self._desk

        async def session(request: Request) -> HTTPResponse:
            await self._checked(request)
            return json(desk.begin(self._visitor(request)))

        async def messages(request: Request) -> HTTPResponse:
            fields = await self._checked(request)
            return json(await desk.say(self._visitor(request), fields, on_new_message))

        async def forget(request: Request) -> HTTPResponse:
            await self._checked(request)
            await desk.forget(self._visitor(request), request.app.ctx.agent)
            return empty()

        async def feedback(request: Request) -> HTTPResponse:
            await desk.rate(self._visitor(request), await self._checked(request))
            return empty()

        async def page(request: Request, path: str) -> HTTPResponse:
            response = self._site.response(request.path, request.headers)
            if is_chat(request.path) or response is None:
                raise RefusalError("not_found")
            if request.method not in ("GET", "HEAD"):
                raise RefusalError("bad_request", allow="GET, HEAD")
            return response

        # Streaming leaves it to `read_body` how much of a request is read.
        for handler in (session, messages, forget, feedback):
            uri = f"/chat/{handler.__name__}"
            routes.add_route(handler, uri, _METHODS, stream=True, strict_slashes=True)
        routes.add_route(page, _PAGES, _METHODS)
        routes.exception(Exception)(self._refuse)
        routes.middleware("response")(self._finish)
        return routes

    async def _checked(self, request: Request) -> Mapping[str, Any]:
        """Read the body of a request, where its page and its method are the right ones."""
        if not self._may_use(request):
            raise RefusalError("origin_refused")
        if request.method != "POST":
            raise RefusalError("bad_request", allow="POST")
        return await read_body(request.stream)

    def _visitor(self, request: Request) -> Visitor:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        forwarded = request.headers.getall("X-Forwarded-For", [])
        return Visitor(
            visitor(request.ip or "", forwarded, self._settings.trusted_proxies),
            token.strip() if scheme.lower() == "bearer" else "",
        )

    def _may_use(self, request: Request) -> bool:
        headers, host = request.headers, request.headers.get("Host", "")
        if self._settings.trusted_proxies:
            host = headers.get("X-Forwarded-Host", host).partition(",")[0].strip()
        return may_use(headers.get("Origin"), host, self._settings.origins)

    def _refuse(self, request: Request, error: Exception) -> HTTPResponse:
        """Answer a request that was refused or failed."""
        if isinstance(error, SanicException):
            error = of_sanic(error)
        if not isinstance(error, RefusalError):
            log_without_text(log, f"{request.method} /{request.route.path} failed:", error)
            error = RefusalError("server_error")
        return refusal(error, self._sentences)

    async def _finish(self, request: Request, response: HTTPResponse) -> HTTPResponse:
        """Complete every response, and answer preflights, which Rasa's own CORS answers first."""
        allowed = self._may_use(request)
        if request.method == "OPTIONS":
            refused = refusal(RefusalError("origin_refused"), self._sentences)
            response = empty() if allowed else refused
        dress(response.headers, request.path, request.headers.get("Origin") if allowed else None)
        if request.method == "OPTIONS" and allowed:
            response.headers.update(preflight())
        return response
