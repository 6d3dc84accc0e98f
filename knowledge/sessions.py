"""The shapes of what groups meet: training packs and peer sessions. As in schema.py, frozen and strict."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from knowledge.schema import Entry


class Step(Entry):
    """One step of a peer session. Who speaks, what each role is asked to do, what may be put in, and what the screen shows."""

    id: str
    title: str
    seconds: int = Field(gt=0)
    speaks: Literal["presenter", "group", "facilitator", "everyone", "nobody"]
    purpose: str
    facilitator: str
    presenter: str
    group: str
    writes: Literal["line", "questions"] | None = None
    shows: Literal["contract", "voices", "line", "questions"] | None = None


class Protocol(Entry):
    """A way to spend a session on one case."""

    id: str
    name: str
    about: str
    framework: str
    keeps: str
    steps: tuple[Step, ...]

    @property
    def minutes(self) -> int:
        return sum(s.seconds for s in self.steps) // 60


class Audience(Entry):
    """Who is in the room, what they come for, and what a facilitator minds with them."""

    id: str
    name: str
    aims: tuple[str, ...]
    with_them: str


class Spoken(Entry):
    """Words for a facilitator to say, open questions to ask, and what to listen for."""

    say: str
    ask: tuple[str, ...] = ()
    listen: str = ""


class Training(Entry):
    """The fixed words of a training pack. `unsaid`: for each tension, what the study does not say."""

    reviewed_by: str | None
    reviewed_on: str | None
    audiences: tuple[Audience, ...]
    opening: tuple[str, ...]
    wellbeing: tuple[str, ...]
    study: Spoken
    continuum: Spoken
    case_steps: tuple[str, ...]
    framework: Spoken
    closing: Spoken
    disclosure: tuple[str, ...]
    recognised: tuple[str, ...]
    together: tuple[str, ...]
    unsaid: dict[str, str]
    licence: str
