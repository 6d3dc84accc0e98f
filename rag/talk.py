"""A talk in a terminal, with what lies behind each reply beside it, for reviewers: python -m rag.talk [FILE]

FILE holds a worker's lines, one on each line, and is played through. Without one you type; an empty line ends it. Nothing is kept.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from rag.engine import Engine
from rag.intake.message import MessageError
from rag.types import Turn


def talk(engine: Engine, lines: Iterable[str]) -> Iterator[str]:
    """What is said, line by line, and why. Cards are acknowledged and checks accepted as they come."""
    held = engine.open()
    for line in lines:
        yield f"\n> {line.strip()}"
        try:
            reading = engine.read(held, line)
        except MessageError as fault:
            yield f"  {fault}"
            continue
        if reading.card_up:
            yield f"  [risk card: {', '.join(c.category for c in reading.blocking)}]"
            reading = reading.acknowledge("idiom")
        if reading.new_identifiers:
            yield f"  [check: {reading.masked_text}]"
        step = engine.respond(held, reading.accept())
        held = step.talk
        yield from shown(engine, step.turn)


def shown(engine: Engine, turn: Turn) -> Iterator[str]:
    """A turn and its trace."""
    chosen = turn.chosen
    yield f"  {turn.say} | {turn.ask}"
    for voice in turn.cards:
        beside = f" (beside {voice.counter_to})" if voice.counter_to else ""
        yield f"    - {voice.evidence.id}{beside} {voice.evidence.score:.2f}: {engine.library.evidence(voice.evidence.id).bridge}"
    label = {**{i: x.label for i, x in engine.library.exchanges.items()}, **{i: t.name for i, t in engine.library.tensions.items()}}
    if chosen.also:
        yield f"    also: {'; '.join(label[i] for i in chosen.also)}"
    if chosen.readings:
        yield f"    readings: {'; '.join(label[i] for i in chosen.readings)}"
    yield f"    {chosen.exchange or chosen.line} ({turn.act or chosen.kind}, {turn.stage}); nearest: {chosen.nearest}"
    for reason in chosen.reasons:
        yield f"      {reason}"


def main() -> None:
    engine = Engine.load()
    lines = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines() if len(sys.argv) > 1 else iter(lambda: input("\nyou: "), "")
    for said in talk(engine, lines):
        print(said)


if __name__ == "__main__":
    main()
