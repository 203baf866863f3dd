"""Read what a server answers, but never more than was expected."""

from __future__ import annotations

import asyncio

import aiohttp


async def limited_body(response: aiohttp.ClientResponse, most: int) -> bytes | None:
    """Give the body of an answer; nothing where it has more bytes than `most`.

    Leave the response without reading on: its connection is then closed.

    Raises:
        aiohttp.ClientError: the connection broke.
    """
    try:
        await response.content.readexactly(most + 1)
    except asyncio.IncompleteReadError as whole:
        return whole.partial
    return None
