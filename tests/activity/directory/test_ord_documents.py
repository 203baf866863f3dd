"""The documents of ORD are read with all that may be missing from them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.activity.directory.ord_documents import read_record, read_sites
from bot.activity.directory.record import Period, Record
from bot.activity.directory.shape import UnexpectedShapeError
from tests.activity.directory.json_values import changed, json_values
from tests.activity.directory.records import (
    ord_document,
    ord_role,
    ord_summary,
    org_id,
    succession,
)


def test_a_whole_record_is_read() -> None:
    """Everything that an answer needs comes from its place."""
    document = ord_document(
        ord_role("RO101", primary=True),
        ord_role("RO270"),
        dates=[
            {"Type": "Legal", "Start": "2018-04-09"},
            {"Type": "Operational", "Start": "2018-04-09", "End": "2027-03-31"},
        ],
    )

    assert read_record(document, "VLZ2A") == Record(
        code="VLZ2A",
        name="MARIGOLD LODGE",
        active=True,
        skeleton=False,
        primary_role="RO101",
        roles=frozenset({"RO101", "RO270"}),
        periods=(Period("Legal", None), Period("Operational", dt.date(2027, 3, 31))),
        town="ANYTOWN",
        postcode="ZZ99 3WZ",
    )


def test_missing_blocks_are_no_fault() -> None:
    """An address, dates and successions may be left out."""
    document = ord_document()
    del document["Organisation"]["GeoLoc"], document["Organisation"]["Date"]

    record = read_record(document, "VLZ2A")

    assert (record.town, record.postcode, record.periods, record.successors) == (
        None, None, (), (),
    )  # fmt: skip


def test_an_ended_role_is_not_held() -> None:
    """A site that was a care home and now gives home care only holds that role alone."""
    document = ord_document(
        ord_role("RO101", primary=True), ord_role("RO269", status="Inactive"), ord_role("RO270")
    )

    assert read_record(document, "VLZ2A").roles == {"RO101", "RO270"}


@pytest.mark.parametrize("number", [910001, "910001"])
def test_a_role_may_be_numbered_by_a_number_or_a_text(number: int | str) -> None:
    """ORD has sent both."""
    document = ord_document(ord_role("RO101", primary=True, number=number))

    assert read_record(document, "VLZ2A").primary_role == "RO101"


def test_the_primary_role_need_not_be_the_first() -> None:
    """It is the one that is marked."""
    document = ord_document(ord_role("RO269"), ord_role("RO101", primary=True))

    assert read_record(document, "VLZ2A").primary_role == "RO101"


def test_only_successors_are_successors() -> None:
    """A predecessor is somebody whom this organisation replaced; each successor is told once."""
    document = ord_document(
        successions=[
            succession("Predecessor", "VLZ1A"),
            succession("Successor", "VLZ4A"),
            succession("Successor", "VLZ3A"),
            succession("Successor", "VLZ4A"),
        ]
    )

    assert read_record(document, "VLZ2A").successors == ("VLZ4A", "VLZ3A")


def test_a_stub_is_read_without_roles() -> None:
    """Of an archived code hardly more than the name may be left."""
    document = {
        "Organisation": {
            "Name": "OLD LODGE",
            "OrgId": org_id("VLZ2A"),
            "Status": "Active",
            "refOnly": True,
        }
    }

    record = read_record(document, "VLZ2A")

    assert (record.name, record.skeleton, record.primary_role) == ("OLD LODGE", True, None)


@pytest.mark.parametrize(
    "document",
    [
        None,
        [],
        [[None, None]],
        "Organisation",
        {},
        {"Organisation": []},
        {"Organisations": []},
        {"errorCode": 406, "errorText": "Not acceptable"},
        ord_document(code="VLZ3A"),
        ord_document(ord_role("RO269")),
        ord_document(dates=[{"Type": "Operational", "End": "2024-02-30"}]),
        ord_document(Name=None),
        ord_document(Roles={"Role": {"id": "RO101"}}),
    ],
)
def test_another_form_is_refused(document: Any) -> None:
    """A document of another form, or about another code, is never taken for an answer."""
    with pytest.raises(UnexpectedShapeError):
        read_record(document, "VLZ2A")


@settings(deadline=None)
@given(st.data())
def test_no_document_breaks_the_reader(data: st.DataObject) -> None:
    """Any value in any place gives a record of that code or the one error that is expected."""
    whole = ord_document(successions=[succession("Successor", "VLZ4A")])
    document = data.draw(changed(whole) | json_values())
    try:
        record = read_record(document, "VLZ2A")
    except UnexpectedShapeError:
        return

    assert record.code == "VLZ2A"


def test_a_search_gives_sites_at_that_postcode_only() -> None:
    """A postcode that contains the one asked for is another place."""
    document = {
        "Organisations": [
            ord_summary("VLZ2A", "MARIGOLD LODGE", "Z9 3WZ"),
            ord_summary("VLZ3A", "FOXGLOVE HOUSE", "ZZ9 3WZ"),
            ord_summary("VNZ4A", "BLUEBELL CARE AT HOME", "Z9 3WZ"),
        ]
    }

    assert [site.code for site in read_sites(document, "Z9 3WZ")] == ["VLZ2A", "VNZ4A"]


@settings(deadline=None)
@given(st.data())
def test_no_search_breaks_the_reader(data: st.DataObject) -> None:
    """Any value in any place gives sites at the postcode or the one error that is expected."""
    whole = {"Organisations": [ord_summary("VLZ2A", "MARIGOLD LODGE", "ZZ99 3WZ")]}
    document = data.draw(changed(whole) | json_values())
    try:
        sites = read_sites(document, "ZZ99 3WZ")
    except UnexpectedShapeError:
        return

    assert all(site.postcode == "ZZ99 3WZ" for site in sites)
