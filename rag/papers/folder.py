"""An administrator's folder of documents, looked over for changes each time it is asked for."""

from __future__ import annotations

import hashlib
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from knowledge.library import PlainFault
from rag.log import happened
from rag.papers.extract import ENDINGS, PaperFault
from rag.papers.shelf import FLOOR, Paper, Passage, open_paper

if TYPE_CHECKING:
    from rag.embedding import Embedder


class StoreFault(PlainFault):
    """Where the documents are held cannot be reached; the message says so."""


class Holder(Protocol):
    """Where documents are held: in memory (`Papers`), or in a Chroma server (`Remote`). Each may raise StoreFault."""

    def names(self) -> dict[str, str]: ...
    def add(self, paper: Paper, embedder: Embedder) -> None: ...
    def delete(self, name: str) -> None: ...
    def search(self, vector: np.ndarray, limit: int = 3, floor: float = FLOOR) -> list[Passage]: ...


class Folder:
    """The organisation's documents. `faults` has a sentence for each file that cannot be read; `away` says that they cannot be reached, or is empty."""

    def __init__(self, folder: Path | None, embedder: Embedder, holder: Holder) -> None:
        self.folder, self.embedder, self.holder = folder, embedder, holder
        self.faults: dict[str, str] = {}
        self.names: tuple[str, ...] = ()
        self.away = ""
        self._digests: dict[Path, tuple[tuple[int, int], str]] = {}
        self._broken: dict[str, str] = {}
        self._busy = threading.Lock()

    def refresh(self) -> None:
        """Take in what is new or changed, and forget what has gone. A folder that is not there changes nothing."""
        with self._busy:
            try:
                held = self.holder.names()
                if self.folder and self.folder.is_dir():
                    found = {p.name: p for p in sorted(self.folder.iterdir()) if p.is_file() and p.suffix.lower() in ENDINGS}
                    self.faults = {name: fault for name, fault in self.faults.items() if name in found}
                    for name in held.keys() - found.keys():
                        self.holder.delete(name)
                    for name, path in found.items():
                        self._take(name, path, held.get(name))
                    held = self.holder.names()
                self.names = tuple(sorted(held))
                self._is_away("")
            except StoreFault as fault:
                self._is_away(str(fault))

    def _is_away(self, words: str) -> None:
        if bool(words) != bool(self.away):
            happened("away" if words else "back", "the organisation's documents")
        self.away = words

    def _take(self, name: str, path: Path, held: str | None) -> None:
        state = (path.stat().st_mtime_ns, path.stat().st_size)
        if self._digests.get(path, (None, ""))[0] != state:
            self._digests[path] = state, hashlib.sha256(path.read_bytes()).hexdigest()
        digest = self._digests[path][1]
        if digest in (held, self._broken.get(name)):
            return
        self.faults.pop(name, None)
        try:
            paper = open_paper(name, path.read_bytes())
            self.holder.add(Paper(name, digest, paper.pages, paper.passages, paper.identifiers), self.embedder)
        except PaperFault as fault:
            self.holder.delete(name)
            self.faults[name], self._broken[name] = str(fault), digest

    def search(self, vector: np.ndarray, limit: int = 3, floor: float = FLOOR) -> list[Passage]:
        """Passages nearest to a vector of shape (384,), best first; none while they cannot be reached."""
        try:
            return [] if self.away else self.holder.search(vector, limit, floor)
        except StoreFault as fault:
            self._is_away(str(fault))
            return []
