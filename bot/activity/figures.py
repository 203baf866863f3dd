"""The figures of an area, summed over its sites: what the activity slides of autumn 2020 show."""

from __future__ import annotations

from dataclasses import dataclass

from bot.activity.model import Setting


@dataclass(frozen=True)
class AreaFigures:
    """Sums over the sites of one area and one setting, and the shares drawn from them.

    A site is onboarded when it has an individual account or a shared mailbox, and active when at
    least one of its users is. Every inactive account counts as at risk of being removed: that is
    how all 16 rows of the slides are reckoned.

    Args:
        setting: care homes or home care.
        sites: all sites in the report.
        onboarded_sites: those with an individual account or a shared mailbox.
        sites_with_accounts: those with an individual account; `active_sites` is a share of these.
        active_sites: those with an active user.
        accounts: individual accounts.
        active_users: those that are active.
    """

    setting: Setting
    sites: int
    onboarded_sites: int
    sites_with_accounts: int
    active_sites: int
    accounts: int
    active_users: int

    @property
    def inactive_users(self) -> int:
        """Give the accounts that are not active, which are the accounts at risk."""
        return self.accounts - self.active_users

    @property
    def active_sites_pct(self) -> float | None:
        """Give the active sites in percent of those with accounts; None where there is none."""
        return _percent(self.active_sites, self.sites_with_accounts)

    @property
    def user_activity_pct(self) -> float | None:
        """Give the active users in percent of the accounts; None where there is none."""
        return _percent(self.active_users, self.accounts)

    @property
    def onboarded_pct(self) -> float | None:
        """Give the onboarded sites in percent of all sites; None where there is none."""
        return _percent(self.onboarded_sites, self.sites)


def _percent(part: int, whole: int) -> float | None:
    return 100 * part / whole if whole else None
