"""Write all files of an area's report."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.knowledge.replies import spoken_date
from bot.reports.area_page import Picture, area_page
from bot.reports.area_report import AreaReport
from bot.reports.chart_frame import as_data_uri, as_png
from bot.reports.chart_words import accounts_words, activity_words
from bot.reports.charts import accounts_chart, activity_chart
from bot.reports.site_list import site_columns
from bot.reports.site_list_files import write_csv, write_workbook
from bot.reports.texts import load_texts
from bot.settings import PROJECT

_LONGEST_SLUG = 80  # letters: file systems end at 255 bytes, and endings follow


class ReportError(Exception):
    """The report cannot be written; the message says why and what to do."""


def write_report(
    report: AreaReport, folder: Path, knowledge: Path = PROJECT / "knowledge"
) -> list[Path]:
    """Write the page, the charts and the lists of sites; give their paths, the page first.

    Everything is written beside its place and moved there at the end, so that a failure leaves
    what was there before.

    Raises:
        ReportError: the folder cannot be written to.
        KnowledgeError: knowledge/report.yml cannot be used.
    """
    texts = load_texts(knowledge)
    slug = slug_of(report.area.name)
    date = spoken_date(report.snapshot_date)
    activity, accounts = activity_chart(report, texts), accounts_chart(report, texts)
    pictures = [
        Picture(
            texts.activity_chart.format(date=date),
            as_data_uri(activity),
            activity_words(report, texts),
        ),
        Picture(
            texts.accounts_chart.format(date=date),
            as_data_uri(accounts),
            accounts_words(report, texts),
        ),
    ]
    page = area_page(report, texts, pictures)
    columns = site_columns(report, texts)
    with _moved_at_the_end(folder) as unfinished:
        (unfinished / f"{slug}.html").write_text(page, encoding="utf-8")
        (unfinished / f"{slug}-user-activity.png").write_bytes(as_png(activity))
        (unfinished / f"{slug}-accounts.png").write_bytes(as_png(accounts))
        write_csv(columns, unfinished / f"{slug}-sites-at-risk.csv")
        write_workbook(columns, unfinished / f"{slug}-sites-at-risk.xlsx", texts.section_sites)
        names = sorted(path.name for path in unfinished.iterdir())
    return sorted((folder / name for name in names), key=lambda path: path.suffix != ".html")


def slug_of(name: str) -> str:
    """Turn an area's name into the start of a file's name: small letters, figures and hyphens."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST_SLUG].strip("-") or "area"


@contextmanager
def _moved_at_the_end(folder: Path) -> Iterator[Path]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=folder, prefix=".unfinished-") as unfinished:
            yield Path(unfinished)
            for path in sorted(Path(unfinished).iterdir()):
                path.replace(folder / path.name)
    except OSError as error:
        reason = f"The report cannot be written to {folder}: {error.strerror}. "
        raise ReportError(reason + "Give a folder that you may write to.") from error
