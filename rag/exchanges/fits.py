"""How likely the replies of an exchange that was found are to fit: learned from readers' marks, python -m benchmarks.fit_replies

What is near is found by `understand`; what is near in words does not always fit. Readers marked what was found for turns of talks that nobody had tuned
to, and one thing told them apart that no nearness holds: how often an exchange's replies had fitted where it was found before (its record).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import yaml

TOLD = ("score", "middle", "nearest", "lead", "share", "against", "whole", "last", "opening", "first", "record")
STORED = Path(__file__).with_name("fits.yaml")
STEADY = 4.0  # marks that an exchange's record is drawn to the mean by


def record(marks: dict[str, tuple[int, int]]) -> dict[str, float]:
    """For each exchange, from (times marked a hit, times marked): the logarithm of its share of hits beside the mean share."""
    mean = sum(hits for hits, _ in marks.values()) / max(1, sum(times for _, times in marks.values()))
    return {name: float(np.log((hits + STEADY * mean) / (times + STEADY) / mean)) for name, (hits, times) in marks.items()}


class Fits:
    """What was fitted, for the exchanges `ids` in their order. Raises KeyError where a number is missing."""

    def __init__(self, ids: list[str], path: Path = STORED) -> None:
        held = yaml.safe_load(path.read_text(encoding="utf-8"))
        self.weights = np.array([held["weights"][name] for name in TOLD], dtype=np.float32)
        self.constant = float(held["weights"]["constant"])
        self.record = np.array([held["record"].get(name, 0.0) for name in ids], dtype=np.float32)

    def of(self, told: np.ndarray) -> np.ndarray:
        """Likelihoods, shape (exchanges). `told` has shape (exchanges, features), in the order of TOLD."""
        return np.asarray(1.0 / (1.0 + np.exp(-(told @ self.weights + self.constant))))
