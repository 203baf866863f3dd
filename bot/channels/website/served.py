"""The pages and files of the website, sent again only when they have changed."""

from __future__ import annotations

import gzip
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from sanic.compat import Header
from sanic.response import HTTPResponse

_NOT_FOUND = "/404"
# A browser keeps its copy, and asks each time whether it still holds.
_CACHE = "public, no-cache"
_ACCEPTS_GZIP = re.compile(r"\s*(?:gzip|x-gzip|\*)\s*(?:;\s*q=(?!0(?:\.0*)?\s*$).*)?", re.I)
_TAG = re.compile(r'(?:W/)?("[^"]*")')


class Page(Protocol):
    """What is sent for one path."""

    @property
    def content(self) -> bytes:
        """The bytes."""

    @property
    def content_type(self) -> str:
        """Their kind, as the header of this name has it."""

    @property
    def etag(self) -> str:
        """A strong validator in quotation marks, as the header ETag has it."""


@dataclass(frozen=True)
class _Packed:
    page: Page
    zipped: bytes


class Site:
    """All pages, by path, compressed once."""

    def __init__(self, pages: Mapping[str, Page]) -> None:
        self._pages = {
            path: _Packed(page, gzip.compress(page.content, mtime=0))
            for path, page in pages.items()
        }

    def response(self, path: str, headers: Header) -> HTTPResponse | None:
        """Answer a GET; nothing where there is neither such a page nor one that says so.

        Args:
            path: what is asked for; a slash at its end makes no difference.
            headers: those of the request.
        """
        packed = self._pages.get(path) or self._pages.get(path.rstrip("/"))
        if packed is None or path == _NOT_FOUND:
            missing = self._pages.get(_NOT_FOUND)
            return missing and _whole(missing, headers, 404)
        return _not_modified(packed, headers) or _whole(packed, headers, 200)


def _whole(packed: _Packed, headers: Header, status: int) -> HTTPResponse:
    zipped = _takes_gzip(headers) and len(packed.zipped) < len(packed.page.content)
    own = {"ETag": _etag(packed, zipped=zipped), "Cache-Control": _CACHE, "Vary": "Accept-Encoding"}
    if zipped:
        own["Content-Encoding"] = "gzip"
    content = packed.zipped if zipped else packed.page.content
    return HTTPResponse(content, status, own, packed.page.content_type)


def _not_modified(packed: _Packed, headers: Header) -> HTTPResponse | None:
    """Answer that the browser's own copy still holds, compressed or not (RFC 9110, 13.1.2)."""
    asked = ",".join(headers.getall("If-None-Match", []))
    etags = {_etag(packed, zipped=zipped): zipped for zipped in (False, True)}
    held = [tag for tag in _TAG.findall(asked) if tag in etags]
    if not held and asked.strip() != "*":
        return None
    etag = held[0] if held else _etag(packed, zipped=False)
    own = {"ETag": etag, "Cache-Control": _CACHE, "Vary": "Accept-Encoding"}
    return HTTPResponse(status=304, headers=own)


def _etag(packed: _Packed, *, zipped: bool) -> str:
    """Two codings of a page are two representations, so each has a validator of its own."""
    return f'{packed.page.etag[:-1]}-gzip"' if zipped else packed.page.etag


def _takes_gzip(headers: Header) -> bool:
    accepted = ",".join(headers.getall("Accept-Encoding", [])).split(",")
    return any(_ACCEPTS_GZIP.fullmatch(coding) for coding in accepted)
