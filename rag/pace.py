"""How often a tab, a room's code, and everybody together, may ask for work that costs something. An address says little behind one gateway, so none is looked at."""

from __future__ import annotations

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from knowledge.library import PlainFault

TOGETHER = 30  # times what one tab may
_windows = MovingWindowRateLimiter(MemoryStorage())


class TooMany(PlainFault):
    """More than may be asked for in a minute; the message says to wait."""


def may(what: str, whose: str, a_minute: int) -> None:
    """Count one of `what` for `whose` tab. Raises TooMany where the tab, or all tabs together, have had as many as they may in this minute."""
    if not _windows.hit(RateLimitItemPerMinute(a_minute), what, whose):
        raise TooMany("That is a lot for one minute. What you wrote is still here: wait a little, then try again.")
    if not _windows.hit(RateLimitItemPerMinute(a_minute * TOGETHER), what):
        raise TooMany("Many people are using this just now. What you wrote is still here: wait a minute, then try again.")


def spent(what: str, whose: str, a_minute: int) -> bool:
    """Whether `whose`, or an empty text for everybody, has had as many of `what` as they may in this minute. Counts nothing."""
    return not _windows.test(RateLimitItemPerMinute(a_minute), what, whose)


def count(what: str, whose: str, a_minute: int) -> None:
    """Count one of `what`; the same `a_minute` as it is asked for with."""
    _windows.hit(RateLimitItemPerMinute(a_minute), what, whose)
