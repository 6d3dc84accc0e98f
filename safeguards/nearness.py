"""A second look at danger: sentences that no pattern fits, held against labelled examples by their vectors.

Source: knowledge/risk_examples.yaml. Uses vectors that the turn needs anyway; what it costs and gives is in benchmarks/README.md.
"""

from __future__ import annotations

from collections import Counter

import numpy as np
from sklearn.linear_model import LogisticRegression

THRESHOLD = 0.7  # likelihood at which one sentence alone raises the card
STEP = 0.04  # added for each further sentence, so that a long message does not alarm more than a short one
HIGHEST = 0.9
ALIKE = 0.72  # or: this similar to a labelled example of danger,
MARGIN = 0.12  # and this much more than to any harmless one; this much less, and nothing is raised
NEIGHBOURS = 7
CLOSE = 0.6  # a second category is raised too where it has this share of the first one's votes
FEWEST_WORDS = 6


class Nearness:
    """Fitted once at loading. Deterministic for the same examples and model."""

    def __init__(self, vectors: np.ndarray, labels: list[str]) -> None:
        """`vectors` has shape (examples, dimensions), unit length; a label is a risk category or `harmless`."""
        danger = np.array([label != "harmless" for label in labels])
        self._model = LogisticRegression(C=10, max_iter=3000).fit(vectors, danger)
        self._danger, self._harmless = vectors[danger], vectors[~danger]
        self._labels = [label for label in labels if label != "harmless"]

    def look(self, vectors: np.ndarray) -> list[tuple[int, str]]:
        """(sentence number, category) for each sentence, of shape (sentences, dimensions), that is near to danger."""
        if not len(vectors):
            return []
        threshold = min(HIGHEST, THRESHOLD + STEP * (len(vectors) - 1))
        likely = self._model.predict_proba(vectors)[:, 1] >= threshold
        to_danger = (vectors @ self._danger.T).max(axis=1)
        lead = to_danger - (vectors @ self._harmless.T).max(axis=1)
        raised = likely & (lead > -MARGIN) | (to_danger >= ALIKE) & (lead >= MARGIN)
        return [(int(n), category) for n in np.flatnonzero(raised) for category in self._categories(vectors[n])]

    def _categories(self, vector: np.ndarray) -> list[str]:
        """The category of the nearest examples, and a second one where it is nearly as near."""
        similarity = self._danger @ vector
        votes: Counter[str] = Counter()
        for place in np.argsort(-similarity)[:NEIGHBOURS]:
            votes[self._labels[place]] += float(similarity[place])  # type: ignore[assignment]
        ranked = sorted(votes, key=lambda label: (-votes[label], label))
        return [label for label in ranked[:2] if votes[label] >= CLOSE * votes[ranked[0]]]
