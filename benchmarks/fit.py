"""Learns how exchanges are told apart, and how likely one is to be meant: python -m benchmarks.fit [check]

The map is linear discriminant analysis with a shrunken within-class covariance (Fukunaga 1990), on the ways of saying in knowledge/exchanges/. The
likelihood is a logistic regression on readers' judgements of what was found for turns of talks (data/judged.yaml). Stored in
rag/exchanges/understanding.safetensors with its digest and the digest of the content; the same content gives the same file. With `check`, each fifth
of the ways of saying is left out in turn: how often the right exchange, and an exchange of the right act, comes first.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from safetensors.numpy import save_file
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score

from knowledge.library import Library, load
from rag.embedding import Embedder
from rag.exchanges.bank import WEIGHTS, Bank, Heads, digest, unit
from rag.exchanges.understand import FEATURES, Understanding
from rag.index import open_index
from rag.settings import settings

SHRINK = 1.0  # of the mean variance, added to each direction; .3 to 3 gave the same within a point
JUDGED = Path(__file__).parent / "data" / "judged.yaml"
FOLDS = 5
PENALTY = 10.0  # inverse strength; by eight folds over the turns: log loss .37 at 1, .31 at 3, .28 at 10, .27 at 30
LEARNED = FEATURES[:6]  # whether it answers our question is set by hand: the talks that were judged answer somebody else's
START = np.array([9.0, 4.0, 6.0, -8.0, 0.2, 0.1, 1.0, 0.7, -6.3], dtype=np.float32)  # before there were judgements


def content_digest(library: Library) -> str:
    """SHA-256 of all ways of saying, by exchange."""
    return hashlib.sha256(repr([(x.id, x.said, x.not_said) for _, x in sorted(library.exchanges.items())]).encode()).hexdigest()


def space(vectors: np.ndarray, owners: list[str]) -> np.ndarray:
    """The map, shape (dimensions, dimensions): what varies within an exchange counts for less."""
    names, place = np.unique(owners, return_inverse=True)
    middle = np.stack([vectors[place == n].mean(axis=0) for n in range(len(names))])
    within = vectors - middle[place]
    values, directions = np.linalg.eigh(within.T @ within / len(within))
    return np.asarray(directions @ np.diag((values + SHRINK * values.mean()) ** -0.5) @ directions.T, dtype=np.float32)


def likelihood(understanding: Understanding) -> np.ndarray:
    """Coefficients, the constant last, from judged pairs of a turn and an exchange. Shape (features + 1,)."""
    if not JUDGED.exists():
        return START
    rows, right = [], []
    for turn in yaml.safe_load(JUDGED.read_text(encoding="utf-8")):
        x, y = judged(understanding, turn)
        rows += x
        right += y
    told = np.array(rows)[:, : len(LEARNED)]
    model = LogisticRegression(C=PENALTY, max_iter=5000).fit(told, np.array(right))
    return np.asarray([*model.coef_[0], *START[len(LEARNED) : -1], model.intercept_[0]], dtype=np.float32)


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


def check(vectors: np.ndarray, owners: list[str], library: Library) -> dict[str, float]:
    """Shares of ways of saying, each left out once, whose exchange comes first and among three, and macro-F1 of the act. Their writers are not left out."""
    names, place = np.unique(owners, return_inverse=True)
    acts = np.array([library.exchanges[str(n)].act for n in names])
    number = np.zeros(len(place), dtype=int)
    for n in range(len(names)):
        mine = np.flatnonzero(place == n)
        number[np.random.default_rng(n).permutation(mine)] = np.arange(len(mine)) % FOLDS
    first = np.zeros(len(place), dtype=int)
    among = np.zeros(len(place), dtype=bool)
    for fold in range(FOLDS):
        kept, left = number != fold, number == fold
        mapped = unit(vectors @ space(vectors[kept], [owners[n] for n in np.flatnonzero(kept)]))
        middle = unit(np.stack([mapped[kept & (place == n)].mean(axis=0) for n in range(len(names))]))
        ranked = np.argsort(-(mapped[left] @ middle.T), axis=1)
        first[left], among[left] = ranked[:, 0], (ranked[:, :3] == place[left][:, None]).any(axis=1)
    right = first == place
    return {"first": right.mean(), "among three": among.mean(), "act, macro-F1": f1_score(acts[place], acts[first], average="macro")}


def main() -> None:
    library, embedder = load(), Embedder()
    index = open_index(settings().data_dir, library, embedder)
    held: Any = index.exchanges.get(where={"kind": "said"}, include=["embeddings", "metadatas"])
    order = sorted(range(len(held["ids"])), key=lambda n: held["ids"][n])
    vectors = np.asarray(held["embeddings"], dtype=np.float32)[order]
    owners = [str(held["metadatas"][n]["item"]) for n in order]
    if sys.argv[1:] == ["check"]:
        print({name: round(float(value), 3) for name, value in check(vectors, owners, library).items()})
        return
    learned = space(vectors, owners)
    understanding = Understanding(Bank(library, index, Heads(learned, START, "")), embedder, library.risk.spellings)
    weights = likelihood(understanding)
    about = {"digest": digest(learned, weights), "content": content_digest(library)}
    save_file({"space": learned, "likelihood": weights}, str(WEIGHTS), metadata=about)
    print(f"{len(library.exchanges)} exchanges, {len(vectors)} ways of saying; likelihood: {dict(zip([*FEATURES, 'constant'], weights.round(2).tolist()))}")


if __name__ == "__main__":
    main()
