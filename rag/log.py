"""What an administrator should know, a line of JSON each: never a word of what anybody wrote, and nobody's name."""

from __future__ import annotations

import sys
import traceback
from pathlib import Path
from typing import Literal

import structlog

ROOT = Path(__file__).parents[1]
Event = Literal["ready", "fault", "away", "back"]
_log = structlog.wrap_logger(
    structlog.WriteLogger(sys.stderr), processors=[structlog.processors.TimeStamper(fmt="iso", utc=True), structlog.processors.JSONRenderer()]
)


def happened(event: Event, what: str, **numbers: float) -> None:
    """Log that something happened, such as ('ready', 'engine', seconds=9.1). `what` is a word of the code's own."""
    _log.msg(event, what=what, **numbers)


def note(fault: BaseException, during: str = "a screen") -> None:
    """Log what kind of fault and where in our own code, never its text: that could hold what somebody typed."""
    frames = traceback.extract_tb(fault.__traceback__)
    ours = [f for f in frames if str(ROOT) in f.filename and ".venv" not in f.filename]
    place = ours[-1] if ours else frames[-1] if frames else None
    _log.msg("fault", kind=type(fault).__name__, place=f"{Path(place.filename).name}:{place.lineno}" if place else "unknown", during=during)
