"""The headers of every response: what browsers may do with it, and which pages may read it."""

from __future__ import annotations

from collections.abc import Mapping

from sanic.compat import Header

_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'none'",
        "frame-ancestors 'self'",
        "base-uri 'none'",
    ]
)
_SECURITY = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(),"
    " payment=(), usb=()",
}
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST",
    "Access-Control-Allow-Headers": "Authorization, Content-Type",
    "Access-Control-Max-Age": "600",
}
_CHAT = "/chat/"


def dress(headers: Header, path: str, origin: str | None) -> None:
    """Add what every response has.

    Args:
        headers: those of the response.
        path: what was asked for.
        origin: the page that may read the response, where one of another website asked.
    """
    headers.update(_SECURITY)
    if is_chat(path):
        headers["Cache-Control"] = "no-store"
    for name in [name for name in headers if name.lower().startswith("access-control-")]:
        del headers[name]  # what Rasa's own CORS may have added
    headers["Vary"] = ", ".join(filter(None, [headers.get("Vary"), "Origin"]))
    if origin is not None:
        headers["Access-Control-Allow-Origin"] = origin
        headers["Access-Control-Expose-Headers"] = "Retry-After"


def preflight() -> Mapping[str, str]:
    """Give what a browser asks for before it sends a request to another website."""
    return _PREFLIGHT


def is_chat(path: str) -> bool:
    """Tell whether a path is one of the chat's own, not a page."""
    return path.startswith(_CHAT)
