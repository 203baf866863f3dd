"""What the store takes and gives."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from bot.activity.model import SiteRow


class AreaLevel(str, Enum):
    """What an area is, from the smallest to the largest."""

    CCG = "ccg"
    ICS = "ics"
    REGION = "region"

    @property
    def part(self) -> AreaLevel | None:
        """Give the next smaller level: partnerships in a region, CCGs in a partnership."""
        return {AreaLevel.REGION: AreaLevel.ICS, AreaLevel.ICS: AreaLevel.CCG}.get(self)


@dataclass(frozen=True)
class NewSnapshot:
    """A report about to be stored.

    Args:
        rows: its sites; at least one, and each ODS code once.
        date: the day that its figures are of.
        file_name: as the operator knows it.
        digest: SHA-256 of the file's content, in hexadecimal: the same file is stored once.
        sample: whether its sites are invented.
    """

    rows: Sequence[SiteRow]
    date: dt.date
    file_name: str
    digest: str
    sample: bool = False


@dataclass(frozen=True)
class Snapshot:
    """A report in the store.

    Args:
        id: the database's own number of it.
        date: the day that its figures are of; no other snapshot has it.
        file_name: as the operator knows it.
        digest: SHA-256 of the file's content, in hexadecimal.
        sample: whether its sites are invented.
        imported_at: when it was stored, in UTC.
        sites: how many sites it has.
        accounts: how many individual accounts these have.
    """

    id: int
    date: dt.date
    file_name: str
    digest: str
    sample: bool
    imported_at: dt.datetime
    sites: int
    accounts: int


@dataclass(frozen=True)
class Added:
    """The report is in the store; the samples that it replaced are not."""

    snapshot: Snapshot
    samples_removed: int


@dataclass(frozen=True)
class AlreadyThere:
    """The same file had been stored before; nothing was changed."""

    snapshot: Snapshot


@dataclass(frozen=True)
class DatedRow:
    """The figures of a site in one snapshot."""

    row: SiteRow
    snapshot: Snapshot


@dataclass(frozen=True)
class SiteStanding:
    """What the store tells of a site.

    Args:
        latest: its row in the newest snapshot that has it.
        before: its row in the one before that has it; None where there is none.
        newest_date: the date of the newest snapshot of all.
    """

    latest: DatedRow
    before: DatedRow | None
    newest_date: dt.date

    @property
    def gone(self) -> bool:
        """Tell whether the newest snapshot of all no longer has the site."""
        return self.latest.snapshot.date < self.newest_date


@dataclass(frozen=True)
class LookUpCount:
    """How many look-ups of a kind ended in the same way on one day."""

    day: dt.date
    kind: str
    outcome: str
    count: int
