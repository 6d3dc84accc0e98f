"""The rules that say which written reply may be given now. Each has a name and a reason; some forbid, some only prefer another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from knowledge.exchange import Exchange, Written
from knowledge.wording import PLACE
from rag.types import State, Talk

LONG_REPLY = 26  # words of a reply that is long for a short message
SHORT_MESSAGE = 8  # words


@dataclass(frozen=True)
class Context:
    """What the rules look at beside the reply itself. `knows`: a role that has been told; `nobody`: the worker said that nobody has."""

    talk: Talk
    words: int
    state: State | None = None
    several: bool = False
    knows: bool = False


@dataclass(frozen=True)
class Rule:
    """`breaks` is true where the reply breaks it. `forbids`: such a reply is not given at all; otherwise one that keeps it goes first."""

    name: str
    reason: str
    forbids: bool
    breaks: Callable[[Written, int, Exchange, Context], bool]


def _asked_lately(talk: Talk) -> int:
    """How many of the last replies, in a row, ended with a question."""
    count = 0
    for turn in reversed(talk.turns):
        if not turn.ask:
            break
        count += 1
    return count


RULES = (
    Rule("said before", "this line has been said in this talk", True, lambda r, n, x, c: (x.id, n) in c.talk.lines_used),
    Rule("taken back", "the worker said that this was not it", True, lambda r, n, x, c: x.id in c.talk.taken_back),
    Rule("for another state", "this line is for a concern that has been asked about, or is known, and this one is not", True,
         lambda r, n, x, c: r.when is not None and r.when != c.state),
    Rule("takes for granted that nobody knows", "somebody has been told", True, lambda r, n, x, c: "nobody-knows" in r.assumes and c.knows),
    Rule("takes for granted that it is only the worker", "somebody else is in it", True, lambda r, n, x, c: "only-you" in r.assumes and c.knows),
    Rule("same question", "a question of this kind has just been asked", True,
         lambda r, n, x, c: bool(r.asks and c.talk.last and c.talk.last.chosen.asks == r.asks and r.asks != "a-detail")),
    Rule("a statement is owed", "the last two replies ended with a question", False, lambda r, n, x, c: bool(r.ask) and _asked_lately(c.talk) >= 2),
    Rule("who is meant", "two people are in it, and a pronoun could be either", False, lambda r, n, x, c: c.several and bool(PLACE.search(r.text))),
    Rule("another shape", "the last reply had this shape", False,
         lambda r, n, x, c: bool(c.talk.turns) and (bool(r.say), bool(r.ask)) == (bool(c.talk.turns[-1].say), bool(c.talk.turns[-1].ask))),
    Rule("length", "a long reply to a short message", False, lambda r, n, x, c: c.words <= SHORT_MESSAGE and len(r.text.split()) > LONG_REPLY),
)  # fmt: skip


def pick(exchange: Exchange, context: Context) -> tuple[int, tuple[str, ...]]:
    """The number of the reply to give, or -1 where none may be given; and for each that was passed over, which rule said so."""
    allowed: list[tuple[int, int]] = []
    reasons: list[str] = []
    for number, reply in enumerate(exchange.replies):
        broken = [rule for rule in RULES if rule.breaks(reply, number, exchange, context)]
        if any(rule.forbids for rule in broken):
            reasons.append(f"reply {number + 1} of {exchange.id}: {next(r for r in broken if r.forbids).reason}")
            continue
        allowed.append((len(broken), number))
        reasons += [f"reply {number + 1} of {exchange.id}: {rule.reason}" for rule in broken]
    if not allowed:
        return -1, tuple(reasons)
    fewest = min(count for count, _ in allowed)
    equal = [number for count, number in allowed if count == fewest]
    return equal[len(context.talk.turns) % len(equal)], tuple(reasons)
