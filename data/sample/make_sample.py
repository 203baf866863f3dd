"""Make the sample activity reports: invented sites whose sums are those of the published slides.

Run it with `python data/sample/make_sample.py`; README.md beside it tells what the files hold.
The same files come out each time.
"""

from __future__ import annotations

import csv
import datetime as dt
import random
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from invented_names import ods_codes, site_names

REGION = "North East and Yorkshire"
WEST_YORKSHIRE = "West Yorkshire and Harrogate"
ELSEWHERE = "Elsewhere in North East and Yorkshire"
ELSEWHERE_CCG = "Sample Elsewhere CCG"
CARE_HOME = "Care Home"
HOME_CARE = "Home Care"
REPORT_DATE = dt.date(2020, 11, 27)
EARLIER_DATE = dt.date(2020, 10, 30)
HEADER = [
    "ODS Code", "Organisation Name", "CCG", "STP", "NHS Region", "Care Home / Home Care",
    "DSPT Status", "Date Of Publication", "SMB Status", "Users", "AUP Accepted", "AUP %",
    "Users.Active", "User Activity %",
]  # fmt: skip


@dataclass(frozen=True)
class Plan:
    """How many sites and accounts one area has in one setting."""

    ccg: str
    setting: str
    active_sites: int
    sites_with_accounts: int
    active_users: int
    inactive_users: int
    mailbox_only: int
    not_onboarded: int


# Users are the slides' own figures. Sites are invented numbers that give the slides' percentages;
# mailbox_only is above 0 where the onboarding percentage cannot be had otherwise.
# The last two rows are the region's figures less those of the six CCGs.
PLANS = [
    Plan("Bradford Districts CCG", CARE_HOME, 57, 106, 74, 132, 0, 13),
    Plan("Bradford Districts CCG", HOME_CARE, 15, 49, 21, 100, 0, 28),
    Plan("Calderdale CCG", CARE_HOME, 20, 40, 25, 53, 0, 4),
    Plan("Calderdale CCG", HOME_CARE, 7, 25, 8, 36, 1, 16),
    Plan("Greater Huddersfield CCG", CARE_HOME, 47, 65, 63, 81, 0, 2),
    Plan("Greater Huddersfield CCG", HOME_CARE, 10, 35, 10, 64, 0, 5),
    Plan("Leeds CCG", CARE_HOME, 78, 123, 111, 162, 0, 1),
    Plan("Leeds CCG", HOME_CARE, 44, 76, 65, 94, 0, 34),
    Plan("North Kirklees CCG", CARE_HOME, 44, 71, 50, 97, 8, 2),
    Plan("North Kirklees CCG", HOME_CARE, 6, 20, 7, 35, 2, 1),
    Plan("Wakefield CCG", CARE_HOME, 26, 51, 32, 85, 0, 18),
    Plan("Wakefield CCG", HOME_CARE, 14, 25, 21, 32, 1, 21),
    Plan(ELSEWHERE_CCG, CARE_HOME, 663, 1000, 1140, 1414, 6, 54),
    Plan(ELSEWHERE_CCG, HOME_CARE, 204, 421, 359, 821, 4, 96),
]
TWIN_CCGS = ("Leeds CCG", "Wakefield CCG")
"""Where the two care homes of one name are."""

# A site of each scenario with accounts, as (users, AUP accepted, active), with as few active
# users as the scenario takes. The last one in use needs two.
IN_USE = [(2, 0, 1), (2, 1, 1), (1, 1, 1), (3, 2, 1), (2, 2, 1), (2, 2, 2)]
NOT_IN_USE = [(2, 0, 0), (2, 2, 0), (2, 1, 0)]
USUAL_USERS = 4
MOST_USERS = 10

# Of the figures of the earlier report: the share of sites, or of users, that changed since.
FATES = {"absent": 0.03, "not onboarded": 0.04, "one fewer": 0.15, "same": 0.78}
ACCEPTED_SINCE = 0.15
FIRST_USED_SINCE = 0.1
LAPSED_SINCE = 0.1

DSPT = {
    "20/21 Standards Met": (dt.date(2020, 10, 1), REPORT_DATE),
    "20/21 Entry Level": (dt.date(2020, 10, 1), REPORT_DATE),
    "19/20 Standards Met": (dt.date(2019, 12, 2), dt.date(2020, 9, 30)),
    "19/20 Entry Level": (dt.date(2019, 12, 2), dt.date(2020, 9, 30)),
}
NOT_PUBLISHED = "Not Published"

PREFIXES = {CARE_HOME: ["VLZ", "VMZ"], HOME_CARE: ["VNZ"]}
KINDS = {
    CARE_HOME: ["Court", "Grange", "House", "Lodge", "Manor"],
    HOME_CARE: ["Care at Home", "Home Care", "Visiting Care"],
}


@dataclass(frozen=True)
class Site:
    """One row of the report, before it is written."""

    plan: Plan
    users: int = 0
    aup: int = 0
    active: int = 0
    mailbox: str = "None"
    dspt_status: str = NOT_PUBLISHED
    dspt_date: dt.date | None = None
    code: str = ""
    name: str = ""


def dice(*purpose: object) -> random.Random:
    """Give a source of chance of its own to each purpose, so that one cannot disturb another."""
    return random.Random(f"sample report: {purpose}")  # noqa: S311 - nothing secret is drawn


def counts(plan: Plan, chance: random.Random) -> list[tuple[int, int, int]]:
    """Spread the plan's accounts over its sites, as (users, AUP accepted, active)."""
    # Where each active site has one active user only, none can be in the scenario that needs two.
    in_use = IN_USE if plan.active_users > plan.active_sites else IN_USE[:-1]
    fixed = in_use + NOT_IN_USE
    used_sites = plan.active_sites - len(in_use)
    unused_sites = plan.sites_with_accounts - plan.active_sites - len(NOT_IN_USE)
    active = [1] * used_sites + [0] * unused_sites
    users = [1] * len(active)
    most = [USUAL_USERS] * len(active)
    for large in chance.sample(range(len(most)), max(1, len(most) // 50)):
        most[large] = MOST_USERS
    for _ in range(plan.active_users - sum(active) - sum(site[2] for site in fixed)):
        site = with_room(range(used_sites), users, most, chance)
        active[site] += 1
        users[site] += 1
    accounts = plan.active_users + plan.inactive_users
    for _ in range(accounts - sum(users) - sum(site[0] for site in fixed)):
        users[with_room(range(len(users)), users, most, chance)] += 1
    spread = [
        (total, accepted(total, used, chance), used)
        for total, used in zip(users, active, strict=True)
    ]
    return chance.sample(fixed + spread, plan.sites_with_accounts)


def with_room(sites: range, users: list[int], most: list[int], chance: random.Random) -> int:
    """Draw a site that can take one more user, the large ones more often."""
    room = [site for site in sites if users[site] < most[site]]
    return chance.choices(room, [most[site] for site in room])[0]


def accepted(users: int, active: int, chance: random.Random) -> int:
    """Draw how many users accepted the policy: likely all or the active ones, but any number."""
    return chance.choice([0, users, users, active, chance.randint(0, users)])


def sites_of(plan: Plan) -> Iterator[Site]:
    """Give the sites of a plan, still without code and name."""
    chance = dice("sites", plan.ccg, plan.setting)
    for users, aup, active in counts(plan, chance):
        mailboxes = ["Active"] * (30 if active else 10) + ["Inactive"] * 4 + ["None"]
        yield with_dspt(Site(plan, users, aup, active, chance.choice(mailboxes)), chance)
    for mailbox in ["Inactive"] * plan.mailbox_only + ["None"] * plan.not_onboarded:
        yield with_dspt(Site(plan, mailbox=mailbox), chance)


def with_dspt(site: Site, chance: random.Random) -> Site:
    """Draw the site's toolkit status and the day of it."""
    onboarded = site.users or site.mailbox != "None"
    status = chance.choice([*DSPT, *[NOT_PUBLISHED] * (1 if onboarded else 8)])
    if status == NOT_PUBLISHED:
        return site
    first, last = DSPT[status]
    day = first + dt.timedelta(days=chance.randint(0, (last - first).days))
    return replace(site, dspt_status=status, dspt_date=day)


def sites_in(setting: str) -> list[Site]:
    """Give each site of a setting its code and name; one pair of care homes shares its name."""
    sites = [site for plan in PLANS if plan.setting == setting for site in sites_of(plan)]
    chance = dice("names", setting)
    codes = ods_codes(PREFIXES[setting], len(sites), chance)
    names = site_names(KINDS[setting], len(sites), chance)
    if setting == CARE_HOME:
        ccgs = [site.plan.ccg for site in sites]
        first, second = (ccgs.index(ccg) for ccg in TWIN_CCGS)
        names[second] = names[first]
    return [
        replace(site, code=code, name=name)
        for site, code, name in zip(sites, codes, names, strict=True)
    ]


def earlier(sites: Iterable[Site]) -> Iterator[Site]:
    """Tell the sites' figures four weeks before; some sites were not in the report yet."""
    for site in sites:
        chance = dice("earlier", site.code)
        fate = chance.choices([*FATES], [*FATES.values()])[0]
        before = site
        if site.dspt_date and site.dspt_date > EARLIER_DATE:
            before = replace(site, dspt_status=NOT_PUBLISHED, dspt_date=None)
        if fate == "not onboarded":
            yield replace(before, users=0, aup=0, active=0, mailbox="None")
        elif fate != "absent":
            yield with_earlier_users(before, chance, fewer=fate == "one fewer")


def with_earlier_users(site: Site, chance: random.Random, *, fewer: bool) -> Site:
    """Draw how many users a site had, how many had accepted the policy and how many were active."""
    if not site.users:
        return site
    users = max(1, site.users - fewer)
    aup = min(users, max(0, site.aup - (chance.random() < ACCEPTED_SINCE)))
    active = site.active
    active -= sum(chance.random() < FIRST_USED_SINCE for _ in range(site.active))
    active += sum(chance.random() < LAPSED_SINCE for _ in range(site.users - site.active))
    return replace(site, users=users, aup=aup, active=min(users, active))


def percent(part: int, whole: int) -> str:
    """Write a share as the report does, halves rounded up; blank where there is no account."""
    return f"{(200 * part + whole) // (2 * whole)}%" if whole else ""


def cells(site: Site) -> list[str | int]:
    """Give the site's row in the order of HEADER."""
    plan = site.plan
    stp = ELSEWHERE if plan.ccg == ELSEWHERE_CCG else WEST_YORKSHIRE
    published = f"{site.dspt_date:%d/%m/%Y}" if site.dspt_date else ""
    return [
        site.code, site.name, plan.ccg, stp, REGION, plan.setting, site.dspt_status, published,
        site.mailbox, site.users, site.aup, percent(site.aup, site.users),
        site.active, percent(site.active, site.users),
    ]  # fmt: skip


def write(folder: Path, date: dt.date, sites: Iterable[Site]) -> None:
    """Write one report, sorted by ODS code."""
    path = folder / f"nhsmail-activity-{date}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(cells(site) for site in sorted(sites, key=lambda site: site.code))


def main(folder: Path) -> None:
    """Write both reports into the folder."""
    sites = sites_in(CARE_HOME) + sites_in(HOME_CARE)
    write(folder, REPORT_DATE, sites)
    write(folder, EARLIER_DATE, earlier(sites))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else Path(__file__).parent)
