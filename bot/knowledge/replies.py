"""Make replies out of the knowledge: the text, the buttons and the `custom` payload of each.

A reply is a mapping that rasa_sdk's dispatcher takes as keyword arguments: `text`, `buttons`
(each with `title` and `payload`) and `json_message`, the payload that says what was said.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, Literal

from bot.knowledge.catalogue import Catalogue
from bot.knowledge.model import Citation, EmailRequest, Source, Topic

SOMETHING_ELSE = "/something_else"
THEME_INTENT = "theme_"
"""Prefix of the intents behind the themes' buttons: theme_sign_in, theme_using_it, ..."""

_WITH_LOOK_UPS = "site_activity"  # the theme
_LOOK_UPS = {"site_activity": "look_up_site", "area_activity": "look_up_area"}

Reply = dict[str, Any]
Choices = Literal["did_you_mean", "sorry_did_you_mean"]
NotUnderstood = Literal["not_understood", "not_english", "not_understood_again"]


def answer(
    catalogue: Catalogue,
    topic: Topic,
    today: dt.date,
    alternatives: Iterable[str] = (),
    section: str | None = None,
) -> Reply:
    """Answer a topic.

    Args:
        catalogue: the knowledge.
        topic: the topic.
        today: the day.
        alternatives: other topics that may have been meant.
        section: heading of a section of `more` that is to stand before the reply, if any.
    """
    meant = [catalogue.topics[other] for other in alternatives if other in catalogue.topics]
    related = [catalogue.topics[other] for other in topic.header.related]
    shown = meant or related
    return {
        "text": _with_notes(catalogue, topic, today, section),
        "buttons": [topic_button(other) for other in shown],
        "json_message": {
            "kind": "answer",
            "topic": topic.id,
            "title": topic.header.title,
            "checked": topic.header.checked.isoformat(),
            "sources": source_list(catalogue, topic.header.sources),
            "older": topic.header.older,
            "page": f"/answers/{topic.id}" if topic.more else None,
            "email": _email(catalogue, topic.header.email),
            "related": [other.id for other in related],
            "alternatives": [other.id for other in meant],
            **({"section": section} if section else {}),
        },
    }


def answer_again(
    catalogue: Catalogue,
    topic: Topic,
    today: dt.date,
    section: str | None,
    alternatives: Iterable[str] = (),
) -> Reply:
    """Answer a topic whose answer was given just before: nobody wants the same words again.

    Args:
        catalogue: the knowledge.
        topic: the topic.
        today: the day.
        section: heading of the section of `more` that tells what is asked; without one the answer
            is said again, with whom to ask instead.
        alternatives: other topics that may have been meant.
    """
    reply = answer(catalogue, topic, today, alternatives)
    payload = {**reply["json_message"], "section": section, "again": True}
    if section:
        parts = [*_section(topic, section), *_overdue(catalogue, topic, today)]
        return {**reply, "text": "\n\n".join(parts), "json_message": {**payload, "email": None}}
    helpdesk = catalogue.contacts["helpdesk"]
    again = catalogue.phrases["said_again"].format(phone=helpdesk.phone)
    return {**reply, "text": f"{again}\n\n{reply['text']}", "json_message": payload}


def not_answered(
    catalogue: Catalogue, topic: Topic, today: dt.date, alternatives: Iterable[str] = ()
) -> Reply:
    """Say that no more is known than what was said of a topic, and whom to ask."""
    reply = answer(catalogue, topic, today, alternatives)
    unknown = {"section": None, "again": True, "known": False, "older": None, "email": None}
    payload = {**reply["json_message"], **unknown}
    whom = catalogue.contacts["helpdesk"]
    text = catalogue.phrases["not_answered"].format(phone=whom.phone, hours=whom.hours)
    again = {"title": catalogue.phrases["show_again"], "payload": f"/{topic.id}"}
    return {"text": text, "buttons": [again, *reply["buttons"]], "json_message": payload}


def choices(catalogue: Catalogue, topics: Iterable[str], phrase: Choices = "did_you_mean") -> Reply:
    """Ask which of two or three topics is meant."""
    offered = [catalogue.topics[topic] for topic in topics]
    phrases = catalogue.phrases
    other = {"title": phrases["something_else"], "payload": SOMETHING_ELSE}
    return {
        "text": phrases[phrase],
        "buttons": [*map(topic_button, offered), other],
        "json_message": {"kind": "choices", "topics": [topic.id for topic in offered]},
    }


def theme_topics(catalogue: Catalogue, theme: str) -> Reply:
    """Offer every topic of a theme; with how sites stand, the look-ups too."""
    offered = catalogue.in_theme(theme)
    title = catalogue.themes[theme]
    look_ups = [
        {"title": catalogue.phrases[phrase], "payload": f"/{intent}"}
        for intent, phrase in _LOOK_UPS.items()
        if theme == _WITH_LOOK_UPS
    ]
    return {
        "text": catalogue.phrases["theme_topics"].format(theme=title),
        "buttons": [*look_ups, *map(topic_button, offered)],
        "json_message": {"kind": "choices", "topics": [topic.id for topic in offered]},
    }


def not_understood(catalogue: Catalogue, phrase: NotUnderstood) -> Reply:
    """Say that the message was not understood, and offer the themes."""
    helpdesk = catalogue.contacts["helpdesk"]
    text = catalogue.phrases[phrase].format(
        phone=helpdesk.phone, email=helpdesk.email, hours=helpdesk.hours
    )
    return {
        "text": text,
        "buttons": theme_buttons(catalogue),
        "json_message": {"kind": "notice", "outcome": "not_understood"},
    }


def theme_buttons(catalogue: Catalogue) -> list[dict[str, str]]:
    """Give a button for each theme that has topics."""
    return [
        {"title": title, "payload": f"/{THEME_INTENT}{theme}"}
        for theme, title in catalogue.themes.items()
        if catalogue.in_theme(theme)
    ]


def spoken_date(date: dt.date) -> str:
    """Write a date as the content rules ask: 6 August 2018."""
    return f"{date.day} {date:%B %Y}"


def _with_notes(catalogue: Catalogue, topic: Topic, today: dt.date, section: str | None) -> str:
    """Give the reply; behind a section it has a heading too, to part the two."""
    before = [*_section(topic, section), f"**{topic.header.title}**"] if section else []
    request = [catalogue.phrases["request_ready"]] if topic.header.email else []
    return "\n\n".join([*before, topic.reply, *_overdue(catalogue, topic, today), *request])


def _section(topic: Topic, heading: str) -> list[str]:
    return [f"**{heading}**", topic.sections[heading]]


def _overdue(catalogue: Catalogue, topic: Topic, today: dt.date) -> list[str]:
    """Say that the answer was to be checked again by now, where that is so."""
    if today <= topic.header.review_by:
        return []
    date, phone = spoken_date(topic.header.review_by), catalogue.contacts["helpdesk"].phone
    return [catalogue.phrases["review_overdue"].format(date=date, phone=phone)]


def topic_button(topic: Topic) -> dict[str, str]:
    """Give the button that answers a topic."""
    return {"title": topic.header.label, "payload": f"/{topic.id}"}


def source_list(catalogue: Catalogue, citations: Sequence[Citation]) -> list[dict[str, str | None]]:
    """Give each source once, newest first: the first is the one that the answer rests on most."""
    cited = dict.fromkeys(citation.source for citation in citations)
    links = {citation.source: citation.url for citation in citations if citation.url}
    newest_first = sorted(cited, key=lambda name: catalogue.sources[name].date, reverse=True)
    return [
        {
            "title": catalogue.sources[name].title,
            "date": source_date(catalogue.sources[name]),
            "url": links.get(name) or catalogue.sources[name].url,
        }
        for name in newest_first
    ]


def source_date(source: Source) -> str:
    """Write a source's date as exactly as it is known: 27 July 2023, March 2018, about 2021."""
    year, month, day = ([int(part) for part in source.date.split("-")] + [0, 0])[:3]
    if not month:
        spoken = str(year)
    elif not day:
        spoken = f"{dt.date(year, month, 1):%B %Y}"
    else:
        spoken = spoken_date(dt.date(year, month, day))
    return f"about {spoken}" if source.approximate else spoken


def _email(catalogue: Catalogue, request: EmailRequest | None) -> dict[str, str | None] | None:
    if request is None:
        return None
    address = catalogue.contacts[request.to].email
    return {"to": address, "subject": request.subject, "body": request.body}
