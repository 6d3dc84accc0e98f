"""Every frozen type that passes from one step of a turn to the next. Light to import."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from knowledge.schema import Stage
from safeguards.identifiers import StandIns
from safeguards.risk import Concern

FLOOR = 0.34  # mean nearness of the texts around a message, under which the study does not speak to it
StoodIn = Literal["", "stopped", "silent", "cancelled"]  # by the checks, twice; for want of an answer; by the worker
Kind = Literal["reply", "readings", "repair", "taken back", "note"]  # note: a line of the program's own, such as after a card
State = Literal["first", "asked", "known"]


@dataclass(frozen=True)
class Evidence:
    """One finding or quote that fits. `because` is the worker's sentence that matched best."""

    id: str
    kind: str
    text: str
    source: str
    pages: str | None
    score: float
    because: str


@dataclass(frozen=True)
class Found:
    """What one message came near to in the study. Scores are cosine similarities with small lifts."""

    evidence: tuple[Evidence, ...] = ()
    tensions: tuple[tuple[str, float], ...] = ()
    nearness: float = 0.0

    @property
    def near(self) -> bool:
        """Whether the study speaks to the message at all."""
        return self.nearness >= FLOOR


@dataclass(frozen=True)
class Voice:
    """A card under a reply. `counter_to` is the id that it stands against; `alone`: the study has no other side."""

    evidence: Evidence
    counter_to: str | None = None
    alone: bool = False


@dataclass(frozen=True)
class Candidate:
    """One exchange that a message, or a sentence of it, may be.

    `likelihood` that it is meant; `fits`: how likely its replies are to fit; `told`: what that was worked out from; `nearest`: the way of saying it that
    came closest.
    """

    exchange: str
    likelihood: float
    nearness: float
    nearest: str
    part: int  # number of the sentence, from 0; -1 for the message whole
    fits: float = 0.0
    told: tuple[float, ...] = ()


@dataclass(frozen=True)
class Understood:
    """What one message was taken to say, likeliest first, and what the study has near to it."""

    candidates: tuple[Candidate, ...] = ()
    words: int = 0
    sentences: int = 1
    found: Found = field(default_factory=Found)


@dataclass(frozen=True)
class Chosen:
    """A reply before it is shown: written words, where they are from, and why. `also` and `readings` are ids of exchanges or tensions."""

    kind: Kind
    say: str = ""
    ask: str = ""
    asks: str = ""
    exchange: str = ""
    number: int = -1
    also: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    nearest: str = ""
    reasons: tuple[str, ...] = ()
    line: str = ""  # the name of a line of knowledge/lines.yaml, where it is one


@dataclass(frozen=True)
class Turn:
    """One turn: what the worker said (identifiers masked; empty for a tap), and what was answered."""

    theirs: str
    chosen: Chosen
    stage: Stage
    tensions: tuple[str, ...] = ()
    act: str = ""
    cards: tuple[Voice, ...] = ()
    took: str = ""  # the label that was tapped
    begins: bool = False  # a new case
    concern: str = ""  # the soft concern that this turn met
    state: State | None = None
    role: str = ""  # somebody whom the worker's words say that it goes to, or who knows
    after: str = ""  # the line that stood first, after a card
    hints: tuple[Concern, ...] = field(default=(), repr=False)  # why it was asked whether anybody is at risk
    say: str = ""  # as shown: a model's where one phrased it
    ask: str = ""
    problems: tuple[str, ...] = ()
    stood_in: StoodIn = ""

    @property
    def text(self) -> str:
        return " ".join(part for part in (self.say, self.ask) if part)


@dataclass(frozen=True)
class OpenConcern:
    """A soft concern on the short list of a talk. `who` is the role that was said to know, or empty."""

    exchange: str
    state: State
    who: str


@dataclass(frozen=True)
class Talk:
    """One worker's talk: an append-only tuple of turns. Everything else is read off it. Lives in memory alone."""

    turns: tuple[Turn, ...] = field(default=(), repr=False)
    invented: bool = False
    stand_ins: StandIns = field(default_factory=StandIns, repr=False)
    acknowledged: tuple[Concern, ...] = field(default=(), repr=False)
    marks: tuple[tuple[str, int], ...] = ()  # of the line, in the order in which they were put (0: less of me, 100: more of me)
    started: float = field(default_factory=time.monotonic)
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24), repr=False)

    def with_(self, turn: Turn) -> Talk:
        """The talk with one turn more. A new case starts without the marks of the one before, and is not invented."""
        return replace(self, turns=(*self.turns, turn), marks=() if turn.begins else self.marks, invented=self.invented and not turn.begins)

    @property
    def case(self) -> tuple[Turn, ...]:
        """The turns of the present case."""
        starts = [n for n, turn in enumerate(self.turns) if turn.begins]
        return self.turns[starts[-1] if starts else 0 :]

    @property
    def last(self) -> Turn | None:
        return self.case[-1] if self.case else None

    @property
    def stage(self) -> Stage:
        return self.case[-1].stage if self.case else "happened"

    @property
    def shown(self) -> frozenset[str]:
        """Findings and quotes that have been on a card, in any case."""
        return frozenset(card.evidence.id for turn in self.turns for card in turn.cards)

    @property
    def lines_used(self) -> frozenset[tuple[str, int]]:
        """Replies that have been given: (exchange or name of a line, number)."""
        return frozenset((t.chosen.exchange or t.chosen.line, t.chosen.number) for t in self.turns)

    def uses(self, line: str) -> int:
        """How often a line of the program's own has been said."""
        return sum(line in (t.chosen.line, t.after) for t in self.turns)

    @property
    def taken_back(self) -> frozenset[str]:
        """Exchanges that the worker said it was not, in this case."""
        return frozenset(before.chosen.exchange for before, after in zip(self.case, self.case[1:]) if after.chosen.kind == "taken back") - {""}

    @property
    def set_aside(self) -> tuple[str, ...]:
        """What was heard in this case and not taken up, in order: ids."""
        heard = dict.fromkeys(one for turn in self.case for one in turn.chosen.also)
        taken = {turn.chosen.exchange for turn in self.case}
        return tuple(one for one in heard if one not in taken)

    @property
    def offered_once(self) -> tuple[str, ...]:
        """What was set aside and has been offered only once: it comes back once, when the talk runs dry."""
        offers = [one for turn in self.case for one in turn.chosen.also]
        return tuple(one for one in self.set_aside if offers.count(one) == 1)

    @property
    def concerns(self) -> tuple[OpenConcern, ...]:
        """The soft concerns of this case, with the state that each is in. One that was taken back leaves no trace."""
        found: dict[str, OpenConcern] = {}
        for turn in self.case:
            if turn.concern and turn.state and turn.concern not in self.taken_back:
                held = found.get(turn.concern)
                found[turn.concern] = OpenConcern(turn.concern, turn.state, turn.role if turn.state == "known" else held.who if held else "")
        return tuple(found.values())

    def tensions(self) -> list[tuple[str, float]]:
        """The pulls of this case, strongest first; what was said later weighs more."""
        weights: dict[str, float] = {}
        for age, turn in enumerate(reversed(self.case)):
            for place, tension in enumerate(turn.tensions):
                weights[tension] = weights.get(tension, 0.0) + 0.85**age / (place + 1)
        return sorted(weights.items(), key=lambda pair: (-pair[1], pair[0]))

    def marks_now(self) -> tuple[dict[str, int], dict[str, int]]:
        """Where each view stands on the line, and where it was put first."""
        was: dict[str, int] = {}
        for who, mark in self.marks:
            was.setdefault(who, mark)
        return dict(self.marks), was

    def words(self) -> Iterator[str]:
        """All that the worker has said in this case."""
        return (turn.theirs for turn in self.case if turn.theirs)


@dataclass(frozen=True)
class Step:
    """What one message or tap led to: the talk with its new turn, and that turn."""

    talk: Talk = field(repr=False)
    turn: Turn
