"""The directory through the Organisation Data Terminology API (FHIR R4), which needs a key.

Source: NHSDigital/organisation-data-terminology-api on GitHub, specification of March 2026.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, Union

import requests

from bot.activity.directory.answers import CareSite, CouldNotCheck, DirectoryAnswer
from bot.activity.directory.codes import checked_code, full_postcode
from bot.activity.directory.pace import Pace
from bot.activity.directory.r4_documents import read_bundle, read_record
from bot.activity.directory.record import CARE_SITE_ROLE, answer_from
from bot.activity.directory.source import LONGEST_LOOK_UP, PROCESS_PACE, Source

R4_URL = "https://api.service.nhs.uk/organisation-data-terminology-api/fhir"


class R4Directory:
    """Asks the R4 interface, which does not tell who succeeded whom.

    Args:
        base_url: up to and with `/fhir`.
        api_key: of the registered application.
        session: connections to use again.
        pace: shared by everything that asks the directory from this process.
        seconds: the longest that a look-up may take.
        today: the day against which closing dates are read.
    """

    def __init__(
        self,
        base_url: str,
        api_key: str,
        session: requests.Session | None = None,
        *,
        pace: Pace = PROCESS_PACE,
        seconds: float = LONGEST_LOOK_UP,
        today: Callable[[], dt.date] = dt.date.today,
    ) -> None:
        headers = {"Accept": "application/fhir+json", "apikey": api_key}
        self._source = Source(base_url, headers, session, pace=pace, seconds=seconds)
        self._today = today

    def look_up(self, code: str) -> DirectoryAnswer:
        """Say what a code stands for.

        Raises:
            ValueError: the code is not 3 to 10 capital letters and digits.
        """
        return self._source.look_up(
            f"/Organization/{checked_code(code)}",
            lambda document: answer_from(read_record(document, code), self._today()),
        )

    def search_postcode(self, postcode: str) -> Union[tuple[CareSite, ...], CouldNotCheck]:
        """Give the open care sites at a full postcode, at most 20.

        Raises:
            ValueError: it is no full postcode.
        """
        query = {
            "address-postalcode:exact": full_postcode(postcode),
            "active": "true",
            "activeRoleCode": CARE_SITE_ROLE,
            "_count": "20",
        }
        return self._source.search("/Organization", query, self._sites)

    def _sites(self, document: Any) -> tuple[CareSite, ...]:
        answers = (answer_from(record, self._today()) for record in read_bundle(document))
        return tuple(answer for answer in answers if isinstance(answer, CareSite))
