"""Holds a conversation in memory for a refresh or a dropped connection. Never on disk, never in a link."""

from __future__ import annotations

import threading
import time
from typing import Any

from rag.settings import settings

_lock = threading.Lock()
_kept: dict[str, tuple[float, Any]] = {}


def put(token: str, thing: Any) -> None:
    """Hold `thing` under a token for the set number of minutes from now."""
    with _lock:
        _sweep()
        _kept[token] = (time.monotonic(), thing)


def get(token: str) -> Any | None:
    """What is held under a token, or None where it has lapsed, was dropped, or never was."""
    with _lock:
        _sweep()
        held = _kept.get(token)
        return held[1] if held else None


def drop(token: str) -> None:
    """Forget it now."""
    with _lock:
        _kept.pop(token, None)


def held() -> int:
    """How many are held now."""
    with _lock:
        _sweep()
        return len(_kept)


def _sweep() -> None:
    oldest = time.monotonic() - 60 * settings().keep_minutes
    for token in [t for t, (when, _) in _kept.items() if when < oldest]:
        del _kept[token]
