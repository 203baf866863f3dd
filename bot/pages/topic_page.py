"""What the page of a topic shows, made out of the topic."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from urllib.parse import quote

from bot.knowledge.catalogue import Catalogue
from bot.knowledge.model import EmailRequest, Topic
from bot.knowledge.replies import source_list, spoken_date
from bot.pages.markdown import is_safe, to_html


@dataclass(frozen=True)
class Letter:
    """A request by email, ready to send.

    Args:
        link: a mailto link that opens it in an email program.
        to: the address.
        subject: its subject.
        body: its text, with [blanks].
    """

    link: str
    to: str
    subject: str
    body: str


@dataclass(frozen=True)
class TopicPage:
    """The parts of the page in the order in which they stand.

    Args:
        title: the heading.
        theme: title of the theme.
        theme_id: the theme's place on the page of all answers.
        overdue: a sentence where the answer is past its day of review.
        reply_html: the answer.
        letter: a request ready to send.
        more_html: what else is known.
        older: what older guides say.
        sources: newest first, each with title, date and url.
        checked: when a person last checked the answer.
        due: when the next check is due.
        related: addresses and titles of other answers.
    """

    title: str
    theme: str
    theme_id: str
    overdue: str | None
    reply_html: str
    letter: Letter | None
    more_html: str
    older: str | None
    sources: list[dict[str, str | None]]
    checked: str
    due: str
    related: list[tuple[str, str]]


def address(topic: Topic) -> str:
    """Give the path of a topic's page."""
    return f"/answers/{topic.id}"


def topic_page(catalogue: Catalogue, topic: Topic, today: dt.date) -> TopicPage:
    """Gather what the page of a topic shows on a day."""
    header = topic.header
    related = [catalogue.topics[other] for other in header.related]
    return TopicPage(
        title=header.title,
        theme=catalogue.themes[topic.theme],
        theme_id=topic.theme,
        overdue=_overdue(catalogue, topic) if today > header.review_by else None,
        reply_html=to_html(topic.reply),
        letter=_letter(catalogue, header.email) if header.email else None,
        more_html=to_html(topic.more),
        older=header.older,
        sources=[_with_safe_link(source) for source in source_list(catalogue, header.sources)],
        checked=spoken_date(header.checked),
        due=spoken_date(header.review_by),
        related=[(address(other), other.header.title) for other in related],
    )


def _with_safe_link(source: dict[str, str | None]) -> dict[str, str | None]:
    return {**source, "url": source["url"] if is_safe(source["url"] or "") else None}


def _overdue(catalogue: Catalogue, topic: Topic) -> str:
    return catalogue.phrases["review_overdue"].format(
        date=spoken_date(topic.header.review_by), phone=catalogue.contacts["helpdesk"].phone
    )


def _letter(catalogue: Catalogue, request: EmailRequest) -> Letter:
    to = catalogue.contacts[request.to].email or ""
    body = request.body.strip()
    # RFC 6068: percent-encoded, and lines end with CR LF.
    parts = f"subject={quote(request.subject, safe='')}&body={quote(_with_crlf(body), safe='')}"
    return Letter(f"mailto:{quote(to, safe='@')}?{parts}", to, request.subject, body)


def _with_crlf(text: str) -> str:
    return "\r\n".join(text.splitlines())
