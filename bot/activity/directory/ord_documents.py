"""Reads the documents of ORD 2-0-0.

Blocks that an organisation lacks are left out of its document. Keys that are not needed here,
such as `uniqueRoleId`, a number or a text by turns, are not looked at.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Optional

from pydantic import BaseModel, Field

from bot.activity.directory.answers import CareSite
from bot.activity.directory.record import Period, Record
from bot.activity.directory.shape import UnexpectedShapeError, read_as
from bot.activity.model import Setting


class _Date(BaseModel):
    kind: str = Field(alias="Type")
    end: Optional[dt.date] = Field(None, alias="End")


class _OrgId(BaseModel):
    extension: str


class _Role(BaseModel):
    id: str
    primary: bool = Field(default=False, alias="primaryRole")
    status: str = Field("Active", alias="Status")


class _Roles(BaseModel):
    listed: list[_Role] = Field([], alias="Role")


class _Location(BaseModel):
    town: Optional[str] = Field(None, alias="Town")
    postcode: Optional[str] = Field(None, alias="PostCode")


class _GeoLoc(BaseModel):
    location: _Location = Field(_Location(), alias="Location")


class _Target(BaseModel):
    org_id: _OrgId = Field(alias="OrgId")


class _Succession(BaseModel):
    kind: str = Field(alias="Type")
    target: _Target = Field(alias="Target")


class _Successions(BaseModel):
    listed: list[_Succession] = Field([], alias="Succ")


class _Organisation(BaseModel):
    name: str = Field(alias="Name")
    org_id: _OrgId = Field(alias="OrgId")
    status: str = Field(alias="Status")
    reference_only: bool = Field(default=False, alias="refOnly")
    dates: list[_Date] = Field([], alias="Date")
    geo: _GeoLoc = Field(_GeoLoc(), alias="GeoLoc")
    roles: _Roles = Field(_Roles(), alias="Roles")
    successions: _Successions = Field(_Successions(), alias="Succs")


class _Answer(BaseModel):
    organisation: _Organisation = Field(alias="Organisation")


class _Summary(BaseModel):
    name: str = Field(alias="Name")
    code: str = Field(alias="OrgId")
    postcode: Optional[str] = Field(None, alias="PostCode")


class _Search(BaseModel):
    organisations: list[_Summary] = Field(alias="Organisations")


def read_record(document: Any, code: str) -> Record:
    """Read the answer to a look-up.

    Raises:
        UnexpectedShapeError: it is in another form, or about another code.
    """
    organisation = read_as(_Answer, document).organisation
    roles = organisation.roles.listed
    primary = next((role.id for role in roles if role.primary), None)
    if organisation.org_id.extension != code:
        raise UnexpectedShapeError
    if primary is None and not organisation.reference_only:
        raise UnexpectedShapeError
    return Record(
        code=code,
        name=organisation.name,
        active=organisation.status == "Active",
        skeleton=organisation.reference_only,
        primary_role=primary,
        roles=frozenset(role.id for role in roles if role.status == "Active"),
        periods=tuple(Period(date.kind, date.end) for date in organisation.dates),
        successors=_successors(organisation.successions),
        town=organisation.geo.location.town,
        postcode=organisation.geo.location.postcode,
    )


def read_sites(document: Any, postcode: str) -> tuple[CareSite, ...]:
    """Read the answer to a search; it may hold longer postcodes that only contain this one.

    Raises:
        UnexpectedShapeError: it is in another form.
    """
    return tuple(
        CareSite(site.code, site.name, None, site.postcode, Setting.UNKNOWN)
        for site in read_as(_Search, document).organisations
        if site.postcode and site.postcode.split() == postcode.split()
    )


def _successors(successions: _Successions) -> tuple[str, ...]:
    """Give those that replaced this organisation; Predecessor marks those that it replaced."""
    codes = [
        succession.target.org_id.extension
        for succession in successions.listed
        if succession.kind == "Successor"
    ]
    return tuple(dict.fromkeys(codes))
