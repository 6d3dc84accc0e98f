"""The organisation's documents in a Chroma server, for all replicas at once. Only what is in the folder goes there, never what a worker brings."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import chromadb
import httpx
import numpy as np
from chromadb.config import Settings as ChromaSettings

from rag.papers.folder import StoreFault
from rag.papers.shelf import FLOOR, Paper, Passage, vectors_of

if TYPE_CHECKING:
    from rag.embedding import Embedder

SECONDS, REST = 5.0, 10.0  # how long one call may take, and how long nothing is asked after one that failed
AT_ONCE = 200
AWAY = "Your organisation's documents cannot be reached just now. Everything else works. Try them again in a minute."


class Remote:
    """Passages with their vectors, one collection for each embedding model. Safe to use from several threads and replicas."""

    def __init__(self, url: str, token: str, model: str) -> None:
        """`model` is the embedding model's digest. Opens nothing yet."""
        self.url, self.token, self.name = urlsplit(url), token, f"documents-{model[:16]}"
        self._collection: Any = None
        self._until = 0.0
        self._lock = threading.Lock()

    def names(self) -> dict[str, str]:
        """Each whole document's digest by its name: its first passage is written last."""
        rows = self._ask(lambda at: at.get(where={"part": 0}, include=["metadatas"]))["metadatas"]
        return {row["file"]: row["digest"] for row in rows}

    def add(self, paper: Paper, embedder: Embedder) -> None:
        """Write a document; two replicas that write the same one write the same rows. What was there under its name goes."""
        vectors = vectors_of(paper, embedder)
        rows = list(enumerate(paper.passages))[::-1]
        for start in range(0, len(rows), AT_ONCE):
            some = rows[start : start + AT_ONCE]
            written = {
                "ids": [f"{paper.name}:{paper.digest}:{n}" for n, _ in some],
                "embeddings": vectors[[n for n, _ in some]],
                "documents": [p.text for _, p in some],
                "metadatas": [{"file": paper.name, "digest": paper.digest, "part": n, "page": p.page or 0, "heading": p.heading} for n, p in some],
            }
            self._ask(partial(_upsert, written))
        self._ask(lambda at: at.delete(where={"$and": [{"file": paper.name}, {"digest": {"$ne": paper.digest}}]}))

    def delete(self, name: str) -> None:
        """Take a document and its vectors out."""
        self._ask(lambda at: at.delete(where={"file": name}))

    def search(self, vector: np.ndarray, limit: int = 3, floor: float = FLOOR) -> list[Passage]:
        """Passages nearest to a vector of shape (384,), best first; none where nothing is near."""
        vector = np.asarray(vector, dtype=np.float32)
        found = self._ask(lambda at: at.query(query_embeddings=vector[None], n_results=limit, include=["documents", "metadatas", "distances"]))
        return [
            Passage(row["file"], row["page"] or None, row["heading"], text, round(1 - distance, 3))
            for text, row, distance in zip(found["documents"][0], found["metadatas"][0], found["distances"][0])
            if 1 - distance >= floor
        ]

    def _ask(self, what: Callable[[Any], Any]) -> Any:
        with self._lock:
            if time.monotonic() < self._until:
                raise StoreFault(AWAY)
            try:
                self._collection = self._collection or self._open()
                return what(self._collection)
            except (OSError, ValueError, httpx.HTTPError, chromadb.errors.ChromaError):
                self._collection, self._until = None, time.monotonic() + REST
                raise StoreFault(AWAY) from None

    def _open(self) -> Any:
        port = self.url.port or (443 if self.url.scheme == "https" else 80)
        with socket.create_connection((self.url.hostname or "", port), SECONDS):  # the client itself would wait for ever
            pass
        client = chromadb.HttpClient(
            self.url.hostname or "",
            port,
            ssl=self.url.scheme == "https",
            headers={"Authorization": f"Bearer {self.token}"} if self.token else {},
            settings=ChromaSettings(anonymized_telemetry=False),
        )
        client._server._session.timeout = SECONDS  # type: ignore[attr-defined]
        return client.get_or_create_collection(self.name, embedding_function=None, configuration={"hnsw": {"space": "cosine"}})


def _upsert(rows: dict[str, Any], at: Any) -> None:
    at.upsert(**rows)
