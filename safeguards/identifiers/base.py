"""What a find is, and what a recogniser does."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

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
