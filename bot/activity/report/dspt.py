"""Say what does not fit together in a site's toolkit status, its date and the report's day.

A status begins with its year ("20/21 Standards Met"), as in the public DSPT search results.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

_YEAR = re.compile(r"(?:20)?([0-9]{2}) ?[/-] ?(?:20)?([0-9]{2})\b")
_CENTURY = 2000


@lru_cache(maxsize=10_000)
def dspt_warnings(
    status: str | None, published: dt.date | None, report_date: dt.date | None
) -> tuple[str, ...]:
    """Give a sentence on each oddity; a status is kept whatever its year."""
    warnings = []
    if published and report_date and published > report_date:
        warnings.append("The toolkit was published after the day of the report.")
    years = _YEAR.match(status or "")
    if years:
        first, last = (_CENTURY + int(year) for year in years.groups())
        if report_date and last < report_date.year:
            warnings.append("The toolkit's year is before that of the report.")
        if report_date and first > report_date.year:
            warnings.append("The toolkit's year is after that of the report.")
        if published and not first <= published.year <= last:
            warnings.append("The toolkit was published outside its year.")
    return tuple(warnings)
