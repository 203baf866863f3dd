"""Decide which column is which, by the headers and, where these are unclear, by the cells."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from typing import NamedTuple

from bot.activity.report.counts import Counted
from bot.activity.report.fields import FIELD_OF_KEY, SPELLINGS, Field, header_key, rank, spelled
from bot.activity.report.header import Line
from bot.activity.report.model import Remark, ReportError
from bot.activity.report.states import is_tick, mailbox_state

SAMPLED = 200  # lines from which an unclear header is understood
# Headers that can be a question to answer with yes or no; "Care Home" can be a name's as well.
_SETTINGS = {"carehome", "homecare", "domiciliary", "domiciliarycare", "domcare"}
_SHARE = re.compile(r"[0-9.]+ ?%|0?\.[0-9]+")
_SHARE_OR_END = re.compile(rf"{_SHARE.pattern}|[01]")
_PERCENT_OF = {
    Field.AUP_ACCEPTED: Field.AUP_PERCENT,
    Field.ACTIVE: Field.ACTIVE_PERCENT,
}


class Texts(NamedTuple):
    """The texts of a line by field, in the order of `Field`, the setting left out.

    Empty where a cell is blank, or where the file has no such column.
    """

    ods_code: str
    site_name: str
    ccg: str
    ics: str
    region: str
    dspt_status: str
    dspt_date: str
    smb_address: str
    smb_status: str
    accounts: str
    aup_accepted: str
    aup_percent: str
    active: str
    active_percent: str
    last_activity: str
    extract_date: str


@dataclass(frozen=True)
class Columns:
    """Where in a line each field stands.

    Args:
        header: the line with the headers.
        places: of the fields, from 0; fields that the file has not are left out.
        services: all columns that tell the setting, as several can together.
        ticks: those of `services` whose header is the setting, and whose cells say yes or no.
    """

    header: Line
    places: dict[Field, int]
    services: tuple[int, ...] = ()
    ticks: frozenset[int] = frozenset()

    def name(self, field: Field) -> str:
        """Name a field as the file does."""
        place = self.places.get(field)
        return field.value if place is None else self.header.cells[place]

    def texts(self, cells: Sequence[str]) -> Texts:
        """Give the texts of a line; cells that it lacks at its end are blank."""
        width = len(self.header.cells)
        # The cell after the last one stays empty, for the fields that the file has not.
        padded = [*cells[:width], *[""] * (width + 1 - len(cells[:width]))]
        return Texts._make(self._pick(padded))

    @cached_property
    def counted(self) -> Counted:
        """Name the columns of counts."""
        fields = (Field.ACCOUNTS, Field.AUP_ACCEPTED, Field.ACTIVE)
        accounts, accepted, active = map(self.name, fields)
        return Counted(accounts, accepted, active, tuple(field in self.places for field in fields))

    @cached_property
    def _pick(self) -> Callable[[Sequence[str]], tuple[str, ...]]:
        nowhere = len(self.header.cells)
        fields = [field for field in Field if field is not Field.SERVICE]
        return itemgetter(*(self.places.get(field, nowhere) for field in fields))


def choose_columns(header: Line, sample: Sequence[Line]) -> tuple[Columns, list[Remark]]:
    """Find the columns.

    Args:
        header: the line with the headers.
        sample: the first lines below it.

    Raises:
        ReportError: a header stands twice, or a column is missing without which no site can be
            told how it stands.
    """
    header = _widened(header, sample)
    keys = [header_key(cell) for cell in header.cells]
    _refuse_repeated(header, keys)
    claims: dict[Field, list[int]] = defaultdict(list)
    ticks = set()
    for place, key in enumerate(keys):
        if key in FIELD_OF_KEY:
            values = [line.cells[place] for line in sample if place < len(line.cells)]
            filled = [value for value in values if value]
            claims[_by_cells(key, filled)].append(place)
            if key in _SETTINGS and all(map(is_tick, filled)):
                ticks.add(place)
    services = tuple(claims.pop(Field.SERVICE, ()))
    remarks = []
    places = {}
    for field, claimed in claims.items():
        first, *others = sorted(claimed, key=lambda place: _rank(field, keys[place]))
        places[field] = first
        remarks += [_not_read(header, field, place, first) for place in others]
    columns = Columns(header, places, services, frozenset(ticks & set(services)))
    _refuse_incomplete(columns)
    return columns, [*remarks, *_worked_out(columns)]


def column_name(header: Line, place: int) -> str:
    """Name a column for an operator, by its header and its number from 1."""
    written = header.cells[place] if place < len(header.cells) else ""
    return f'"{written}" (column {place + 1})' if written else f"column {place + 1}, without header"


def _widened(header: Line, sample: Sequence[Line]) -> Line:
    """Add the columns without header at the end, if more than half of the lines have them."""
    widths = sorted(
        max((n for n, cell in enumerate(line.cells, 1) if cell), default=0) for line in sample
    )
    usual = widths[(len(widths) - 1) // 2] if widths else 0
    return header._replace(cells=header.cells + [""] * (usual - len(header.cells)))


def _by_cells(key: str, filled: Sequence[str]) -> Field:
    """Correct what the header alone suggests, where its cells can only be something else."""
    field = FIELD_OF_KEY[key]
    if not filled:
        return field
    if field is Field.SMB_ADDRESS and all(map(mailbox_state, filled)):
        return Field.SMB_STATUS
    if field in _PERCENT_OF and any(map(_SHARE.fullmatch, filled)):
        return _PERCENT_OF[field] if all(map(_SHARE_OR_END.fullmatch, filled)) else field
    if key in _SETTINGS and all(map(is_tick, filled)):
        return Field.SERVICE
    return field


def _rank(field: Field, key: str) -> int:
    # A column that its cells have moved to another field comes after those named for it.
    return rank(field, key) if FIELD_OF_KEY[key] is field else len(SPELLINGS[field])


def _refuse_repeated(header: Line, keys: Sequence[str]) -> None:
    for place, key in enumerate(keys):
        before = keys.index(key)
        if key in FIELD_OF_KEY and before < place:
            raise ReportError(
                f"Two columns have one header: {column_name(header, before)} and "
                f"{column_name(header, place)}, line {header.number}. "
                "Rename or delete the one that is not meant."
            )


def _refuse_incomplete(columns: Columns) -> None:
    has = columns.places.keys()
    pairs = list(_PERCENT_OF.items())
    found = {field: field in has for field in (Field.ODS_CODE, Field.SITE_NAME)}
    found |= {count: count in has or percent in has for count, percent in pairs}
    found[Field.ACCOUNTS] = Field.ACCOUNTS in has or any({*pair} <= has for pair in pairs)
    missing = [field for field, there in found.items() if not there]
    if missing:
        named = ". ".join(f"{field.value}: {spelled(field)}" for field in missing)
        raise ReportError(
            f"Columns are missing in line {columns.header.number}, which has the headers. "
            f"Add them, or rename those that are meant. Accepted headers are - {named}."
        )


def _worked_out(columns: Columns) -> list[Remark]:
    return [
        Remark(
            columns.header.number,
            f'There is no column "{field.value}". Its figures are worked out from the others.',
        )
        for field in (Field.ACCOUNTS, Field.AUP_ACCEPTED, Field.ACTIVE)
        if field not in columns.places
    ]


def _not_read(header: Line, field: Field, place: int, first: int) -> Remark:
    return Remark(
        header.number,
        f"{column_name(header, place)} was not read: "
        f"{field.value} is taken from {column_name(header, first)}.",
    )
