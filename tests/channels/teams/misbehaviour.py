"""What servers do wrong: each of these answers one request in place of the right answer."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Optional

from aiohttp import web

Behaviour = Callable[[web.Request], Awaitable[Optional[web.StreamResponse]]]
"""It gives nothing where the right answer shall follow after all."""
_HUGE = 50_000_000  # bytes


def status(code: int, *, retry_after: str | None = None, body: Any = None) -> Behaviour:
    """Answer with a status, and with JSON where there is a body."""
    headers: Mapping[str, str] = {} if retry_after is None else {"Retry-After": retry_after}

    async def behave(_: web.Request) -> web.StreamResponse:
        if body is None:
            return web.Response(status=code, headers=headers)
        return web.json_response(body, status=code, headers=headers)

    return behave


def redirect(url: str, code: int = 307) -> Behaviour:
    """Send the request elsewhere; 307 would take the body along."""

    async def behave(_: web.Request) -> web.StreamResponse:
        return web.Response(status=code, headers={"Location": url})

    return behave


def rubbish(code: int = 201) -> Behaviour:
    """Answer with what is no JSON."""

    async def behave(_: web.Request) -> web.StreamResponse:
        return web.Response(status=code, text="<html>{", content_type="application/json")

    return behave


def closed() -> Behaviour:
    """Close the connection without a word."""

    async def behave(request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        request.transport.close()
        return web.Response()

    return behave


def cut_off(code: int = 201) -> Behaviour:
    """Close the connection in the middle of the body."""

    async def behave(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(status=code, headers={"Content-Length": "100"})
        await response.prepare(request)
        await response.write(b'{"id": ')
        assert request.transport is not None
        request.transport.close()
        return response

    return behave


@dataclass
class Huge:
    """Answer with a body that is far too long.

    Args:
        code: the status.
        over: set as soon as nothing more is read of it.
        written: bytes that could be written until then.
    """

    code: int = 201
    over: asyncio.Event = field(default_factory=asyncio.Event)
    written: int = 0

    async def __call__(self, request: web.Request) -> web.StreamResponse:
        """Write until the reader goes away, or all of it."""
        response = web.StreamResponse(status=self.code)
        await response.prepare(request)
        try:
            while self.written < _HUGE:
                await response.write(b" " * 65_536)
                self.written += 65_536
        except ConnectionError:
            pass
        finally:
            self.over.set()
        return response

    @property
    def was_read(self) -> bool:
        """Tell whether somebody took it all."""
        return self.written >= _HUGE


@dataclass
class Held:
    """Answer only when a test lets it.

    Args:
        arrived: set as soon as the request is there.
        released: the test sets it.
        then: what is done afterwards; nothing: the right answer is given.
    """

    then: Behaviour | None = None
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    released: asyncio.Event = field(default_factory=asyncio.Event)

    async def __call__(self, request: web.Request) -> web.StreamResponse | None:
        """Wait, then go on."""
        self.arrived.set()
        await self.released.wait()
        return await self.then(request) if self.then else None


@dataclass
class Stalled:
    """Answer with a status and the beginning of a body, and then no more.

    Args:
        code: the status.
        released: the test sets it, so that the request ends.
    """

    code: int = 201
    released: asyncio.Event = field(default_factory=asyncio.Event)

    async def __call__(self, request: web.Request) -> web.StreamResponse:
        """Begin, then wait."""
        response = web.StreamResponse(status=self.code)
        await response.prepare(request)
        await response.write(b'{"id": ')
        await self.released.wait()
        return response
