"""The last step before a reply is shown: its words as they were written, or a language model's that pass the checks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from rag.types import Chosen, StoodIn, Voice
from rag.watch import Unanswered, Watch
from safeguards.review import Problem, review_reply


@dataclass(frozen=True)
class Reply:
    """The words of one reply: what is said, and at most one question."""

    say: str
    ask: str

    @property
    def text(self) -> str:
        return f"{self.say} {self.ask}".strip()


@dataclass(frozen=True)
class Draft:
    """A chosen reply with what a composer may know. `before`, oldest first: (the worker's words, our reply). Identifiers are masked in both.

    `fixed`: it stands as it was written (a duty, who to call, an answer, an ending). `examples`: (what was said, what was written for it).
    """

    chosen: Chosen
    message: str = field(repr=False)
    before: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    voices: tuple[Voice, ...] = ()
    examples: tuple[tuple[str, str], ...] = ()
    fixed: bool = False

    @property
    def worker_words(self) -> str:
        """All that the worker has said, identifiers masked."""
        return "\n".join([*(theirs for theirs, _ in self.before), self.message])

    @property
    def curated(self) -> str:
        """The words that were written beforehand."""
        return f"{self.chosen.say}\n{self.chosen.ask}"

    @property
    def quote_ids(self) -> frozenset[str]:
        """The quotes that stand under this reply: the only ones that it may point to."""
        return frozenset(v.evidence.id for v in self.voices if v.evidence.kind == "quote")


class Composer(Protocol):
    """Anything that words a draft. `problems` says what was wrong with the try before. Raises Unanswered."""

    def compose(self, draft: Draft, problems: Sequence[Problem] = (), watch: Watch | None = None) -> Reply: ...


class AsWritten:
    """The words that were written beforehand: no model, no network, the same draft always the same reply."""

    def compose(self, draft: Draft, problems: Sequence[Problem] = (), watch: Watch | None = None) -> Reply:
        return Reply(draft.chosen.say, draft.chosen.ask)


def phrase(draft: Draft, composer: Composer, watch: Watch) -> tuple[Reply, tuple[str, ...], StoodIn]:
    """The composer's reply once it passes the checks, asked again once with what was wrong; the written one where it does not."""
    written = Reply(draft.chosen.say, draft.chosen.ask)
    if draft.fixed or isinstance(composer, AsWritten):
        return written, (), ""
    problems: list[Problem] = []
    try:
        for _ in range(2):
            reply = composer.compose(draft, problems, watch)
            found = review_reply(reply, draft)
            if not found:
                return reply, _named(problems), ""
            problems = problems or found
    except Unanswered:
        return written, _named(problems), "cancelled" if watch.cancelled else "silent"
    return written, _named(problems), "stopped"


def _named(problems: list[Problem]) -> tuple[str, ...]:
    return tuple(f"{p.check}: {p.kind}" for p in problems)
