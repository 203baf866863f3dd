"""The table of a file of any kind: titles, headers, and lines that are still to come."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.activity.report.header import Line
from bot.activity.report.model import Remark


@dataclass(frozen=True)
class Table:
    """A table that is being read.

    Args:
        titles: the lines above the headers.
        header: the line with the headers.
        body: the lines below; each is read when it is asked for, while the file is open.
        remarks: on the file as a whole.
    """

    titles: tuple[Line, ...]
    header: Line
    body: Iterator[Line]
    remarks: tuple[Remark, ...] = ()
