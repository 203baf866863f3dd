"""Replies of each kind, as the assistant gives them. Sites and figures are invented."""

from __future__ import annotations

from typing import Any

from tests.widget.fake_service import Reply, plain_reply

SOURCES = [
    {"title": "Access policy", "date": "27 July 2023", "url": "https://support.example/policy"},
    {"title": "Guide for care homes", "date": "about 2021", "url": None},
]


def answer(**changes: Any) -> Reply:
    """Give an answer with everything that one can have."""
    custom = {
        "kind": "answer",
        "topic": "password_reset",
        "title": "Reset a forgotten password",
        "checked": "2026-11-22",
        "sources": SOURCES,
        "older": "Guides from 2018 give another address. Use helpdesk@example.net.",
        "page": "/answers/password_reset",
        "email": {
            "to": "helpdesk@example.net",
            "subject": "Reset a password",
            "body": "Please reset this password.\n\nAddress: [address of the mailbox]\n",
        },
        "related": ["account_locked", "password_rules"],
        "alternatives": [],
    }
    text = (
        "You can set a new password yourself if your mobile number is known.\n\n"
        "1. Open the [NHSmail portal](https://portal.example/).\n"
        "2. Select **Forgotten password**.\n"
        "3. Type the code from the text message."
    )
    buttons = [
        {"title": "My account is locked", "payload": "/account_locked"},
        {"title": "Rules for passwords", "payload": "/password_rules"},
    ]
    return plain_reply(text, buttons, **{**custom, **changes})


def choices() -> Reply:
    """Give three choices."""
    titles = ["I forgot my password", "My account is locked", "Something else"]
    buttons = [{"title": title, "payload": f"/choice_{n}"} for n, title in enumerate(titles)]
    text = "I am not sure what you mean. Choose the one that fits:"
    return plain_reply(text, buttons, kind="choices", topics=["password_reset", "account_locked"])


def site() -> Reply:
    """Give a site whose figures changed since the report before."""
    figures = {
        "accounts": 5,
        "aup_accepted": 4,
        "active": 1,
        "inactive": 4,
        "setting": "care_home",
        "shared_mailbox": "active",
    }
    actions = ["Log in with each account.", "Ask the helpdesk to remove accounts of leavers."]
    return plain_reply(
        "Vale Lodge (V L Z 2 A), report of 1 October 2026.\n\n"
        f"1 of 5 accounts is in use. {actions[0]}\n\n1. {actions[1]}",
        [{"title": "What inactive means", "payload": "/inactivity_policy"}],
        kind="site",
        ods_code="VLZ2A",
        name="Vale Lodge",
        scenario="some_active",
        snapshot="2026-10-01",
        sample=True,
        urgent=True,
        figures=figures,
        before={"snapshot": "2026-07-01", "figures": {**figures, "active": 3, "inactive": 2}},
        actions=actions,
        checked="2026-11-22",
        sources=SOURCES[:1],
        older=None,
    )


def area() -> Reply:
    """Give an area with two settings."""

    def setting(name: str, active: int, inactive: int) -> dict[str, Any]:
        return {
            "setting": name,
            "active_sites_pct": 71.2,
            "user_activity_pct": 100 * active / (active + inactive),
            "active_users": active,
            "inactive_users": inactive,
            "at_risk": inactive,
            "individual_accounts": active + inactive,
            "onboarded_pct": None,
        }

    return plain_reply(
        "North Vale, activity report of 1 October 2026.\n\nCare homes:\n\n- active sites: 71%",
        kind="area",
        area="North Vale",
        snapshot="2026-10-01",
        sample=False,
        settings=[setting("care_home", 1204, 310), setting("home_care", 212, 188)],
    )
