"""Turn a line into a site's row: first what stands in it, later what only the whole file tells."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar

from bot.activity.model import Setting, SharedMailbox, SiteRow
from bot.activity.report.cells import count, percent
from bot.activity.report.codes import clean_code, code_warning
from bot.activity.report.columns import Columns, Texts
from bot.activity.report.counts import CountsError, Wholes, Written, work_out
from bot.activity.report.dates import date_in_cell
from bot.activity.report.dspt import dspt_warnings
from bot.activity.report.fields import Field
from bot.activity.report.header import Line
from bot.activity.report.model import Remark
from bot.activity.report.personal import is_personal
from bot.activity.report.states import is_yes, mailbox_state, setting_of

_Value = TypeVar("_Value")
_CLOSED_NAME = re.compile(r"(?:^|[-\u2013(]) ?closed\b", re.IGNORECASE)


class Draft(NamedTuple):
    """A site whose percentages are read, but not their scale.

    Args:
        line: its number.
        ods_code: cleaned.
        texts: all cells of the line, by field.
        setting: care home or home care.
        shared_mailbox: its state.
        figures: counts and percentages as written.
        dspt_date: None for blank.
        last_activity: None for blank.
        extract_date: None for blank.
        warnings: sentences.
    """

    line: int
    ods_code: str
    texts: Texts
    setting: Setting
    shared_mailbox: SharedMailbox
    figures: Written
    dspt_date: dt.date | None
    last_activity: dt.date | None
    extract_date: dt.date | None
    warnings: tuple[str, ...]


def read_line(line: Line, texts: Texts, columns: Columns) -> Draft | Remark:
    """Read a line that should be a site; a remark says why it cannot be one."""
    code = clean_code(texts.ods_code)
    if code is None:
        if texts.ods_code:
            return Remark(line.number, f"{columns.name(Field.ODS_CODE)} is not an ODS code.")
        return Remark(line.number, f"{columns.name(Field.ODS_CODE)} is blank.")
    try:
        return _draft(line, columns, texts, code)
    except ValueError as error:
        return Remark(line.number, str(error), code)


def complete(
    draft: Draft, columns: Columns, wholes: Wholes, report_date: dt.date | None
) -> tuple[SiteRow, tuple[str, ...]] | Remark:
    """Work out a site's counts, and give its row with all warnings, or why it is refused.

    Args:
        draft: what its line holds.
        columns: the file's, for their names.
        wholes: what stands for the whole in the columns of percentages.
        report_date: None where it is not known.
    """
    try:
        figures = work_out(draft.figures, wholes, columns.counted)
    except CountsError as error:
        return Remark(draft.line, str(error), draft.ods_code)
    texts = draft.texts
    row = SiteRow(
        ods_code=draft.ods_code,
        name=texts.site_name,
        setting=draft.setting,
        accounts=figures.accounts,
        aup_accepted=figures.aup_accepted,
        active=figures.active,
        ccg=texts.ccg or None,
        ics=texts.ics or None,
        region=texts.region or None,
        shared_mailbox=draft.shared_mailbox,
        dspt_status=texts.dspt_status or None,
        dspt_date=draft.dspt_date,
        last_activity=draft.last_activity,
    )
    warnings = draft.warnings + figures.remarks
    warnings += dspt_warnings(row.dspt_status, row.dspt_date, report_date)
    if row.last_activity and report_date and row.last_activity > report_date:
        late = f"{columns.name(Field.LAST_ACTIVITY)} is after the day of the report."
        return row, (*warnings, late)
    return row, warnings


def _draft(line: Line, columns: Columns, texts: Texts, code: str) -> Draft:
    _refuse_unusable(line, columns, texts)
    warnings = [code_warning(texts.ods_code, code)]
    if _CLOSED_NAME.search(texts.site_name):
        warnings.append("The site is named as closed.")
    state = mailbox_state(texts.smb_status)
    if state is None:
        warnings.append(f"{columns.name(Field.SMB_STATUS)} is not understood. It was left out.")
    return Draft(
        line=line.number,
        ods_code=code,
        texts=texts,
        setting=_setting(line.cells, columns),
        shared_mailbox=state or SharedMailbox.UNKNOWN,
        figures=_written(texts, columns),
        dspt_date=_date(texts.dspt_date, Field.DSPT_DATE, columns, warnings),
        last_activity=_date(texts.last_activity, Field.LAST_ACTIVITY, columns, warnings),
        extract_date=_date(texts.extract_date, Field.EXTRACT_DATE, columns, warnings),
        warnings=tuple(filter(None, warnings)),
    )


def _refuse_unusable(line: Line, columns: Columns, texts: Texts) -> None:
    width = len(columns.header.cells)
    if any(line.cells[width:]):
        raise ValueError(
            f"The line has more cells than the {width} headers. Either a separator stands in a "
            "cell without quotes, or something stands beside the table."
        )
    if not texts.site_name:
        raise ValueError(f"{columns.name(Field.SITE_NAME)} is blank.")
    kept = (texts.site_name, texts.ccg, texts.ics, texts.region, texts.dspt_status)
    if any(map(is_personal, kept)):
        raise ValueError("A text holds an email address or a phone number. Remove it.")


def _written(texts: Texts, columns: Columns) -> Written:
    return Written(
        _number(count, texts.accounts, Field.ACCOUNTS, columns),
        _number(count, texts.aup_accepted, Field.AUP_ACCEPTED, columns),
        _number(count, texts.active, Field.ACTIVE, columns),
        _number(percent, texts.aup_percent, Field.AUP_PERCENT, columns),
        _number(percent, texts.active_percent, Field.ACTIVE_PERCENT, columns),
    )


def _number(
    read: Callable[[str], _Value | None], text: str, field: Field, columns: Columns
) -> _Value | None:
    try:
        return read(text)
    except ValueError as error:
        raise ValueError(f"{columns.name(field)} is {error}.") from error


def _date(text: str, field: Field, columns: Columns, warnings: list[str | None]) -> dt.date | None:
    try:
        return date_in_cell(text)
    except ValueError as error:
        warnings.append(f"{columns.name(field)} is {error}. It was left out.")
        return None


def _setting(cells: Sequence[str], columns: Columns) -> Setting:
    words = ""
    for place in columns.services:
        cell = cells[place] if place < len(cells) else ""
        if place not in columns.ticks:
            words += f"{cell} | "
        elif is_yes(cell):
            words += f"{columns.header.cells[place]} | "
    return setting_of(words)
