"""Whether everybody can read every page, and whether it is safe: what needs no browser."""

from __future__ import annotations

import re
from itertools import pairwise

from bot.pages.site import Page
from tests.pages.reading import html_paths, read


def test_headings_are_in_order(site: dict[str, Page]) -> None:
    """One heading of the first level, no level left out on the way down, and none is empty."""
    for path in html_paths(site):
        headings = read(site[path]).all("h1", "h2", "h3", "h4", "h5", "h6")
        levels = [int(e.tag[1]) for e in headings]

        assert levels[0] == 1, path
        assert levels.count(1) == 1, path
        assert all(after <= before + 1 for before, after in pairwise(levels)), path
        assert all(e.text for e in headings), path


def test_pages_have_language_landmarks_and_title(site: dict[str, Page]) -> None:
    """Screen readers find header, main part and footer; the title names page and website."""
    titles = []
    for path in html_paths(site):
        page = read(site[path])
        titles.append(page.all("title")[0].text)

        assert page.all("html")[0].attributes == {"lang": "en-GB"}, path
        assert [len(page.all(tag)) for tag in ("header", "main", "footer")] == [1, 1, 1], path
        assert titles[-1] == f"{page.all('h1')[0].text} - Care Mail Assistant"
        labels = [e.attributes.get("aria-label", "") for e in page.all("nav")]
        assert len(set(labels)) == len(labels), path
    assert len(set(titles)) == len(titles)


def test_the_first_link_skips_to_the_main_part(site: dict[str, Page]) -> None:
    """A keyboard does not have to go through the header on each page."""
    for path in html_paths(site):
        page = read(site[path])

        assert page.all("a")[0].attributes == {"class": "skip", "href": "#main"}, path
        assert page.all("main")[0].attributes["id"] == "main", path


def test_help_from_a_person_stands_in_the_same_place(site: dict[str, Page]) -> None:
    """Each page ends with the helpdesk's phone number and with who does not run the website."""
    footers = {read(site[path]).all("footer")[0].text for path in html_paths(site)}

    assert footers == {
        "Help from a person Phone the NHSmail helpdesk on 0333 200 1133 , 24 hours a day, every"
        " day of the year. Accessibility Privacy Show the assistant on your website"
        " This website is independent. It is not run or approved by the NHS."
    }


def test_every_internal_link_arrives(site: dict[str, Page]) -> None:
    """Each link to this website leads to a page, and to a place on it where it names one."""
    ids = {
        path: [e.attributes["id"] for e in read(site[path]).elements if "id" in e.attributes]
        for path in html_paths(site)
    }
    links = [
        (path, a.attributes["href"])
        for path in html_paths(site)
        for a in read(site[path]).all("a")
        if a.attributes["href"][0] in "/#"
    ]

    assert len(links) > 500
    assert all(len(set(found)) == len(found) for found in ids.values())
    for path, href in links:
        target, _, place = href.partition("#")
        assert (target or path) in ids, f"{path}: {href}"
        assert not place or place in ids[target or path], f"{path}: {href}"


def test_every_page_can_be_reached(site: dict[str, Page]) -> None:
    """From the answers, each page is found by following links."""
    seen, todo = {"/404"}, ["/answers"]
    while todo:
        path = todo.pop()
        if path not in seen:
            seen.add(path)
            hrefs = (a.attributes["href"] for a in read(site[path]).all("a"))
            todo.extend(href.partition("#")[0] for href in hrefs if href.startswith("/"))

    assert seen == set(html_paths(site))


def test_nothing_is_inline_and_nothing_comes_from_elsewhere(site: dict[str, Page]) -> None:
    """The strict content security policy forbids it, and nobody else sees who reads what."""
    for path in html_paths(site):
        page = read(site[path])

        assert page.all("style", "img", "iframe", "object", "form", "base") == [], path
        assert not [n for e in page.elements for n in e.attributes if n.startswith("on")], path
        assert not [e for e in page.elements if "style" in e.attributes], path
        assert all(not script.words for script in page.all("script")), path
        loaded = [e.attributes["href"] for e in page.all("link")]
        loaded += [e.attributes["src"] for e in page.elements if "src" in e.attributes]
        assert set(loaded) <= {"/pages.css", "data:,", "/widget.js"}, path
    css = site["/pages.css"].content.decode()
    assert "@import" not in css
    assert "url(" not in css


def test_links_say_where_they_lead_and_stay_in_the_window(site: dict[str, Page]) -> None:
    """No link is called "here" or nothing, and none opens a new tab."""
    for path in html_paths(site):
        for link in read(site[path]).all("a"):
            assert "target" not in link.attributes, path
            assert link.text, f"{path}: {link.attributes['href']}"
            assert link.text.lower() not in {"here", "click here", "link", "more"}, path


def test_the_same_words_lead_to_the_same_place(site: dict[str, Page]) -> None:
    """Two links of a page with the same words do not lead to two places."""
    for path in html_paths(site):
        places: dict[str, str] = {}
        for link in read(site[path]).all("a"):
            href = link.attributes["href"]
            assert places.setdefault(link.text, href) == href, f"{path}: {link.text}"


def luminance(colour: str) -> float:
    """Give the relative luminance, as WCAG 2.2 defines it."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Give the contrast of two colours, as WCAG 2.2 defines it."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_colours_stand_out(site: dict[str, Page]) -> None:
    """In light, dark and print: 4.5 to 1 for text, 3 to 1 for the mark of the focus."""
    css = site["/pages.css"].content.decode()
    blocks = re.findall(r":root \{(.*?)\}", css, re.DOTALL)
    light, dark, paper = (dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", b)) for b in blocks)

    for colours in (light, dark, {**light, **paper}):
        for ground in ("ground", "tint", "note"):
            for text in ("ink", "soft", "link", "visited"):
                assert contrast(colours[text], colours[ground]) >= 4.5, (text, ground)
            assert contrast(colours["focus"], colours[ground]) >= 3, ground
        assert contrast(colours["on-bar"], colours["bar"]) >= 4.5
