"""How whole guided conversations go: python -m benchmarks.conversation [SEED | beside]

The scripts of tests/transcripts/, and conversations put together at random from them and from the cases of cases.yaml: a case, then
lines that workers say, among them the ones that ask for something else. Nothing here is compared; it is counted. With `beside`, the
replies to a third of the scripts stand next to those that a supervisor might give (data/supervisor.yaml), to be read.
"""

from __future__ import annotations

import random
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import yaml

from rag.conversation import STAGES
from rag.engine import Engine

HERE = Path(__file__).parent
ASKED = ["What should I do?", "Am I allowed to give her a lift in my car?", "What does the study say about endings?", "skip", "other side"]
LINES = [
    "I don't know.", "No, that's not it.", "Maybe.", "I'm tired.", "I said I'd ring and I didn't.", "It's my own mum all over again.", "She'd say she's fine.",
    "I keep thinking about it on the bus.", "If I stop, nobody starts.", "I could ask her what she wants.", "Oh. It's me that can't leave it.", "I'd do it again.",
    "I've not told anybody.", "He was better last week, to be fair.", "The list is a year long.", "I'll take it to my supervisor.", "Nobody.", "Thanks.",
]  # fmt: skip
OPEN = re.compile(
    r"^(?:[“\"]?(?:what|how|who|where|when|which|whose|of all|in one|if |to whom|is being|is this a place|would you do)|.*,? (?:what|who|how|which|where|whose)\b)",
    re.I,
)


def scripts(rng: random.Random) -> list[list[str]]:
    """Twenty-four written and forty put together."""
    found = sorted((HERE.parent / "tests" / "transcripts").glob("*.yaml"))
    written = [[turn["worker"] for turn in yaml.safe_load(path.read_text(encoding="utf-8"))] for path in found]
    cases = [c["text"] for c in yaml.safe_load((HERE / "cases.yaml").read_text(encoding="utf-8")) if c["id"].startswith("case")]
    middles = [line for script in written for line in script[1:-1]]
    made = [[rng.choice(cases), *rng.sample(middles, 3), rng.choice(ASKED), *rng.sample(LINES, 4), rng.choice(middles)] for _ in range(40)]
    return written + made


def beside(engine: Engine) -> None:
    """Print each worker's line, the reply, and what a supervisor might have said."""
    for name, lines in yaml.safe_load((HERE / "data" / "supervisor.yaml").read_text(encoding="utf-8")).items():
        written = yaml.safe_load((HERE.parent / "tests" / "transcripts" / f"{name}.yaml").read_text(encoding="utf-8"))
        conversation = engine.open()
        print(f"\n{name}")
        for turn, supervisor in zip(written, lines, strict=True):
            reading = engine.read(conversation, turn["worker"])
            reading.accept()
            print(f"\n> {turn['worker']}\n  product:    {engine.reply(conversation, reading).text}\n  supervisor: {supervisor}")


def main() -> None:
    if sys.argv[1:] == ["beside"]:
        return beside(Engine.load())
    rng = random.Random(int(sys.argv[1]) if len(sys.argv) > 1 else 1)
    engine, counts = Engine.load(), Counter[str]()
    for script in scripts(rng):
        _one(engine, script, counts)
    turns, quoted = counts["turns"], max(1, counts["scraps"])
    print(f"{counts['talks']} conversations, {turns} turns, {counts['cards up']} risk cards")
    print(f"questions {counts['questions'] / turns:.2f} a turn, open {counts['open'] / counts['questions']:.3f}, repeated {counts['repeats']}")
    print(f"directives {counts['directives']}, replies stopped by the checks {counts['stopped']}, bare questions {counts['bare'] / turns:.2f}")
    print(f"scraps {quoted}, exactly the worker's {counts['exact'] / quoted:.3f}")
    print(f"voices {counts['voices'] / turns:.2f} a turn, repeated {counts['voices again']}; both sides asked in {counts['both']} of {counts['talks']}")
    print(f"answerable asked {counts['asked']}, answered {counts['answered']}; handed on {counts['handed on']}, asked who {counts['asked who']}")
    print("stage reached:", ", ".join(f"{stage} {counts[stage]}" for stage in STAGES))
    print("forms:", ", ".join(f"{name[5:]} {n}" for name, n in counts.most_common() if name.startswith("form ")))


def _one(engine: Engine, script: list[str], counts: Counter[str]) -> None:
    conversation, said = engine.open(), ""
    questions: list[str] = []
    voices: list[str] = []
    for line in script:
        reading = engine.read(conversation, line)
        if reading.card_up:
            counts["cards up"] += 1
            reading.acknowledge("idiom")
        reading.accept()
        said += "\n" + reading.masked_text
        turn: Any = engine.reply(conversation, reading)
        counts["turns"] += 1
        counts["stopped"] += bool(turn.problems)
        counts["bare"] += not turn.reflection
        counts["directives"] += any("directive" in p for p in turn.problems)
        counts["form " + conversation.forms[-1]] += 1
        for scrap in re.findall(r"“([^”]+?)[.,]?”", turn.reflection):
            counts["scraps"] += 1
            counts["exact"] += scrap in said or scrap.lower() in said.lower()
        if turn.question:
            counts["questions"] += 1
            counts["open"] += bool(OPEN.match(turn.question))
            questions.append(turn.question)
        voices += [v.evidence.id for v in turn.evidence]
        if line.startswith("Am I allowed"):
            counts["asked"] += 1
            counts["answered"] += conversation.forms[-1] == "answerable"
    counts["talks"] += 1
    counts["repeats"] += len(questions) - len(set(questions))
    counts["voices"] += len(voices)
    counts["voices again"] += len(voices) - len(set(voices))
    counts["both"] += bool(conversation.sides["more"] and conversation.sides["less"])
    counts["handed on"] += conversation.handoff is not None
    counts["asked who"] += conversation.asked_handoff
    counts[conversation.stage] += 1


if __name__ == "__main__":
    main()
