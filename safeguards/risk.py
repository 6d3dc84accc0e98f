"""Signs of danger in what a worker typed: patterns that a protection lead can read, nothing learned.

Looked for in the raw words before anything else is done with them. The module never rates risk.
Source: knowledge/risk.yaml.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from knowledge.library import Library, load
from safeguards.phrases import any_of, ending_with, fold, phrase, sentence_bounds

Cue = Literal["live", "past", "negated", "invented"]
SPOKEN_BY_ANOTHER = r"(he|she|they|patient|client|him|her|mum|dad) (\w+ )?(said|says|told|texted|text|wrote|messaged|keeps saying|goes|went)|told me|said to me|said:|says:|texted me"

FIRST_PERSON = re.compile(r"(?<!\w)(i|i'm|i've|i'd|myself|me|my)(?!\w)")


@dataclass(frozen=True)
class Concern:
    """One category, what raised it, and how it is spoken of."""

    category: str
    words: str
    cue: Cue
    people: frozenset[str] = frozenset()
    means: frozenset[str] = frozenset()

    @property
    def live(self) -> bool:
        """Whether this holds reflection up."""
        return self.cue == "live"


@dataclass(frozen=True)
class RiskAssessment:
    """What was found in one text, live or not; `failed` when the search itself broke."""

    concerns: tuple[Concern, ...] = ()
    strain: bool = False
    invented: bool = False
    failed: bool = False

    @property
    def live(self) -> tuple[Concern, ...]:
        return tuple(c for c in self.concerns if c.live)

    @property
    def categories(self) -> tuple[str, ...]:
        """Live categories, each once, in the order of risk.yaml."""
        return tuple(dict.fromkeys(c.category for c in self.live))


@dataclass
class Acknowledged:
    """What has been acknowledged in one conversation, so that the same concern does not block twice."""

    seen: list[Concern] = field(default_factory=list)

    def add(self, concerns: tuple[Concern, ...]) -> None:
        self.seen.extend(concerns)

    def is_new(self, concern: Concern) -> bool:
        """True for a new category, person or means, or when a past concern becomes live."""
        same = [c for c in self.seen if c.category == concern.category and c.live]
        if not same:
            return True
        people = frozenset().union(*(c.people for c in same))
        means = frozenset().union(*(c.means for c in same))
        return bool(concern.people - people) or bool(concern.means - means)


def assess_risk(text: str, library: Library | None = None) -> RiskAssessment:
    """Look for signs of danger in `text`. Fails closed: any error gives a result with `failed` set."""
    try:
        return _assess(text, library or load())
    except Exception:  # the general card is shown, with a plain message
        return RiskAssessment(failed=True)


def _assess(text: str, library: Library) -> RiskAssessment:
    book = library.risk
    folded = fold(text).text
    quiet = any_of(book.idioms).sub(lambda m: "_" * len(m.group()), folded)
    resolved = any_of(book.resolved).search(quiet) is not None
    found: list[Concern] = []
    for category in book.categories:
        for pattern, kept in [(p, True) for p in category.always] + [(p, False) for p in category.patterns]:
            for match in phrase(pattern).finditer(quiet):
                found.append(_concern(category.id, quiet, match.start(), match.end(), kept, resolved, library))
    return RiskAssessment(
        concerns=_settle(found),
        strain=any_of(library.cards.strain.patterns).search(quiet) is not None,
        invented=any_of(book.invented).search(quiet) is not None,
    )


def _concern(category: str, text: str, start: int, end: int, kept: bool, resolved: bool, library: Library) -> Concern:
    book = library.risk
    low, high = sentence_bounds(text, start)
    sentence, before = text[low:high], text[low:start]
    clause = before.rsplit(" but ", 1)[-1][-60:]
    cue: Cue = "live"
    if not kept and ending_with(book.negations).search(clause):
        cue = "negated"
    elif any_of(book.past).search(sentence) and (resolved or category == "suicide_self_harm" and " now" not in sentence):
        cue = "past"
    elif resolved and any_of(book.past).search(text) and category != "worker_conduct":
        cue = "past"
    spoken = any_of((SPOKEN_BY_ANOTHER,)).search(before) or before.count('"') % 2
    if category in ("worker_self", "suicide_self_harm") and FIRST_PERSON.search(text[start:end]):
        category = "suicide_self_harm" if spoken else "worker_self"
    words = text[start:end].strip(" _\n,;:-")
    near = any_of(book.people).findall(before) or any_of(book.people).findall(sentence)
    people = {m if isinstance(m, str) else m[0] for m in near[-1:]}
    means = {m.group() for m in any_of(book.means).finditer(sentence)}
    return Concern(category, words, cue, frozenset(people), frozenset(means))


def _settle(found: list[Concern]) -> tuple[Concern, ...]:
    """One concern a category, the live one first, with every person and means that raised it."""
    settled: dict[str, Concern] = {}
    rank = {"live": 0, "invented": 1, "past": 2, "negated": 3}
    for concern in sorted(found, key=lambda c: rank[c.cue]):
        held = settled.setdefault(concern.category, concern)
        if held is not concern and held.cue == concern.cue:
            settled[concern.category] = Concern(held.category, held.words, held.cue, held.people | concern.people, held.means | concern.means)
    return tuple(settled.values())
