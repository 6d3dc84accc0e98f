"""Writes the golden transcripts again from their scripts: python -m tests.transcripts.write

Read the difference before committing it: every changed line is something that a worker would meet.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

import yaml

from rag.engine import Engine
from rag.settings import Settings

HERE = Path(__file__).parent


def play(engine: Engine, script: list[str]) -> list[dict[str, Any]]:
    """What is said to each line of a script, with the ids behind it. Cards are acknowledged, checks accepted."""
    conversation = engine.open()
    turns = []
    for line in script:
        reading = engine.read(conversation, line)
        if reading.card_up:
            reading.acknowledge("knows")
        reading.accept()
        turn = engine.reply(conversation, reading)
        turns.append(
            {
                "worker": line,
                "reply": turn.reflection,
                "question": turn.question,
                "stage": turn.stage,
                "form": conversation.forms[-1],
                "question_id": turn.question_id,
                "voices": [v.evidence.id for v in turn.evidence],
            }
        )
    return turns


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        engine = Engine.load(Settings(data_dir=Path(folder)))
        for path in sorted(HERE.glob("*.yaml")):
            script = [turn["worker"] for turn in yaml.safe_load(path.read_text(encoding="utf-8"))]
            path.write_text(yaml.safe_dump(play(engine, script), allow_unicode=True, sort_keys=False, width=110), encoding="utf-8")
            print(path.name)


if __name__ == "__main__":
    sys.exit(main())
