"""One site in the terminal."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io

import pytest
from rich.console import Console

from bot.activity.model import SharedMailbox, SiteRow
from bot.reports.site_print import SiteStory, print_site
from bot.reports.texts import ReportTexts
from tests.reports.conftest import STEPS, site

SITE = site("VLZ01", "Zinnia [red]House", 3, 2, 1)
STORY = SiteStory(
    snapshot_date=dt.date(2020, 11, 27),
    scenario_title="Some accounts not used",
    standing="1 of 3 accounts is in use.",
    first="Ask the others to **log in**.",
    steps=STEPS,
)


def printed(site: SiteRow, story: SiteStory, texts: ReportTexts, width: int = 100) -> list[str]:
    """Give the lines on the screen that are not empty, with single spaces."""
    screen = io.StringIO()
    print_site(Console(file=screen, width=width, highlight=False), site, story, texts)
    return [" ".join(line.split()) for line in screen.getvalue().splitlines() if line.strip()]


def test_a_site_is_printed_from_name_to_steps(texts: ReportTexts) -> None:
    """Who it is, the day, the figures, how it stands, what comes first and all steps."""
    assert printed(SITE, STORY, texts) == [
        "Zinnia [red]House",
        "ODS code VLZ01, Care home, Zedton CCG",
        "On 27 November 2020",
        "Accounts 3",
        "Policy accepted 2",
        "Active 1",
        "At risk 2",
        "Shared mailbox: active",
        "Last activity: 3 September 2020",
        "Some accounts not used",
        "1 of 3 accounts is in use.",
        "First: Ask the others to log in.",
        "1 Log in at the portal.",
        "2 Select Accept.",
    ]


def test_the_change_stands_beside_each_figure(texts: ReportTexts) -> None:
    """The figures of the snapshot before and the difference are in the same line."""
    before = dataclasses.replace(SITE, accounts=4, active=3)
    story = dataclasses.replace(STORY, previous=before, previous_date=dt.date(2020, 10, 30))

    assert printed(SITE, story, texts)[2:7] == [
        "On 27 November 2020 On 30 October 2020 Change",
        "Accounts 3 4 \N{MINUS SIGN}1",
        "Policy accepted 2 2 no change",
        "Active 1 3 \N{MINUS SIGN}2",
        "At risk 2 1 +1",
    ]


def test_a_site_that_is_new_is_said_to_be(texts: ReportTexts) -> None:
    """A snapshot before that lacks the site is named, and no change is made up."""
    lines = printed(SITE, dataclasses.replace(STORY, previous_date=dt.date(2020, 10, 30)), texts)

    assert "Not in the report of 30 October 2020" in lines
    assert "Change" not in " ".join(lines)


def test_an_invented_site_is_said_to_be_a_sample(texts: ReportTexts) -> None:
    """The note stands before the figures, and only where it is true."""
    note = "This is sample data. Every site and every figure of a site is invented."

    assert printed(SITE, dataclasses.replace(STORY, sample=True), texts)[2] == note
    assert note not in printed(SITE, STORY, texts)


def test_what_is_not_known_is_left_out(texts: ReportTexts) -> None:
    """No empty lines for an area, a mailbox, a day or steps that nobody has given."""
    bare = dataclasses.replace(
        SITE,
        ccg=None,
        ics=None,
        region=None,
        shared_mailbox=SharedMailbox.UNKNOWN,
        last_activity=None,
    )
    lines = printed(bare, dataclasses.replace(STORY, steps=()), texts)

    assert lines[1] == "ODS code VLZ01, Care home"
    assert lines[6:] == [
        "At risk 2",
        "Some accounts not used",
        "1 of 3 accounts is in use.",
        "First: Ask the others to log in.",
    ]


@pytest.mark.parametrize("width", [40, 60])
def test_a_narrow_window_loses_no_words(texts: ReportTexts, width: int) -> None:
    """Lines break, and nothing is cut off."""
    before = dataclasses.replace(STORY, previous=SITE, previous_date=dt.date(2020, 10, 30))
    lines = printed(SITE, before, texts, width)

    assert "…" not in "".join(lines)
    assert all(len(line) <= width for line in lines)
    assert "Accounts 3 3" in " ".join(lines)
