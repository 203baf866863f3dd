"""The figures of areas are the sums of their sites."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.activity.figures import AreaFigures
from bot.activity.model import Setting, SharedMailbox, SiteRow
from bot.activity.store import (
    Added,
    AreaLevel,
    Snapshot,
    Store,
    add_snapshot,
    area_figures,
    area_names,
    area_parts,
    forget_snapshot,
    sites_at_risk,
)
from tests.activity.store.invented import DECEMBER, NOVEMBER, report, site


def added(store: Store, *sites: SiteRow) -> Snapshot:
    """Import a report of November and give its snapshot."""
    result = add_snapshot(store, report(NOVEMBER, sites))
    assert isinstance(result, Added)
    return result.snapshot


@pytest.fixture
def two_regions(store: Store) -> Snapshot:
    """Two regions; the first has two partnerships, of which the first has two CCGs."""
    places = [
        ("North Vale CCG", "Vale", "North"),
        ("south vale CCG", "Vale", "North"),
        ("Moor CCG", "Moor", "North"),
        ("Fen CCG", "Fen", "East"),
        (None, "Fen", "East"),
        (None, None, None),
    ]
    return added(
        store,
        *(
            site(f"VLZ{number}", ccg=ccg, ics=ics, region=region)
            for number, (ccg, ics, region) in enumerate(places)
        ),
    )


def test_the_names_of_the_areas(store: Store, two_regions: Snapshot) -> None:
    """Each level has its names once; sites without one add none."""
    assert area_names(store, two_regions) == {
        AreaLevel.CCG: ["Fen CCG", "Moor CCG", "North Vale CCG", "south vale CCG"],
        AreaLevel.ICS: ["Fen", "Moor", "Vale"],
        AreaLevel.REGION: ["East", "North"],
    }


def test_names_are_those_of_one_snapshot(store: Store, two_regions: Snapshot) -> None:
    """Areas that only another snapshot has are not among them."""
    other = add_snapshot(store, report(DECEMBER, [site(ccg="Later CCG")]))

    assert isinstance(other, Added)
    assert area_names(store, other.snapshot)[AreaLevel.CCG] == ["Later CCG"]
    assert "Later CCG" not in area_names(store, two_regions)[AreaLevel.CCG]


def test_the_parts_of_an_area(store: Store, two_regions: Snapshot) -> None:
    """A region has partnerships, a partnership has CCGs, a CCG has no parts."""
    assert area_parts(store, AreaLevel.REGION, "North", two_regions) == ["Moor", "Vale"]
    assert area_parts(store, AreaLevel.ICS, "Vale", two_regions) == [
        "North Vale CCG",
        "south vale CCG",
    ]
    assert area_parts(store, AreaLevel.ICS, "Fen", two_regions) == ["Fen CCG"]
    assert area_parts(store, AreaLevel.CCG, "Fen CCG", two_regions) == []


def test_an_unknown_area_has_nothing(store: Store, two_regions: Snapshot) -> None:
    """A name is meant on its own level: a partnership's is no region's."""
    assert area_figures(store, AreaLevel.REGION, "Vale", two_regions) == []
    assert area_parts(store, AreaLevel.REGION, "Vale", two_regions) == []
    assert sites_at_risk(store, AreaLevel.REGION, "Vale", two_regions) == []


def test_the_figures_of_an_area(store: Store) -> None:
    """Sites with a mailbox only are onboarded, and those without an account have no active user."""
    places = {"ccg": "Vale CCG"}
    snapshot = added(
        store,
        site("VLZ1", accounts=3, active=2, **places),
        site("VLZ2", accounts=2, aup_accepted=0, active=0, **places),
        site("VLZ3", accounts=0, aup_accepted=0, active=0, **places),
        site(
            "VLZ4",
            accounts=0,
            aup_accepted=0,
            active=0,
            shared_mailbox=SharedMailbox.INACTIVE,
            **places,
        ),
        site(
            "VLZ5",
            accounts=0,
            aup_accepted=0,
            active=0,
            shared_mailbox=SharedMailbox.NONE,
            **places,
        ),
        site("VLZ6", setting=Setting.HOME_CARE, accounts=1, active=1, **places),
        site("VLZ7", accounts=9, active=9, ccg="Other CCG"),
    )

    assert area_figures(store, AreaLevel.CCG, "Vale CCG", snapshot) == [
        AreaFigures(
            setting=Setting.CARE_HOME,
            sites=5,
            onboarded_sites=3,
            sites_with_accounts=2,
            active_sites=1,
            accounts=5,
            active_users=2,
        ),
        AreaFigures(
            setting=Setting.HOME_CARE,
            sites=1,
            onboarded_sites=1,
            sites_with_accounts=1,
            active_sites=1,
            accounts=1,
            active_users=1,
        ),
    ]


@st.composite
def any_sites(draw: st.DrawFn) -> list[SiteRow]:
    """Give up to 20 sites in up to four CCGs."""
    sites = []
    for number in range(draw(st.integers(1, 20))):
        accounts = draw(st.integers(0, 4))
        sites.append(
            site(
                f"VLZ{number}",
                name=draw(st.sampled_from(["Ash", "beech", "Cedar"])),
                setting=draw(st.sampled_from(Setting)),
                accounts=accounts,
                aup_accepted=0,
                active=draw(st.integers(0, accounts)),
                shared_mailbox=draw(st.sampled_from(SharedMailbox)),
                ccg=draw(st.sampled_from(["A", "B", "C", None])),
            )
        )
    return sites


def summed(setting: Setting, sites: list[SiteRow]) -> AreaFigures:
    """Sum sites one by one, as the meaning of each figure says."""
    has_mailbox = (SharedMailbox.ACTIVE, SharedMailbox.INACTIVE)
    return AreaFigures(
        setting=setting,
        sites=len(sites),
        onboarded_sites=len([s for s in sites if s.accounts or s.shared_mailbox in has_mailbox]),
        sites_with_accounts=len([s for s in sites if s.accounts]),
        active_sites=len([s for s in sites if s.active]),
        accounts=sum(s.accounts for s in sites),
        active_users=sum(s.active for s in sites),
    )


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(sites=any_sites())
def test_the_database_sums_as_one_would_by_hand(store: Store, sites: list[SiteRow]) -> None:
    """For any sites, the figures of each CCG and setting are the sums of its sites."""
    snapshot = added(store, *sites)

    found = {name: area_figures(store, AreaLevel.CCG, name, snapshot) for name in "ABC"}
    forget_snapshot(store, NOVEMBER)

    for name in "ABC":
        inside = [s for s in sites if s.ccg == name]
        by_setting = {kind: [s for s in inside if s.setting is kind] for kind in Setting}
        assert found[name] == [summed(kind, each) for kind, each in by_setting.items() if each]


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(sites=any_sites())
def test_all_sites_at_risk_and_no_others(store: Store, sites: list[SiteRow]) -> None:
    """For any sites, those of the CCG with an inactive account are listed, and each once."""
    snapshot = added(store, *sites)

    found = sites_at_risk(store, AreaLevel.CCG, "A", snapshot)
    forget_snapshot(store, NOVEMBER)

    expected = [s for s in sites if s.ccg == "A" and s.active < s.accounts]
    assert sorted(found, key=repr) == sorted(expected, key=repr)


def test_the_worst_come_first(store: Store) -> None:
    """Nobody active weighs more than the number at risk, and that more than the name."""
    snapshot = added(
        store,
        site("VLZ1", name="Nine of ten", accounts=10, active=1, ccg="A"),
        site("VLZ2", name="ash, one of two", accounts=2, active=1, ccg="A"),
        site("VLZ3", name="Beech, one of two", accounts=2, active=1, ccg="A"),
        site("VLZ4", name="None of one", accounts=1, active=0, ccg="A"),
        site("VLZ5", name="None of two", accounts=2, active=0, ccg="A"),
        site("VLZ6", name="All", accounts=2, active=2, ccg="A"),
    )

    found = sites_at_risk(store, AreaLevel.CCG, "A", snapshot)

    assert [row.ods_code for row in found] == ["VLZ5", "VLZ4", "VLZ1", "VLZ2", "VLZ3"]
    assert found[0].ccg == "A"
