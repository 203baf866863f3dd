"""Tell how a site stands and what the figures of an area are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet

from actions.base import CareMailAction, knowledge
from bot.activity.directory.choose import directory_from
from bot.activity.directory.directory import SearchableDirectory
from bot.activity.directory.kept import KeptDirectory
from bot.activity.model import Setting
from bot.activity.store import DirectoryAnswers, Store, open_store
from bot.conversation.area_look_up import AreaLookUp
from bot.conversation.site_look_up import SiteLookUp, given_codes
from bot.conversation.site_replies import notice
from bot.conversation.visitor_limit import VisitorLimit
from bot.knowledge.areas import load_areas
from bot.knowledge.scenarios import SiteTexts, site_texts
from bot.settings import SettingError, Settings

_VISITORS = "website"
"""Name of the channel whose users we do not know."""
_MOST_ASKED = 3
_WAITING = ("site_asked", "site_unknown")
"""Outcomes after which a code is waited for."""


@lru_cache(maxsize=1)
def texts() -> SiteTexts:
    """Read the sentences about sites once in the life of the process."""
    return site_texts(knowledge())


@lru_cache(maxsize=1)
def store() -> Store:
    """Open the activity reports once in the life of the process."""
    return open_store(Settings.from_environment().database_url)


def _directory(settings: Settings) -> SearchableDirectory:
    kind, url, key = (
        settings.ods_directory,
        settings.ods_directory_url,
        settings.ods_directory_key,
    )
    try:
        return directory_from(kind, url, key)
    except ValueError as error:
        raise SettingError(str(error)) from error


@lru_cache(maxsize=1)
def site_look_up() -> SiteLookUp:
    """Give the look-up of sites.

    Raises:
        SettingError: the settings of the directory do not fit together.
    """
    settings = Settings.from_environment()
    directory = _directory(settings)
    return SiteLookUp(
        knowledge(),
        texts(),
        store(),
        KeptDirectory(directory, DirectoryAnswers(store())),
        directory,
        VisitorLimit(settings.sites_an_hour, settings.sites_a_conversation),
    )


@lru_cache(maxsize=1)
def area_look_up() -> AreaLookUp:
    """Give the look-up of areas."""
    return AreaLookUp(knowledge(), load_areas(knowledge()), store())


def site_results(tracker: Tracker) -> Iterable[Mapping[str, Any]]:
    """Look up the site of the message, or the one that was given before."""
    message = tracker.latest_message
    # Who was asked for a code, or wants another site, does not mean the one before.
    forgotten = tracker.get_slot("site_asked") or message.get("another_site")
    remembered = None if forgotten else tracker.get_slot("ods_code")
    given = given_codes(message.get("entities") or [], remembered)
    now = dt.datetime.now(dt.timezone.utc)
    visitor = tracker.get_latest_input_channel() == _VISITORS
    seen = tracker.get_slot("sites_seen") or {}
    spent = bool((message.get("metadata") or {}).get("sites_spent"))
    reply, seen = site_look_up().answer(given, seen, visitor=visitor, now=now, spent=spent)
    said = reply["json_message"]
    yield reply
    yield SlotSet("sites_seen", dict(seen))
    yield SlotSet("site_asked", int(said.get("outcome") in _WAITING))
    if said["kind"] == "site":
        yield SlotSet("ods_code", said["ods_code"])


def area_results(tracker: Tracker) -> Iterable[Mapping[str, Any]]:
    """Look up the areas of the message, or those that were asked about before."""
    message = tracker.latest_message
    entities = message.get("entities") or []
    pressed = [str(each["value"]) for each in entities if each["entity"] == "area"]
    wanted = area_look_up().named(message.get("text") or "") or pressed
    wanted = wanted or list(tracker.get_slot("areas") or [])
    settings = [Setting(each["value"]) for each in entities if each["entity"] == "setting"]
    yield from area_look_up().answer(
        wanted, settings[0] if len(settings) == 1 else None, dt.date.today()
    )
    yield SlotSet("areas", wanted)


def reminder(tracker: Tracker) -> Iterable[Mapping[str, Any]]:
    """Remind of the code that is waited for after something else was answered; not for ever."""
    asked = tracker.get_slot("site_asked") or 0
    if asked:
        yield notice(texts().asked["still_waiting"], "site_asked")
        yield SlotSet("site_asked", asked + 1 if asked < _MOST_ASKED else 0)


class ActionLookUpSite(CareMailAction):
    """Tells how the user's site stands, or asks which one it is."""

    def name(self) -> str:
        """Name it as the domain does."""
        return "action_look_up_site"

    def replies(self, tracker: Tracker) -> Iterable[Mapping[str, Any]]:
        """Look the site up."""
        return site_results(tracker)


class ActionLookUpArea(CareMailAction):
    """Tells the figures of an area, or asks which one it is."""

    def name(self) -> str:
        """Name it as the domain does."""
        return "action_look_up_area"

    def replies(self, tracker: Tracker) -> Iterable[Mapping[str, Any]]:
        """Look the area up."""
        return area_results(tracker)


class ActionEndLookUp(CareMailAction):
    """Waits for a code no longer."""

    def name(self) -> str:
        """Name it as the domain does."""
        return "action_end_look_up"

    def replies(self, tracker: Tracker) -> Iterable[Mapping[str, Any]]:
        """Say so where a code was waited for; else take a "never mind" as such."""
        if tracker.get_slot("site_asked"):
            yield notice(texts().asked["ended"], "small_talk")
        else:
            yield {"response": "utter_never_mind"}
        yield SlotSet("site_asked", 0)
