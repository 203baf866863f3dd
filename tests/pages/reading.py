"""Read pages as a browser would."""

from __future__ import annotations

from collections.abc import Mapping

from bot.pages.site import Page
from tests.reports.page_reader import Page as ReadPage


def read(page: Page) -> ReadPage:
    """Take a page apart."""
    return ReadPage(page.content.decode())


def html_paths(site: Mapping[str, Page]) -> list[str]:
    """Give the paths of the pages that people read."""
    return [path for path, page in site.items() if page.content_type.startswith("text/html")]
