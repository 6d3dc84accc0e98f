"""What lapses: a conversation held for a refresh, and whatever else is put here. A thread forgets each at its time, with nobody doing anything.

In memory only: never on disk, never in a link.
"""

from __future__ import annotations

import gc
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from rag.log import note
from rag.settings import settings


class Clock:
    """The time, in seconds from anywhere, and a wait that ends when it has come or when the bell is rung."""

    def now(self) -> float:
        return time.monotonic()

    def wait(self, bell: threading.Condition, seconds: float | None) -> None:
        bell.wait(seconds)


@dataclass
class Held:
    """`thing` is what comes back after a refresh, if anything does; `forget` is done when its time is over."""

    until: float
    thing: Any = field(repr=False)
    forget: Callable[[], object]


class Keep:
    """Things under their names, each until `minutes()` after it was last touched."""

    def __init__(self, minutes: Callable[[], float], clock: Clock | None = None) -> None:
        self.minutes, self.clock = minutes, clock or Clock()
        self._held: dict[str, Held] = {}
        self._bell = threading.Condition()
        self._thread: threading.Thread | None = None

    def put(self, name: str, thing: Any = None, forget: Callable[[], object] = lambda: None) -> None:
        """Hold `thing` from now on, or for longer."""
        with self._bell:
            self._held[name] = Held(self._until(), thing, forget)
            if self._thread is None:
                self._thread = threading.Thread(target=self._watch, name="keep", daemon=True)
                self._thread.start()
            self._bell.notify_all()

    def touch(self, name: str, ago: float = 0.0) -> None:
        """Somebody did something so many seconds ago: what is held under that name is held for longer. Where nothing is, nothing happens."""
        with self._bell:
            if held := self._held.get(name):
                held.until = max(held.until, self._until() - max(0.0, ago))

    def get(self, name: str) -> Any | None:
        """What is held under a name, or None where it has lapsed, was dropped, or never was."""
        with self._bell:
            held = self._held.get(name)
            return held.thing if held and held.until > self.clock.now() else None

    def drop(self, name: str) -> None:
        """Hold it no longer."""
        with self._bell:
            self._held.pop(name, None)

    def lapse(self, name: str) -> None:
        """Its time is over now."""
        with self._bell:
            if held := self._held.get(name):
                held.until = self.clock.now()
                self._bell.notify_all()

    def count(self) -> int:
        """How many there are that would come back after a refresh."""
        with self._bell:
            return sum(held.thing is not None for held in self._held.values())

    def _until(self) -> float:
        return self.clock.now() + 60 * self.minutes()

    def _watch(self) -> None:
        while True:
            if over := self._over():
                for held in over:
                    _forget(held)
                del over, held
                re.purge()  # Python keeps the patterns that were made of somebody's words
                gc.collect()  # and what refers to itself in a circle, until somebody uses the app again

    def _over(self) -> list[Held]:
        """What has lapsed, taken out; where nothing has, nothing, after a wait."""
        with self._bell:
            now = self.clock.now()
            names = [name for name, held in self._held.items() if held.until <= now]
            if not names:
                self.clock.wait(self._bell, min((held.until - now for held in self._held.values()), default=None))
            return [self._held.pop(name) for name in names]


def _forget(held: Held) -> None:
    try:
        held.forget()
    except Exception as fault:  # the rest still has to go
        note(fault, "forgetting")


kept = Keep(lambda: settings().keep_minutes)
