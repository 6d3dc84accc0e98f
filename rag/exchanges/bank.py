"""The exchanges with the vectors of their ways of saying."""

from __future__ import annotations

import numpy as np

from knowledge.library import Library
from rag.index import Index


def unit(vectors: np.ndarray) -> np.ndarray:
    """Each row at length 1. Shape as it was."""
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9), dtype=np.float32)


class Bank:
    """Held in memory whole: about 11,000 vectors, 17 MB. Safe to use from several threads; nothing in it changes."""

    def __init__(self, library: Library, index: Index) -> None:
        held = index.exchanges.get(include=["embeddings", "metadatas", "documents"])
        # as the ids stand: "a" goes before "a-b", and its text "a:1" after "a-b:1"
        order = sorted(range(len(held["ids"])), key=lambda n: (held["metadatas"][n]["item"], held["ids"][n]))
        kinds = [held["metadatas"][n]["kind"] for n in order]
        vectors = np.asarray(held["embeddings"], dtype=np.float32)[order]
        owners = [held["metadatas"][n]["item"] for n in order]
        self.ids = sorted(library.exchanges)
        place = {name: n for n, name in enumerate(self.ids)}
        said = [n for n, kind in enumerate(kinds) if kind == "said"]
        other = [n for n, kind in enumerate(kinds) if kind != "said"]
        self.exchanges = library.exchanges
        self.said = [str(held["documents"][order[n]]) for n in said]
        self.vectors, self.against = vectors[said], vectors[other]
        self.owner = np.array([place[owners[n]] for n in said])
        self.against_owner = np.array([place[owners[n]] for n in other])
        self._starts = np.searchsorted(self.owner, np.arange(len(self.ids)))
        self._against_starts = np.searchsorted(self.against_owner, np.arange(len(self.ids)))
        self.centre = unit(np.add.reduceat(self.vectors, self._starts, axis=0))

    def near(self, vectors: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """How near each text is to each exchange. `vectors` has shape (texts, dimensions), length 1.

        Four arrays of shape (texts, exchanges): nearness to the middle of its ways of saying, to the nearest of them, the number of that one,
        and nearness to the nearest of what it is not.
        """
        every = vectors @ self.vectors.T
        nearest = np.maximum.reduceat(every, self._starts, axis=1)
        which = np.stack([every[:, a:b].argmax(axis=1) + a for a, b in zip(self._starts, [*self._starts[1:], len(self.owner)])], axis=1)
        against = np.maximum.reduceat(vectors @ self.against.T, self._against_starts, axis=1)
        return vectors @ self.centre.T, nearest, which, against
