"""What the situations teach: from a sentence's vector to the evidence and the tensions that such sentences lead to.

A sentence model knows that "he rings on Sundays" is about telephones. That it is about boundaries is in our situations, and a
ridge regression on their vectors, solved at start in well under a second, carries that over to sentences nobody wrote down.
"""

from __future__ import annotations

import numpy as np
from sklearn.linear_model import Ridge

ALPHA = 3.0


class Lens:
    """Scores for labels, near 1 where a sentence is like those that carry the label and near 0 where not.

    `vectors` has shape (situations, dimensions); `labels` holds the labels of each; `names` gives the order of the answers.
    """

    def __init__(self, vectors: np.ndarray, labels: list[tuple[str, ...]], names: list[str]) -> None:
        place = {name: n for n, name in enumerate(names)}
        target = np.zeros((len(labels), len(names)), dtype=np.float32)
        for row, mine in enumerate(labels):
            target[row, [place[m] for m in mine]] = 1.0
        self._ridge = Ridge(alpha=ALPHA).fit(vectors, target)

    def look(self, vectors: np.ndarray) -> np.ndarray:
        """Shape (vectors, names)."""
        return np.asarray(self._ridge.predict(vectors), dtype=np.float32).reshape(len(vectors), -1)
