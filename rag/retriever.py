"""Finds what in the study is near to a worker's words: dense and word search together, pooled by item."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import Any

import bm25s
import numpy as np
from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from knowledge.library import Library
from rag.embedding import Embedder
from rag.evidence import Evidence, Found
from rag.index import Index, rows
from rag.text import sentences

KEYWORD_WEIGHT = 0.08
TENSION_LIFT = 0.10
WHOLE_WEIGHT = 0.35
NEIGHBOURS = 60


class StudyRetriever(BaseRetriever):
    """A LangChain retriever over the study. `look` gives more than documents."""

    model_config = ConfigDict(arbitrary_types_allowed=True)
    library: Library
    embedder: Any
    index: Any
    keywords: Any = None
    items: list[str] = []

    @classmethod
    def over(cls, library: Library, embedder: Embedder, index: Index) -> StudyRetriever:
        texts: dict[str, list[str]] = defaultdict(list)
        for row in rows(library):
            if row.kind in ("finding", "quote"):
                texts[row.item].append(row.text)
        keywords = bm25s.BM25()
        keywords.index(bm25s.tokenize([" ".join(t) for t in texts.values()], stopwords="en", show_progress=False), show_progress=False)
        return cls(library=library, embedder=embedder, index=index, keywords=keywords, items=list(texts))

    def look(self, text: str, known: dict[str, Any] | None = None) -> Found:
        """Everything near to a message, matched whole and sentence by sentence. An empty text finds nothing.

        `known` holds vectors of sentences that have been embedded already.
        """
        parts = [s for s in sentences(text) if len(s.split()) > 2][:40]
        if not text.strip():
            return Found()
        whole = self.embedder.windows(text)
        vectors = np.vstack([whole, self._vectors(parts, known or {})]) if len(parts) > 1 else whole
        sources = [text] * len(whole) + (parts if len(parts) > 1 else [])
        return self._pool(text, vectors, sources, len(whole))

    def _vectors(self, parts: list[str], known: dict[str, Any]) -> np.ndarray:
        new = [p for p in parts if p not in known]
        fresh = dict(zip(new, self.embedder.vectors(new)))
        return np.vstack([known[p] if p in known else fresh[p] for p in parts])

    def labelled(self) -> tuple[np.ndarray, list[str]]:
        """Vectors and labels for the second look at danger: labelled examples, and situations as harmless talk."""
        found: list[tuple[str, str, Any]] = []
        for collection, kinds in ((self.index.danger, ["risk"]), (self.index.study, ["finding", "quote", "tension"])):
            held = collection.get(where={"kind": {"$in": kinds}}, include=["embeddings", "metadatas"])
            labels = [m["item"] if m["kind"] == "risk" else "harmless" for m in held["metadatas"]]
            found += zip(held["ids"], labels, held["embeddings"])
        found.sort(key=lambda row: row[0])
        return np.asarray([vector for _, _, vector in found], dtype=np.float32), [label for _, label, _ in found]

    def _pool(self, text: str, vectors: np.ndarray, sources: list[str], wholes: int) -> Found:
        answer = self.index.study.query(query_embeddings=vectors, n_results=NEIGHBOURS, include=["metadatas", "distances"])
        best: dict[tuple[str, str], tuple[float, str]] = {}
        whole: dict[tuple[str, str], float] = {}
        for number, (metas, distances) in enumerate(zip(answer["metadatas"], answer["distances"])):
            for meta, distance in zip(metas, distances):
                key, similarity = (meta["kind"], meta["item"]), 1.0 - float(distance)
                if similarity > best.get(key, (-1.0, ""))[0]:
                    best[key] = (similarity, sources[number])
                if number < wholes:
                    whole[key] = max(similarity, whole.get(key, -1.0))
        dense = {key: (1 - WHOLE_WEIGHT) * value + WHOLE_WEIGHT * whole.get(key, 0.6 * value) for key, (value, _) in best.items()}
        words = self._keyword_scores(text)
        tensions = self._tensions(dense)
        lift = dict(tensions[:3])
        top = max(lift.values(), default=1.0)
        found = []
        for (kind, item), value in dense.items():
            if kind not in ("finding", "quote"):
                continue
            entry = self.library.evidence(item)
            score = value + KEYWORD_WEIGHT * words.get(item, 0.0)
            score += TENSION_LIFT * max((lift[t] / top for t in entry.tensions if t in lift), default=0.0)
            because = best[kind, item][1]
            found.append(Evidence(item, kind, entry.text, self.library.cite(item), entry.pages, round(score, 6), because))
        found.sort(key=lambda e: (-e.score, e.id))
        questions = {item: value for (kind, item), value in dense.items() if kind == "question"}
        return Found(tuple(found), tuple(tensions), questions, max((v for v, _ in best.values()), default=0.0))

    def _keyword_scores(self, text: str) -> dict[str, float]:
        tokens = bm25s.tokenize([text], stopwords="en", show_progress=False, return_ids=False)[0]
        tokens = [t for t in tokens if t in self.keywords.vocab_dict]
        if not tokens:
            return {}
        scores = self.keywords.get_scores(tokens)
        top = float(scores.max())
        return {} if top <= 0 else {item: float(s) / top for item, s in zip(self.items, scores)}

    def _tensions(self, dense: dict[tuple[str, str], float]) -> list[tuple[str, float]]:
        """Tensions by nearness: their own situations first, and the evidence that carries them."""
        own = {item: value for (kind, item), value in dense.items() if kind == "tension"}
        carried: dict[str, list[float]] = defaultdict(list)
        for (kind, item), value in dense.items():
            if kind in ("finding", "quote"):
                for tension in self.library.evidence(item).tensions:
                    carried[tension].append(value)
        scores = {t: max(own.get(t, 0.0), 0.0) + 0.5 * float(np.mean(sorted(carried.get(t, [0.0]))[-2:])) for t in self.library.tensions}
        return sorted(((t, round(s, 6)) for t, s in scores.items() if s > 0.0 and not math.isnan(s)), key=lambda pair: (-pair[1], pair[0]))

    def search(self, text: str, limit: int = 8) -> list[Evidence]:
        """Findings and quotes, best first; empty where the study does not speak to the text."""
        found = self.look(text)
        return list(found.evidence[:limit]) if found.near else []

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        return [Document(page_content=e.text, metadata={"id": e.id, "kind": e.kind, "source": e.source, "score": e.score}) for e in self.search(query)]
