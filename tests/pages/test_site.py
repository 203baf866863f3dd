"""Which pages there are, and how each is sent."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from bot.knowledge.catalogue import Catalogue, load_catalogue
from bot.pages.site import WIDGET, MissingFileError, Page, pages
from tests.knowledge.folder import edit
from tests.pages.reading import html_paths, read

DAY = dt.date(2026, 12, 1)
FIXED = {"/answers", "/chat", "/embed", "/accessibility", "/privacy", "/404"}
FILES = {
    "/pages.css": "text/css; charset=utf-8",
    "/widget.js": "text/javascript; charset=utf-8",
    "/widget.css": "text/css; charset=utf-8",
}


def etags(site: dict[str, Page]) -> dict[str, str]:
    """Give the ETag of each page."""
    return {path: page.etag for path, page in site.items()}


def test_every_topic_has_its_page(site: dict[str, Page], real: Catalogue) -> None:
    """Nothing is missing and nothing else is there."""
    topics = {f"/answers/{topic}" for topic in real.topics}

    assert len(topics) > 50
    assert site.keys() == topics | FIXED | FILES.keys()


def test_types_are_named(site: dict[str, Page]) -> None:
    """A browser that may not guess is told what each path is."""
    assert {path: site[path].content_type for path in FILES} == FILES
    assert {site[path].content_type for path in FIXED} == {"text/html; charset=utf-8"}


def test_the_widget_is_sent_as_it_is(site: dict[str, Page]) -> None:
    """The bytes are those of the widget's files."""
    assert site["/widget.js"].content == (WIDGET / "care-chat.js").read_bytes()
    assert site["/widget.css"].content == (WIDGET / "care-chat.css").read_bytes()


def test_a_missing_widget_is_said(small: Catalogue, tmp_path: Path) -> None:
    """The error names the file and what to do."""
    with pytest.raises(MissingFileError) as raised:
        pages(small, tmp_path)

    assert str(raised.value) == (
        f"{tmp_path / 'care-chat.js'} cannot be read: No such file or directory. The website"
        " cannot be shown without it; restore it from the repository."
    )


def test_etags_are_those_of_http(site: dict[str, Page]) -> None:
    """Each is strong and quoted, and no two pages share one."""
    assert all(re.fullmatch(r'"[0-9a-f]{32}"', etag) for etag in etags(site).values())
    assert len(set(etags(site).values())) == len(site)


def test_etags_stay_while_the_content_stays(folder: Path, small: Catalogue) -> None:
    """Another process that reads the same files, on another day, gives the same ETags."""
    first = etags(pages(small, today=DAY))
    second = pages(load_catalogue(folder), today=DAY + dt.timedelta(days=1))

    assert etags(second) == first


def test_etags_change_with_the_content(folder: Path, small: Catalogue) -> None:
    """A changed answer changes the ETag of its page, and of no other."""
    first = etags(pages(small, today=DAY))
    edit(folder / "topics" / "sign_in" / "locked.md", "Wait 30 minutes.", "Wait 40 minutes.")
    second = etags(pages(load_catalogue(folder), today=DAY))

    assert {path for path in first if first[path] != second[path]} == {"/answers/locked"}


def test_the_privacy_page_says_how_long(small: Catalogue) -> None:
    """The days are those of this installation."""
    site = pages(small, kept_days=7)

    assert "Conversations are kept for up to 7 days." in read(site["/privacy"]).text


def test_who_runs_it_is_named(folder: Path) -> None:
    """The name given once stands on both pages that need it."""
    path = folder / "pages.yml"
    text = re.sub(r"(?m)^operator: .*$", "operator: Zedton Council runs it.", path.read_text())
    path.write_text(text, encoding="utf-8")
    site = pages(load_catalogue(folder))

    for page in ("/privacy", "/accessibility"):
        assert "Zedton Council runs it." in read(site[page]).text


def test_only_the_chat_has_a_script(site: dict[str, Page]) -> None:
    """One tag embeds the widget; every other page is read without JavaScript."""
    scripts = {path: read(site[path]).all("script") for path in html_paths(site)}

    assert [path for path, found in scripts.items() if found] == ["/chat"]
    assert [e.attributes for e in scripts["/chat"]] == [{"src": "/widget.js", "defer": ""}]


def test_the_chat_page_helps_without_javascript(site: dict[str, Page]) -> None:
    """It leads to the answers, and gives the helpdesk's phone number."""
    page = read(site["/chat"])

    assert "The chat needs JavaScript." in page.text
    assert {"/answers", "tel:03332001133"} <= {a.attributes["href"] for a in page.all("a")}


def test_the_page_on_embedding_shows_5_lines(site: dict[str, Page]) -> None:
    """The lines to copy have all attributes, and each is explained."""
    page = read(site["/embed"])
    (code,) = page.all("pre")
    lines = "".join(code.words).strip().splitlines()
    names = set(re.findall(r"data-[a-z]+", "".join(code.words)))
    explained = {e.text for e in page.all("code")} - {code.text}

    assert len(lines) == 5
    assert names == {"data-title", "data-colour", "data-greeting", "data-position"}
    assert names <= explained
