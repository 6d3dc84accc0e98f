"""Documents of one's own, in passages that can be searched, in memory.

Nothing here is mixed in with the study: it has its own search and its own label.
"""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from rag.papers.extract import Pages, PaperFault, extract
from rag.text import sentences
from safeguards.identifiers import find_identifiers

if TYPE_CHECKING:
    from rag.embedding import Embedder

WORDS = 110  # in a passage, about
BATCH = 12  # passages given to the model at once
FLOOR = 0.2  # nearness under which a passage is not shown, where somebody searches
NEAR = 0.27  # and where a passage comes by itself, under a reply


@dataclass(frozen=True)
class Passage:
    """A run of a document's words, with its file, page and heading. `score` is a cosine similarity, once it has been searched for."""

    file: str
    page: int | None
    heading: str
    text: str
    score: float = 0.0

    @property
    def place(self) -> str:
        """Where it stands, in words."""
        parts = [self.file, f"page {self.page}" if self.page else "", f"under “{self.heading}”" if self.heading else ""]
        return ", ".join(p for p in parts if p)


@dataclass(frozen=True)
class Paper:
    """One document that has been read. `identifiers` counts what may say who somebody is, by kind."""

    name: str
    digest: str
    pages: int
    passages: tuple[Passage, ...]
    identifiers: dict[str, int]


def open_paper(name: str, data: bytes) -> Paper:
    """Read a document into passages and count the identifiers in it. Raises PaperFault."""
    name = re.sub(r"[^\w .()-]", "_", Path(name).name)[:80]
    pages = extract(name, data)
    passages = tuple(_passages(name, pages))
    if not passages:
        raise PaperFault("There are too few words in that file to search it.")
    counts: dict[str, int] = {}
    for passage in passages:
        for one in find_identifiers(passage.text):
            if one.masked:
                counts[one.kind] = counts.get(one.kind, 0) + 1
    return Paper(name, hashlib.sha256(data).hexdigest(), len(pages), passages, counts)


def _passages(name: str, pages: Pages) -> list[Passage]:
    made: list[Passage] = []
    heading = ""
    for page in pages:
        run: list[str] = []
        number = page["number"]
        for text, is_heading in [*page["lines"], ("", True)]:
            full = sum(len(t.split()) for t in run) >= WORDS
            if run and (is_heading or full):
                made += [Passage(name, number, heading, piece) for piece in _pieces(" ".join(run))]
                run = []
            if is_heading:
                heading = text or heading
            else:
                run.append(text)
    return [p for p in made if len(p.text.split()) >= 4]


def _pieces(text: str) -> list[str]:
    """Whole sentences in runs of about WORDS words; a longer sentence is cut between words."""
    runs: list[str] = []
    for sentence in sentences(text) or [text]:
        words = sentence.split()
        for start in range(0, len(words), WORDS):
            part = " ".join(words[start : start + WORDS])
            if runs and len(runs[-1].split()) + len(part.split()) <= WORDS * 1.3:
                runs[-1] += " " + part
            else:
                runs.append(part)
    return runs


def vectors_of(paper: Paper, embedder: Embedder, progress: Callable[[float], None] = lambda done: None) -> np.ndarray:
    """A document's vectors, float32 of shape (passages, 384). Progress goes from 0 to 1."""
    parts = []
    texts = [f"{p.heading}. {p.text}" if p.heading else p.text for p in paper.passages]
    for start in range(0, len(texts), BATCH):
        parts.append(embedder.vectors(texts[start : start + BATCH]))
        progress(min(1.0, (start + BATCH) / len(texts)))
    return np.vstack(parts).astype(np.float32)


@dataclass
class Papers:
    """Some documents with their vectors. Safe to use from several threads. What is deleted is gone: nothing else holds it."""

    papers: dict[str, Paper] = field(default_factory=dict, repr=False)
    vectors: dict[str, np.ndarray] = field(default_factory=dict, repr=False)
    lock: threading.Lock = field(default_factory=threading.Lock, repr=False)
    _all: tuple[np.ndarray, list[Passage]] | None = field(default=None, repr=False)

    def add(self, paper: Paper, embedder: Embedder, progress: Callable[[float], None] = lambda done: None) -> None:
        """Take a document in; one of the same name is replaced. Progress goes from 0 to 1."""
        vectors = vectors_of(paper, embedder, progress)
        with self.lock:
            self.papers[paper.name], self.vectors[paper.name] = paper, vectors
            self._all = None

    def names(self) -> dict[str, str]:
        """Each document's digest by its name."""
        with self.lock:
            return {name: paper.digest for name, paper in self.papers.items()}

    def delete(self, name: str) -> None:
        """Forget a document, its words and its vectors."""
        with self.lock:
            self.papers.pop(name, None)
            self.vectors.pop(name, None)
            self._all = None

    def search(self, vector: np.ndarray, limit: int = 3, floor: float = FLOOR) -> list[Passage]:
        """Passages nearest to a vector of shape (384,), best first; none where nothing is near."""
        with self.lock:
            if self._all is None:
                names = list(self.papers)
                stacked = np.vstack([self.vectors[n] for n in names]) if names else np.zeros((0, len(vector)), dtype=np.float32)
                self._all = stacked, [p for n in names for p in self.papers[n].passages]
            matrix, passages = self._all
        if not passages:
            return []
        scores = matrix @ np.asarray(vector, dtype=np.float32)
        best = np.argsort(-scores)[:limit]
        return [Passage(p.file, p.page, p.heading, p.text, round(float(scores[n]), 3)) for n in best if scores[n] >= floor for p in (passages[n],)]
