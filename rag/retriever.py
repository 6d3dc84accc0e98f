"""Finds what in the study is near to a worker's words: dense and word search together, pooled by item."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import bm25s
import numpy as np
from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from knowledge.library import Library
from rag.embedding import Embedder, pieces
from rag.index import Index, rows
from rag.lens import Lens
from rag.text import respelt, sentences
from rag.types import FLOOR, Evidence, Found

NEIGHBOURS = 120
POOLED = 3  # an item is as near as the mean of its nearest texts
AROUND = 40  # a message is as near to the study as its nearest texts are on average
MOST_SENTENCES = 150
KINDS = ["finding", "quote", "tension"]


@dataclass(frozen=True)
class Weights:
    """How much each part of a score counts. Chosen on the tuned half of benchmarks/cases.yaml; see benchmarks/README.md."""

    whole: float = 0.5
    keywords: float = 0.10
    learned: float = 1.0
    tension: float = 0.5
    carried: float = 1.0
    sharpness: float = 8.0
    by_sentence: bool = True


class StudyRetriever(BaseRetriever):
    """A LangChain retriever over the study. `look` gives more than documents."""

    model_config = ConfigDict(arbitrary_types_allowed=True)
    library: Library
    embedder: Any
    index: Any
    weights: Weights = Weights()
    keywords: Any = None
    items: list[str] = []
    pulls: list[str] = []
    item_lens: Any = None
    pull_lens: Any = None
    core: Any = None
    places: dict[tuple[str, str], int] = {}  # the column of each item, then of each tension

    @classmethod
    def over(cls, library: Library, embedder: Embedder, index: Index, weights: Weights = Weights()) -> StudyRetriever:
        texts: dict[str, list[str]] = defaultdict(list)
        for row in rows(library):
            if row.kind in ("finding", "quote"):
                texts[row.item].append(row.text)
        keywords = bm25s.BM25()
        keywords.index(bm25s.tokenize([" ".join(t) for t in texts.values()], stopwords="en", show_progress=False), show_progress=False)
        items, pulls = list(texts), list(library.tensions)
        core = np.zeros((len(items), len(pulls)), dtype=np.float32)
        for column, pull in enumerate(pulls):
            for order, item in enumerate(library.tensions[pull].evidence):
                core[items.index(item), column] = 1.0 - 0.08 * order
        found = cls(library=library, embedder=embedder, index=index, weights=weights, keywords=keywords, items=items, pulls=pulls, core=core)
        found.places = {name: n for n, name in enumerate([("item", i) for i in items] + [("pull", p) for p in pulls])}
        found._learn()
        return found

    def _learn(self) -> None:
        held = self.index.study.get(where={"kind": {"$in": KINDS}}, include=["embeddings", "metadatas"])
        order = sorted(range(len(held["ids"])), key=lambda n: held["ids"][n])
        vectors = np.asarray(held["embeddings"], dtype=np.float32)[order]
        owners = [(held["metadatas"][n]["kind"], held["metadatas"][n]["item"]) for n in order]
        evidence = [n for n, (kind, _) in enumerate(owners) if kind != "tension"]
        self.item_lens = Lens(vectors[evidence], [(owners[n][1],) for n in evidence], self.items)
        self.pull_lens = Lens(vectors, [(item,) if kind == "tension" else self.library.evidence(item).tensions for kind, item in owners], self.pulls)

    def look(self, text: str, known: dict[str, Any] | None = None) -> Found:
        """Everything near to a message, matched whole and sentence by sentence. An empty text finds nothing.

        `known` holds vectors of texts that have been embedded already, and takes those that are made here.
        """
        if not text.strip():
            return Found()
        plain = respelt(text, self.library.risk.spellings)
        whole = pieces(plain)
        parts = [s for s in sentences(plain) if len(s.split()) > 2][:MOST_SENTENCES] if self.weights.by_sentence else []
        parts = parts if len(parts) > 1 else []
        said = [s for s in sentences(text) if len(s.split()) > 2][:MOST_SENTENCES] if parts else []
        vectors = self.embedder.known([*whole, *parts], known)
        return self._pool(text, vectors, [text] * len(whole) + (said if len(said) == len(parts) else parts), len(whole))

    def _pool(self, text: str, vectors: np.ndarray, sources: list[str], wholes: int) -> Found:
        answer = self.index.study.query(query_embeddings=vectors, n_results=NEIGHBOURS, include=["metadatas", "distances"])
        near = np.zeros((len(vectors), len(self.places)), dtype=np.float32)
        around: list[float] = []
        for number, (metas, distances) in enumerate(zip(answer["metadatas"], answer["distances"])):
            close = [1.0 - float(d) for d in distances]
            mine: dict[tuple[str, str], list[float]] = defaultdict(list)
            for meta, similarity in zip(metas, close):
                mine["pull" if meta["kind"] == "tension" else "item", meta["item"]].append(similarity)
            near[number] = close[-1] if close else 0.0
            for name, values in mine.items():
                near[number, self.places[name]] = float(np.mean((sorted(values, reverse=True) + [close[-1]] * POOLED)[:POOLED]))
            around.append(float(np.mean(close[:AROUND])))
        keep = [n for n, value in enumerate(around) if value >= FLOOR] or list(range(len(vectors)))  # small talk around it does not count
        wholes = sum(n < wholes for n in keep)
        return self._rank(text, vectors[keep], near[keep], [sources[n] for n in keep], wholes, max(around))

    def _rank(self, text: str, vectors: np.ndarray, near: np.ndarray, sources: list[str], wholes: int, nearness: float) -> Found:
        weights, cut = self.weights, len(self.items)
        learned, pulled = self.item_lens.look(vectors), self.pull_lens.look(vectors)
        from_sentences = wholes if wholes < len(vectors) else 0
        each = (near[:, :cut] + weights.learned * learned)[from_sentences:]
        scores = self._mix(near[:, :cut], wholes) + weights.learned * self._mix(learned, wholes) + weights.keywords * self._keyword_scores(text)
        carried = np.sort(np.where(self.core.T > 0, scores, -1.0), axis=1)[:, -2:].mean(axis=1)  # a pull is as live as its best evidence
        pulls = self._mix(near[:, cut:], wholes) + 0.5 * weights.learned * self._mix(pulled, wholes) + weights.carried * carried
        share = np.exp(weights.sharpness * (pulls - pulls.max()))
        scores = scores + weights.tension * (self.core @ (share / share.sum()))
        found = []
        for number in np.lexsort((self.items, -scores.round(6)))[: NEIGHBOURS // 2]:
            entry = self.library.evidence(self.items[number])
            kind = "quote" if entry.id in self.library.quotes else "finding"
            because = sources[from_sentences + int(each[:, number].argmax())]
            found.append(Evidence(entry.id, kind, entry.text, self.library.cite(entry.id), entry.pages, round(float(scores[number]), 6), because))
        tensions = sorted(((p, round(float(s), 6)) for p, s in zip(self.pulls, pulls)), key=lambda pair: (-pair[1], pair[0]))
        return Found(tuple(found), tuple(tensions), nearness)

    def _mix(self, values: np.ndarray, wholes: int) -> np.ndarray:
        """The best of all stretches and sentences, and the best of the whole text, together. Shape (columns,)."""
        whole = self.weights.whole if wholes else 0.0
        return np.asarray((1 - whole) * values.max(axis=0) + whole * values[: wholes or 1].max(axis=0))

    def _keyword_scores(self, text: str) -> np.ndarray:
        """BM25 over each item's texts, the best item at 1. Shape (items,)."""
        tokens = bm25s.tokenize([respelt(text, self.library.risk.spellings)], stopwords="en", show_progress=False, return_ids=False)[0]
        tokens = [t for t in tokens if t in self.keywords.vocab_dict]
        scores = np.asarray(self.keywords.get_scores(tokens)) if tokens else np.zeros(len(self.items))
        return scores / scores.max() if scores.max() > 0 else scores

    def search(self, text: str, limit: int = 8, theme: str | None = None) -> list[Evidence]:
        """Findings and quotes, best first, of one theme where it is given; empty where the study does not speak to the text."""
        found = self.look(text)
        return [e for e in found.evidence if theme is None or self.library.theme(e.id) == theme][:limit] if found.near else []

    def related(self, text: str, limit: int = 4) -> list[str]:
        """Ids of related research near to a text, nearest first: a tier of its own, with no place in `search`."""
        if not text.strip():
            return []
        answer = self.index.related.query(query_embeddings=self.embedder.windows(text)[:1], n_results=2 * limit, include=["metadatas", "distances"])
        near = [meta["item"] for meta, distance in zip(answer["metadatas"][0], answer["distances"][0]) if 1.0 - distance >= FLOOR]
        return list(dict.fromkeys(near))[:limit]

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        return [Document(page_content=e.text, metadata={"id": e.id, "kind": e.kind, "source": e.source, "score": e.score}) for e in self.search(query)]
