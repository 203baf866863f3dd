"""The documents of the R4 interface are read, roles and their periods included."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.activity.directory.r4_documents import read_bundle, read_record
from bot.activity.directory.record import Period, Record
from bot.activity.directory.shape import UnexpectedShapeError
from tests.activity.directory.json_values import changed, json_values
from tests.activity.directory.records import r4_document, r4_role

OPEN = Period("Operational", None)


def test_a_whole_record_is_read() -> None:
    """Everything that an answer needs comes from its place; successors are not told."""
    document = r4_document(r4_role("RO270"), r4_role("RO101", kind="Legal", end="2027-03-31"))

    assert read_record(document, "VLZ2A") == Record(
        code="VLZ2A",
        name="MARIGOLD LODGE",
        active=True,
        skeleton=False,
        primary_role="RO101",
        roles=frozenset({"RO101", "RO270"}),
        periods=(Period("Legal", dt.date(2027, 3, 31)),),
        successors=(),
        town="ANYTOWN",
        postcode="ZZ99 3WZ",
    )


def test_the_end_of_a_lesser_role_does_not_close_a_site() -> None:
    """A home that stopped giving home care is open: only its primary role's periods count."""
    document = r4_document(
        r4_role("RO101"), r4_role("RO269"), r4_role("RO270", active=False, end="2024-04-30")
    )

    record = read_record(document, "VLZ2A")

    assert record.roles == {"RO101", "RO269"}
    assert record.periods == (OPEN,)


def test_another_organisation_has_the_periods_of_all_its_roles() -> None:
    """Where no role is known to be the primary one, all of them count together."""
    document = r4_document(r4_role("RO177"), r4_role("RO76", end="2024-04-30"))

    record = read_record(document, "VLZ2A")

    assert record.primary_role is None
    assert record.periods == (OPEN, Period("Operational", dt.date(2024, 4, 30)))


def test_a_head_office_is_told_apart() -> None:
    """RO104 is a primary role although R4 marks none as primary."""
    assert read_record(r4_document(r4_role("RO104")), "VLZ2A").primary_role == "RO104"


def test_a_stub_is_read_without_roles_and_address() -> None:
    """Of an archived code hardly more than the name may be left."""
    document = r4_document(use="refOnly")
    del document["extension"], document["address"]

    record = read_record(document, "VLZ2A")

    assert (record.skeleton, record.roles, record.town) == (True, frozenset(), None)


@pytest.mark.parametrize(
    "document",
    [
        None,
        [],
        [[None, None]],
        {},
        {"resourceType": "OperationOutcome", "issue": []},
        r4_document(resourceType="Practitioner"),
        r4_document(code="VLZ3A"),
        r4_document(extension=[]),
        r4_document({"url": r4_role("RO101")["url"], "extension": []}),
        r4_document(r4_role("RO101", end="someday")),
        r4_document() | {"active": None},
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
    document = data.draw(changed(r4_document()) | json_values())
    try:
        record = read_record(document, "VLZ2A")
    except UnexpectedShapeError:
        return

    assert record.code == "VLZ2A"


def test_a_search_gives_each_record() -> None:
    """A bundle holds whole records; one without entries holds none."""
    bundle = {
        "resourceType": "Bundle",
        "entry": [{"resource": r4_document()}, {"resource": r4_document(code="VLZ3A")}],
    }

    assert [record.code for record in read_bundle(bundle)] == ["VLZ2A", "VLZ3A"]
    assert read_bundle({"resourceType": "Bundle", "type": "searchset", "total": 0}) == ()


@pytest.mark.parametrize("document", [[], {}, {"resourceType": "Bundle", "entry": [{}]}])
def test_a_search_of_another_form_is_refused(document: Any) -> None:
    """What is no bundle of records is not taken for an empty one."""
    with pytest.raises(UnexpectedShapeError):
        read_bundle(document)
