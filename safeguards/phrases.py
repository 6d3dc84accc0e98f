"""Phrase patterns that people can read, and the folding that text gets before they are looked for."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

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
    word = r"[^\s.!?]+"
    source = re.sub(r" ~$", lambda m: f"(?:{_GAP}{word}){{0,5}}", source)
    source = re.sub(r" ~ ", lambda m: f"{_GAP}(?:{word}{_GAP}){{0,5}}?", source)
    source = source.replace("~ ", f"(?:{word}{_GAP}){{0,5}}?").replace(" ?", f"(?:{_GAP})?").replace(" ", _GAP)
    return re.compile(rf"(?<!\w)(?:{source})(?!\w)")


@lru_cache(maxsize=16)
def ending_with(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """One expression that finds any of the phrase patterns where it runs up to the end of the text."""
    return re.compile(rf"(?:{any_of(patterns).pattern})\W*$")


@lru_cache(maxsize=64)
def any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """One expression that finds any of the phrase patterns."""
    return re.compile("|".join(f"(?:{phrase(p).pattern})" for p in patterns))


def sentence_bounds(text: str, place: int) -> tuple[int, int]:
    """(start, end) of the sentence of `text` that holds the character at `place`."""
    start = max((m.end() for m in re.finditer(r"[.!?\n]+", text[:place])), default=0)
    stop = re.search(r"[.!?\n]", text[place:])
    return start, len(text) if stop is None else place + stop.start()
