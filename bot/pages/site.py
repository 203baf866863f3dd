"""All pages of the website, ready to be sent: what stands at which path."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from pathlib import Path

from bot.knowledge.catalogue import Catalogue
from bot.pages.index_page import by_letter, by_theme
from bot.pages.markdown import to_html
from bot.pages.template import template
from bot.pages.texts import PageTexts, load_texts
from bot.pages.topic_page import address, topic_page
from bot.settings import PROJECT

WIDGET = PROJECT / "bot" / "widget"
KEPT_DAYS = 30
"""How long conversations are kept, in days, where nothing else is set."""

_STYLESHEET = Path(__file__).with_name("pages.css")
_BELOW_TITLE = 2  # the level of the headings in a page of text


class MissingFileError(Exception):
    """A file of the website is not there; the message says which, and what to do."""


@dataclass(frozen=True)
class Page:
    """What is sent for one path.

    Args:
        content: the bytes.
        content_type: as the header of this name has it.
        etag: a strong validator with its quotation marks, as the header ETag has it.
    """

    content: bytes
    content_type: str
    etag: str


def pages(
    catalogue: Catalogue,
    widget_folder: Path = WIDGET,
    *,
    today: dt.date | None = None,
    kept_days: int = KEPT_DAYS,
) -> dict[str, Page]:
    """Make every page.

    Args:
        catalogue: the knowledge; knowledge/pages.yml is read from its folder.
        widget_folder: where care-chat.js and care-chat.css are.
        today: the day that decides which answers are past their review, or nothing for today.
        kept_days: how long conversations are kept, as the page on privacy says.

    Returns:
        The pages by path, such as "/answers/aup". "/404" is for paths that are not in it.

    Raises:
        KnowledgeError: knowledge/pages.yml cannot be used.
        MissingFileError: the widget or the stylesheet is not there.
    """
    texts = load_texts(catalogue.folder, catalogue.contacts)
    day = today or dt.date.today()
    return {
        **_html_pages(catalogue, texts, day, kept_days),
        "/pages.css": _file(_STYLESHEET, "text/css"),
        "/widget.js": _file(widget_folder / "care-chat.js", "text/javascript"),
        "/widget.css": _file(widget_folder / "care-chat.css", "text/css"),
    }


def _html_pages(
    catalogue: Catalogue, texts: PageTexts, today: dt.date, kept_days: int
) -> dict[str, Page]:
    helpdesk = catalogue.contacts["helpdesk"]

    def html(name: str, **shown: object) -> Page:
        text = template(name).render(t=texts, helpdesk=helpdesk, **shown)
        return _page(text.encode(), "text/html")

    def text_page(path: str, title: str, body: str) -> Page:
        body_html = to_html(body, first_heading=_BELOW_TITLE)
        return html("text", path=path, title=title, body_html=body_html, chat=path == "/chat")

    bodies = {
        "/chat": (texts.chat_title, texts.chat_body),
        "/embed": (texts.embed_title, texts.embed_body),
        "/accessibility": (
            texts.accessibility_title,
            texts.accessibility_body.format(operator=texts.operator),
        ),
        "/privacy": (
            texts.privacy_title,
            texts.privacy_body.format(operator=texts.operator, days=kept_days),
        ),
        "/404": (texts.missing_title, texts.missing_body),
    }
    return {
        "/answers": html(
            "answers", path="/answers", themes=by_theme(catalogue), letters=by_letter(catalogue)
        ),
        **{
            address(topic): html(
                "topic", path=address(topic), topic=topic_page(catalogue, topic, today)
            )
            for topic in catalogue.topics.values()
        },
        **{path: text_page(path, title, body) for path, (title, body) in bodies.items()},
    }


def _file(path: Path, content_type: str) -> Page:
    try:
        return _page(path.read_bytes(), content_type)
    except OSError as error:
        raise MissingFileError(
            f"{path} cannot be read: {error.strerror}. The website cannot be shown without it;"
            " restore it from the repository."
        ) from error


def _page(content: bytes, content_type: str) -> Page:
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    return Page(content, f"{content_type}; charset=utf-8", etag)
