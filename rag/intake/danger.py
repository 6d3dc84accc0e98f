"""The second look at danger: stretches of words that no pattern fits, by one learned head on the encoder's one pass.

Source of the weights: `python -m benchmarks.train_encoder`, from knowledge/risk_examples.yaml. What it finds and costs is in benchmarks/README.md.
"""

from __future__ import annotations

import numpy as np

from rag.embedding import learned

SHARPNESS = 10.0  # what a vector of length 1 is multiplied by before the head; within the stored weights
ASK = 0.3  # log odds of danger from which it is asked, in the reply, whether anybody is at risk: benchmarks/README.md says what more or less would do
CARD = 5.0  # log odds from which the card goes up without a pattern: none of 1,100 harmless lines lies above
BESIDE = 1.5  # a second category is raised too where its log odds lie this near to the first
FEWEST_WORDS = 5


class Danger:
    """Deterministic; nothing is fitted when it is loaded. `categories` in the order of knowledge/risk_examples.yaml, without `harmless`."""

    def __init__(self, categories: list[str]) -> None:
        held, _ = learned()
        self._weight, self._bias = held["danger.weight"].astype(np.float32), held["danger.bias"].astype(np.float32)
        self.categories = categories

    def margins(self, vectors: np.ndarray) -> np.ndarray:
        """Log odds of danger, shape (stretches,). `vectors` has shape (stretches, dimensions), length 1."""
        scores = self._scores(vectors)
        return np.asarray(np.logaddexp.reduce(scores[:, 1:], axis=1) - scores[:, 0])

    def look(self, vectors: np.ndarray) -> list[tuple[int, tuple[str, ...], bool]]:
        """(number, categories with the likeliest first, whether it is sure) for each stretch of words that is near to danger, judged by itself."""
        if not len(vectors):
            return []
        scores = self._scores(vectors)[:, 1:]
        margins = self.margins(vectors)
        return [(int(n), self._categories(scores[n]), bool(margins[n] >= CARD)) for n in np.flatnonzero(margins >= ASK)]

    def _scores(self, vectors: np.ndarray) -> np.ndarray:
        return np.asarray(vectors @ self._weight.T + self._bias)

    def _categories(self, scores: np.ndarray) -> tuple[str, ...]:
        return tuple(self.categories[n] for n in np.argsort(-scores) if scores[n] >= scores.max() - BESIDE)
