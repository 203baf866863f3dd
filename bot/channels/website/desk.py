"""The requests of the chat, one method for each: sessions, messages, forgetting and votes."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage

from bot.activity.store.database import Store
from bot.channels.admission import LONGEST_MESSAGE
from bot.channels.forget import forget
from bot.channels.limits import SlidingWindow, pass_all
from bot.channels.reply_ids import ReplyIds, vote_on
from bot.channels.website.bodies import Message, message, vote
from bot.channels.website.ended import Ended
from bot.channels.website.errors import RefusalError
from bot.channels.website.once import Once, TooMuchUnderWayError
from bot.channels.website.replies import Replies, Reply, in_form
from bot.channels.website.tokens import Token, Tokens, new_conversation
from bot.feedback.store import keep_vote
from bot.quiet import log_without_text

log = logging.getLogger(__name__)

OnNewMessage = Callable[[UserMessage], Awaitable[Any]]
SITES_SPENT = "sites_spent"
"""In a message's metadata: whether its address has looked up as many sites as it may."""
_BUSY_WAIT = 10  # seconds, of which most turns need far less than one


@dataclass(frozen=True)
class Visitor:
    """Who asks.

    Args:
        address: the network address, in the form in which it is counted.
        token: what the header Authorization gave.
    """

    address: str
    token: str


@dataclass(frozen=True)
class Windows:
    """The limits: by session, by address, of new sessions, and of sites by address."""

    session_messages: SlidingWindow
    address_messages: SlidingWindow
    session_others: SlidingWindow
    address_others: SlidingWindow
    sessions: SlidingWindow
    address_sites: SlidingWindow


@dataclass(frozen=True)
class Desk:
    """Answers the chat's requests.

    Args:
        tokens: makes and reads the session tokens.
        ids: makes and reads the ids of replies.
        windows: the limits.
        once: the latest turns, by conversation and message.
        ended: the conversations that were deleted.
        votes: where votes are kept.
        clock: gives the seconds since 1970.
    """

    tokens: Tokens
    ids: ReplyIds
    windows: Windows
    once: Once[list[Reply]]
    ended: Ended
    votes: Store
    clock: Callable[[], float] = time.time

    def begin(self, visitor: Visitor) -> dict[str, Any]:
        """Start a conversation.

        Raises:
            RefusalError: this address has started too many.
        """
        now = self.clock()
        self._count([(self.windows.sessions, visitor.address)], now)
        token = self.tokens.issue(new_conversation(), now)
        return {
            "token": token.text,
            "expires": _iso(token),
            "idle_minutes": self.tokens.seconds // 60,
            "longest_message": LONGEST_MESSAGE,
            "greeting": None,
        }

    async def say(
        self, visitor: Visitor, fields: Mapping[str, Any], on_new_message: OnNewMessage
    ) -> dict[str, Any]:
        """Answer a message; one that came before gets the same answer again.

        Raises:
            RefusalError: the message is none, too long, one too many, or the session has ended.
        """
        now = self.clock()
        conversation = self.tokens.conversation(visitor.token, now)
        sent = message(fields)
        key = (conversation, sent.id)
        if self.once.knows(key):
            self._must_go_on(conversation)
        else:
            self._count(
                [
                    (self.windows.session_messages, conversation),
                    (self.windows.address_messages, visitor.address),
                ],
                now,
            )
        try:
            replies = await self.once.result(
                key, lambda: self._turn(visitor, conversation, sent, on_new_message), now
            )
        except TooMuchUnderWayError as error:
            raise RefusalError("too_many", _BUSY_WAIT) from error
        token = self.tokens.issue(conversation, self.clock())
        return {"replies": replies, "token": token.text, "expires": _iso(token)}

    async def forget(self, visitor: Visitor, agent: Agent) -> None:
        """Delete a conversation, and end it. Doing it again does no harm.

        Raises:
            RefusalError: the session is none of ours, or has expired.
            StoreError: it could not be noted that it ended; nothing was deleted.
        """
        now = self.clock()
        conversation = self.tokens.conversation(visitor.token, now)
        self._count_other(visitor, conversation, now)
        # First the end, so that no further message begins; then the deletion.
        until = now + self.tokens.seconds
        await asyncio.to_thread(self.ended.add, conversation, now, until)
        self.once.forget(conversation)
        await forget(agent, conversation)

    async def rate(self, visitor: Visitor, fields: Mapping[str, Any]) -> None:
        """Keep a vote on an answer of this conversation.

        Raises:
            RefusalError: the vote is none, there was no such answer, or the session has ended.
            StoreError: the vote could not be kept.
        """
        now = self.clock()
        conversation = self.tokens.conversation(visitor.token, now)
        self._must_go_on(conversation)
        given = vote(fields)
        answer = self.ids.read(conversation, given.reply)
        if answer is None:
            raise RefusalError("not_found")
        self._count_other(visitor, conversation, now)
        mark = self.ids.mark(conversation, given.reply)
        kept = vote_on(answer, mark, helpful=given.helpful, reason=given.reason, now=now)
        await asyncio.to_thread(keep_vote, self.votes, kept)

    def _must_go_on(self, conversation: str) -> None:
        """Refuse a conversation that was ended.

        It is looked up without a pause, as Rasa reads its own log: between this and the moment in
        which a message gets its place in Rasa's queue nothing may end the conversation.
        """
        if self.ended.holds(conversation):
            raise RefusalError("session_unknown")

    async def _turn(
        self, visitor: Visitor, conversation: str, sent: Message, on_new_message: OnNewMessage
    ) -> list[Reply]:
        """Let the assistant answer. Whoever asked may be gone, so failures are logged here."""
        said, sites = Replies(), self.windows.address_sites
        full = sites.wait(visitor.address, self.clock()) > 0
        spent = {SITES_SPENT: True} if full else None
        name = Replies.name()
        try:
            self._must_go_on(conversation)
            await on_new_message(
                UserMessage(sent.text, said, conversation, input_channel=name, metadata=spent)
            )
            if not said.said:
                raise LookupError("The assistant gave no reply.")
            if any(map(_looks_up, said.said)):
                sites.note(visitor.address, self.clock())
            return in_form(said.said, self.ids, conversation, sent.id)
        except RefusalError:
            raise
        except Exception as error:  # whatever fails, the visitor gets a sentence
            log_without_text(log, "A message of the website could not be answered:", error)
            raise RefusalError("server_error") from None

    def _count_other(self, visitor: Visitor, conversation: str, now: float) -> None:
        """Count what is no message as often as messages, but apart from them."""
        self._count(
            [
                (self.windows.session_others, conversation),
                (self.windows.address_others, visitor.address),
            ],
            now,
        )

    def _count(self, windows: list[tuple[SlidingWindow, str]], now: float) -> None:
        wait = pass_all(windows, now)
        if wait:
            raise RefusalError("too_many", wait)


def _looks_up(message: Mapping[str, Any]) -> bool:
    """Tell whether a reply says of a code whose site it is, or that it is nobody's."""
    custom = message.get("custom") or {}
    return custom.get("kind") == "site" or custom.get("outcome") == "site_unknown"


def _iso(token: Token) -> str:
    return dt.datetime.fromtimestamp(token.expires, dt.timezone.utc).isoformat()
