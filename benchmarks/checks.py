"""How well the last check tells replies apart: python -m benchmarks.checks [--misses] [--part NAME]

Reads data/replies.jsonl: cases (what a worker wrote) and replies, each with its kind and whether it must be stopped. The rules were
written with `tuned` in view; the misses of `held` are printed only where it is asked for by name.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from safeguards.review import review_reply

DATA = Path(__file__).parent / "data" / "replies.jsonl"
OURS = (DATA.parent / "own_lines.txt").read_text(encoding="utf-8")  # lines that a plan may carry as they stand, and that these replies use


@dataclass
class Said:
    """A reply under test."""

    text: str


@dataclass
class Planned:
    """What the reply was to rest on: the worker's words and the fixed lines of prompts/, and no evidence."""

    worker_words: str
    curated: str = OURS
    quote_ids: frozenset[str] = frozenset()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part")
    parser.add_argument("--misses", action="store_true")
    chosen = parser.parse_args()
    rows = [json.loads(line) for line in DATA.read_text(encoding="utf-8").splitlines()]
    cases = {row["case"]: row["worker"] for row in rows if "worker" in row}
    review_reply(Said("warm"), Planned(""))
    for part in [chosen.part] if chosen.part else ["tuned", "held", "last"]:
        stopped: dict[str, list[bool]] = defaultdict(list)
        times = []
        for row in (r for r in rows if r.get("part") == part):
            started = time.perf_counter()
            problems = review_reply(Said(row["reply"]), Planned(cases[row["case"]], OURS + row.get("plan", "")))
            times.append(1000 * (time.perf_counter() - started))
            stopped[row["kind"]].append(bool(problems))
            if chosen.misses and bool(problems) != row["stop"] and (part == "tuned" or chosen.part):
                print("   ", "SHOWN  " if row["stop"] else "STOPPED", row["kind"], row["reply"], [(p.kind, p.words) for p in problems])
        good = stopped.pop("good")
        bad = [stop for kind in stopped.values() for stop in kind]
        print(
            f"{part}: must be stopped {sum(bad)} of {len(bad)} ({sum(bad) / len(bad):.3f}); good ones stopped {sum(good)} of {len(good)} ({sum(good) / len(good):.3f})"
        )
        print("   " + "  ".join(f"{kind} {sum(v)}/{len(v)}" for kind, v in stopped.items()))
        print(f"   {statistics.median(times):.2f} ms a reply, worst {max(times):.2f}")
        print(json.dumps({"part": part, "stopped": {k: sum(v) / len(v) for k, v in stopped.items()}, "good_stopped": sum(good) / len(good)}))


if __name__ == "__main__":
    main()
