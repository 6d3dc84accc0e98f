"""Plans into words. A composer phrases a plan; it never chooses evidence and never types a quote."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from rag.plan import Plan
from rag.watch import Watch
from safeguards.review import Problem


@dataclass(frozen=True)
class Reply:
    """The words of one reply: what is laid back, and at most one question."""

    reflection: str
    question: str

    @property
    def text(self) -> str:
        return f"{self.reflection} {self.question}".strip()


class Composer(Protocol):
    """Anything that turns a plan into a reply. `problems` says what was wrong with the one before. Raises Unanswered."""

    def compose(self, plan: Plan, problems: Sequence[Problem] = (), watch: Watch | None = None) -> Reply: ...


class GuidedComposer:
    """Words from the templates alone: no model, no network, the same plan always the same reply."""

    def compose(self, plan: Plan, problems: Sequence[Problem] = (), watch: Watch | None = None) -> Reply:
        question = plan.question_move.text if plan.question_move else plan.question
        return Reply(" ".join(move.text for move in plan.moves), question)
