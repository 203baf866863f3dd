"""Count look-ups, without letting the count cost anybody a reply."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Mapping
from typing import Any

from bot.activity.store import Store, StoreError, count_look_up

_log = logging.getLogger(__name__)
_OUTCOMES = {"site": "site_advice", "area": "area_figures"}


def count(store: Store, what: str, reply: Mapping[str, Any], day: dt.date) -> None:
    """Count the look-up of a `site` or an `area` by what came of it.

    While a report is being stored, SQLite lets nobody else write: the log then says that a count
    is missing.
    """
    said = reply["json_message"]
    outcome = said.get("outcome") or _OUTCOMES[said["kind"]]
    try:
        count_look_up(store, what, outcome, day)
    except StoreError as error:
        _log.warning("A look-up was not counted. %s", error)
