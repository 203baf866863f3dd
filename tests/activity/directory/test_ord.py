"""ORD is asked for codes and postcodes, and its answers are understood."""

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
    OtherOrganisation,
)
from bot.activity.directory.ord import OrdDirectory
from bot.activity.directory.pace import Pace
from bot.activity.model import Setting
from tests.activity.directory.records import ord_document, ord_role, ord_summary, succession
from tests.activity.directory.server import Step, directory_server, document, text

TODAY = dt.date(2026, 11, 22)
NAME = "MARIGOLD LODGE"


def directory(url: str) -> OrdDirectory:
    """Make a directory for which it is always the same day."""
    return OrdDirectory(url, pace=Pace(1000), today=lambda: TODAY)


@pytest.mark.parametrize(
    ("sent", "answer"),
    [
        (ord_document(), CareSite("VLZ2A", NAME, "ANYTOWN", "ZZ99 3WZ", Setting.CARE_HOME)),
        (ord_document(ord_role("RO104", primary=True)), HeadOffice(NAME)),
        (ord_document(ord_role("RO110", primary=True)), OtherOrganisation(NAME)),
        (
            ord_document(
                status="Inactive",
                dates=[{"Type": "Operational", "Start": "2018-04-09", "End": "2024-04-30"}],
                successions=[succession("Successor", "VLZ3A"), succession("Successor", "VLZ4A")],
            ),
            Closed(NAME, dt.date(2024, 4, 30), ("VLZ3A", "VLZ4A")),
        ),
        (
            ord_document(dates=[{"Type": "Legal", "End": "2026-11-21"}]),
            Closed(NAME, dt.date(2026, 11, 21)),
        ),
        (ord_document(refOnly=True), Closed(NAME)),
    ],
    ids=["home", "head office", "dentist", "closed", "closed in law, active", "stub"],
)
def test_a_look_up_gives_what_the_record_means(
    sent: dict[str, Any], answer: DirectoryAnswer
) -> None:
    """From the wire to the answer."""
    with directory_server(document(sent)) as server:
        assert directory(server.url).look_up("VLZ2A") == answer


def test_a_search_asks_for_open_care_sites_at_the_postcode() -> None:
    """The first page is asked for without an offset, which ORD would refuse."""
    found = document({"Organisations": [ord_summary("VLZ2A", NAME, "ZZ99 3WZ")]})
    with directory_server(found) as server:
        sites = directory(f"{server.url}/ORD/2-0-0/").search_postcode("zz993wz")

    asked = urlsplit(server.asked[0])
    assert sites == (CareSite("VLZ2A", NAME, None, "ZZ99 3WZ", Setting.UNKNOWN),)
    assert asked.path == "/ORD/2-0-0/organisations"
    assert "PostCode=ZZ99%203WZ" in asked.query
    assert parse_qs(asked.query) == {
        "PrimaryRoleId": ["RO101"],
        "PostCode": ["ZZ99 3WZ"],
        "Status": ["Active"],
        "Limit": ["20"],
    }


def test_a_search_that_finds_nothing_is_empty() -> None:
    """No site at a postcode is an answer, not a failure."""
    with directory_server(document({"Organisations": []})) as server:
        assert directory(server.url).search_postcode("ZZ99 3WZ") == ()


@pytest.mark.parametrize(
    ("step", "failure"),
    [
        (text(404, ""), CouldNotCheck("refused")),
        (text(500, ""), CouldNotCheck("server_error")),
        (text(200, "<html>"), CouldNotCheck("not_json")),
        (document({"Organisation": {}}), CouldNotCheck("not_json")),
    ],
    ids=["404", "500", "HTML", "shape"],
)
def test_a_search_that_fails_is_not_an_empty_one(step: Step, failure: CouldNotCheck) -> None:
    """Nobody is told that there is no home where the directory did not say so."""
    with directory_server(step) as server:
        assert directory(server.url).search_postcode("ZZ99 3WZ") == failure


def test_half_a_postcode_is_never_sent() -> None:
    """It is refused before there is a request."""
    nothing = document({"Organisations": []})
    with directory_server(nothing) as server, pytest.raises(ValueError, match="full postcode"):
        directory(server.url).search_postcode("ZZ99")

    assert server.asked == []
