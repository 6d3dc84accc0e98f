"""Written replies and a language model side by side over the scripted talks: python -m benchmarks.composers [--scripts N] [--show]

Uses the model that MODEL and MODEL_URL name, or a small and bad one that comes from a package where none is set. Counts checks failed
per 100 turns before and after the gate, how often the written reply stood in, latency and tokens, and prints them as a table and JSON.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path

import yaml

from benchmarks.local_model import serving
from rag.engine import Engine
from rag.intake.message import MessageError
from rag.model.brief import CHARACTERS_A_TOKEN, messages
from rag.model.composer import ModelComposer
from rag.phrase import AsWritten, Composer, Draft, Reply
from rag.say import say
from rag.settings import settings
from rag.types import Turn
from rag.watch import Watch
from safeguards.review import Problem, review_reply

TALKS: dict[str, list[str]] = yaml.safe_load((Path(__file__).parents[1] / "tests" / "talks.yaml").read_text(encoding="utf-8"))


class Watched:
    """A composer that notes how long each answer took and which checks it failed."""

    def __init__(self, composer: Composer) -> None:
        self.composer = composer
        self.counts, self.kinds = Counter[str](), Counter[str]()
        self.seconds: list[float] = []
        self.raw: list[tuple[str, list[str]]] = []
        self.last: Draft | None = None

    def compose(self, draft: Draft, problems: Sequence[Problem] = (), watch: Watch | None = None) -> Reply:
        started = time.perf_counter()
        reply = self.composer.compose(draft, problems, watch)
        self.last = draft
        wrong = [f"{p.kind}: {p.words[:40]}" for p in review_reply(reply, draft)]
        if isinstance(self.composer, ModelComposer):
            self.counts["asked"] += 1
            told = messages(draft, self.composer.library, self.composer.window, problems)
            self.counts["tokens in"] += int(sum(len(str(m.content)) for m in told) / CHARACTERS_A_TOKEN)
            self.counts["tokens out"] += int(len(reply.text) / CHARACTERS_A_TOKEN)
            self.seconds.append(time.perf_counter() - started)
            self.kinds.update({w.split(":")[0] for w in wrong})
        self.raw.append((reply.text, wrong))
        return reply

    def shown_wrong(self, turn: Turn) -> bool:
        """Whether what was shown in a model's words fails a check, looked at once more."""
        draft, self.last = self.last, None
        return draft is not None and not turn.stood_in and bool(review_reply(Reply(turn.say, turn.ask), draft))


def play(engine: Engine, composer: Composer, talks: list[list[str]], show: bool) -> dict[str, object]:
    """Every talk once with that composer."""
    watched = Watched(composer)
    engine.composer = watched
    turns, first_failed, after = Counter[str](), 0, 0
    took: list[float] = []
    for lines in talks:
        talk = engine.open()
        for line in lines:
            started = time.perf_counter()
            try:
                step = say(engine, talk, line)
            except MessageError:
                continue
            talk, turn = step.talk, step.turn
            took.append(time.perf_counter() - started)
            turns[turn.stood_in or "own"] += 1
            first_failed += bool(turn.problems)
            after += watched.shown_wrong(turn)
            if show:
                print(f"\n> {line}\n  wrote: {watched.raw}\n  shown: {turn.text}  [{turn.stood_in}]")
            watched.raw.clear()
    count = sum(turns.values())
    asked = max(1, watched.counts["asked"])
    return {
        "turns": count,
        "asked of a model": watched.counts["asked"],
        "failed a check before the gate, per 100 turns": round(100 * first_failed / count, 1),
        "failed a check after the gate, per 100 turns": round(100 * after / count, 1),
        "written reply stood in": round((count - turns["own"]) / count, 3),
        "why": {why: n for why, n in turns.items() if why != "own"},
        "seconds a turn, median and worst": [round(statistics.median(took), 2), round(max(took), 2)],
        "tokens an answer, in and out (estimated)": [watched.counts["tokens in"] // asked, watched.counts["tokens out"] // asked],
        "checks": dict(watched.kinds.most_common(8)),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scripts", type=int, default=len(TALKS))
    parser.add_argument("--show", action="store_true", help="print what was written and what was shown")
    chosen = parser.parse_args()
    own = settings()
    with nullcontext("") if own.model else serving() as address:
        using = own if own.model else own.model_copy(update={"model": "openai:smollm2-135m", "model_url": address, "model_seconds": 90})
        engine = Engine.load(using)
        if engine.model_fault:
            raise SystemExit(engine.model_fault)
        model = engine.composer
        talks = list(TALKS.values())[: chosen.scripts]
        results = {"as written": play(engine, AsWritten(), talks, False), using.model: play(engine, model, talks, chosen.show)}
    for name in results["as written"]:
        print(f"{name:50}" + "".join(f"{results[who][name]!s:>40}" for who in results))
    print(json.dumps(results))


if __name__ == "__main__":
    main()
