"""The one loop of a talk without a screen: read, acknowledge, accept, respond. For scripts, tests and benchmarks."""

from __future__ import annotations

from rag.engine import Engine
from rag.intake.gate import How
from rag.types import Step, Talk


def say(engine: Engine, talk: Talk, text: str, how: How = "idiom") -> Step:
    """One message through both gates: a card is answered with `how`, and finds are masked as proposed. Raises MessageError."""
    reading = engine.read(talk, text)
    if reading.card_up:
        reading = reading.acknowledge(how)
    return engine.respond(talk, reading.accept())


def play(engine: Engine, lines: list[str], invented: bool = True) -> Talk:
    """A whole talk, from a worker's lines."""
    talk = engine.open(invented)
    for line in lines:
        talk = say(engine, talk, line).talk
    return talk
