"""Reads the documents of the Organisation Data Terminology API (FHIR R4).

Roles, with the times for which they are held, stand in extensions of an Organization. None is
marked as the primary one, but RO101 and RO104 can be nothing else.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Optional

from pydantic import BaseModel, Field

from bot.activity.directory.record import (
    CARE_SITE_ROLE,
    HEAD_OFFICE_ROLE,
    Period,
    Record,
)
from bot.activity.directory.shape import UnexpectedShapeError, read_as

_EXTENSIONS = "https://fhir.nhs.uk/England/StructureDefinition/Extension-England-"
_ROLE = f"{_EXTENSIONS}OrganisationRole"
_PERIOD = f"{_EXTENSIONS}TypedPeriod"
_SKELETON = "refOnly"


class _Coding(BaseModel):
    code: str


class _Concept(BaseModel):
    codings: list[_Coding] = Field([], alias="coding")


class _Span(BaseModel):
    end: Optional[dt.date]


class _Leaf(BaseModel):
    url: str
    coding: Optional[_Coding] = Field(None, alias="valueCoding")
    span: Optional[_Span] = Field(None, alias="valuePeriod")


class _Part(BaseModel):
    url: str
    leaves: list[_Leaf] = Field([], alias="extension")
    concept: _Concept = Field(_Concept(), alias="valueCodeableConcept")
    flag: Optional[bool] = Field(None, alias="valueBoolean")


class _Extension(BaseModel):
    url: str
    parts: list[_Part] = Field([], alias="extension")


class _Address(BaseModel):
    city: Optional[str]
    postcode: Optional[str] = Field(None, alias="postalCode")


class _Organization(BaseModel):
    kind: str = Field(alias="resourceType", regex="^Organization$")
    id: str
    name: str
    active: bool
    types: list[_Concept] = Field([], alias="type")
    extensions: list[_Extension] = Field([], alias="extension")
    addresses: list[_Address] = Field([], alias="address")


class _Entry(BaseModel):
    resource: _Organization


class _Bundle(BaseModel):
    kind: str = Field(alias="resourceType", regex="^Bundle$")
    entries: list[_Entry] = Field([], alias="entry")


@dataclass(frozen=True)
class _Role:
    code: str
    active: bool
    periods: tuple[Period, ...]


def read_record(document: Any, code: str) -> Record:
    """Read the answer to a look-up.

    Raises:
        UnexpectedShapeError: it is in another form, or about another code.
    """
    record = _record(read_as(_Organization, document))
    if record.code != code:
        raise UnexpectedShapeError
    return record


def read_bundle(document: Any) -> tuple[Record, ...]:
    """Read the answer to a search.

    Raises:
        UnexpectedShapeError: it is in another form.
    """
    return tuple(_record(entry.resource) for entry in read_as(_Bundle, document).entries)


def _record(organization: _Organization) -> Record:
    skeleton = any(
        coding.code == _SKELETON for concept in organization.types for coding in concept.codings
    )
    roles = [_role(part) for part in organization.extensions if part.url == _ROLE]
    if not roles and not skeleton:
        raise UnexpectedShapeError
    main = [role for role in roles if role.code in (CARE_SITE_ROLE, HEAD_OFFICE_ROLE)]
    address = organization.addresses[0] if organization.addresses else _Address()
    return Record(
        code=organization.id,
        name=organization.name,
        active=organization.active,
        skeleton=skeleton,
        primary_role=main[0].code if main else None,
        roles=frozenset(role.code for role in roles if role.active),
        # An Organization has no dates of its own. Those of its primary role are the same.
        periods=tuple(period for role in main or roles for period in role.periods),
        town=address.city,
        postcode=address.postcode,
    )


def _role(extension: _Extension) -> _Role:
    parts = {part.url: part for part in extension.parts}
    try:
        code = parts["roleCode"].concept.codings[0].code
    except LookupError as error:
        raise UnexpectedShapeError from error
    return _Role(
        code=code,
        active="active" not in parts or parts["active"].flag is not False,
        periods=tuple(_period(part) for part in extension.parts if part.url == _PERIOD),
    )


def _period(part: _Part) -> Period:
    kind = next((leaf.coding for leaf in part.leaves if leaf.url == "dateType"), None)
    span = next((leaf.span for leaf in part.leaves if leaf.url == "period"), None)
    if kind is None or span is None:
        raise UnexpectedShapeError
    return Period(kind.code, span.end)
