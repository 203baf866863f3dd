"""The page of an area: what it says, and whether everybody can read it."""

from __future__ import annotations

import dataclasses
import re
from itertools import pairwise
from pathlib import Path

import pytest

from bot.activity.model import Setting
from bot.reports import area_page as module
from bot.reports.area_page import Picture, area_page
from bot.reports.area_report import AreaPart, AreaReport
from bot.reports.texts import ReportTexts
from tests.reports.conftest import AT_RISK, figures, site
from tests.reports.page_reader import Page

PICTURES = [Picture("Active users", "data:image/svg+xml;base64,PHN2Zy8+", "Bars.")]
TEMPLATE = Path(module.__file__).with_name("area.html.j2").read_text(encoding="utf-8")


@pytest.fixture
def page(report: AreaReport, texts: ReportTexts) -> Page:
    """The page of the invented area."""
    return Page(area_page(report, texts, PICTURES))


def test_the_head_says_area_and_days(page: Page) -> None:
    """Area, its level, the day of the figures and of those before come first."""
    assert page.text.startswith(
        "Skip to the sites at risk NHSmail activity: Zedshire Sustainability and transformation"
        " partnership (STP) or integrated care system (ICS) Figures of 27 November 2020."
        " Changes are since 30 October 2020."
    )


def test_the_first_words_say_where_to_begin(page: Page) -> None:
    """The numbers of the area, and how many sites to phone first."""
    assert [item.text for item in page.all("li") if "accounts are" in item.text] == [
        "Care homes: 1,355 of 2,965 accounts are in use (46%). The other 1,610 are at risk.",
        "Home care: 5 of 20 accounts are in use (25%). The other 15 are at risk.",
    ]
    assert "Sites with no active user: 2. Phone these first." in page.text


def test_each_area_has_a_slide_for_each_setting(page: Page) -> None:
    """The area and both parts show care homes and home care, also where there are none."""
    cards = [e for e in page.all("section") if e.attributes.get("class") == "card"]

    assert len(cards) == 6
    assert cards[0].text == (
        "Care homes"
        " Active sites 60% No change since 30 October 2020"
        " User activity 46% No change since 30 October 2020"
        " Active users 1,355 +3 since 30 October 2020"
        " Inactive users 1,610 +7 since 30 October 2020"
        " Accounts at risk 1,610 of 2,965 +7 since 30 October 2020"
        " Onboarded sites 92% No change since 30 October 2020"
    )
    assert cards[4].text.count("Not in the report of 30 October 2020") == 6
    assert cards[5].text == "Home care Home care: no sites in the report"


def test_tables_have_the_figures_in_full(page: Page) -> None:
    """One table a setting, one row an area, one decimal, and the change below."""
    rows = [row.text for row in page.all("tr") if "%" in row.text]

    assert rows == [
        "Zedshire 59.6% Change: \N{MINUS SIGN}0.5 45.7% Change: \N{MINUS SIGN}0.1"
        " 1,355 Change: +3 1,610 Change: +7 1,610 of 2,965 Change: +7 92.1% Change: no change",
        "Zedton CCG 55.6% Change: no change 45.0% Change: \N{MINUS SIGN}5.0"
        " 90 Change: \N{MINUS SIGN}10 110 Change: +10 110 of 200 Change: +10"
        " 90.0% Change: no change",
        "Quayz CCG 55.6% Change: new 75.0% Change: new 30 Change: new 10 Change: new"
        " 10 of 40 Change: new 90.0% Change: new",
        "Zedshire 55.6% Change: no change 25.0% Change: no change 5 Change: no change"
        " 15 Change: no change 15 of 20 Change: no change 90.0% Change: no change",
        "Zedton CCG 55.6% Change: no change 25.0% Change: no change 5 Change: no change"
        " 15 Change: no change 15 of 20 Change: no change 90.0% Change: no change",
    ]


def test_sites_without_an_active_user_come_first(page: Page) -> None:
    """Each row says who, where, how many and what to do; its steps stand above, once."""
    rows = [row.text for row in page.all("tr") if "All steps" in row.text]

    assert rows == [
        "Zinnia House VLZ01 Care home, Zedton CCG 3 0 0 3"
        " Not started Phone the manager. All steps: A",
        "Zephyr Lodge VLZ02 Care home, Zedton CCG 2 0 0 2"
        " Not started Phone the manager. All steps: A",
        "Zest at Home VNZ03 Care home, Quayz CCG 2 2 1 1"
        " Some accounts not used Ask the other user to log in . All steps: B",
    ]
    advice = [e.text for e in page.all("section") if e.attributes.get("class") == "advice"]
    assert advice == [
        "A. Not started Sites: 2 Phone the manager. Log in at the portal . Select Accept .",
        "B. Some accounts not used Sites: 1 Ask the other user to log in . Ask why.",
    ]


def test_steps_stand_once_though_numbers_differ(report: AreaReport, texts: ReportTexts) -> None:
    """What to do first may hold a site's own number: it stands at the site, and the steps once."""
    own = tuple(
        dataclasses.replace(risk, first=f"Accounts without it: {risk.row.accounts}.")
        for risk in AT_RISK[:2]
    )
    page = Page(area_page(dataclasses.replace(report, at_risk=own), texts, []))

    rows = [row.text for row in page.all("tr") if "All steps" in row.text]
    assert rows[0].endswith("Not started Accounts without it: 3. All steps: A")
    assert rows[1].endswith("Not started Accounts without it: 2. All steps: A")
    advice = [e.text for e in page.all("section") if e.attributes.get("class") == "advice"]
    assert advice == ["A. Not started Sites: 2 Log in at the portal . Select Accept ."]


def test_more_than_26_situations_keep_their_letters_apart(
    report: AreaReport, texts: ReportTexts
) -> None:
    """After Z comes A2, so that no site is sent to another's steps."""
    many = tuple(dataclasses.replace(AT_RISK[0], scenario_title=f"S{n}") for n in range(28))
    page = Page(area_page(dataclasses.replace(report, at_risk=many), texts, []))

    letters = [e.attributes["id"] for e in page.all("section") if "id" in e.attributes]
    assert letters[0::26] == ["steps-A", "steps-A2"]
    assert len(set(letters)) == 28


def test_sites_without_active_users_stand_first_whatever_their_order(
    report: AreaReport, texts: ReportTexts
) -> None:
    """Even a report in another order does not hide them behind the rest."""
    turned = dataclasses.replace(report, at_risk=AT_RISK[::-1])
    text = Page(area_page(turned, texts, [])).text

    assert text.index("Zephyr Lodge") < text.index("Zest at Home")


def test_a_report_of_one_ccg_does_not_repeat_its_name(
    report: AreaReport, texts: ReportTexts
) -> None:
    """The CCG stands beside a site only where sites of several are listed."""
    ccg = dataclasses.replace(report, at_risk=AT_RISK[:2], parts=())
    page = Page(area_page(ccg, texts, []))

    assert "VLZ01 Care home 3" in page.text
    assert "Each part of the area" not in page.text


def test_no_site_at_risk_is_said(report: AreaReport, texts: ReportTexts) -> None:
    """An empty list is a sentence, not an empty table."""
    text = Page(area_page(dataclasses.replace(report, at_risk=()), texts, [])).text

    assert text.count("No site is at risk.") == 2
    assert "What to do" not in text


def test_a_first_report_speaks_of_no_change(report: AreaReport, texts: ReportTexts) -> None:
    """Without figures before there is neither a change nor a day to compare with."""
    parts = [dataclasses.replace(part, previous={}) for part in (report.area, *report.parts)]
    first = dataclasses.replace(report, previous_date=None, area=parts[0], parts=tuple(parts[1:]))
    page = Page(area_page(first, texts, PICTURES))

    assert "This is the first report, so it shows no changes." in page.text
    assert [e for e in page.elements if e.attributes.get("class") == "change"] == []
    assert "since 30" not in page.text


def test_sample_data_and_the_body_of_today_are_said(report: AreaReport, texts: ReportTexts) -> None:
    """Nobody takes invented sites for real ones, or a body of 2020 for one of today."""
    noted = dataclasses.replace(
        report, sample=True, became="Zedland Board took over on 1 July 2022."
    )
    text = Page(area_page(noted, texts, [])).text

    assert "This is sample data." in text
    assert "Zedland Board took over on 1 July 2022." in text
    assert "sample" not in Page(area_page(report, texts, [])).text.lower()


def test_sites_of_no_known_setting_have_figures(report: AreaReport, texts: ReportTexts) -> None:
    """Where the report does not tell the setting, the slides have a third card."""
    unknown = {Setting.UNKNOWN: figures(Setting.UNKNOWN, 8, 2)}
    area = dataclasses.replace(report.area, figures={**report.area.figures, **unknown})
    text = Page(area_page(dataclasses.replace(report, area=area), texts, [])).text

    assert "Setting not known: 2 of 8 accounts are in use (25%). The other 6 are at risk." in text
    assert "Setting not known on 27 November 2020" in text


def test_an_area_without_sites_has_a_page(report: AreaReport, texts: ReportTexts) -> None:
    """An area that is in no row is said to have none."""
    empty = dataclasses.replace(
        report, area=AreaPart("Nowherez", "region", {}, {}), parts=(), at_risk=()
    )

    assert "Home care: no accounts in the report." in Page(area_page(empty, texts, [])).text


def test_names_are_shown_not_obeyed(report: AreaReport, texts: ReportTexts) -> None:
    """A name from a report that others fill in is text, whatever signs it has."""
    name = '<script>alert("x")</script> & Co {date}'
    row = dataclasses.replace(site("VLZ09", name, 2, 2, 0), ccg="<b>")
    risk = dataclasses.replace(AT_RISK[0], row=row)
    area = dataclasses.replace(report.area, name=name)
    hostile = dataclasses.replace(report, area=area, at_risk=(risk, *AT_RISK), became=name)
    page = Page(area_page(hostile, texts, []))

    assert page.all("script", "b") == []
    assert page.all("h1")[0].text == f"NHSmail activity: {name}"
    assert f"{name} VLZ09" in page.text


def test_the_page_needs_no_other_file(page: Page) -> None:
    """It can be sent by email: pictures are inside, and nothing is fetched from elsewhere."""
    assert page.all("script", "link", "iframe", "object") == []
    assert [img.attributes["src"][:5] for img in page.all("img")] == ["data:"]
    assert "@import" not in TEMPLATE
    assert "url(" not in TEMPLATE


def test_headings_are_in_order(page: Page) -> None:
    """One heading of the first level, and no level is left out on the way down."""
    levels = [int(e.tag[1]) for e in page.all("h1", "h2", "h3", "h4", "h5", "h6")]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_page_can_be_listened_to(page: Page) -> None:
    """Language, scopes, captions and words for the picture are there for screen readers."""
    assert page.all("html")[0].attributes["lang"] == "en-GB"
    assert {th.attributes.get("scope") for th in page.all("th")} == {"col", "row"}
    assert len(page.all("caption")) == len(page.all("table")) == 4
    assert page.all("img")[0].attributes["alt"] == "Active users. Bars."


def test_tables_stay_tables_on_a_phone(page: Page) -> None:
    """CSS that stacks cells takes their meaning away, so the roles are written out."""
    roles = {"table": "table", "thead": "rowgroup", "tbody": "rowgroup", "tr": "row", "td": "cell"}

    for tag, role in roles.items():
        assert {e.attributes.get("role") for e in page.all(tag)} == {role}
    assert all(
        td.attributes.get("data-label") or "todo" in td.attributes["class"] for td in page.all("td")
    )


def test_every_link_within_the_page_arrives(page: Page) -> None:
    """Targets are there, once each."""
    ids = [e.attributes["id"] for e in page.elements if "id" in e.attributes]
    links = [a.attributes["href"][1:] for a in page.all("a") if a.attributes["href"][0] == "#"]

    assert len(set(ids)) == len(ids)
    assert set(links) <= set(ids)
    assert {"sites", "steps-A", "steps-B"} <= set(links)


def luminance(colour: str) -> float:
    """Give the relative luminance, as WCAG 2.2 defines it."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("text", ["ink", "soft", "accent"])
@pytest.mark.parametrize("ground", ["#ffffff", "tint", "warn"])
def test_text_stands_out_from_its_ground(text: str, ground: str) -> None:
    """Every colour of text has a contrast of 4.5 to 1 on every ground."""
    colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", TEMPLATE))
    light, dark = luminance(colours.get(ground, ground)), luminance(colours[text])

    assert (light + 0.05) / (dark + 0.05) >= 4.5
