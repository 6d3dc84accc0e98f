"""How long a 180-minute pack takes to make, and how much memory: python -m benchmarks.packs"""

from __future__ import annotations

import json
import resource
import sys
import time

from knowledge.library import load
from packs.bundle import bundle
from packs.trainer import Choices, build, suggest


def main() -> None:
    library = load()
    before = _megabytes()
    tensions = ("only-one", "endings", "holding")
    times = []
    for _ in range(5):
        start = time.perf_counter()
        made = bundle(build(Choices(tensions, minutes=180, vignettes=suggest(tensions, 180, library)), library))
        times.append(time.perf_counter() - start)
    print(json.dumps({"first_s": round(times[0], 2), "later_s": round(min(times), 2), "kilobytes": len(made) // 1000, "memory_mb": round(_megabytes()), "added_mb": round(_megabytes() - before)}))  # fmt: skip


def _megabytes() -> float:
    """The most that this process has held so far."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (2**20 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    main()
