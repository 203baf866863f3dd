"""Invented records, in the form in which the directory sends them."""

from __future__ import annotations

from typing import Any

_ROOT = {"root": "2.16.840.1.113883.2.1.3.2.4.18.48", "assigningAuthorityName": "HSCIC"}
_FHIR = "https://fhir.nhs.uk/England/StructureDefinition/Extension-England-"


def org_id(code: str) -> dict[str, str]:
    """Write a code as ORD does."""
    return {**_ROOT, "extension": code}


def ord_role(
    code: str, *, primary: bool = False, status: str = "Active", number: int | str = 910001
) -> dict[str, Any]:
    """Write a role as ORD does, which marks the primary one and no other."""
    role = {"id": code, "uniqueRoleId": number, "Status": status}
    return {**role, "primaryRole": True} if primary else role


def succession(kind: str, code: str) -> dict[str, Any]:
    """Write a link to a Successor or Predecessor as ORD does."""
    return {
        "uniqueSuccId": 91301,
        "Date": [{"Type": "Legal", "Start": "2024-05-01"}],
        "Type": kind,
        "Target": {
            "OrgId": org_id(code),
            "PrimaryRoleId": {"id": "RO101", "uniqueRoleId": "910007"},
        },
    }


def ord_document(
    *roles: dict[str, Any],
    code: str = "VLZ2A",
    status: str = "Active",
    dates: list[dict[str, str]] | None = None,
    successions: list[dict[str, Any]] | None = None,
    **more: Any,
) -> dict[str, Any]:
    """Write a record as ORD does; without roles it is a care home."""
    given = list(roles) or [ord_role("RO101", primary=True), ord_role("RO269")]
    organisation = {
        "Name": "MARIGOLD LODGE",
        "Date": dates or [{"Type": "Operational", "Start": "2018-04-09"}],
        "OrgId": org_id(code),
        "Status": status,
        "LastChangeDate": "2025-03-04",
        "orgRecordClass": "RC1",
        "GeoLoc": {
            "Location": {
                "AddrLn1": "3 INVENTED LANE",
                "Town": "ANYTOWN",
                "PostCode": "ZZ99 3WZ",
                "Country": "ENGLAND",
            }
        },
        "Roles": {"Role": given},
        **more,
    }
    if successions is not None:
        organisation["Succs"] = {"Succ": successions}
    return {"Organisation": organisation}


def ord_summary(code: str, name: str, postcode: str) -> dict[str, str]:
    """Write one result of a search as ORD does."""
    return {
        "Name": name,
        "OrgId": code,
        "Status": "Active",
        "OrgRecordClass": "RC1",
        "PostCode": postcode,
        "LastChangeDate": "2025-03-04",
        "PrimaryRoleId": "RO101",
        "PrimaryRoleDescription": "SOCIAL CARE SITE",
        "OrgLink": f"https://directory.example/organisations/{code}",
    }


def r4_role(
    code: str, *, active: bool = True, kind: str = "Operational", end: str | None = None
) -> dict[str, Any]:
    """Write a role as R4 does, with one period."""
    period = {"start": "2018-04-09"} | ({"end": end} if end else {})
    return {
        "url": f"{_FHIR}OrganisationRole",
        "extension": [
            {"url": "instanceID", "valueInteger": 910001},
            {"url": "roleCode", "valueCodeableConcept": {"coding": [{"code": code}]}},
            {
                "url": f"{_FHIR}TypedPeriod",
                "extension": [
                    {"url": "dateType", "valueCoding": {"code": kind, "display": kind}},
                    {"url": "period", "valuePeriod": period},
                ],
            },
            {"url": "active", "valueBoolean": active},
        ],
    }


def r4_document(
    *roles: dict[str, Any],
    code: str = "VLZ2A",
    active: bool = True,
    use: str = "Full",
    **more: Any,
) -> dict[str, Any]:
    """Write an Organization as R4 does; without roles it is a care home."""
    given = list(roles) or [r4_role("RO101"), r4_role("RO269")]
    changed = {
        "url": f"{_FHIR}TypedDateTime",
        "extension": [
            {"url": "type", "valueCoding": {"code": "LastChangeDate"}},
            {"url": "dateTime", "valueDateTime": "2025-03-04"},
        ],
    }
    return {
        "resourceType": "Organization",
        "id": code,
        "extension": [*given, changed],
        "identifier": [{"system": "https://fhir.nhs.uk/Id/ods-organization-code", "value": code}],
        "active": active,
        "type": [{"coding": [{"code": use}]}, {"coding": [{"code": "RC1"}]}],
        "name": "MARIGOLD LODGE",
        "address": [
            {"line": ["3 INVENTED LANE"], "city": "ANYTOWN", "postalCode": "ZZ99 3WZ"},
        ],
        **more,
    }
