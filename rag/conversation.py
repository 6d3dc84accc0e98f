"""One worker's conversation: what was said, shown and asked. It lives in memory and goes when it is cleared."""

from __future__ import annotations

import re
import secrets
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from knowledge.library import Library
from knowledge.schema import Stage
from rag.evidence import Evidence, Found
from rag.hearing import Heard, Scrap
from safeguards.identifiers import StandIns
from safeguards.risk import Acknowledged, Concern

STAGES: tuple[Stage, ...] = ("happened", "stirs", "line", "eyes", "next", "away")
STAGE_NAMES: dict[Stage, str] = {
    "happened": "What happened", "stirs": "What it stirs", "line": "Where the line is",
    "eyes": "Other eyes", "next": "What next", "away": "Taking it away",
}  # fmt: skip
TURNS_IN: dict[Stage, int] = {"happened": 1, "stirs": 2, "line": 2, "eyes": 1, "next": 2, "away": 99}
_WISH = re.compile(
    r"(?<!\w)(?:she|he|they|(?:the |this |my )?(?:mum|dad|man|woman|lady|lad|lassie|patient|client|couple|family|person))(?:'s| has| have|'d)? (?:want\w*|said|says|asked|asks|told|hopes?|likes?|thinks?|feels?|wish\w*|needs to)\b",
    re.I,
)

OF_A_CASE = (  # the fields that hold something of one case, and are empty when another begins
    "invented", "acknowledged", "stage", "stage_turns", "said_back", "sides", "pronouns", "perspectives", "tensions", "set_aside", "first_leading", "wish_known",
    "handoff", "asked_handoff", "awaiting", "line_marks", "line_was", "after_card", "last_found",
)  # fmt: skip

StoodIn = Literal["", "stopped", "silent", "cancelled"]  # by the checks, twice; for want of an answer; by the worker


@dataclass(frozen=True)
class Voice:
    """A card under a reply. `counter_to` is the id that it stands against; `alone`: the study has no other side."""

    evidence: Evidence
    counter_to: str | None = None
    alone: bool = False


@dataclass(frozen=True)
class Turn:
    """What the product said once. `problems` are those of a reply that was stopped and composed again."""

    stage: Stage
    tensions: tuple[str, ...]
    reflection: str
    evidence: tuple[Voice, ...]
    question: str
    problems: tuple[str, ...] = ()
    question_id: str = ""
    stood_in: StoodIn = ""  # why a guided reply stands here in place of a model's

    @property
    def text(self) -> str:
        return " ".join(part for part in (self.reflection, self.question) if part)


@dataclass
class Conversation:
    """Everything one conversation remembers. Nothing here is written anywhere.

    `case_from` is the number of the exchange that the present case begins with; what is quoted, or asked about, is of that case alone.
    """

    invented: bool = False
    stand_ins: StandIns = field(default_factory=StandIns)
    acknowledged: Acknowledged = field(default_factory=Acknowledged)
    exchanges: list[tuple[str, Turn]] = field(default_factory=list, repr=False)
    stage: Stage = "happened"
    stage_turns: int = 0
    asked: list[str] = field(default_factory=list)
    shown: set[str] = field(default_factory=set)
    said_back: set[str] = field(default_factory=set, repr=False)
    forms: list[str] = field(default_factory=list)
    uses: Counter[str] = field(default_factory=Counter)
    sides: Counter[str] = field(default_factory=Counter)
    pronouns: Counter[str] = field(default_factory=Counter)
    perspectives: Counter[str] = field(default_factory=Counter)
    tensions: dict[str, float] = field(default_factory=dict)
    set_aside: list[Scrap] = field(default_factory=list, repr=False)
    first_leading: str = ""
    wish_known: bool = False
    handoff: str | None = None
    asked_handoff: bool = False
    awaiting: str = ""
    line_marks: dict[str, int] = field(default_factory=dict)
    line_was: dict[str, int] = field(default_factory=dict)  # where each was put first
    after_card: str = ""
    last_found: Found = field(default_factory=Found, repr=False)
    case_from: int = 0
    started: float = field(default_factory=time.monotonic)
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24), repr=False)

    @property
    def turns(self) -> int:
        return len(self.exchanges)

    @property
    def case(self) -> list[tuple[str, Turn]]:
        """The exchanges about the present case."""
        return self.exchanges[self.case_from :]

    def begin_case(self, acknowledged: tuple[Concern, ...]) -> None:
        """Somebody else from here on: nothing gathered of the case before stays. What was asked and shown does, and names keep their stand-ins.

        `acknowledged` are the concerns of the message that begins it.
        """
        fresh = Conversation(acknowledged=Acknowledged(list(acknowledged)))
        for name in OF_A_CASE:
            setattr(self, name, getattr(fresh, name))
        self.case_from = len(self.exchanges)

    @property
    def owes_a_side(self) -> bool:
        """Whether the talk has gone on without a question from both sides, more of oneself and less."""
        return self.turns > 3 and not (self.sides["more"] and self.sides["less"])

    def pronoun_with(self, heard: Heard) -> str | None:
        """The pronoun for the person spoken of, where one is clear from what has been said so far."""
        counts = self.pronouns + Counter(dict(heard.pronouns))
        ranked = counts.most_common(2)
        if not ranked:
            return None
        if len(ranked) == 1 or ranked[0][1] >= 1.6 * ranked[1][1]:
            return ranked[0][0]
        gendered = [p for p, _ in ranked if p != "they"]
        return gendered[0] if len(gendered) == 1 and counts[gendered[0]] >= 2 else None

    def tensions_with(self, found: Found, count: int = 20) -> list[tuple[str, float]]:
        """Live tensions with a message of `count` words counted in, strongest first. Short messages weigh less."""
        weights = {t: 0.75 * w for t, w in self.tensions.items()}
        size = (1.6 if not self.tensions else 1.0) * min(1.0, 0.25 + count / 20)
        for tension, score in found.tensions[:5]:
            weights[tension] = weights.get(tension, 0.0) + size * score**2
        return sorted(((t, round(w, 6)) for t, w in weights.items()), key=lambda p: (-p[1], p[0]))

    def ledger(self) -> str:
        """What the talk has held so far, on one line and without a word that was typed."""
        avoided = [name for name in ("person", "cost", "ending") if not self.perspectives[name]]
        avoided += [side for side in ("more", "less") if self.turns > 2 and not self.sides[side]]
        return f"turn {self.turns}, heard of {', '.join(self.perspectives) or 'nothing'}; not yet {', '.join(avoided) or 'missing'}; sides {dict(self.sides)}"

    def next_stage(self, heard: Heard) -> Stage:
        """Where the talk is ripe to go. It moves on by itself when enough has been said."""
        place = STAGES.index(self.stage)
        need = TURNS_IN[self.stage]
        if self.stage == "happened" and heard.words + sum(len(t.split()) for t, _ in self.case) < 25:
            need = 2
        if self.stage == "stirs" and not heard.feelings and heard.words < 12:
            need = 3
        return STAGES[min(place + (self.stage_turns >= need), len(STAGES) - 1)]

    def go(self, stage: Stage) -> None:
        """The worker chose a stage."""
        self.stage, self.stage_turns = stage, 0

    def remember(self, heard: Heard, found: Found, library: Library) -> None:
        """Take in what a message held, after it has been answered."""
        self.pronouns += Counter(dict(heard.pronouns))
        self.perspectives.update(heard.perspectives)
        self.tensions = dict(self.tensions_with(found, heard.words)[:6])
        self.first_leading = self.first_leading or heard.leading
        self.wish_known = self.wish_known or bool(_WISH.search(heard.text))
        if self.forms[-1:] != ["correction"]:
            self.set_aside += [s for s in heard.scraps if s.weight >= 1.5][:3]
        self.last_found = found
