"""The study's search index: built once, checked at every start, rebuilt where it is damaged.

Chroma does not reliably notice damage, so files and rows are compared with a manifest before a folder is opened, and
known searches are tried after. The manifest is written last: a folder without one was never finished.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import chromadb
import numpy as np
from chromadb.config import Settings as ChromaSettings
from filelock import FileLock

from knowledge.library import Library, PlainFault
from rag.embedding import Embedder
from rag.text import respelt

VERSION = 10
STUDY, RELATED, EXCHANGES = "study", "related", "exchanges"  # collections of their own, so that one is never ranked in with another
HOMES = {"research": RELATED, "said": EXCHANGES, "not_said": EXCHANGES}


class IndexFault(PlainFault):
    """The index can neither be read nor built; the message says what to do."""


@dataclass(frozen=True)
class Row:
    """One text of the index: an item's own words, or a situation that leads to it."""

    id: str
    item: str
    kind: str
    text: str


@dataclass(frozen=True)
class Index:
    """Chroma collections: the study, related research, and ways of saying of the exchanges."""

    study: Any
    related: Any
    exchanges: Any


def rows(library: Library) -> list[Row]:
    """Every text that is searched: findings, quotes and tensions with their situations, research, and what is said in the exchanges."""
    out: list[Row] = []

    def add(item: str, kind: str, texts: list[str]) -> None:
        out.extend(Row(f"{kind}:{item}:{n}", item, kind, text) for n, text in enumerate(texts))

    for finding in library.findings.values():
        add(finding.id, "finding", [finding.text, *finding.situations])
    for quote in library.quotes.values():
        if quote.card:
            add(quote.id, "quote", [f"{quote.context} {quote.text}", *quote.situations])
    for tension in library.tensions.values():
        add(tension.id, "tension", [tension.pull, *tension.situations])
    for work in library.research.values():
        add(work.id, "research", [work.text, work.beside])
    spellings = library.risk.spellings
    for exchange in library.exchanges.values():
        add(exchange.id, "said", [respelt(text, spellings) for text in exchange.said])
        add(exchange.id, "not_said", [respelt(text, spellings) for text in exchange.not_said])
    return out


def open_index(data_dir: Path, library: Library, embedder: Embedder, progress: Callable[[float], None] = lambda done: None) -> Index:
    """The index for this content and model, built first where there is none that is whole.

    Raises IndexFault where the data folder cannot be written to.
    """
    wanted = rows(library)
    digest = hashlib.sha256(json.dumps([VERSION, embedder.digest, [(r.id, r.text) for r in wanted]]).encode()).hexdigest()[:16]
    home = data_dir / "index"
    try:
        home.mkdir(parents=True, exist_ok=True)
        with FileLock(home / "index.lock", timeout=600):
            tries = sorted(home.glob(f"{digest}-*"), key=lambda p: int(p.name.rpartition("-")[2]))
            for folder in reversed(tries):
                index = _open_whole(folder, embedder)
                if index is not None:
                    return index
            number = int(tries[-1].name.rpartition("-")[2]) + 1 if tries else 1
            folder = home / f"{digest}-{number}"
            _build(folder, wanted, embedder, progress)
            index = _open_whole(folder, embedder)
    except OSError:
        raise IndexFault(f"The app cannot write to its data folder. Make '{data_dir.name}' writable, or set DATA_DIR to a folder that is.") from None
    if index is None:
        raise IndexFault("The search index could not be built. Free some disk space and start again.")
    return index


def _build(folder: Path, wanted: list[Row], embedder: Embedder, progress: Callable[[float], None]) -> None:
    folder.mkdir()
    client = _client(folder)
    # a collection that never reached the threshold would be written to when it is next opened, and look damaged
    # and a search as wide as the collection is exact: which neighbours are found does not hang on how the graph was built
    settings: Any = {"hnsw": {"space": "cosine", "sync_threshold": 10, "batch_size": 10, "ef_search": 4000, "num_threads": 1}}
    kept = {name: client.create_collection(name, embedding_function=None, configuration=settings) for name in (STUDY, RELATED, EXCHANGES)}
    texts = sorted(wanted, key=lambda r: (len(r.text), r.id))  # like lengths together: less padding
    for start in range(0, len(texts), 64):
        part = texts[start : start + 64]
        vectors = embedder.vectors([r.text for r in part])
        for name, target in kept.items():
            if mine := [n for n, r in enumerate(part) if HOMES.get(r.kind, STUDY) == name]:
                target.add(
                    ids=[part[n].id for n in mine],
                    embeddings=vectors[mine],
                    documents=[part[n].text for n in mine],
                    metadatas=[{"item": part[n].item, "kind": part[n].kind} for n in mine],
                )
        progress(min(1.0, (start + 64) / len(texts)))
    canaries = [(r.text, _nearest(kept[STUDY], embedder.vectors([r.text]))) for r in wanted[:: max(1, len(wanted) // 3)][:3]]
    manifest = {"count": len(wanted), "files": _hashes(folder), "rows": _row_hash(folder), "canaries": canaries}
    temporary = folder / "manifest.tmp"
    temporary.write_text(json.dumps(manifest), encoding="utf-8")
    os.replace(temporary, folder / "manifest.json")


def _open_whole(folder: Path, embedder: Embedder) -> Index | None:
    """The folder's index, or None where anything in it is not as it was built."""
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        if _hashes(folder) != manifest["files"] or _row_hash(folder) != manifest["rows"]:
            return None
        client = _client(folder)
        held = [client.get_collection(name, embedding_function=None) for name in (STUDY, RELATED, EXCHANGES)]
        if sum(one.count() for one in held) != manifest["count"]:
            return None
        vectors = embedder.vectors([text for text, _ in manifest["canaries"]])
        whole = all(_nearest(held[0], vectors[n : n + 1]) == expected for n, (_, expected) in enumerate(manifest["canaries"]))
        return Index(*held) if whole else None
    except (OSError, ValueError, KeyError, TypeError, sqlite3.Error, chromadb.errors.ChromaError):
        return None


def _client(folder: Path) -> Any:
    return chromadb.PersistentClient(str(folder), settings=ChromaSettings(anonymized_telemetry=False))


def _nearest(collection: Any, vector: np.ndarray) -> str:
    return str(collection.query(query_embeddings=vector, n_results=1, include=[])["ids"][0][0])


def _hashes(folder: Path) -> dict[str, str]:
    """SHA-256 of each file of the vector index, by its place in the folder."""
    files = sorted(p for p in folder.rglob("*") if p.is_file() and p.parent != folder)
    return {p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def _row_hash(folder: Path) -> str:
    """A digest of the rows in Chroma's database, whose file changes a little whenever it is opened."""
    digest = hashlib.sha256()
    connection = sqlite3.connect(f"file:{(folder / 'chroma.sqlite3').as_posix()}?mode=ro", uri=True)
    try:
        if connection.execute("pragma quick_check").fetchone()[0] != "ok":
            raise sqlite3.DatabaseError("quick_check")
        for table in ("embeddings", "embedding_metadata", "embeddings_queue", "collections", "segments"):
            columns = [row[1] for row in connection.execute(f"pragma table_info({table})") if "_at" not in row[1]]
            for row in connection.execute(f"select {', '.join(columns)} from {table} order by 1, 2"):
                digest.update(repr(row).encode())
    finally:
        connection.close()
    return digest.hexdigest()
