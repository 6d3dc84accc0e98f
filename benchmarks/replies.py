"""How replies are on talks that nobody tuned to: python -m benchmarks.replies TALKS [--sheet FOLDER [--beside NAME=FILE ...]] [--score FOLDER]

TALKS is a YAML file of talks, each a list of a worker's lines. Counts what can be counted. With --sheet, writes a sheet for blind reading: every reply by
itself with the line it answers and the two before it, in an order that says nothing of who made it, mixed with the replies of others (--beside: a YAML file
of the same talks with a reply for each line); and a key that readers do not see. With --score, reads their marks (hit, half, miss, harm) beside the key.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter, defaultdict
from pathlib import Path

import yaml

from rag.engine import Engine
from rag.intake.message import MessageError
from rag.say import say
from rag.types import Turn

MARKS = ("hit", "half", "miss", "harm")


def played(engine: Engine, lines: list[str]) -> list[tuple[str, Turn | None]]:
    """A talk, line by line; None where a line was refused."""
    talk, out = engine.open(), list[tuple[str, Turn | None]]()
    for line in lines:
        try:
            step = say(engine, talk, line)
        except MessageError:
            out.append((line, None))
            continue
        talk = step.talk
        out.append((line, step.turn))
    return out


def counts(talks: dict[str, list[tuple[str, Turn | None]]]) -> dict[str, float]:
    """What can be counted of talks, as shares of turns."""
    turns = [turn for talk in talks.values() for _, turn in talk if turn]
    total = len(turns)
    running = [(a, b) for talk in talks.values() for (_, a), (_, b) in zip(talk, talk[1:]) if a and b]
    said = [(name, turn.text) for name, talk in talks.items() for _, turn in talk if turn]
    return {
        "talks": len(talks), "turns": total,
        "answered by an exchange": sum(bool(t.chosen.exchange) for t in turns) / total,
        "abstained": sum(t.chosen.kind == "repair" for t in turns) / total,
        "readings offered": sum(t.chosen.kind == "readings" for t in turns) / total,
        "with a question": sum(bool(t.ask) for t in turns) / total,
        "chips a turn": sum(len(t.chosen.also) for t in turns) / total,
        "cards a turn": sum(len(t.cards) for t in turns) / total,
        "lines said twice in a talk": len(said) - len(set(said)),
        "abstained twice running": sum(a.chosen.kind == b.chosen.kind == "repair" for a, b in running) / max(1, len(running)),
        "soft concerns met": sum(t.state == "first" for t in turns),
    }  # fmt: skip


CARD = "[A card came up first: this may be danger, and who to call. The worker said that it was not meant so.] "


def shown(turn: Turn) -> str:
    """A reply as a worker meets it, with what stood before it."""
    return (CARD if turn.after == "idiom" else "") + turn.text


def sheet(talks: dict[str, list[tuple[str, Turn | None]]], beside: dict[str, dict[str, list[str]]], folder: Path) -> None:
    """Write sheet.yaml and key.json."""
    rows = []
    for name, talk in talks.items():
        for n, (line, turn) in enumerate(talk):
            before = [f"worker: {earlier}" for earlier, _ in talk[max(0, n - 2) : n]]
            replies = {"this": shown(turn) if turn else "", **{who: theirs[name][n] for who, theirs in beside.items() if name in theirs}}
            rows += [(who, name, n, {"before": before, "worker": line, "reply": reply}) for who, reply in replies.items() if reply]
    random.Random(7).shuffle(rows)
    folder.mkdir(parents=True, exist_ok=True)
    numbered = {number: row for number, (_, _, _, row) in enumerate(rows)}
    (folder / "sheet.yaml").write_text(yaml.safe_dump(numbered, allow_unicode=True, sort_keys=False, width=140), encoding="utf-8")
    (folder / "key.json").write_text(json.dumps({n: [who, name, turn] for n, (who, name, turn, _) in enumerate(rows)}), encoding="utf-8")


def score(folder: Path) -> dict[str, dict[str, float]]:
    """Shares of each mark, by who made the replies, from every marks*.yaml (number: mark) in the folder."""
    key = json.loads((folder / "key.json").read_text(encoding="utf-8"))
    given: dict[str, Counter[str]] = defaultdict(Counter)
    for path in sorted(folder.glob("marks*.yaml")):
        for number, mark in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            who, _, turn = key[str(number)]
            given[who][mark] += 1
            if turn == 0:
                given[f"{who}, first replies"][mark] += 1
    return {who: {"replies": sum(c.values()), **{m: round(c[m] / sum(c.values()), 3) for m in MARKS}} for who, c in sorted(given.items())}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("talks", nargs="*", type=Path)
    parser.add_argument("--sheet", type=Path)
    parser.add_argument("--beside", nargs="*", default=[])
    parser.add_argument("--score", type=Path)
    chosen = parser.parse_args()
    if chosen.score:
        for who, shares in score(chosen.score).items():
            print(f"{who:24}", shares)
        return
    engine = Engine.load()
    lines = {name: talk for path in chosen.talks for name, talk in yaml.safe_load(path.read_text(encoding="utf-8")).items()}
    talks = {name: played(engine, talk) for name, talk in lines.items()}
    for what, value in counts(talks).items():
        print(f"{what:28}{value:8.3g}")
    if chosen.sheet:
        beside = {name: yaml.safe_load(Path(path).read_text(encoding="utf-8")) for name, _, path in (b.partition("=") for b in chosen.beside)}
        sheet(talks, beside, chosen.sheet)


if __name__ == "__main__":
    main()
