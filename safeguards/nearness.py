"""A second look at danger: stretches of words that no pattern fits, held against labelled examples by their vectors.

Source: knowledge/risk_examples.yaml. Uses vectors that the turn needs anyway; what it costs and gives is in benchmarks/README.md.
"""

from __future__ import annotations

import numpy as np
from sklearn.svm import SVC

THRESHOLD = 0.50  # how far on the side of danger a stretch of words must lie to raise the card, whatever stands around it
LEAD = 4.0  # what a lead in mean similarity to the nearest examples of danger, over the nearest harmless ones, adds to that
NEAREST = 5
LEARNED = 0.25  # what the margin of the model that was trained on danger adds
BESIDE = 1.1  # a second category is raised too where it lies this near to the first
FEWEST_WORDS = 5


class Nearness:
    """Fitted once at loading. Deterministic for the same examples and model."""

    def __init__(self, vectors: np.ndarray, labels: list[str]) -> None:
        """`vectors` has shape (examples, dimensions), unit length; a label is a risk category or `harmless`."""
        danger = np.array([label != "harmless" for label in labels])
        self._margin = SVC(C=10, gamma=1.0).fit(vectors, danger)
        self._danger, self._harmless = vectors[danger], vectors[~danger]
        self._category = SVC(C=10, gamma=1.0, decision_function_shape="ovr").fit(vectors[danger], np.array(labels)[danger])

    def look(self, vectors: np.ndarray, margins: np.ndarray) -> list[tuple[int, tuple[str, ...]]]:
        """(number, categories with the nearest first) for each stretch of words that is near to danger; each is judged by itself.

        `vectors` has shape (stretches, dimensions); `margins`, shape (stretches,), is what rag.danger makes of them.
        """
        if not len(vectors):
            return []
        return [(int(n), self.categories(vectors[n])) for n in np.flatnonzero(self.scores(vectors, margins) >= THRESHOLD)]

    def scores(self, vectors: np.ndarray, margins: np.ndarray) -> np.ndarray:
        """How far each stretch of words lies on the side of danger, shape (stretches,)."""
        lead = _nearest(vectors, self._danger) - _nearest(vectors, self._harmless)
        return np.asarray(self._margin.decision_function(vectors) + LEAD * lead + LEARNED * margins)

    def categories(self, vector: np.ndarray) -> tuple[str, ...]:
        """The categories of one vector, the nearest first."""
        votes = self._category.decision_function(vector[None])[0]
        return tuple(str(self._category.classes_[k]) for k in np.argsort(-votes) if votes[k] >= votes.max() - BESIDE)


def _nearest(vectors: np.ndarray, examples: np.ndarray) -> np.ndarray:
    """Mean similarity of each vector to the examples nearest to it."""
    return np.asarray(np.sort(vectors @ examples.T, axis=1)[:, -NEAREST:].mean(axis=1))
