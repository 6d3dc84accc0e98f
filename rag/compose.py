"""Plans into words. A composer phrases a plan; it never chooses evidence and never types a quote."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from rag.mirror import Move
from rag.plan import Plan
from rag.prompts import render


@dataclass(frozen=True)
class Reply:
    """The words of one reply: what is laid back, and at most one question."""

    reflection: str
    question: str

    @property
    def text(self) -> str:
        return f"{self.reflection} {self.question}".strip()


class Composer(Protocol):
    """Anything that turns a plan into a reply."""

    def compose(self, plan: Plan) -> Reply: ...


class GuidedComposer:
    """Words from the templates alone: no model, no network, the same plan always the same reply."""

    def compose(self, plan: Plan) -> Reply:
        reflection = " ".join(_words(move) for move in plan.moves)
        question = _words(plan.question_move) if plan.question_move else plan.question
        return Reply(reflection, question)


def _words(move: Move) -> str:
    """A move's words. One that begins with '=' carries a line from the knowledge base."""
    if move.template.startswith("="):
        return move.template[1:]
    return render(move.template, move.use, **dict(move.values))
