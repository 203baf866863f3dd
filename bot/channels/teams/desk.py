"""Answers activities: what was written, pressed, voted, and the greeting."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage

from bot.activity.store.database import Store, StoreError
from bot.channels.forget import forget
from bot.channels.limits import SlidingWindow, pass_all
from bot.channels.processor import PRESSED
from bot.channels.reply_ids import ReplyIds, answer_of
from bot.channels.teams.activities import Address, Incoming
from bot.channels.teams.buttons import Buttons
from bot.channels.teams.card_texts import CardTexts
from bot.channels.teams.cards import activity_of, plain_activity, reasons_activity, text_activity
from bot.channels.teams.connector import SendError
from bot.channels.teams.picture import area_picture
from bot.channels.teams.replies import Replies
from bot.channels.teams.seen import Seen
from bot.channels.teams.votes import vote_of
from bot.feedback.store import keep_vote
from bot.quiet import log_without_text

log = logging.getLogger(__name__)

OnNewMessage = Callable[[UserMessage], Awaitable[Any]]
_GREETING = "/greet"
_ID_DIGITS = 32
_NOT_TAKEN = (400, 413)  # a card that Teams cannot read, or that is too large


class Sender(Protocol):
    """Sends activities; bot.channels.teams.connector.Connector does."""

    async def send(self, to: Address, activity: Mapping[str, Any]) -> str | None:
        """Send an activity."""

    async def typing(self, to: Address) -> None:
        """Show that an answer is being written."""


@dataclass(frozen=True)
class Desk:
    """Answers what comes in.

    Args:
        sender: sends the replies.
        seen: what was done already.
        ids: make and read the ids of replies.
        buttons: sign and check buttons.
        votes: where votes are kept.
        texts: the channel's own sentences.
        messages: how much a person may ask.
        told: how often somebody is told that it was too much.
        public_url: the address of the website, for links to the pages of answers.
        clock: seconds since 1970.
    """

    sender: Sender
    seen: Seen
    ids: ReplyIds
    buttons: Buttons
    votes: Store
    texts: CardTexts
    messages: SlidingWindow
    told: SlidingWindow
    public_url: str | None
    clock: Callable[[], float] = time.time

    async def answer(self, came: Incoming, on_new_message: OnNewMessage, agent: Agent) -> None:
        """Do what an activity asks for, once. Whatever fails is logged, and told to the user."""
        try:
            if not await self._is_new(came):
                return
            if came.kind == "added":
                await self._greet(came, on_new_message)
            elif came.kind == "removed":
                await self._forget(came, agent)
            elif self._has_too_many(came):
                await self._tell_too_many(came)
            elif came.kind == "vote":
                await self._vote(came)
            else:
                await self._talk(came, on_new_message)
        except SendError:
            return  # the connector has logged it, and nothing else can reach the user
        except Exception as error:  # whatever fails, the user gets a sentence
            log_without_text(log, "An activity of Teams could not be answered:", error)
            await self._last_resort(came)

    async def refuse(self, came: Incoming) -> None:
        """Say that there is too much to do at the moment."""
        try:
            await self._tell_too_many(came)
        except SendError:
            return  # logged already
        except Exception as error:  # nothing more can be done for the user
            log_without_text(log, "It could not be told that there is too much:", error)

    async def _is_new(self, came: Incoming) -> bool:
        ids = (came.reply_to.conversation, came.reply_to.activity)
        if not came.reply_to.activity:
            return True
        try:
            return await asyncio.to_thread(self.seen.first, "activity", *ids, now=self.clock())
        except StoreError as error:  # a person who waits is worth more than a second answer
            log_without_text(log, "It could not be noted that an activity came:", error)
            return True

    async def _greet(self, came: Incoming, on_new_message: OnNewMessage) -> None:
        """Greet a conversation once: Teams tells of one installation in several ways."""
        chat, now = came.reply_to.conversation, self.clock()
        if not await asyncio.to_thread(self.seen.first, "greeted", chat, now=now):
            return
        await self._turn(came, _GREETING, {PRESSED: True}, on_new_message)
        if came.reply_to.conversation_type != "personal":
            # Who does not know that the bot must be mentioned would meet silence.
            await self.sender.send(came.reply_to, text_activity(self.texts.say("among_others")))

    async def _forget(self, came: Incoming, agent: Agent) -> None:
        await asyncio.to_thread(self.seen.forget, "greeted", came.reply_to.conversation)
        await forget(agent, came.conversation)

    async def _talk(self, came: Incoming, on_new_message: OnNewMessage) -> None:
        if came.has_attachment:
            await self.sender.send(came.reply_to, text_activity(self.texts.say("no_attachments")))
            if not came.text:
                return
        text, metadata = came.text, None
        if came.kind == "pressed":
            if self.buttons.is_ours(came.data):
                metadata = {PRESSED: True}
            else:
                text = text.lstrip("/")  # then it is only what somebody says
        await self.sender.typing(came.reply_to)
        await self._turn(came, text, metadata, on_new_message)

    async def _turn(
        self,
        came: Incoming,
        text: str,
        metadata: Mapping[str, Any] | None,
        on_new_message: OnNewMessage,
    ) -> None:
        replies = Replies()
        name = Replies.name()
        await on_new_message(
            UserMessage(text, replies, came.conversation, input_channel=name, metadata=metadata)
        )
        if not replies.said:
            raise LookupError("The assistant gave no reply.")
        for place, reply in enumerate(replies.said):
            await self._send(came, place, reply)

    async def _send(self, came: Incoming, place: int, reply: Mapping[str, Any]) -> None:
        """Send a reply as a card; where that cannot be drawn or is not taken, as text."""
        picture = await self._picture(reply)
        try:
            drawn: Mapping[str, Any] | None = self._drawn(came, place, reply, picture)
        except Exception as error:  # whatever a card lacks, its words are there
            log_without_text(log, "A reply could not be drawn for Teams:", error)
            drawn = None
        try:
            await self.sender.send(came.reply_to, drawn or plain_activity(reply))
        except SendError as error:
            if error.status not in _NOT_TAKEN or drawn is None:
                raise
            await self.sender.send(came.reply_to, plain_activity(reply))

    async def _picture(self, reply: Mapping[str, Any]) -> str | None:
        """Draw an area; its figures stand in the words too, so a failure costs the picture only."""
        custom = reply.get("custom") or {}
        if custom.get("kind") != "area":
            return None
        try:
            return await asyncio.to_thread(area_picture, custom, self.texts)
        except Exception as error:
            log_without_text(log, "The picture of an area could not be drawn:", error)
            return None

    def _drawn(
        self, came: Incoming, place: int, reply: Mapping[str, Any], picture: str | None
    ) -> Mapping[str, Any]:
        custom = reply.get("custom") or {}
        answer = answer_of((reply.get("text") or "").strip(), custom)
        chat, message = came.reply_to.conversation, _hex(came.reply_to)
        return activity_of(
            reply,
            self.texts,
            sign=self.buttons.sign,
            vote=self.ids.make(chat, message, place, answer) if answer else None,
            public_url=self.public_url,
            picture=picture,
        )

    async def _vote(self, came: Incoming) -> None:
        chat = came.reply_to.conversation
        vote = vote_of(came.data, self.ids, chat, came.conversation, self.clock())
        if vote is None:
            said = text_activity(self.texts.say("vote_lost"))
        else:
            await asyncio.to_thread(keep_vote, self.votes, vote)
            if vote.reason:
                said = text_activity(self.texts.say("vote_reason_thanks"))
            elif vote.helpful:
                said = text_activity(self.texts.say("vote_thanks"))
            else:
                said = reasons_activity(str(came.data["reply"]), self.texts)
        await self.sender.send(came.reply_to, said)

    def _has_too_many(self, came: Incoming) -> bool:
        return pass_all([(self.messages, came.conversation)], self.clock()) > 0

    async def _tell_too_many(self, came: Incoming) -> None:
        if pass_all([(self.told, came.conversation)], self.clock()) == 0:
            await self.sender.send(came.reply_to, text_activity(self.texts.say("too_many")))

    async def _last_resort(self, came: Incoming) -> None:
        if came.kind == "removed":
            return  # nobody is there to read it
        try:
            await self.sender.send(came.reply_to, text_activity(self.texts.say("server_error")))
        except Exception as error:  # nothing more can be done for the user
            log_without_text(log, "Not even the error could be told in Teams:", error)


def _hex(address: Address) -> str:
    """Give what stands for a message in the ids of its replies, 32 hexadecimal digits."""
    told_apart = f"{address.conversation}\n{address.activity}"
    return hashlib.sha256(told_apart.encode(errors="replace")).hexdigest()[:_ID_DIGITS]
