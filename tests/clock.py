"""A clock that stands still until a test moves it."""

from __future__ import annotations

import threading

from rag.keep import Clock

MINUTE = 60.0


class HandClock(Clock):
    """Moved by hand, for the one thread that waits on it."""

    def __init__(self) -> None:
        self.at = 1000.0
        self._turn = threading.Condition()
        self._waits = 0
        self._left: float | None = None
        self._bell = threading.Condition()

    def now(self) -> float:
        return self.at

    def wait(self, bell: threading.Condition, seconds: float | None) -> None:
        with self._turn:
            self._bell, self._left, self._waits = bell, seconds, self._waits + 1
            self._turn.notify_all()
        bell.wait()

    def forward(self, minutes: float) -> float | None:
        """So many minutes later. Comes back when the thread has done what there was to do; with the minutes that it means to wait next, if it waits for a time."""
        self._after(0)
        with self._bell:
            self.at += minutes * MINUTE
            waits = self._waits
            self._bell.notify_all()
        self._after(waits)
        return None if self._left is None else round(self._left / MINUTE, 6)

    def _after(self, waits: int) -> None:
        with self._turn:
            assert self._turn.wait_for(lambda: self._waits > waits, 60)
