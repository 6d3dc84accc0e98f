"""Loads the engine once, in the background, while the first screen is already in use."""

from __future__ import annotations

import gc
import threading
import time
from concurrent.futures import Future
from typing import TYPE_CHECKING

from rag.log import happened, note

if TYPE_CHECKING:
    from rag.engine import Engine

_lock = threading.Lock()
_future: Future[Engine] | None = None
_progress = 0.0


def start(after: float = 0.0) -> Future[Engine]:
    """The engine to be; loading begins `after` seconds from the first call. Its errors carry a sentence for the screen."""
    global _future
    with _lock:
        if _future is None:
            _future = Future()
            threading.Thread(target=_load, args=(_future, after), name="loading", daemon=True).start()
        return _future


def progress() -> float:
    """How much of the search index has been built, 0 to 1; 0 as well where it was there already."""
    return _progress


def _load(future: Future[Engine], after: float) -> None:
    time.sleep(after)
    began = time.monotonic()
    try:
        from rag.engine import Engine
        from safeguards.identifiers import find_identifiers

        find_identifiers("")  # its model is there before the first message
        engine = Engine.load(progress=_so_far)
        gc.collect()
        gc.freeze()  # what stays for good is not looked through again
        future.set_result(engine)
        happened("ready", "search and replies", seconds=round(time.monotonic() - began, 1))
    except Exception as fault:
        note(fault, "loading")
        future.set_exception(fault)


def _so_far(done: float) -> None:
    global _progress
    _progress = done
