"""Keep libraries quiet: what they print for programmers hides what we say to users."""

from __future__ import annotations

import logging

import structlog


def quieten() -> None:
    """Let only warnings and errors through. Call it before Rasa and Sanic are imported."""
    # Only Rasa's own command line sets a level; without one, debug messages are printed too.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    # Sanic switches Python's warnings on again, whatever the environment says.
    logging.captureWarnings(capture=True)
    logging.getLogger("py.warnings").setLevel(logging.ERROR)
