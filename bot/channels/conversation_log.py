"""Rasa's SQL tracker store, reading only the end of a conversation for each message.

Rasa's own builds the tracker anew from every event of the session at each message, and hands all of
them to the action server: the longer a conversation, the slower each of its messages.
Every event is kept all the same.
"""

from __future__ import annotations

import json
from itertools import islice
from typing import Any

import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.events import ActiveLoop, Event, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.pool import QueuePool

from bot.activity.store.database import Store

_STORED = "events_in_the_log"
_INDEX = "CREATE INDEX IF NOT EXISTS events_by_conversation ON events (sender_id, type_name, id)"
_OWN = "FROM events WHERE sender_id = :sender AND"
_START = f"(SELECT coalesce(max(id), 0) {_OWN} type_name = '{SessionStarted.type_name}')"
_FIRST = f"""coalesce((SELECT id {_OWN} type_name = '{UserUttered.type_name}'
    ORDER BY id DESC LIMIT 1 OFFSET :before), 0)"""
# Slots and loops hold longer than the turn they stand in.
# Two conditions joined by OR would read every event of the conversation.
_RECENT = sa.text(
    f"""
    SELECT id, data {_OWN} id >= {_START} AND id >= {_FIRST}
    UNION ALL
    SELECT id, data {_OWN} type_name IN ('{SlotSet.type_name}', '{ActiveLoop.type_name}')
        AND id >= {_START} AND id < {_FIRST}
    ORDER BY id
    """
)


class ConversationLog(SQLTrackerStore):
    """Keeps every event; gives back those of the last `turns` messages of the session.

    Slots and loops that were set before those are given back too.
    """

    engine: sa.engine.Engine  # Rasa's own has no type

    def __init__(self, turns: int = 6, **settings: Any) -> None:
        """Open the log; `settings` are those of Rasa's SQLTrackerStore."""
        super().__init__(**settings)
        self._turns = turns
        if self.engine.dialect.name == "sqlite":
            self.engine = _kept_open(self.engine)
            self.sessionmaker = sa.orm.session.sessionmaker(bind=self.engine)
        with Store(self.engine).write_alone() as connection:  # several servers start at once
            connection.execute(sa.text(_INDEX))

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Give the end of the conversation, or nothing where there is none."""
        with self.session_scope() as session:
            wanted = {"sender": sender_id, "before": self._turns - 1}
            rows = session.execute(_RECENT, wanted).all()
        if not self.domain or not rows:
            return None
        events = [json.loads(data) for _, data in rows]
        return _all_stored(DialogueStateTracker.from_dict(sender_id, events, self.domain.slots))

    async def retrieve_full_tracker(self, conversation_id: str) -> DialogueStateTracker | None:
        """Give the whole conversation, with every session."""
        tracker = await super().retrieve_full_tracker(conversation_id)
        return _all_stored(tracker) if tracker else None

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Append the events that are not in the log yet, all at once: Rasa sends one by one."""
        await self.stream_events(tracker)
        # Rasa counts the events in the log, which are more than a tracker here has.
        new = islice(tracker.events, getattr(tracker, _STORED, 0), None)
        rows = [self._row(tracker.sender_id, event) for event in new]
        if rows:
            with self.session_scope() as session:
                session.execute(sa.insert(self.SQLEvent), rows)
                session.commit()
        _all_stored(tracker)

    @staticmethod
    def _row(sender_id: str, event: Event) -> dict[str, Any]:
        """Give an event as Rasa's table `events` holds it."""
        data = event.as_dict()
        return {
            "sender_id": sender_id,
            "type_name": event.type_name,
            "timestamp": data.get("timestamp"),
            "intent_name": data.get("parse_data", {}).get("intent", {}).get("name"),
            "action_name": data.get("name"),
            "data": json.dumps(data),
        }


def _all_stored(tracker: DialogueStateTracker) -> DialogueStateTracker:
    """Note on the tracker itself how many of its events are in the log: Rasa hands it back."""
    setattr(tracker, _STORED, len(tracker.events))
    return tracker


def _kept_open(engine: sa.engine.Engine) -> sa.engine.Engine:
    """Keep SQLite's connections open: Rasa's engine opens the file anew for each reading."""
    kept = sa.create_engine(
        engine.url, poolclass=QueuePool, connect_args={"check_same_thread": False}
    )
    sa.event.listen(kept, "connect", _write_without_waiting)
    engine.dispose()
    return kept


def _write_without_waiting(connection: Any, record: Any) -> None:
    """Leave it to the system when a change reaches the disk: at worst a power cut loses a message.

    With a write-ahead log, which bot.activity.store sets for the file, this cannot spoil it.
    """
    connection.execute("PRAGMA synchronous = NORMAL")
