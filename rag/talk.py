"""A conversation in a terminal, with what lies behind each reply beside it, for reviewers: python -m rag.talk [FILE]

FILE holds a worker's lines, one on each line, and is played through. Without one you type; an empty line ends it. Nothing is kept.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from rag.conversation import Conversation
from rag.engine import Engine
from rag.reading import MessageError


def talk(engine: Engine, lines: Iterable[str]) -> Iterator[str]:
    """What is said, line by line, and the plan behind it. Cards are acknowledged and checks accepted as they come."""
    conversation = engine.open()
    for line in lines:
        yield f"\n> {line.strip()}"
        try:
            reading = engine.read(conversation, line)
        except MessageError as fault:
            yield f"  {fault}"
            continue
        if reading.card_up:
            yield f"  [risk card: {', '.join(c.category for c in reading.blocking)}]"
            reading.acknowledge("knows")
        if reading.new_identifiers:
            yield f"  [check: {reading.masked_text}]"
        reading.accept()
        yield from _shown(engine, conversation, reading)


def _shown(engine: Engine, conversation: Conversation, reading: object) -> Iterator[str]:
    turn = engine.reply(conversation, reading)  # type: ignore[arg-type]
    yield f"  {turn.reflection} | {turn.question}"
    for voice in turn.evidence:
        entry = engine.library.evidence(voice.evidence.id)
        beside = f" (beside {voice.counter_to})" if voice.counter_to else ""
        yield f"    - {voice.evidence.id}{beside} {voice.evidence.score:.2f}: {entry.bridge} <- {voice.evidence.because}"
    yield f"    {turn.stage}, {conversation.forms[-1]}, {', '.join(turn.tensions)}; question {turn.question_id or 'none'}"
    yield f"    {conversation.ledger()}"


def main() -> None:
    engine = Engine.load()
    lines = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines() if len(sys.argv) > 1 else iter(lambda: input("\nyou: "), "")
    for said in talk(engine, lines):
        print(said)


if __name__ == "__main__":
    main()
