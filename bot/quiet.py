"""What the log may hold: no chatter of libraries, and nothing that a user wrote."""

from __future__ import annotations

import logging
import traceback

import structlog


def quieten() -> None:
    """Let only warnings and errors through. Call it before Rasa and Sanic are imported."""
    # Only Rasa's own command line sets a level; without one, debug messages are printed too.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    # Sanic switches Python's warnings on again, whatever the environment says.
    logging.captureWarnings(capture=True)
    logging.getLogger("py.warnings").setLevel(logging.ERROR)


def log_without_text(log: logging.Logger, what: str, error: BaseException) -> None:
    """Log what failed, with which kind of error and where.

    The error's own message is left out: it may hold what the user wrote.
    """
    places = "".join(traceback.format_tb(error.__traceback__))
    log.error("%s %s:\n%s", what, type(error).__name__, places)
