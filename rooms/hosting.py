"""The one set of rooms that this process shares, from the settings."""

from __future__ import annotations

import threading
from functools import lru_cache

from knowledge.library import load
from rag.log import note
from rag.pace import count, may, spent
from rag.settings import settings
from rooms.room import RoomFault, Rooms
from rooms.secrets import server_secret
from rooms.store import Store

WRONG_EACH, WRONG_ALL, JOINS = 6, 60, 30  # in a minute: wrong codes from one tab, and from all; tries of one code


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


def may_knock(tab: str, code: str) -> None:
    """Count a try to join. Raises RoomFault where there have been too many wrong ones lately, and TooMany where there are too many for one code or in all."""
    if spent("wrong code", tab, WRONG_EACH) or spent("wrong codes", "", WRONG_ALL):
        raise RoomFault("There have been too many wrong codes. Wait a minute, and look at the letters again.")
    may("join", code, JOINS)


def knocked_wrong(tab: str) -> None:
    """Count a wrong code."""
    count("wrong code", tab, WRONG_EACH)
    count("wrong codes", "", WRONG_ALL)
