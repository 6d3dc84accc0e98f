"""The exchanges with the vectors of their ways of saying, brought into the space in which one act differs from another.

A sentence model knows the topic and not the move ("It's fine, honestly" and "It's not fine, if I'm honest" lie side by side). A linear map, fitted
once as in linear discriminant analysis, weighs down what varies within an exchange and lets stand what tells one from the next.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np

from knowledge.library import Library
from rag.embedding import ModelError
from rag.index import Index

WEIGHTS = Path(__file__).with_name("understanding.safetensors")


@dataclass(frozen=True)
class Heads:
    """What was learned, as `python -m benchmarks.fit` stored it.

    `space` is a map of shape (dimensions, dimensions); `likelihood` holds the coefficients of the logistic regression in `understand`, the constant last.
    """

    space: np.ndarray
    likelihood: np.ndarray
    content: str


def load_heads(path: Path = WEIGHTS) -> Heads:
    """Raises ModelError where the file is missing or is not what was stored."""
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(str(path), framework="numpy") as held:
            about = held.metadata() or {}
            space, likelihood = held.get_tensor("space"), held.get_tensor("likelihood")
    except (OSError, SafetensorError):
        raise ModelError(f"A file of the app is missing or damaged: rag/exchanges/{path.name}. Get the app's folder again.") from None
    if about.get("digest") != digest(space, likelihood):
        raise ModelError(f"The file rag/exchanges/{path.name} is not the one that was made. Get the app's folder again.")
    return Heads(space, likelihood, about.get("content", ""))


def digest(space: np.ndarray, likelihood: np.ndarray) -> str:
    """SHA-256 of what was learned."""
    return sha256(space.tobytes() + likelihood.tobytes()).hexdigest()


def unit(vectors: np.ndarray) -> np.ndarray:
    """Each row at length 1. Shape as it was."""
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9), dtype=np.float32)


class Bank:
    """Held in memory whole: about 9,000 vectors, 14 MB. Safe to use from several threads; nothing in it changes."""

    def __init__(self, library: Library, index: Index, heads: Heads) -> None:
        held = index.exchanges.get(include=["embeddings", "metadatas", "documents"])
        order = sorted(range(len(held["ids"])), key=lambda n: held["ids"][n])
        kinds = [held["metadatas"][n]["kind"] for n in order]
        vectors = unit(np.asarray(held["embeddings"], dtype=np.float32)[order] @ heads.space)
        owners = [held["metadatas"][n]["item"] for n in order]
        self.ids = sorted(library.exchanges)
        place = {name: n for n, name in enumerate(self.ids)}
        said = [n for n, kind in enumerate(kinds) if kind == "said"]
        other = [n for n, kind in enumerate(kinds) if kind != "said"]
        self.heads, self.exchanges = heads, library.exchanges
        self.said = [str(held["documents"][order[n]]) for n in said]
        self.vectors, self.against = vectors[said], vectors[other]
        self.owner = np.array([place[owners[n]] for n in said])
        self.against_owner = np.array([place[owners[n]] for n in other])
        self._starts = np.searchsorted(self.owner, np.arange(len(self.ids)))
        self._against_starts = np.searchsorted(self.against_owner, np.arange(len(self.ids)))
        self.centre = unit(np.add.reduceat(self.vectors, self._starts, axis=0))

    def near(self, vectors: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """How near each text is to each exchange. `vectors` has shape (texts, dimensions), unmapped and of length 1.

        Four arrays of shape (texts, exchanges): nearness to the middle of its ways of saying, to the nearest of them, the number of that one,
        and nearness to the nearest of what it is not.
        """
        mine = unit(vectors @ self.heads.space)
        every = mine @ self.vectors.T
        nearest = np.maximum.reduceat(every, self._starts, axis=1)
        which = np.stack([every[:, a:b].argmax(axis=1) + a for a, b in zip(self._starts, [*self._starts[1:], len(self.owner)])], axis=1)
        against = np.maximum.reduceat(mine @ self.against.T, self._against_starts, axis=1)
        return mine @ self.centre.T, nearest, which, against
