"""What a find is, and what a recogniser does."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from english_words import get_english_words_set

from knowledge.library import load

Kind = Literal["person", "place", "address", "organisation", "date", "age", "number", "phone", "contact", "vehicle", "role"]
LISTS = Path(__file__).parents[2] / "knowledge" / "identifiers"


@dataclass(frozen=True, order=True)
class Identifier:
    """A span of the raw text, [start, end), that may say who somebody is.

    `label` says more closely what it is; `masked` is False for a pointer that is only shown.
    """

    start: int
    end: int
    kind: Kind
    label: str
    text: str
    masked: bool = True


Recogniser = Callable[[str], Iterable[Identifier]]


@lru_cache
def words_of(name: str) -> frozenset[str]:
    """The words of a list, split at spaces, in lower case; lines that begin with # are left out."""
    return frozenset(word for line in lines_of(name) for word in line.split())


@lru_cache
def lines_of(name: str) -> tuple[str, ...]:
    """The lines of a list, in lower case; lines that begin with # are left out."""
    rows = (LISTS / f"{name}.txt").read_text(encoding="utf-8").lower().splitlines()
    return tuple(row.strip() for row in rows if row.strip() and not row.startswith("#"))


@lru_cache(maxsize=1)
def _everyday() -> frozenset[str]:
    """Words that are no names: of Webster's dictionary, of the keep list, and those that our own prose has in small letters."""
    library = load()
    prose = " ".join(s for group in (library.findings, library.quotes, library.tensions) for item in group.values() for s in item.situations)
    prose += " ".join(t for examples in library.risk_examples.values() for t in examples) + " ".join(q.text for q in library.questions.values())
    small = set(re.findall(r"(?<![\w'’])[a-z]+(?:['’][a-z]+)?(?![\w])", prose)) | {w for w in get_english_words_set(["web2"]) if w.islower()}
    names = words_of("given_names") | words_of("surnames")
    return frozenset(lines_of("keep")) | words_of("words") | words_of("common") | (small - names)


def is_everyday(word: str) -> bool:
    """Whether a word in small letters, in any of its plain endings, is an ordinary one and no name."""
    known = _everyday()
    if word in known or word in words_of("given_names"):
        return word in known
    return any(
        word.endswith(end) and len(word) > len(end) + 2 and (word[: -len(end)] in known or word[: -len(end)] + "e" in known)
        for end in ("s", "es", "ed", "d", "ing", "in", "ly", "er")
    )
