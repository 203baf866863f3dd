"""A small, invented knowledge folder, and small steps to break it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bot.knowledge.problems import KnowledgeError, Problem
from bot.settings import PROJECT

DOMAIN = PROJECT / "domain.yml"

SOURCES = """\
guide-2018:
  title: Guide for invented care homes
  publisher: Invented Digital
  date: "2018-03"
  sections:
    - Passwords
    - Locked accounts
    - title: Figures of an area
      answered_by: area_activity
policy-2024:
  title: Invented password policy
  publisher: Invented support site
  date: "2024-06-27"
  url: https://example.org/policy
page-2023:
  title: Invented starter page
  publisher: Invented support site
  date: "2023"
  approximate: true
  url: https://example.org/page
"""

CONTACTS = """\
helpdesk:
  name: Invented helpdesk
  phone: 07700 900123
  phone_options: choose option 1
  email: desk@example.org
  hours: 9am to 5pm
  region: Dorset
  sources: [policy-2024]
  checked: 2026-11-22
office:
  name: Invented office
  phone: 07700 900456
  sources: [policy-2024]
  checked: 2026-11-22
"""

THEMES = """\
sign_in: Logging in
mailbox: The shared mailbox
nothing_yet: A theme without topics
"""

RESET = """\
---
title: Reset a password
label: I forgot my password
sources:
  - {source: guide-2018, section: Passwords}
checked: 2026-11-22
review_by: 2027-05-22
related: [locked]
older: Guides from 2018 give another address. Use {helpdesk.email}.
email:
  to: helpdesk
  subject: Password reset for {helpdesk.name}
  body: |
    Please reset my password. I phoned {helpdesk.phone}.

    Name: [your name]
---

Phone {helpdesk.phone}.

## More

Write to {helpdesk.email}.
"""
"""A topic that uses everything. Line 1 is the first ---, line 19 the reply, line 23 the rest."""

LOCKED = """\
---
title: A locked account
label: I am locked out
sources:
  - {source: policy-2024}
  - {source: guide-2018, section: Locked accounts}
checked: 2026-11-22
review_by: 2027-11-22
related: [reset, share]
---
Wait 30 minutes.
"""

SHARE = """\
---
title: Share a mailbox
label: We share a mailbox
sources:
  - {source: page-2023}
checked: 2026-11-22
review_by: 2027-11-22
related: [reset]
---
Ask the owner.
"""


def small_folder(root: Path) -> Path:
    """Write the invented folder, with the real phrases."""
    folder = root / "knowledge"
    real = PROJECT / "knowledge" / "phrases.yml"
    for name, text in {
        "sources.yml": SOURCES,
        "contacts.yml": CONTACTS,
        "themes.yml": THEMES,
        "phrases.yml": real.read_text(encoding="utf-8"),
        "topics/sign_in/reset.md": RESET,
        "topics/sign_in/locked.md": LOCKED,
        "topics/mailbox/share.md": SHARE,
    }.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def changed(text: str, old: str, new: str) -> str:
    """Replace what stands exactly once in a text."""
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the text"
    return text.replace(old, new)


def edit(path: Path, old: str, new: str) -> None:
    """Replace what stands exactly once in a file."""
    path.write_text(changed(path.read_text(encoding="utf-8"), old, new), encoding="utf-8")


def line_with(path: Path, text: str) -> int:
    """Give the line, from 1, that alone holds a text."""
    lines = path.read_text(encoding="utf-8").splitlines()
    (found,) = [number for number, line in enumerate(lines, 1) if text in line]
    return found


def only_problem(error: KnowledgeError) -> Problem:
    """Give the problem of an error that has one."""
    (problem,) = error.problems
    return problem


def real_domain() -> dict[str, Any]:
    """Read domain.yml of the project, by itself."""
    loaded: dict[str, Any] = YAML(typ="safe").load(DOMAIN)
    return loaded
