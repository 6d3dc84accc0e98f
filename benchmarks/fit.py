"""Learns how likely an exchange is to be meant: python -m benchmarks.fit [check]

A logistic regression on readers' judgements of what was found for turns of talks (data/judged.yaml), stored in rag/exchanges/likelihood.yaml. With
`check`, nothing is stored: what share of turns would be answered at which bar, and what share of those answers was judged right, each tenth of the turns
left out in turn.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from sklearn.linear_model import LogisticRegression

from knowledge.library import load
from rag.embedding import Embedder
from rag.exchanges.bank import Bank
from rag.exchanges.understand import FEATURES, LIKELIHOOD, Understanding
from rag.index import open_index
from rag.settings import settings

JUDGED = Path(__file__).parent / "data" / "judged.yaml"
PENALTY = 10.0  # inverse strength
FOLDS = 10
LEARNED = FEATURES[:-2]  # whether it answers our question is set by hand: the talks that were judged answer somebody else's
BY_HAND = (1.0, 0.7)
START = np.array([6.0, 4.0, 4.0, 0.5, -8.0, 0.2, 0.1, *BY_HAND, -4.0], dtype=np.float32)  # picks the unit of a turn that is judged


def judged(understanding: Understanding, turn: dict[str, Any]) -> tuple[list[np.ndarray], list[int]]:
    """The features of each judged exchange at its best unit, and whether its replies would do."""
    features, _, _, clauses = understanding.features(turn["text"], turn.get("asked", ""), bool(turn.get("first")), {})
    features = features[~clauses]
    score = features @ START[:-1]
    rows, right = [], []
    for name, mark in turn["marks"].items():
        if name in understanding.bank.ids:
            column = understanding.bank.ids.index(name)
            rows.append(features[score[:, column].argmax(), column])
            right.append(int(mark == "yes"))
    return rows, right


def fitted(pairs: list[tuple[list[np.ndarray], list[int]]]) -> np.ndarray:
    """Coefficients, the constant last, shape (features + 1,)."""
    told = np.array([row for rows, _ in pairs for row in rows])[:, : len(LEARNED)]
    model = LogisticRegression(C=PENALTY, max_iter=5000).fit(told, np.array([mark for _, right in pairs for mark in right]))
    return np.asarray([*model.coef_[0], *BY_HAND, model.intercept_[0]], dtype=np.float32)


def check(pairs: list[tuple[list[np.ndarray], list[int]]]) -> None:
    """Print coverage and risk at a row of bars, and the log loss."""
    best, right, loss = [], [], list[float]()
    for fold in range(FOLDS):
        weights = fitted([pair for n, pair in enumerate(pairs) if n % FOLDS != fold])
        for rows, marks in pairs[fold::FOLDS]:
            if rows:
                likely = 1 / (1 + np.exp(-(np.array(rows) @ weights[:-1] + weights[-1])))
                best.append(likely.max())
                right.append(marks[int(likely.argmax())])
                loss += [-float(np.log(p if mark else 1 - p)) for p, mark in zip(likely.clip(1e-4, 1 - 1e-4), marks)]
    print(f"{len(best)} turns, {len(loss)} judgements, log loss {np.mean(loss):.3f}")
    for bar in (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7):
        given = np.array(best) >= bar
        print(f"  bar {bar:.1f}: answered {given.mean():.2f}, right {np.array(right)[given].mean():.2f}")


def main() -> None:
    library, embedder = load(), Embedder()
    understanding = Understanding(Bank(library, open_index(settings().data_dir, library, embedder)), embedder, library.risk.spellings, START)
    pairs = [judged(understanding, turn) for turn in yaml.safe_load(JUDGED.read_text(encoding="utf-8"))]
    if sys.argv[1:] == ["check"]:
        check(pairs)
        return
    weights = {name: round(float(value), 3) for name, value in zip((*FEATURES, "constant"), fitted(pairs))}
    LIKELIHOOD.write_text("# Made by python -m benchmarks.fit\n" + yaml.safe_dump(weights, sort_keys=False), encoding="utf-8")
    print(weights)


if __name__ == "__main__":
    main()
