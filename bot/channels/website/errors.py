"""What the website's channel refuses: a code for the widget, and a sentence for the person."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Literal

from sanic.exceptions import SanicException
from sanic.response import HTTPResponse, json

from bot.channels.admission import LONGEST_MESSAGE
from bot.knowledge.catalogue import Catalogue
from bot.knowledge.problems import KnowledgeError, Problem
from bot.knowledge.yaml_file import read_mapping, read_text

Code = Literal[
    "bad_request",
    "too_long",
    "too_many",
    "session_expired",
    "session_unknown",
    "origin_refused",
    "not_found",
    "too_large",
    "server_error",
]

STATUS: Mapping[Code, int] = {
    "bad_request": 400,
    "too_long": 400,
    "too_many": 429,
    "session_expired": 401,
    "session_unknown": 401,
    "origin_refused": 403,
    "not_found": 404,
    "too_large": 413,
    "server_error": 500,
}
_FILE = "website.yml"
_SERVERS_FAULT = 500  # statuses from here on
_WRONG_METHOD = 405


class RefusalError(Exception):
    """A request is not answered.

    Args:
        code: why.
        retry_after: seconds until it may be sent again.
        allow: the methods that the address has, where another one was used.
    """

    def __init__(self, code: Code, retry_after: float | None = None, allow: str = "") -> None:
        super().__init__(code)
        self.code: Code = code
        self.retry_after = None if retry_after is None else math.ceil(retry_after)
        self.allow = allow


def read_sentences(catalogue: Catalogue, session_minutes: int) -> dict[Code, str]:
    """Read the sentence of each code from the knowledge, and fill it in.

    Raises:
        KnowledgeError: one is missing, unknown, empty, or names something that cannot be filled in.
    """
    path = catalogue.folder / _FILE
    written = read_mapping(read_text(path), path)
    wrong = set(written) ^ set(STATUS) | {key for key, text in written.items() if not text}
    if wrong:
        reason = f"Give one sentence for each code, and no others: {', '.join(sorted(wrong))}."
        raise KnowledgeError([Problem(path, 1, reason)])
    helpdesk = catalogue.contacts["helpdesk"]
    facts = {
        "longest": f"{LONGEST_MESSAGE:,}",
        "minutes": session_minutes,
        "phone": helpdesk.phone,
        "hours": helpdesk.hours,
    }
    try:
        return {code: str(written[code]).format(**facts).strip() for code in STATUS}
    except (KeyError, IndexError, ValueError) as error:
        reason = f"{error} cannot be filled in. Use only: {', '.join(facts)}."
        raise KnowledgeError([Problem(path, 1, reason)]) from error


def refusal(refused: RefusalError, sentences: Mapping[Code, str]) -> HTTPResponse:
    """Write the answer of a refused request."""
    error = {
        "code": refused.code,
        "message": sentences[refused.code],
        "retry_after": refused.retry_after,
    }
    status = _WRONG_METHOD if refused.allow else STATUS[refused.code]
    headers = {}
    if refused.retry_after is not None:
        headers["Retry-After"] = str(refused.retry_after)
    if refused.allow:
        headers["Allow"] = refused.allow
    if status == STATUS["session_unknown"]:
        headers["WWW-Authenticate"] = "Bearer"  # RFC 9110 asks for it with every 401
    return json({"error": error}, status, headers)


def of_sanic(error: SanicException) -> RefusalError:
    """Give the refusal that stands for an error of the web server itself."""
    status = getattr(error, "status_code", None) or _SERVERS_FAULT
    if status == STATUS["too_large"]:
        return RefusalError("too_large")
    return RefusalError("server_error" if status >= _SERVERS_FAULT else "bad_request")
