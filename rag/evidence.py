"""What a search found, as plain data. Light to import, so that screens can use it before any model is loaded."""

from __future__ import annotations

from dataclasses import dataclass, field

FLOOR = 0.32  # mean nearness of the texts around a message, under which the study does not speak to it


@dataclass(frozen=True)
class Evidence:
    """One finding or quote that fits. `because` is the worker's sentence that matched best."""

    id: str
    kind: str
    text: str
    source: str
    pages: str | None
    score: float
    because: str


@dataclass(frozen=True)
class Found:
    """What one message came near to. Scores are cosine similarities with small lifts."""

    evidence: tuple[Evidence, ...] = ()
    tensions: tuple[tuple[str, float], ...] = ()
    questions: dict[str, float] = field(default_factory=dict)
    nearness: float = 0.0

    @property
    def near(self) -> bool:
        """Whether the study speaks to the message at all."""
        return self.nearness >= FLOOR
