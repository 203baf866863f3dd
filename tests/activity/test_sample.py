"""The sample activity reports add up to the published slides."""

from __future__ import annotations

import csv
import datetime as dt
import re
import subprocess
import sys
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from bot.activity.figures import AreaFigures
from bot.activity.model import Setting
from bot.activity.scenario import Scenario, classify

Row = dict[str, str]

SAMPLE = Path(__file__).parents[2] / "data" / "sample"
LATER, EARLIER = "nhsmail-activity-2020-11-27.csv", "nhsmail-activity-2020-10-30.csv"
HEADER = (
    "ODS Code,Organisation Name,CCG,STP,NHS Region,Care Home / Home Care,DSPT Status,"
    "Date Of Publication,SMB Status,Users,AUP Accepted,AUP %,Users.Active,User Activity %"
)
SETTINGS = {"Care Home": Setting.CARE_HOME, "Home Care": Setting.HOME_CARE}

# What the slides say otherwise than their own counts do, and what those counts give.
WEST_YORKSHIRE = "West Yorkshire and Harrogate"
KNOWN_FAULTS = {
    # The home care of the six CCGs has one account more than the row of them all.
    (WEST_YORKSHIRE, "home care", "inactive_users"): 361,
    (WEST_YORKSHIRE, "home care", "at_risk"): 361,
    (WEST_YORKSHIRE, "home care", "individual_accounts"): 493,
    # These four do not follow from the active and inactive users beside them.
    ("Bradford Districts CCG", "care home", "user_activity_pct"): 36,
    ("Calderdale CCG", "care home", "user_activity_pct"): 32,
    ("North Kirklees CCG", "care home", "user_activity_pct"): 34,
    ("Wakefield CCG", "care home", "user_activity_pct"): 27,
}


def read(name: str) -> list[Row]:
    """Read a file of the sample's folder."""
    with (SAMPLE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


DECK = read("deck_figures.csv")
SITES = read(LATER)


def figures(area: str, setting: str, sites: list[Row] = SITES) -> AreaFigures:
    """Sum the sites of a CCG, an STP or the region."""
    inside = [
        site
        for site in sites
        if area in (site["CCG"], site["STP"], site["NHS Region"])
        and site["Care Home / Home Care"].lower() == setting
    ]
    return AreaFigures(
        setting=SETTINGS[setting.title()],
        sites=len(inside),
        onboarded_sites=sum(
            site["Users"] != "0" or site["SMB Status"] != "None" for site in inside
        ),
        sites_with_accounts=sum(site["Users"] != "0" for site in inside),
        active_sites=sum(site["Users.Active"] != "0" for site in inside),
        accounts=sum(int(site["Users"]) for site in inside),
        active_users=sum(int(site["Users.Active"]) for site in inside),
    )


def rounded(number: float | None, step: str) -> Decimal:
    """Round as the slides do, halves up."""
    return Decimal(str(number)).quantize(Decimal(step), ROUND_HALF_UP)


def as_on_the_slides(area: AreaFigures) -> dict[str, Decimal]:
    """Name the figures as the columns of the slides' table, rounded as they are there."""
    return {
        "active_sites_pct": rounded(area.active_sites_pct, "0.1"),
        "user_activity_pct": rounded(area.user_activity_pct, "1"),
        "active_users": Decimal(area.active_users),
        "inactive_users": Decimal(area.inactive_users),
        "at_risk": Decimal(area.inactive_users),
        "individual_accounts": Decimal(area.accounts),
        "onboarded_pct": rounded(area.onboarded_pct, "1"),
    }


def counts(site: Row) -> tuple[int, int, int]:
    """Give a site's accounts, how many of them accepted the policy and how many are active."""
    return int(site["Users"]), int(site["AUP Accepted"]), int(site["Users.Active"])


def scenario(site: Row) -> Scenario:
    """Tell which of the ten scenarios a site is in."""
    return classify(*counts(site))


def day(written: str) -> dt.date:
    """Read a date as the report writes it."""
    return dt.datetime.strptime(written, "%d/%m/%Y").date()


def readme_table(first_heading: str) -> list[list[str]]:
    """Give the rows of the README's table that begins with that heading."""
    lines = (SAMPLE / "README.md").read_text(encoding="utf-8").splitlines()
    start = next(at for at, line in enumerate(lines) if line.startswith(f"| {first_heading} |"))
    table = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        table.append([cell.strip() for cell in line.strip("|").split("|")])
    return table


def test_table_of_the_slides_is_whole():
    """The slides show eight areas, each with care homes and home care."""
    rows = {(row["area"], row["setting"]) for row in DECK}

    assert len(DECK) == len(rows) == 16
    assert {setting for _, setting in rows} == {"care home", "home care"}


@pytest.mark.parametrize("row", DECK, ids=lambda row: f"{row['area']}, {row['setting']}")
def test_sums_are_those_of_the_slides(row: Row):
    """Every figure comes out as published, but for the known faults of the source."""
    ours = as_on_the_slides(figures(row["area"], row["setting"]))

    differing = {
        column: value
        for column, value in ours.items()
        if row[column] and Decimal(row[column]) != value
    }

    assert differing == {
        column: value
        for (area, setting, column), value in KNOWN_FAULTS.items()
        if (area, setting) == (row["area"], row["setting"])
    }


@pytest.mark.parametrize("row", DECK, ids=lambda row: f"{row['area']}, {row['setting']}")
def test_user_activity_is_near_the_slides(row: Row):
    """Even where the slides do not follow from their counts, they are at most 1.1 points off."""
    ours = figures(row["area"], row["setting"])

    assert ours.user_activity_pct == pytest.approx(float(row["user_activity_pct"]), abs=1.1)


def test_every_row_of_the_slides_belongs_to_its_parent():
    """The sites of an area all lie in the area that the slides put it in."""
    for row in DECK:
        sites = [site for site in SITES if row["area"] in (site["CCG"], site["STP"])]
        parents = {value for site in sites for value in (site["STP"], site["NHS Region"])}

        assert not row["parent"] or row["parent"] in parents
        assert len(parents) == (2 if row["parent"] else 0)


def test_readme_lists_the_known_faults():
    """The README names each known fault, with the figure of the slides and that of the sample."""
    published = {(row["area"], row["setting"]): row for row in DECK}

    listed = {
        (area, setting, figure): (Decimal(slides), Decimal(sample))
        for area, setting, figure, slides, sample in readme_table("Area")
    }

    assert listed == {
        (area, setting, figure): (Decimal(published[area, setting][figure]), Decimal(value))
        for (area, setting, figure), value in KNOWN_FAULTS.items()
    }


def test_readme_shows_a_site_of_each_scenario():
    """The sites that the README offers to try are in the report, with those figures."""
    by_code = {site["ODS Code"]: site for site in SITES}
    offered = readme_table("ODS code")

    for code, name, *numbers, shown in offered:
        assert by_code[code]["Organisation Name"] == name
        assert counts(by_code[code]) == tuple(map(int, numbers))
        assert scenario(by_code[code]).value == shown

    assert {shown for *_, shown in offered} == {each.value for each in Scenario}


@pytest.mark.parametrize("setting", SETTINGS)
def test_every_scenario_occurs_in_every_ccg(setting: str):
    """Each CCG has all ten scenarios, save where each active site has one active user only."""
    missing = {site["CCG"]: set(Scenario) for site in SITES}
    for site in SITES:
        if site["Care Home / Home Care"] == setting:
            missing[site["CCG"]].discard(scenario(site))

    assert len(missing) == 7
    assert {ccg: left for ccg, left in missing.items() if left} == (
        {"Greater Huddersfield CCG": {Scenario.HEALTHY}} if setting == "Home Care" else {}
    )


@pytest.mark.parametrize("name", [LATER, EARLIER])
def test_rows_are_sound(name: str):
    """Each row is what the activity report would say of a site, and the counts fit together."""
    report_date = dt.date.fromisoformat(name[-14:-4])
    sites = read(name)

    assert (SAMPLE / name).read_text(encoding="utf-8").splitlines()[0] == HEADER
    for site in sites:
        users, accepted, active = counts(site)
        assert 0 <= max(accepted, active) <= users <= 10
        for part, share in ((accepted, site["AUP %"]), (active, site["User Activity %"])):
            whole = f"{rounded(float(Fraction(100 * part, users)), '1')}%" if users else ""
            assert share == whole
        assert site["SMB Status"] in ("Active", "Inactive", "None")
        assert site["Care Home / Home Care"] in SETTINGS
        published = site["Date Of Publication"]
        assert bool(published) == (site["DSPT Status"] != "Not Published")
        assert not published or day(published) <= report_date


@pytest.mark.parametrize("name", [LATER, EARLIER])
def test_sites_cannot_be_taken_for_real_ones(name: str):
    """Each code has a Z in it and fits the setting; each name says that it is a sample."""
    sites = read(name)
    codes = [site["ODS Code"] for site in sites]
    letters = {"Care Home": "LM", "Home Care": "N"}

    for site in sites:
        pattern = f"V[{letters[site['Care Home / Home Care']]}]Z[0-9ACDEFGHJKLMNPQRTVWXY]{{2}}"
        assert re.fullmatch(pattern, site["ODS Code"])
        assert re.fullmatch("Sample( [A-Z][a-z]+| at)+", site["Organisation Name"])
    assert len(set(codes)) == len(codes)
    assert sum(bool(set("01") & set(code)) for code in codes) < len(codes) / 20


def test_one_name_is_two_sites():
    """Exactly one name is shared, by two sites of different CCGs."""
    names = Counter(site["Organisation Name"] for site in SITES)
    shared = [site for site in SITES if names[site["Organisation Name"]] > 1]

    assert len(shared) == 2
    assert {site["CCG"] for site in shared} == {"Leeds CCG", "Wakefield CCG"}
    assert scenario(shared[0]) != scenario(shared[1])


def test_few_sites_are_large():
    """Some sites have five to ten accounts, yet they are the exception."""
    large = [site for site in SITES if int(site["Users"]) > 4]

    assert 0 < len(large) < len(SITES) / 50


def test_earlier_report_differs_enough_to_tell_change():
    """Four weeks before, sites and accounts were fewer, and every area's figures were other."""
    before = {site["ODS Code"]: site for site in read(EARLIER)}
    now = {site["ODS Code"]: site for site in SITES}
    areas = {(row["area"], row["setting"]) for row in DECK}

    assert before.keys() < now.keys()
    assert len(before) > 0.9 * len(now)
    assert all(int(site["Users"]) <= int(now[code]["Users"]) for code, site in before.items())
    assert any(site["Users"] == "0" != now[code]["Users"] for code, site in before.items())
    for area in areas:
        assert figures(*area) != figures(*area, sites=list(before.values()))


def test_script_makes_the_same_files_again(tmp_path: Path):
    """The kept reports are what the script writes, to the byte."""
    subprocess.run([sys.executable, SAMPLE / "make_sample.py", tmp_path], check=True)

    assert sorted(path.name for path in tmp_path.iterdir()) == [EARLIER, LATER]
    for name in (EARLIER, LATER):
        assert (tmp_path / name).read_bytes() == (SAMPLE / name).read_bytes()
