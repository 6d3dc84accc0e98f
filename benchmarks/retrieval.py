"""What the search brings to the table: python -m benchmarks.retrieval --source SUMMARY.txt [--part tuned|held] [--misses]

Cases, short turns and off-topic messages of cases.yaml, each with what a good supervisor would want on the table. The product is set
beside plain chunks of the same summary with the same model, beside BM25, and beside itself with each of its parts taken away.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import bm25s
import numpy as np
import yaml

from knowledge.library import Library, load
from rag.embedding import Embedder
from rag.engine import Engine
from rag.index import open_index
from rag.retriever import StudyRetriever, Weights
from rag.say import say
from rag.settings import Settings
from rag.types import FLOOR

HERE = Path(__file__).parent
Ranking = tuple[list[set[str]], float]  # what each place holds, best first, and how near the message is to anything
PADDING = (
    "I had the usual morning, two calls before nine and the printer out of paper. The room was booked so we moved next door. "
    "It was raining and the bus was late. I wrote it up on the system after lunch. There was a cake in the kitchen for somebody's birthday. "
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--source", type=Path)
    parser.add_argument("--part", choices=["tuned", "held"])
    parser.add_argument("--misses", action="store_true")
    chosen = parser.parse_args()
    library, embedder = load(), Embedder()
    rows = [r for r in yaml.safe_load((HERE / "cases.yaml").read_text(encoding="utf-8")) if chosen.part in (None, r["set"])]
    index = open_index(Settings().data_dir, library, embedder)
    product = StudyRetriever.over(library, embedder, index)
    systems: dict[str, Callable[[str], Ranking]] = {"the product": _ours(product)}
    if chosen.source:
        systems |= _chunks(chosen.source.read_text(encoding="utf-8"), embedder)
    for name, weights in _without().items():
        systems[f"without {name}"] = _ours(StudyRetriever.over(library, embedder, index, weights))
    with tempfile.TemporaryDirectory() as folder:
        bare = _bare(library)
        systems["without situations"] = _ours(StudyRetriever.over(bare, embedder, open_index(Path(folder), bare, embedder)))
        for name, system in systems.items():
            _report(name, rows, system)
    _shares(rows, systems["the product"])
    _cards(rows, Engine(library, product), library, chosen.misses)
    _speed(rows, product, embedder)


def _ours(retriever: StudyRetriever) -> Callable[[str], Ranking]:
    def rank(text: str) -> Ranking:
        found = retriever.look(text)
        return [{e.id} for e in found.evidence[:8]], found.nearness / FLOOR

    return rank


def _without() -> dict[str, Weights]:
    return {
        "BM25": Weights(keywords=0.0),
        "the lens": Weights(learned=0.0),
        "tensions": Weights(tension=0.0),
        "the whole": Weights(whole=0.0),
        "sentences": Weights(by_sentence=False),
    }


def _bare(library: Library) -> Library:
    def strip(entries: dict[str, Any]) -> dict[str, Any]:
        return {i: e.model_copy(update={"situations": ()}) for i, e in entries.items()}

    return replace(library, findings=strip(library.findings), quotes=strip(library.quotes), tensions=strip(library.tensions))


def _chunks(source: str, embedder: Embedder) -> dict[str, Callable[[str], Ranking]]:
    """Chunks of at most 500 characters, cut at sentences; one holds an item where it has three fifths of its passage."""
    where = yaml.safe_load((HERE / "passages.yaml").read_text(encoding="utf-8"))
    if hashlib.sha256(source.encode()).hexdigest() != where["sha256"]:
        raise SystemExit("This is not the summary that passages.yaml was written for.")
    spans, start = [], 0
    while start < len(source):
        end = min(len(source), start + 500)
        if end < len(source):
            cut = max(source.rfind("\n", start + 200, end), source.rfind(". ", start + 200, end) + 1)
            end = cut if cut > start + 200 else end
        spans.append((start, end))
        start = end
    held = [{item for item, (a, b) in where["passages"].items() if min(b, end) - max(a, start) >= 0.6 * (b - a)} for start, end in spans]
    texts = [source[a:b] for a, b in spans]
    vectors, words = embedder.vectors(texts), bm25s.BM25()
    words.index(bm25s.tokenize(texts, stopwords="en", show_progress=False), show_progress=False)

    def dense(text: str) -> Ranking:
        scores = (embedder.windows(text) @ vectors.T).max(axis=0)
        return [held[n] for n in np.argsort(-scores)[:8]], float(scores.max())

    def sparse(text: str) -> Ranking:
        tokens = [t for t in bm25s.tokenize([text], stopwords="en", show_progress=False, return_ids=False)[0] if t in words.vocab_dict]
        scores = np.asarray(words.get_scores(tokens)) if tokens else np.zeros(len(texts))
        return [held[n] for n in np.argsort(-scores)[:8]], float(scores.max())

    return {"plain chunks": dense, "BM25 of chunks": sparse}


def _report(name: str, rows: list[dict[str, Any]], system: Callable[[str], Ranking]) -> None:
    ranked = [(row, *system(row["text"])) for row in rows]
    for kind in ("case", "turn"):
        mine = [_measures(row, places) for row, places, _ in ranked if row["id"].startswith(kind)]
        if mine:
            means = np.mean(mine, axis=0)
            low, high = _interval([m[2] for m in mine])
            print(
                f"{name:24} {kind:5} n={len(mine):3} hit@6 {means[0]:.2f} recall@6 {means[1]:.2f} @8 {means[2]:.2f} ({low:.2f}-{high:.2f}) nDCG@6 {means[3]:.2f}"
            )
    on = sorted(near for row, _, near in ranked if "wanted" in row)
    floor = 1.0 if name.startswith(("the product", "without")) else on[int(0.02 * len(on))]
    off = [near < floor for row, _, near in ranked if "wanted" not in row]
    print(f"{name:24} off-topic rejected {np.mean(off):.2f}; on-topic wrongly {np.mean([near < floor for near in on]):.3f}")


def _measures(row: dict[str, Any], places: list[set[str]]) -> tuple[float, float, float, float]:
    """hit@6, essential recall@6 and @8, nDCG@6."""
    wanted, seen = set(row["wanted"]), [set().union(*places[:k]) for k in (6, 8)]
    grades, gained, used = {**dict.fromkeys(row["fits"], 1), **dict.fromkeys(wanted, 2)}, 0.0, set[str]()
    for place, items in enumerate(places[:6]):
        best = max((grades[i] for i in items - used if i in grades), default=0)
        used |= items
        gained += (2**best - 1) / np.log2(place + 2)
    ideal = sum((2**g - 1) / np.log2(n + 2) for n, g in enumerate(sorted(grades.values(), reverse=True)[:6]))
    return float(bool(wanted & seen[0])), len(wanted & seen[0]) / len(wanted), len(wanted & seen[1]) / len(wanted), gained / ideal


def _interval(values: list[float]) -> tuple[float, float]:
    """95% by bootstrap."""
    rng = random.Random(1)
    means = sorted(float(np.mean(rng.choices(values, k=len(values)))) for _ in range(1000))
    return means[25], means[975]


def _shares(rows: list[dict[str, Any]], system: Callable[[str], Ranking]) -> None:
    """By how the message is written; capitals, typing errors and length are also laid over every plain case."""
    groups: dict[str, list[tuple[dict[str, Any], str]]] = {}
    for row in rows:
        if row["id"].startswith("case"):
            groups.setdefault(row["share"], []).append((row, row["text"]))
            if row["share"] == "plain":
                groups.setdefault("all in capitals", []).append((row, row["text"].upper()))
                groups.setdefault("typing errors laid over", []).append((row, _mistyped(row["text"])))
                half = PADDING * ((6000 - len(row["text"])) // (2 * len(PADDING)))
                groups.setdefault("6,000 characters", []).append((row, half + row["text"] + " " + half))
    for share, group in groups.items():
        means = np.mean([_measures(row, system(text)[0]) for row, text in group], axis=0)
        print(f"   {share:24} n={len(group):3} hit@6 {means[0]:.2f} recall@8 {means[2]:.2f} nDCG@6 {means[3]:.2f}")
    print(f"   an empty message finds {len(system(' ')[0])}")


def _mistyped(text: str) -> str:
    """No capitals, full stops or apostrophes, and a letter dropped or doubled in every sixth word."""
    rng = random.Random(len(text))
    words = text.lower().replace("'", "").replace(".", "").replace(",", "").split()
    for n in range(0, len(words), 6):
        if len(words[n]) > 3:
            cut = rng.randrange(1, len(words[n]) - 1)
            words[n] = words[n][:cut] + rng.choice(["", words[n][cut] * 2]) + words[n][cut + 1 :]
    return " ".join(words)


def _cards(rows: list[dict[str, Any]], engine: Engine, library: Library, misses: bool) -> None:
    """What the worker sees after a first message."""
    shown, right, best, wanted, counters = 0, 0, 0, 0, [0, 0]
    cases = [r for r in rows if r["id"].startswith("case")]
    for row in cases:
        grades = set(row["wanted"]) | set(row["fits"])
        voices = say(engine, engine.open(), row["text"]).turn.cards
        ids = [v.evidence.id for v in voices]
        own = [v.evidence.id for v in voices if v.counter_to is None]
        shown, right = shown + len(own), right + sum(i in grades for i in own)
        wanted += bool(ids)
        best += bool(set(ids) & set(row["wanted"]))
        if own and library.evidence(own[0]).counterweights != "none in the study":
            counters[1] += 1
            counters[0] += any(v.counter_to for v in voices)
        if misses and (set(own) - grades or not set(ids) & set(row["wanted"])):
            print("   ", row["id"], row["text"][:90], ids, "not fitting:", sorted(set(own) - grades))
    print(
        f"cards: {shown} under {wanted} of {len(cases)} first replies; fit {right / max(1, shown):.2f}; an essential one among them "
        f"{best / max(1, wanted):.2f} of those with cards, {best / len(cases):.2f} of all; a counterweight shown where there is one {counters[0]} of {counters[1]}"
    )


def _speed(rows: list[dict[str, Any]], retriever: StudyRetriever, embedder: Embedder) -> None:
    from rag.text import sentences

    times = []
    for row in rows:
        parts = [s for s in sentences(row["text"]) if len(s.split()) > 2][:40]
        known = dict(zip(parts, embedder.vectors(parts)))
        started = time.perf_counter()
        embedder.windows(row["text"])
        middle = time.perf_counter()
        retriever.look(row["text"], known)
        times.append(1000 * (time.perf_counter() - middle - (middle - started)))
    print(f"search adds {np.median(times):.1f} ms to the embedding (p95 {np.percentile(times, 95):.1f})")


if __name__ == "__main__":
    main()
