"""Look an area up for somebody who chats: counted, and answered in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.activity.figures import AreaFigures
from bot.activity.model import Setting
from bot.activity.store import (
    AreaLevel,
    Snapshot,
    Store,
    area_figures,
    area_names,
    newest_snapshot,
    previous_snapshot,
)
from bot.conversation.area_replies import AreaFound, area_reply, no_report, no_such_area, which_area
from bot.conversation.counting import count
from bot.knowledge.areas import Area, find_areas, what_became
from bot.knowledge.catalogue import Catalogue
from bot.knowledge.replies import Reply

_MOST_AREAS = 3  # figures of more than these in one reply are hard to read


@dataclass(frozen=True)
class AreaLookUp:
    """All that a look-up needs: the knowledge, its areas, and the activity reports."""

    catalogue: Catalogue
    areas: Mapping[str, Area]
    store: Store

    def named(self, text: str) -> list[str]:
        """Give the areas that a message names, as the newest report spells them."""
        newest = newest_snapshot(self.store)
        names = area_names(self.store, newest) if newest else {}
        known = [name for level in names.values() for name in level]
        return [found.name for found in find_areas(text, self.areas, known)]

    def answer(self, wanted: Sequence[str], setting: Setting | None, day: dt.date) -> list[Reply]:
        """Tell the figures of each area, or ask which one is meant.

        Args:
            wanted: names of areas, as `named` gives them.
            setting: the one that is asked for; None for all.
            day: on which the look-up is counted.
        """
        newest = newest_snapshot(self.store)
        replies = self._replies(wanted, setting, newest) if newest else [no_report(self.catalogue)]
        for reply in replies:
            count(self.store, "area", reply, day)
        return replies

    def _replies(
        self, wanted: Sequence[str], setting: Setting | None, newest: Snapshot
    ) -> list[Reply]:
        levels = area_names(self.store, newest)
        if not wanted:
            return [which_area(self.catalogue, _offered(levels))]
        return [self._area(name, setting, newest, levels) for name in wanted[:_MOST_AREAS]]

    def _area(
        self,
        name: str,
        setting: Setting | None,
        newest: Snapshot,
        levels: Mapping[AreaLevel, Sequence[str]],
    ) -> Reply:
        level = next((level for level, names in levels.items() if name in names), None)
        if level is None:
            return no_such_area(self.catalogue, name, newest, _offered(levels))
        earlier = previous_snapshot(self.store, newest)
        found = AreaFound(
            name,
            what_became(name, self.areas),
            newest,
            self._figures(level, name, setting, newest),
            setting,
            earlier,
            {each.setting: each for each in self._figures(level, name, setting, earlier)},
        )
        return area_reply(self.catalogue, found)

    def _figures(
        self, level: AreaLevel, name: str, setting: Setting | None, snapshot: Snapshot | None
    ) -> list[AreaFigures]:
        if snapshot is None:
            return []
        found = area_figures(self.store, level, name, snapshot)
        return [each for each in found if setting in (None, each.setting)]


def _offered(levels: Mapping[AreaLevel, Sequence[str]]) -> Sequence[str]:
    """Give the areas to choose from: those of the smallest level that the report has."""
    return levels[AreaLevel.CCG] or levels[AreaLevel.ICS] or levels[AreaLevel.REGION]
