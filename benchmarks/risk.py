"""How well signs of danger are found: python -m benchmarks.risk [--patterns] [--part NAME] [--misses] [FILE ...]

Reads JSON lines with `text`, `categories` (empty where harmless), and where given `wording` and `part`. Prints recall by
category and by wording, false alarms by kind, right category, and milliseconds a text: the card or the question in the reply, and the card by itself;
with --patterns, what patterns find. Failures are printed for the part that patterns may be tuned on, never for the held one unless asked for by name.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

from rag.engine import Engine
from rag.intake.message import MessageError
from safeguards.risk import assess_risk

OWN = Path(__file__).parent / "data" / "risk.jsonl"


def raised_by(text: str, engine: Engine | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The categories that would put a card up, and those with what would only be asked about in the reply."""
    if engine is None:
        return (found := assess_risk(text).categories), found
    try:
        reading = engine.read(engine.open(), text)
    except MessageError:
        return (), ()
    return reading.risk.categories, (*reading.risk.categories, *(c.category for c in reading.hints))


def measure(rows: list[dict[str, Any]], misses: bool, engine: Engine | None) -> dict[str, Any]:
    """Shares from 0 to 1; a category counts as right when every labelled one is raised."""
    found: dict[str, list[bool]] = defaultdict(list)
    alarms: dict[str, list[bool]] = defaultdict(list)
    cards: dict[str, list[bool]] = defaultdict(list)
    right, times = [], []
    for row in rows:
        started = time.perf_counter()
        card, raised = raised_by(row["text"], engine)
        times.append(1000 * (time.perf_counter() - started))
        kind = row.get("wording", "all")
        cards["danger" if row["categories"] else "harmless"].append(bool(card))
        if row["categories"]:
            found["all"].append(bool(raised))
            found[f"wording: {kind}"].append(bool(raised))
            for category in row["categories"]:
                found[category].append(category in raised)
            if raised:
                right.append(set(row["categories"]) <= set(raised))
        else:
            alarms["all"].append(bool(raised))
            alarms[f"harmless: {kind}"].append(bool(raised))
        if misses and bool(raised) != bool(row["categories"]):
            print("   ", "MISSED" if row["categories"] else "ALARM ", row["categories"], list(raised), row["text"])
    share = {name: round(sum(v) / len(v), 3) for name, v in found.items()}
    full = {name: round(sum(v) / len(v), 3) for name, v in cards.items()}
    false = {name: round(sum(v) / len(v), 3) for name, v in alarms.items()}
    return {
        "texts": len(rows), "recall": share, "false_alarms": false, "cards": full, "right_category": round(sum(right) / max(1, len(right)), 3),
        "p50_ms": round(statistics.median(times), 2), "worst_ms": round(max(times), 2),
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, default=[OWN, OWN.with_name("risk-last.jsonl")])
    parser.add_argument("--part")
    parser.add_argument("--patterns", action="store_true", help="without the second look")
    parser.add_argument("--misses", action="store_true")
    chosen = parser.parse_args()
    rows = [json.loads(line) for file in chosen.files for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    assess_risk("warm")
    engine = None if chosen.patterns else Engine.load()
    for part in [chosen.part] if chosen.part else sorted({r.get("part", "all") for r in rows}):
        result = measure([r for r in rows if r.get("part", "all") == part], chosen.misses and (part == "tuned" or chosen.part == part), engine)
        print(f"\n{part}: {result['texts']} texts, right category {result['right_category']}, {result['p50_ms']} ms (worst {result['worst_ms']})")
        for name in ("recall", "false_alarms", "cards"):
            print(f"  {name:14}" + "  ".join(f"{k} {v}" for k, v in sorted(result[name].items(), key=lambda i: (i[0] != "all", i[0]))))
        print(json.dumps({"part": part, **result}))


if __name__ == "__main__":
    main()
