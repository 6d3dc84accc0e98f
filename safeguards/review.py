"""The last check: everything composed passes here before any of it is shown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol

from safeguards.language import everyday
from safeguards.markup import find_markup
from safeguards.quotes import find_cited, find_quotes, find_unmarked
from safeguards.tone import find_length, find_tone

FEWEST_TO_TELL = 4  # words of a reply's own that its language can be told by
LEAST_EVERYDAY = 0.15  # share of them that is everyday English or Scots
_MARKED = re.compile(r"“[^”]*”|\[[^\]]*\]")
_SENTENCE = re.compile(r"[^.!?]*[.!?]*[”\"]?")


class Planned(Protocol):
    """What a check needs of a plan: the worker's words so far, and the curated text it may use."""

    @property
    def worker_words(self) -> str: ...
    @property
    def curated(self) -> str: ...
    @property
    def quote_ids(self) -> frozenset[str]: ...


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
    """Every problem with a reply; an empty list is the only pass.

    Markup and quotation marks are looked at in all of it. A sentence that is the plan's own, word for word, was written
    beforehand, and passes the checks on tone and on who is cited.
    """
    problems = [Problem("markup", "markup", words) for words in find_markup(reply.text)]
    problems += [Problem("quotes", "not the worker's words", words) for words in find_quotes(reply.text, plan.worker_words, plan.quote_ids)]
    known = {sentence.strip() for sentence in _SENTENCE.findall(plan.curated)}
    composed = " ".join(sentence.strip() for sentence in _SENTENCE.findall(reply.text) if sentence.strip() not in known)
    problems += [Problem("quotes", "somebody is cited", words) for words in find_cited(composed, plan.worker_words)]
    problems += [Problem("tone", kind, words) for kind, words in find_tone(composed, plan.worker_words)]
    problems += [Problem("quotes", "the worker's words without marks", words) for words in find_unmarked(composed, plan.worker_words)]
    own = re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)*", _MARKED.sub(" ", composed).lower().replace("’", "'"))
    if len(own) >= FEWEST_TO_TELL and everyday(own) < LEAST_EVERYDAY:
        problems.append(Problem("tone", "not in English", " ".join(own[:8])))
    problems += [Problem("tone", kind, words) for kind, words in find_length(reply.text)]
    return problems
