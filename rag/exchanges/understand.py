"""What a message says: the exchanges that it, or a sentence of it, may be, each with a likelihood that was learned from readers' judgements."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from knowledge.exchange import ANY, OPENING
from rag.embedding import Embedder, pieces
from rag.exchanges.bank import Bank
from rag.exchanges.fits import Fits
from rag.text import prose, respelt, sentences, words
from rag.types import Candidate, Found, Understood

MOST_SENTENCES = 40
MOST_CANDIDATES = 24
_CLAUSE = re.compile(r",\s+|;\s+|\s+(?:and|but|so|because|cos)\s+")
SHORTEST_CLAUSE = 2  # words
SHORTEST_PART = 3  # words of a sentence that is looked at by itself
SHORT = 12  # words up to which a message is taken for an answer to our question
FEATURES = ("middle", "nearest", "lead", "share", "against", "whole", "last", "answers", "short")
LIKELIHOOD = Path(__file__).with_name("likelihood.yaml")  # one number for each feature, and the constant: python -m benchmarks.fit
SHARPNESS = 0.07  # temperature of the share of one exchange among all, as in training
OPENING_EVEN, OPENING_SLOPE, LIVE_PULL = 0.52, 20.0, 0.02  # of an opening's fit: an even chance, how fast it grows, and what each live pull adds
LIVE = 4  # pulls that count as live: of openings' own ways of saying, both pulls are among the four nearest in half
LEAST_SHARE = -8.0  # its logarithm is not taken further down
LEAST = 0.001  # a likelihood is not taken further down, nor up to one, before its log odds are


def parts_of(text: str, spellings: dict[str, str]) -> tuple[list[str], list[str], list[tuple[int, str]]]:
    """What of a message is looked at: its stretches whole, its sentences, and clauses with the number of their sentence; Scots and haste made plain.

    A soft sign may stand in two words of a long sentence ("fifties, lives on his own, very low"): clauses are held against soft concerns, and plain questions, alone.
    """
    plain = respelt(_unmasked(prose(text)), spellings)
    found = [s for s in sentences(plain) if len(words(s)) >= SHORTEST_PART][:MOST_SENTENCES]
    clauses = [(n, c) for n, s in enumerate(found) for c in _CLAUSE.split(s) if c and c != s and len(words(c)) >= SHORTEST_CLAUSE]
    return pieces(plain), found if len(found) > 1 else [], clauses


def _unmasked(text: str) -> str:
    """Stand-ins as the words that people would use: a sentence model knows no "[person A]"."""
    text = re.sub(r"(^|[.!?]\s+)\[person \w+\](?:['’]s)?", r"\1She", text)
    text = re.sub(r"\[person \w+\]", "her", text)
    return re.sub(r"\[(?:place|organisation) \w+\]", "there", text)


def stored(path: Path = LIKELIHOOD) -> np.ndarray:
    """What was fitted, shape (features + 1,). Raises KeyError where a number is missing."""
    held = yaml.safe_load(path.read_text(encoding="utf-8"))
    return np.array([held[name] for name in (*FEATURES, "constant")], dtype=np.float32)


class Understanding:
    """The bank with what was learned on top of it: `likelihood` holds a number for each feature, the constant last. Deterministic."""

    def __init__(self, bank: Bank, embedder: Embedder, spellings: dict[str, str], likelihood: np.ndarray | None = None) -> None:
        self.bank, self.embedder, self.spellings = bank, embedder, spellings
        self.likelihood = stored() if likelihood is None else likelihood
        self.fits = Fits(bank.ids)
        self._follows = np.array([bank.exchanges[i].follows for i in bank.ids])
        self._in_clauses = np.array([bank.exchanges[i].act == "soft-concern" or bank.exchanges[i].is_question for i in bank.ids])

    def read(self, text: str, found: Found, asked: str = "", first: bool = False, known: dict[str, Any] | None = None) -> Understood:
        """What the message may be. `asked` is the kind of question that it may answer; `first`: the talk, or the case, begins with it."""
        parts = parts_of(text, self.spellings)[1]
        features, which, places, clauses = self.features(text, asked, first, known)
        scores = features @ self.likelihood[:-1] + self.likelihood[-1]
        likely = 1.0 / (1.0 + np.exp(-scores))
        likely[np.ix_(clauses, ~self._in_clauses)] = 0.0
        if first:
            likely = np.where(self._follows == OPENING, self._opens(features, places, clauses, found), likely)
        best = likely.argmax(axis=0)
        columns = np.arange(len(self.bank.ids))
        allowed = np.isin(self._follows, [ANY, *([asked] if asked else []), *([OPENING] if first else [])])
        top = likely[best, columns] * allowed
        ranked = [n for n in sorted(columns, key=lambda n: (-round(float(top[n]), 6), self.bank.ids[n]))[:MOST_CANDIDATES] if allowed[n]]
        told = self._told(top[ranked], features[best[ranked], ranked], np.array(ranked), first)
        candidates = tuple(
            Candidate(
                self.bank.ids[n], round(float(top[n]), 6), round(float(features[best[n], n, 1]), 6), self.bank.said[which[best[n], n]], places[best[n]],
                round(float(fit), 6), tuple(round(float(x), 6) for x in row),
            )
            for n, row, fit in zip(ranked, told, self.fits.of(told))
        )  # fmt: skip
        return Understood(candidates, len(words(text)), max(1, len(parts)), found)

    def _told(self, likely: np.ndarray, features: np.ndarray, columns: np.ndarray, first: bool) -> np.ndarray:
        """What `fits` looks at, shape (exchanges, features), for exchanges with these likelihoods and features, by their numbers. Whether one answers
        our question is not among it: such are known by their likelihood, and too few have been marked."""
        score = np.log(likely.clip(LEAST, 1 - LEAST) / (1 - likely.clip(LEAST, 1 - LEAST)))
        opening = self._follows[columns] == OPENING
        return np.column_stack([score, features[:, : FEATURES.index("answers")], opening, np.full(len(columns), first), self.fits.record[columns]]).astype(
            np.float32
        )

    def _opens(self, features: np.ndarray, places: list[int], clauses: np.ndarray, found: Found) -> np.ndarray:
        """How likely an opening is: no way of saying it can be near to all that a first message holds, so the whole is held against its middle, the
        nearest part against the nearest way of saying, and its pulls against those that are live. Shape (exchanges)."""
        whole = np.array(places) < 0
        middle, nearest = features[whole & ~clauses, :, 0].mean(axis=0), features[~clauses, :, 1].max(axis=0)
        live = {pull for pull, _ in found.tensions[:LIVE]} if found.near else set()
        pulls = np.array([len(live & set(self.bank.exchanges[i].tensions[:2])) for i in self.bank.ids])
        fit = 0.5 * middle + 0.5 * nearest + LIVE_PULL * pulls
        return np.asarray(1.0 / (1.0 + np.exp(OPENING_SLOPE * (OPENING_EVEN - fit))))

    def features(self, text: str, asked: str, first: bool, known: dict[str, Any] | None) -> tuple[np.ndarray, np.ndarray, list[int], np.ndarray]:
        """Shape (units, exchanges, features), the numbers of the nearest ways of saying (units, exchanges), the sentence that each unit is (-1: whole),
        and which units are clauses (units)."""
        whole, parts, clauses = parts_of(text, self.spellings)
        vectors = self.embedder.known([*whole, *parts, *(c for _, c in clauses)], known)
        middle, nearest, which, against = self.bank.near(vectors)
        places = [-1] * len(whole) + list(range(len(parts))) + [n if parts else -1 for n, _ in clauses]
        second = np.sort(middle, axis=1)[:, -2:]
        lead = middle - np.where(middle >= second[:, 1:], second[:, :1], second[:, 1:])
        shape = middle.shape
        share = middle / SHARPNESS - np.logaddexp.reduce(middle / SHARPNESS, axis=1, keepdims=True)
        answers = np.broadcast_to((self._follows == asked) & bool(asked), shape)
        columns = (
            middle, nearest, lead, np.maximum(LEAST_SHARE, share), np.maximum(0.0, against - nearest), np.broadcast_to(np.array([[p < 0] for p in places]), shape),
            np.broadcast_to(np.array([[p == len(parts) - 1 and p >= 0] for p in places]), shape), answers,
            answers * (len(words(text)) <= SHORT),
        )  # fmt: skip
        clause = np.arange(len(places)) >= len(whole) + len(parts)
        return np.stack([np.asarray(c, dtype=np.float32) for c in columns], axis=2), which, places, clause
