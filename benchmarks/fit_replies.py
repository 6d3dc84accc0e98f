"""Learns how likely the replies of what was found are to fit: python -m benchmarks.fit_replies [check]

From data/marked.jsonl: turns of talks by many hands, none of them tuned to, each with what was found for it and how fresh readers marked the replies (hit,
half, miss). A logistic regression on what `understand` holds of each exchange, with the exchange's record, stored in rag/exchanges/fits.yaml. With `check`
nothing is stored: at a row of bars, the share of turns that would be answered and how those answers were marked, each eighth of the talks left out in turn.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml
from sklearn.linear_model import LogisticRegression

from knowledge.exchange import ANY, OPENING
from rag.engine import Engine
from rag.exchanges.fits import STORED, TOLD, record

MARKED = Path(__file__).parent / "data" / "marked.jsonl"
FOLDS, PARTS = 8, 3  # PARTS: a turn is told by records that come from other talks than its own
PENALTY = 0.3  # inverse strength, on features of like size
MARKS = ("hit", "half", "miss")


@dataclass(frozen=True)
class Marked:
    """What was found for one turn: ids and marks of the exchanges, and what was told of each but its record, shape (exchanges, features)."""

    talk: str
    first: bool
    ids: list[str]
    marks: list[str]
    told: np.ndarray


def marked(engine: Engine) -> list[Marked]:
    found, held = [], engine.library.exchanges
    for line in MARKED.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        mark = {name: which for which in MARKS for name in row[which]}
        first = row["turn"] == 0
        understood = engine.understanding.read(row["text"], engine.retriever.look(row["text"]), row["asked"], first)
        seen = [c for c in understood.candidates if c.exchange in mark and held[c.exchange].follows in (ANY, OPENING)]
        if seen:
            found.append(Marked(row["talk"], first, [c.exchange for c in seen], [mark[c.exchange] for c in seen], np.array([c.told[:-1] for c in seen])))
    return found


def records(turns: list[Marked]) -> dict[str, float]:
    counts = defaultdict[str, list[int]](lambda: [0, 0])
    for turn in turns:
        for name, mark in zip(turn.ids, turn.marks):
            counts[name][0] += mark == "hit"
            counts[name][1] += 1
    return record({name: (hits, times) for name, (hits, times) in counts.items()})


def with_record(turn: Marked, held: dict[str, float]) -> np.ndarray:
    return np.column_stack([turn.told, [held.get(name, 0.0) for name in turn.ids]])


def fitted(turns: list[Marked]) -> tuple[np.ndarray, float]:
    """Weights, shape (features), and the constant."""
    part = {talk: n % PARTS for n, talk in enumerate(sorted({turn.talk for turn in turns}))}
    rows, right = [], list[bool]()
    for n in range(PARTS):
        held = records([turn for turn in turns if part[turn.talk] != n])
        for turn in turns:
            if part[turn.talk] == n:
                rows.append(with_record(turn, held))
                right += [mark == "hit" for mark in turn.marks]
    told = np.vstack(rows)
    middle, spread = told.mean(axis=0), told.std(axis=0) + 1e-6
    model = LogisticRegression(C=PENALTY, max_iter=3000).fit((told - middle) / spread, right)
    weights = model.coef_[0] / spread
    return weights, float(model.intercept_[0] - weights @ middle)


def check(turns: list[Marked]) -> None:
    talks = sorted({turn.talk for turn in turns})
    fold = {talk: n % FOLDS for n, talk in enumerate(talks)}
    best = list[tuple[float, str, str, bool]]()
    for n in range(FOLDS):
        rest = [turn for turn in turns if fold[turn.talk] != n]
        (weights, constant), held = fitted(rest), records(rest)
        for turn in (turn for turn in turns if fold[turn.talk] == n):
            likely = 1 / (1 + np.exp(-(with_record(turn, held) @ weights + constant)))
            old = int(turn.told[:, 0].argmax())
            best.append((float(likely.max()), turn.marks[int(likely.argmax())], turn.marks[old], turn.first))
    for name, some in (("all", best), ("first messages", [b for b in best if b[3]]), ("later", [b for b in best if not b[3]])):
        print(f"{name}: {len(some)} turns; by likelihood alone " + ", ".join(f"{m} {np.mean([b[2] == m for b in some]):.2f}" for m in MARKS))
        for bar in (0.0, 0.08, 0.1, 0.12, 0.14, 0.16, 0.2, 0.25, 0.3):
            given = [b for b in some if b[0] >= bar]
            if given:
                print(f"  bar {bar:.2f}: answered {len(given) / len(some):.2f}, " + ", ".join(f"{m} {np.mean([b[1] == m for b in given]):.2f}" for m in MARKS))


def main() -> None:
    turns = marked(Engine.load())
    if sys.argv[1:] == ["check"]:
        check(turns)
        return
    weights, constant = fitted(turns)
    held = {
        "weights": {name: round(float(w), 4) for name, w in zip((*TOLD, "constant"), (*weights, constant))},
        "record": {name: round(value, 3) for name, value in sorted(records(turns).items())},
    }
    STORED.write_text("# Made by python -m benchmarks.fit_replies\n" + yaml.safe_dump(held, sort_keys=False), encoding="utf-8")
    print(held["weights"])


if __name__ == "__main__":
    main()
