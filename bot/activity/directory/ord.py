"""The directory through ORD 2-0-0, the interface that needs no key.

Source: NHS England, "Organisation Data Service - ORD API", organisation and search endpoints.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Union

import requests

from bot.activity.directory.answers import CareSite, CouldNotCheck, DirectoryAnswer
from bot.activity.directory.codes import checked_code, full_postcode
from bot.activity.directory.ord_documents import read_record, read_sites
from bot.activity.directory.pace import Pace
from bot.activity.directory.record import CARE_SITE_ROLE, answer_from
from bot.activity.directory.source import LONGEST_LOOK_UP, PROCESS_PACE, Source

ORD_URL = "https://directory.spineservices.nhs.uk/ORD/2-0-0"


class OrdDirectory:
    """Asks ORD.

    Args:
        base_url: up to and with the version.
        session: connections to use again.
        pace: shared by everything that asks the directory from this process.
        seconds: the longest that a look-up may take.
        today: the day against which closing dates are read.
    """

    def __init__(
        self,
        base_url: str = ORD_URL,
        session: requests.Session | None = None,
        *,
        pace: Pace = PROCESS_PACE,
        seconds: float = LONGEST_LOOK_UP,
        today: Callable[[], dt.date] = dt.date.today,
    ) -> None:
        self._source = Source(
            base_url, {"Accept": "application/json"}, session, pace=pace, seconds=seconds
        )
        self._today = today

    def look_up(self, code: str) -> DirectoryAnswer:
        """Say what a code stands for.

        Raises:
            ValueError: the code is not 3 to 10 capital letters and digits.
        """
        return self._source.look_up(
            f"/organisations/{checked_code(code)}",
            lambda document: answer_from(read_record(document, code), self._today()),
        )

    def search_postcode(self, postcode: str) -> Union[tuple[CareSite, ...], CouldNotCheck]:
        """Give the open care sites at a full postcode, without town and setting, at most 20.

        Raises:
            ValueError: it is no full postcode.
        """
        full = full_postcode(postcode)
        query = {
            "PrimaryRoleId": CARE_SITE_ROLE,
            "PostCode": full,
            "Status": "Active",
            "Limit": "20",  # and no Offset: ORD refuses one for the first page
        }
        return self._source.search(
            "/organisations", query, lambda document: read_sites(document, full)
        )
