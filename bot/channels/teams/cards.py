"""Draw replies as Adaptive Cards: their text, their buttons, and what `custom` says of them.

The keys of `custom` are made in bot/knowledge/replies.py and bot/conversation/.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any
from urllib.parse import quote

from bot.channels.teams.card_parts import (
    Element,
    card_activity,
    facts,
    heading,
    row,
    small,
    submit,
    text,
)
from bot.channels.teams.card_text import escaped, link, paragraphs, summary
from bot.channels.teams.card_texts import CardTexts
from bot.feedback.store import REASONS
from bot.knowledge.replies import spoken_date

Activity = dict[str, Any]
Reply = Mapping[str, Any]

_MOST_BESIDE_ANSWER = 5  # buttons
# Microsoft, "Format your bot messages": 100 KB in UTF-16, which takes up to twice as much as this,
# and 80 KB is sure to arrive. The connector of channels has taken 28 KB only.
_LARGEST = 25_000  # bytes of JSON in UTF-8, without a picture
_LARGEST_WITH_PICTURE = 90_000  # bytes, though pictures are said not to count
_LONGEST_TEXT = 6_000  # characters of a text that is too long for a card
_MOST_PARAGRAPHS = 40  # of such a text
_MOST_WHEN_SHORT = 10  # buttons below such a text
_FIGURES = ("accounts", "aup_accepted", "active", "inactive", "shared_mailbox")


@dataclass(frozen=True)
class _Drawing:
    """What each part of a card needs."""

    texts: CardTexts
    sign: Callable[[str], str]
    vote: str | None
    public_url: str | None
    picture: str | None


def activity_of(
    reply: Reply,
    texts: CardTexts,
    *,
    sign: Callable[[str], str],
    vote: str | None,
    public_url: str | None,
    picture: str | None,
) -> Activity:
    """Draw a reply.

    Args:
        reply: a reply of the assistant: `text`, `buttons` and `custom`.
        texts: what stands around it.
        sign: gives the signature of a button's payload.
        vote: the id under which the reply can be voted on, if it can.
        public_url: the address of the website, for links to its pages.
        picture: the address of an area's picture.
    """
    said = (reply.get("text") or "").strip()
    custom = reply.get("custom") or {}
    if custom.get("kind") == "notice" and not reply.get("buttons"):
        return plain_activity(reply)
    drawing = _Drawing(texts, sign, vote, public_url, picture)
    for shorter in (_same, _without_buttons, _shortened, *[_one_button_less] * _MOST_WHEN_SHORT):
        reply = shorter(reply, texts)
        body = _body(reply, drawing)
        if _size(body) <= _LARGEST:
            break
    else:
        return plain_activity(reply)
    pictures = _picture(custom, drawing) if picture else []
    if _size([*body, *pictures]) <= _LARGEST_WITH_PICTURE:
        body = _after_text(body, pictures)
    return card_activity(body, summary(said) or said)


def plain_activity(reply: Reply) -> Activity:
    """Give a reply as text without a card."""
    said = (reply.get("text") or "").strip()[: 2 * _LONGEST_TEXT]
    return text_activity("\n\n".join(paragraphs(said, None)))


def text_activity(sentence: str) -> Activity:
    """Give a sentence as a message."""
    return {"type": "message", "text": sentence, "textFormat": "markdown"}


def reasons_activity(vote: str, texts: CardTexts) -> Activity:
    """Ask what was wrong with the answer that has an id."""
    buttons = [
        row(submit(texts.say(f"reason_{name}"), {"kind": "reason", "reply": vote, "reason": name}))
        for name in REASONS
    ]
    asked = texts.say("vote_why")
    return card_activity([text(asked), *buttons], summary(asked))


def _body(reply: Reply, drawing: _Drawing) -> list[Element]:
    custom = reply.get("custom") or {}
    words = _with_names_as_they_are((reply.get("text") or "").strip(), custom)
    said = [text(part) for part in paragraphs(words, drawing.public_url)]
    parts = {"answer": _answer, "site": _site}.get(custom.get("kind", ""))
    more = parts(custom, drawing) if parts else []
    urgent = text(drawing.texts.say("urgent"), weight="Bolder", color="Attention")
    return [
        *([urgent] if custom.get("urgent") else []),
        {"type": "Container", "id": "said", "items": said},
        *more,
        *_buttons(reply, drawing),
        *_vote(drawing),
    ]


def _with_names_as_they_are(words: str, custom: Mapping[str, Any]) -> str:
    """Let the name of a site or an area, which is not ours, change nothing of the words around."""
    names = [custom[key] for key in ("name", "area") if custom.get(key)]
    return reduce(lambda said, name: said.replace(str(name), escaped(str(name))), names, words)


def _answer(custom: Mapping[str, Any], drawing: _Drawing) -> list[Element]:
    page = custom.get("page")
    more = drawing.texts.say("more", title=str(custom.get("title") or ""))
    return [
        *([text(link(more, page, drawing.public_url))] if page and drawing.public_url else []),
        *_request(custom.get("email"), drawing.texts),
        *_origins(custom, drawing.texts),
    ]


def _site(custom: Mapping[str, Any], drawing: _Drawing) -> list[Element]:
    texts, figures, before = drawing.texts, custom.get("figures") or {}, custom.get("before")
    named = [
        (texts.say(f"figure_{name}"), _figure(name, figures, before, texts))
        for name in _FIGURES
        if name in figures
    ]
    title = f"{escaped(str(custom['name']))} ({custom['ods_code']})"
    of = texts.say("figures_of", date=_date(custom["snapshot"]))
    return [
        *([heading(title), small(of), facts(named)] if named else []),
        *_origins(custom, texts),
    ]


def _figure(name: str, now: Mapping[str, Any], before: Any, texts: CardTexts) -> str:
    def shown(value: Any) -> str:
        if name == "shared_mailbox":
            return texts.written.get(f"mailbox_{value}", str(value))
        return f"{value:,}" if isinstance(value, int | float) else str(value)

    if not before or name not in before.get("figures", {}):
        return shown(now[name])
    blanks = {"now": shown(now[name]), "before": shown(before["figures"][name])}
    return texts.say("figures_before", date=_date(before["snapshot"]), **blanks)


def _request(email: Mapping[str, Any] | None, texts: CardTexts) -> list[Element]:
    """Show a request by email only when it is wanted, as it is long."""
    if not email:
        return []
    to, subject, body = str(email["to"]), str(email["subject"]), str(email["body"]).strip()
    # A link and no button: Teams' buttons open web pages only, as Microsoft's developers wrote in
    # the repository MicrosoftDocs/msteams-docs in June 2021.
    mailto = f"mailto:{quote(to, safe='@')}?subject={quote(subject)}&body={_crlf(body)}"
    shown = {
        "type": "Container",
        "id": "request",
        "isVisible": False,
        "style": "emphasis",
        "items": [
            text(texts.say("request_to", address=to)),
            text(texts.say("request_subject", subject=escaped(subject)), spacing="None"),
            *(text(escaped(line)) for line in body.splitlines() if line.strip()),
            text(link(texts.say("request_open"), mailto)),
        ],
    }
    toggle = {
        "type": "Action.ToggleVisibility",
        "title": texts.say("request"),
        "targetElements": ["request"],
    }
    return [row(toggle), shown]


def _crlf(body: str) -> str:
    """Write lines as a mailto address wants them (RFC 6068, section 5)."""
    return quote("\r\n".join(body.splitlines()))


def _origins(custom: Mapping[str, Any], texts: CardTexts) -> list[Element]:
    """Say how fresh the words are and what they rest on."""
    older, checked = custom.get("older"), custom.get("checked")
    return [
        *([small(texts.say("older", older=str(older)))] if older else []),
        *([small(texts.say("checked", date=_date(checked)))] if checked else []),
        *(small(texts.say("source", source=_source(each))) for each in custom.get("sources") or ()),
    ]


def _source(source: Mapping[str, Any]) -> str:
    date = f", {source['date']}" if source.get("date") else ""
    return link(str(source["title"]), source.get("url")) + date


def _buttons(reply: Reply, drawing: _Drawing) -> list[Element]:
    """Give each button a row of its own: Teams cuts long titles that stand beside each other."""
    custom, texts = reply.get("custom") or {}, drawing.texts
    shown = [button for button in reply.get("buttons") or [] if button.get("payload")]
    head = []
    if custom.get("kind") == "answer" and shown:
        shown = shown[:_MOST_BESIDE_ANSWER]
        head = [heading(texts.say("alternatives" if custom.get("alternatives") else "related"))]
    return [*head, *(row(_say(button, drawing)) for button in shown)]


def _say(button: Mapping[str, Any], drawing: _Drawing) -> Element:
    payload = str(button["payload"])
    data = {"kind": "say", "payload": payload, "signature": drawing.sign(payload)}
    return submit(str(button.get("title") or ""), data)


def _vote(drawing: _Drawing) -> list[Element]:
    if drawing.vote is None:
        return []
    buttons = [
        submit(
            drawing.texts.say(f"helpful_{value}"),
            {"kind": "vote", "reply": drawing.vote, "value": value},
        )
        for value in ("yes", "no")
    ]
    return [heading(drawing.texts.say("helpful")), row(*buttons)]


def _picture(custom: Mapping[str, Any], drawing: _Drawing) -> list[Element]:
    texts = drawing.texts
    bars = " ".join(
        texts.say(
            "picture_bar",
            setting=texts.say(f"setting_{each['setting']}"),
            active=f"{each['active_users']:,}",
            inactive=f"{each['inactive_users']:,}",
        )
        for each in custom["settings"]
    )
    area, date = str(custom["area"]), _date(custom["snapshot"])
    words = texts.say("picture_words", area=area, date=date, bars=bars)
    return [{"type": "Image", "url": drawing.picture, "altText": words, "size": "Stretch"}]


def _after_text(body: Sequence[Element], pictures: Iterable[Element]) -> list[Element]:
    said, *others = body
    return [said, *pictures, *others]


def _same(reply: Reply, texts: CardTexts) -> Reply:
    return reply


def _without_buttons(reply: Reply, texts: CardTexts) -> Reply:
    """Leave out what only goes further; what has to be chosen stays."""
    custom = {**(reply.get("custom") or {}), "older": None}
    buttons = [] if custom.get("kind") == "answer" else reply.get("buttons")
    return {**reply, "custom": custom, "buttons": buttons}


def _shortened(reply: Reply, texts: CardTexts) -> Reply:
    said = (reply.get("text") or "").strip()
    custom = {**(reply.get("custom") or {}), "email": None, "sources": []}
    kept = paragraphs(said[:_LONGEST_TEXT].rsplit(" ", 1)[0], None)[:_MOST_PARAGRAPHS]
    said = "\n\n".join([*kept, texts.say("shortened")])
    buttons = (reply.get("buttons") or [])[:_MOST_WHEN_SHORT]
    return {**reply, "text": said, "custom": custom, "buttons": buttons}


def _one_button_less(reply: Reply, texts: CardTexts) -> Reply:
    return {**reply, "buttons": reply["buttons"][:-1]}


def _size(body: Sequence[Element]) -> int:
    return len(json.dumps(body, ensure_ascii=False).encode(errors="replace"))


def _date(iso: str) -> str:
    return spoken_date(dt.date.fromisoformat(iso))
