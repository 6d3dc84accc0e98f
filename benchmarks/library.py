"""Own documents: python -m benchmarks.library. A PDF of 100 pages from file to search, and a search over 10,000 passages."""

from __future__ import annotations

import json
import os
import time

import numpy as np
import psutil
from fpdf import FPDF

from knowledge.library import load
from rag.embedding import Embedder
from rag.papers.shelf import Paper, Papers, Passage, open_paper
from safeguards.identifiers import find_identifiers


def main() -> None:
    library, embedder, papers = load(), Embedder(), Papers()
    embedder.vectors(["warm"])
    find_identifiers("Warm, in Govan.")  # the app has both models in memory already
    process = psutil.Process(os.getpid())
    before = process.memory_info().rss
    words = [f.text for f in library.findings.values()]
    pdf = FPDF()
    for page in range(100):
        pdf.add_page()
        pdf.set_font("helvetica", size=11)
        for n in range(14):
            pdf.multi_cell(0, 6, words[(page * 14 + n) % len(words)].encode("latin-1", "replace").decode("latin-1"), new_x="LMARGIN", new_y="NEXT")
    data = bytes(pdf.output())
    start = time.perf_counter()
    paper = open_paper("policy.pdf", data)
    read = time.perf_counter() - start
    papers.add(paper, embedder)
    whole = time.perf_counter() - start
    grown = (process.memory_info().rss - before) / 2**20
    many = Papers()
    vectors = np.random.default_rng(1).normal(size=(10_000, 384)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    many.papers["big"] = Paper("big", "0", 1, tuple(Passage("big", n, "", "words") for n in range(10_000)), {})
    many.vectors["big"] = vectors
    many.search(vectors[0])
    start = time.perf_counter()
    for n in range(50):
        many.search(vectors[n])
    took = (time.perf_counter() - start) / 50 * 1000
    print(json.dumps({"pages": paper.pages, "passages": len(paper.passages), "read_s": round(read, 1), "searchable_s": round(whole, 1), "memory_mb": round(grown), "search_of_10000_ms": round(took, 2)}))  # fmt: skip


if __name__ == "__main__":
    main()
