"""The one set of rooms that this process shares, from the settings."""

from __future__ import annotations

import threading
import time
from collections import deque
from functools import lru_cache

from knowledge.library import load
from rag.log import note
from rag.settings import settings
from rooms.room import RoomFault, Rooms
from rooms.secrets import server_secret
from rooms.store import Store

WRONG_EACH, WRONG_ALL, WITHIN = 6, 60, 60.0  # wrong codes from one address, and from all, in so many seconds

_lock = threading.Lock()
_wrong: deque[tuple[float, str]] = deque()


@lru_cache(maxsize=1)
def rooms() -> Rooms:
    """Opened once, which also deletes what is past its time. Raises OSError, or StoreAway where the database does not answer."""
    chosen = settings()
    store = Store(chosen.database_url, chosen.data_dir)
    return Rooms(store, server_secret(chosen.room_secret, chosen.data_dir), load().protocols, chosen.room_hours, chosen.room_pace)


def keep_clean(stop: threading.Event, every: float = 300.0) -> None:
    """Delete what is past its time, at once and then every so many seconds, until told to stop. For a thread of its own."""
    while True:
        try:
            store = rooms().store
            with store.begin() as at:
                gone = store.sweep(at)
            if gone:
                store.scrub()
        except Exception as fault:  # the screens say it to whoever opens a session; the next round tries again
            note(fault, "a look over the rooms")
        if stop.wait(every):
            return


def may_knock(address: str) -> None:
    """Raises RoomFault where there have been too many wrong codes lately."""
    with _lock:
        oldest = time.monotonic() - WITHIN
        while _wrong and _wrong[0][0] < oldest:
            _wrong.popleft()
        if len(_wrong) >= WRONG_ALL or sum(where == address for _, where in _wrong) >= WRONG_EACH:
            raise RoomFault("There have been too many wrong codes. Wait a minute, and look at the letters again.")


def knocked_wrong(address: str) -> None:
    """Count a wrong code."""
    with _lock:
        _wrong.append((time.monotonic(), address))
