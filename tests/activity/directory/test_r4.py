"""The R4 interface is asked with the key, and its answers are understood."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.activity.directory.answers import (
    CareSite,
    Closed,
    CouldNotCheck,
    DirectoryAnswer,
    HeadOffice,
    NoSuchCode,
    OtherOrganisation,
)
from bot.activity.directory.pace import Pace
from bot.activity.directory.r4 import R4Directory
from bot.activity.model import Setting
from tests.activity.directory.records import r4_document, r4_role
from tests.activity.directory.server import Step, directory_server, document, text

TODAY = dt.date(2026, 11, 22)
NAME = "MARIGOLD LODGE"
HOME = CareSite("VLZ2A", NAME, "ANYTOWN", "ZZ99 3WZ", Setting.CARE_HOME)
UNKNOWN = {
    "resourceType": "OperationOutcome",
    "issue": [{"diagnostics": "HAPI-2001: Resource Organization/VLZ2A is not known"}],
}


def directory(url: str) -> R4Directory:
    """Make a directory for which it is always the same day."""
    return R4Directory(url, "invented-key", pace=Pace(1000), today=lambda: TODAY)


@pytest.mark.parametrize(
    ("step", "answer"),
    [
        (document(r4_document()), HOME),
        (document(r4_document(r4_role("RO104"))), HeadOffice(NAME)),
        (document(r4_document(r4_role("RO177"))), OtherOrganisation(NAME)),
        (
            document(r4_document(r4_role("RO101", end="2024-04-30"), active=False)),
            Closed(NAME, dt.date(2024, 4, 30)),
        ),
        (
            document(r4_document(r4_role("RO101", kind="Legal", end="2026-11-21"))),
            Closed(NAME, dt.date(2026, 11, 21)),
        ),
        (document(r4_document(use="refOnly")), Closed(NAME)),
        (document(UNKNOWN, 404), NoSuchCode()),
        (document(UNKNOWN), CouldNotCheck("not_json")),
        (text(401, ""), CouldNotCheck("refused")),
    ],
    ids=["home", "head office", "practice", "closed", "closed in law, active", "stub", "404",
         "outcome with 200", "wrong key"],
)  # fmt: skip
def test_a_look_up_gives_what_the_record_means(step: Step, answer: DirectoryAnswer) -> None:
    """From the wire to the answer."""
    with directory_server(step) as server:
        assert directory(server.url).look_up("VLZ2A") == answer


def test_the_key_goes_with_the_request() -> None:
    """In the header that the interface reads, and not in the address."""
    with directory_server(document(r4_document())) as server:
        directory(f"{server.url}/fhir").look_up("VLZ2A")

    assert server.asked == ["/fhir/Organization/VLZ2A"]
    assert server.headers[0]["apikey"] == "invented-key"
    assert server.headers[0]["accept"] == "application/fhir+json"


def bundle(*organizations: dict[str, Any]) -> dict[str, Any]:
    """Wrap records as the result of a search."""
    return {"resourceType": "Bundle", "entry": [{"resource": one} for one in organizations]}


def test_a_search_gives_open_care_sites() -> None:
    """With town and setting, and without a site whose last day is over though it is active."""
    ended = r4_document(r4_role("RO101", end="2026-11-21"), code="VLZ3A")
    with directory_server(document(bundle(r4_document(), ended))) as server:
        sites = directory(server.url).search_postcode("zz993wz")

    assert sites == (HOME,)
    assert parse_qs(urlsplit(server.asked[0]).query) == {
        "address-postalcode:exact": ["ZZ99 3WZ"],
        "active": ["true"],
        "activeRoleCode": ["RO101"],
        "_count": ["20"],
    }


@pytest.mark.parametrize(
    ("step", "failure"),
    [
        (text(404, ""), CouldNotCheck("refused")),
        (document(UNKNOWN, 422), CouldNotCheck("refused")),
        (document(UNKNOWN), CouldNotCheck("not_json")),
    ],
    ids=["404", "422", "outcome with 200"],
)
def test_a_search_that_fails_is_not_an_empty_one(step: Step, failure: CouldNotCheck) -> None:
    """Nobody is told that there is no home where the directory did not say so."""
    with directory_server(step) as server:
        assert directory(server.url).search_postcode("ZZ99 3WZ") == failure
