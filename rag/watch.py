"""A reply that takes a while: what is being done, how long it has taken, a way to stop it, and what is raised where nothing comes."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field


class Unanswered(Exception):
    """A composer gave no words. Its one argument says why, and holds nothing that anybody wrote."""


@dataclass
class Watch:
    """One reply on its way: what is being done, for how long, and whether the worker has had enough of waiting."""

    step: str = "Thinking about what you wrote"
    started: float = field(default_factory=time.monotonic)
    _stop: threading.Event = field(default_factory=threading.Event, repr=False)

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.started

    @property
    def cancelled(self) -> bool:
        return self._stop.is_set()

    def cancel(self) -> None:
        self._stop.set()
