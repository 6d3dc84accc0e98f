"""The last check: everything composed passes here before any of it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from safeguards.markup import find_markup
from safeguards.quotes import find_quotes
from safeguards.tone import find_tone


class Planned(Protocol):
    """What a check needs of a plan: the worker's words so far, and the curated text it may use."""

    @property
    def worker_words(self) -> str: ...
    @property
    def curated(self) -> str: ...


class Said(Protocol):
    @property
    def text(self) -> str: ...


@dataclass(frozen=True)
class Problem:
    """One reason why a reply is not shown. `words` are the reply's own."""

    check: str
    kind: str
    words: str


def review_reply(reply: Said, plan: Planned) -> list[Problem]:
    """Every problem with a reply; an empty list is the only pass."""
    problems = [Problem("markup", "markup", words) for words in find_markup(reply.text)]
    problems += [Problem("quotes", "not the worker's words", words) for words in find_quotes(reply.text, plan.worker_words, plan.curated)]
    problems += [Problem("tone", kind, words) for kind, words in find_tone(reply.text)]
    if not reply.text.strip():
        problems.append(Problem("tone", "empty", ""))
    return problems
