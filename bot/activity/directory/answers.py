"""What the ODS directory can say of a code, and how such an answer is written down as JSON."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal, Union

from bot.activity.model import Setting

Reason = Literal[
    "timeout",  # no whole answer within the time
    "refused",  # no connection, or the directory turned the request away
    "server_error",  # the directory says that it is broken itself
    "not_json",  # an answer that is not in the directory's form
    "cut_off",  # the connection ended within the answer, or the answer was too long
    "too_many",  # the directory or our own limit asks for fewer requests
    "off",  # look-ups are switched off
]


@dataclass(frozen=True)
class NoSuchCode:
    """The directory does not know the code."""


@dataclass(frozen=True)
class Closed:
    """The organisation is closed.

    Args:
        name: as the directory spells it, in block capitals.
        on: its last day, where the directory tells it.
        successors: codes of those that took over, none where the directory does not tell.
    """

    name: str
    on: dt.date | None = None
    successors: tuple[str, ...] = ()


@dataclass(frozen=True)
class HeadOffice:
    """The owner of care sites (role RO104, Social Care Provider); mail goes by the sites' codes."""

    name: str


@dataclass(frozen=True)
class CareSite:
    """An open care home or home-care branch (role RO101, Social Care Site).

    Args:
        code: its ODS code.
        name: as the directory spells it, in block capitals.
        town: its post town, where the directory tells it.
        postcode: with a space, where the directory tells it.
        setting: care home (RO269), else home care (RO270), else unknown.
    """

    code: str
    name: str
    town: str | None
    postcode: str | None
    setting: Setting


@dataclass(frozen=True)
class OtherOrganisation:
    """An open organisation that gives no social care, such as a dentist, a practice or a trust."""

    name: str


@dataclass(frozen=True)
class CouldNotCheck:
    """The directory did not tell; `reason` is one word for logs and tests, not for care staff."""

    reason: Reason


KnownAnswer = Union[NoSuchCode, Closed, HeadOffice, CareSite, OtherOrganisation]
DirectoryAnswer = Union[KnownAnswer, CouldNotCheck]

_KINDS: dict[str, type[KnownAnswer]] = {
    "no_such_code": NoSuchCode,
    "closed": Closed,
    "head_office": HeadOffice,
    "care_site": CareSite,
    "other_organisation": OtherOrganisation,
}
_NAMES = {kind: name for name, kind in _KINDS.items()}


def to_json(answer: KnownAnswer) -> dict[str, Any]:
    """Write an answer as plain JSON values; one that could not be had cannot be written."""
    written = {"kind": _NAMES[type(answer)], **asdict(answer)}
    match answer:
        case Closed(on=on, successors=successors):
            written |= {"on": on and on.isoformat(), "successors": list(successors)}
        case CareSite(setting=setting):
            written |= {"setting": setting.value}
    return written


def from_json(written: Mapping[str, Any]) -> KnownAnswer:
    """Read what `to_json` wrote.

    Raises:
        ValueError: it is something else, such as what another version of the program wrote.
    """
    fields = dict(written)
    try:
        kind = _KINDS[fields.pop("kind")]
        if kind is Closed:
            on = fields["on"]
            fields["on"] = None if on is None else dt.date.fromisoformat(on)
            fields["successors"] = tuple(fields["successors"])
        if kind is CareSite:
            fields["setting"] = Setting(fields["setting"])
        return kind(**fields)
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError("This is no answer of the directory.") from error
