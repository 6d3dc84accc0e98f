"""Phrase patterns that people can read, and the folding that text gets before they are looked for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

_APOSTROPHES = "’‘ʼ`´＇′"
_QUOTES = "“”„‟«»＂"
_DASHES = "‐‑‒–—―−"
_SIMPLE = str.maketrans({**dict.fromkeys(_APOSTROPHES, "'"), **dict.fromkeys(_QUOTES, '"'), **dict.fromkeys(_DASHES, "-"), "\t": " ", "\u00a0": " "})
_GAP = r"(?:'s)?[\s,;:\-\"()/…]+"  # between two words, the first of which may be a possessive


@dataclass(frozen=True)
class Folded:
    """Text in lower case with plain marks, and where each of its characters stood in the original."""

    text: str
    places: tuple[int, ...]

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """The (start, end) in the original text of a span of the folded one."""
        return self.places[start], self.places[end - 1] + 1


def fold(text: str) -> Folded:
    """Lower case, compatibility forms, plain quotes and spaces; zero-width and control characters dropped."""
    simple = text.translate(_SIMPLE)
    if simple.isascii() and simple.replace("\n", " ").isprintable():
        return Folded(simple.lower(), tuple(range(len(text))))
    out: list[str] = []
    places: list[int] = []
    for place, raw in enumerate(text):
        for char in unicodedata.normalize("NFKC", raw):
            category = unicodedata.category(char)
            if char in _APOSTROPHES:
                char = "'"
            elif char in _QUOTES:
                char = '"'
            elif char in _DASHES:
                char = "-"
            elif char.isspace():
                char = "\n" if char == "\n" else " "
            elif category.startswith("C") or category == "Mn" and char in "\u034f\ufe0f":
                continue
            for lower in char.lower():
                out.append(lower)
                places.append(place)
    return Folded("".join(out), tuple(places))


@lru_cache(maxsize=4096)
def phrase(pattern: str) -> re.Pattern[str]:
    """A phrase pattern as a regular expression over folded text.

    `~` stands for up to five other words of the same sentence, `word*` for any ending, and an
    apostrophe may be missing. The rest is an ordinary regular expression.
    Raises re.error where the pattern is not well formed.
    """
    source = re.sub(r"(?<=[a-z])\*", r"[\\w'-]*", pattern.strip()).replace("'", "'?")
    source = re.sub(r" \(((?:[^()]|\([^()]*\))*)\)\?(?= |$)", r"(?: (\1))?", source)  # "a (b)? c" is "a c" as well
    source = source.replace("(?! ", r"(?!\s+")  # a word vetoes what it follows at once, not beyond a comma
    word = r"[^\s.!?]+"
    source = re.sub(r" ~$", lambda m: f"(?:{_GAP}{word}){{0,5}}", source)
    source = re.sub(r" ~ ", lambda m: f"{_GAP}(?:{word}{_GAP}){{0,5}}?", source)
    source = source.replace("~ ", f"(?:{word}{_GAP}){{0,5}}?").replace(" ?", f"(?:{_GAP})?").replace(" ", _GAP)
    return re.compile(rf"(?<!\w)(?:{source})(?!\w)")


@lru_cache(maxsize=4096)
def unvetoed(pattern: str) -> str:
    """A phrase pattern without what it says of the words that must not follow, each `(?! ...)`."""
    while (start := pattern.find("(?! ")) >= 0:
        depth, end = 1, start + 4
        while depth:
            depth += {"(": 1, ")": -1}.get(pattern[end], 0)
            end += 1
        pattern = pattern[:start] + pattern[end:]
    return pattern


def finds(pattern: str, text: str, vetoed: bool = True) -> Iterator[re.Match[str]]:
    """A match of a phrase pattern from each place in folded text where one begins, those that begin within another too.

    Not `vetoed`: what the pattern says must not follow, `(?! ...)` at its end, may follow.
    Most patterns cost one glance for letters that they cannot do without.
    """
    for letters in _letters(pattern):
        for run in letters:
            if run in text:
                break
        else:
            return
    one, place = phrase(pattern if vetoed else unvetoed(pattern)), 0
    while match := one.search(text, place):
        yield match
        place = match.start() + 1


@lru_cache(maxsize=4096)
def _letters(pattern: str) -> tuple[frozenset[str], ...]:
    """Sets of runs of letters; every match holds a run of each set. The most telling first."""
    return tuple(_needed(re._parser.parse(phrase(pattern).pattern)))  # type: ignore[attr-defined]


def _needed(parsed: Iterable[tuple[Any, Any]]) -> list[frozenset[str]]:
    """What the parts of a parsed expression need, the set with the longest shortest run first."""
    sets: list[frozenset[str]] = []
    run = ""
    for name, value in [*parsed, (None, None)]:
        kind = str(name)
        if kind == "LITERAL" and chr(value).isalpha():
            run += chr(value)
            continue
        if run:
            sets.append(frozenset({run}))
            run = ""
        if kind == "SUBPATTERN":
            sets += _needed(value[-1])
        elif kind == "MAX_REPEAT" and value[0] > 0:
            sets += _needed(value[2])
        elif kind == "BRANCH":
            branches = [_needed(branch) for branch in value[1]]
            if all(branches):
                sets.append(frozenset().union(*(needs[0] for needs in branches)))
    return sorted(sets, key=lambda s: (-min(map(len, s)), len(s)))


@lru_cache(maxsize=64)
def any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """One expression that finds any of the phrase patterns."""
    return re.compile("|".join(f"(?:{phrase(p).pattern})" for p in patterns))
