"""How search time and memory grow with the content: python -m benchmarks.growth [10 100]

Synthetic content: copies of today's vectors, each moved a little, under ids of their own.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import chromadb
import numpy as np
import psutil
from chromadb.config import Settings as ChromaSettings

from knowledge.library import load
from rag.embedding import Embedder
from rag.index import rows
from rag.retriever import NEIGHBOURS


def main() -> None:
    embedder = Embedder()
    base = embedder.vectors([r.text for r in rows(load()) if r.kind not in ("risk", "research")])
    asked = embedder.vectors(["He rings me every day now.", "I could stop at six.", "Nobody else would do it."] * 3)
    for times in [int(a) for a in sys.argv[1:]] or [1, 10]:
        with tempfile.TemporaryDirectory() as folder:
            before = psutil.Process().memory_info().rss
            client = chromadb.PersistentClient(str(Path(folder)), settings=ChromaSettings(anonymized_telemetry=False))
            held = client.create_collection("grown", embedding_function=None, configuration={"hnsw": {"space": "cosine", "ef_search": 200}})
            rng, started, number = np.random.default_rng(1), time.perf_counter(), 0
            for _ in range(times):
                moved = base + rng.normal(0, 0.02, base.shape).astype(np.float32)
                moved /= np.linalg.norm(moved, axis=1, keepdims=True)
                for start in range(0, len(moved), 2000):
                    part = moved[start : start + 2000]
                    held.add(ids=[str(number + n) for n in range(len(part))], embeddings=part, metadatas=[{"kind": "finding", "item": "x"}] * len(part))
                    number += len(part)
            built = time.perf_counter() - started
            spent = []
            for _ in range(30):
                begun = time.perf_counter()
                held.query(query_embeddings=asked, n_results=NEIGHBOURS, include=["metadatas", "distances"])
                spent.append(1000 * (time.perf_counter() - begun))
            grown = (psutil.Process().memory_info().rss - before) / 1e6
            print(f"{times} times ({number} texts): built in {built:.0f} s, nine sentences searched in {np.median(spent):.1f} ms, {grown:.0f} MB", flush=True)


if __name__ == "__main__":
    main()
