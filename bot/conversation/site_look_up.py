"""Look a site up for somebody who chats: limited for visitors, counted, answered in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.activity.directory.directory import Directory, OfflineDirectory, PostcodeSearch
from bot.activity.look_up import GivenCode, look_up
from bot.activity.ods_code import CodeKind
from bot.activity.store import SiteStanding, Store, find_site, newest_snapshot
from bot.conversation.counting import count
from bot.conversation.site_replies import notice, site_reply
from bot.conversation.visitor_limit import Seen, VisitorLimit, noted
from bot.knowledge.catalogue import Catalogue
from bot.knowledge.replies import Reply
from bot.knowledge.scenarios import SiteTexts


@dataclass(frozen=True)
class SiteLookUp:
    """All that a look-up needs.

    Args:
        catalogue: the knowledge.
        texts: its sentences about sites.
        store: the activity reports.
        directory: asked for codes that no report has.
        postcodes: asked for the sites at a postcode.
        limit: how many sites a visitor may see.
    """

    catalogue: Catalogue
    texts: SiteTexts
    store: Store
    directory: Directory
    postcodes: PostcodeSearch
    limit: VisitorLimit

    def answer(
        self,
        given: Sequence[GivenCode],
        seen: Seen,
        *,
        visitor: bool,
        now: dt.datetime,
        spent: bool = False,
    ) -> tuple[Reply, Seen]:
        """Answer; also give the sites that the conversation has seen by now.

        Args:
            given: the codes of the message, or the one that is remembered.
            seen: the codes that were looked up before.
            visitor: whether it is somebody whom we do not know, on a website.
            now: with a time zone.
            spent: whether others at the visitor's place have looked up as many as they may.
        """
        codes = [each.code for each in given]
        new = set(codes) - seen.keys()
        if visitor and new and (spent or not self.limit.allows(seen, codes, now)):
            reply = notice(self.texts.asked["too_many"], "too_many")
        else:
            reply = self._reply(given, now.date())
            seen = noted(seen, codes, now)
        count(self.store, "site", reply, now.date())
        return reply, seen

    def _reply(self, given: Sequence[GivenCode], today: dt.date) -> Reply:
        newest = newest_snapshot(self.store)
        directory = self.directory if newest else OfflineDirectory()
        found = look_up(given, self._find, directory, self.postcodes)
        return site_reply(self.catalogue, self.texts, found, newest, today)

    def _find(self, code: str) -> SiteStanding | None:
        return find_site(self.store, code)


def given_codes(entities: Iterable[Mapping[str, Any]], remembered: str | None) -> list[GivenCode]:
    """Give the codes of a message's entities; where it has none, the remembered one."""
    given = [
        GivenCode(str(entity["value"]), CodeKind(entity.get("role") or CodeKind.SITE))
        for entity in entities
        if entity.get("entity") == "ods_code"
    ]
    return given or ([GivenCode(remembered, CodeKind.SITE)] if remembered else [])
