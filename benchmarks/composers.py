"""Guided and language model side by side over the scripted conversations: python -m benchmarks.composers [--scripts N] [--show]

Uses the model that MODEL and MODEL_URL name, or a small and bad one that comes from a package where none is set. Counts checks failed
per 100 turns before and after the gate, how often the guided reply stood in, latency and tokens, and prints them as a table and JSON.
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
from rag.compose import Composer, GuidedComposer, Reply
from rag.conversation import Conversation, Turn
from rag.engine import Engine
from rag.model.brief import CHARACTERS_A_TOKEN, messages
from rag.model.composer import ModelComposer
from rag.plan import Plan
from rag.settings import settings
from rag.watch import Watch
from safeguards.review import Problem, review_reply

SCRIPTS = sorted((Path(__file__).parents[1] / "tests" / "transcripts").glob("*.yaml"))


class Watched:
    """A composer that notes how long each answer took and which checks it failed."""

    def __init__(self, composer: Composer) -> None:
        self.composer = composer
        self.counts, self.kinds = Counter[str](), Counter[str]()
        self.seconds: list[float] = []
        self.raw: list[tuple[str, list[str]]] = []

    def compose(self, plan: Plan, problems: Sequence[Problem] = (), watch: Watch | None = None) -> Reply:
        started = time.perf_counter()
        reply = self.composer.compose(plan, problems, watch)
        draft = GuidedComposer().compose(plan)
        asked = isinstance(self.composer, ModelComposer) and time.perf_counter() - started > 0.02
        wrong = [f"{p.kind}: {p.words[:40]}" for p in review_reply(reply, plan)]
        if asked and isinstance(self.composer, ModelComposer):
            self.counts["asked"] += 1
            self.counts["failed"] += bool(wrong)
            self.counts["tokens in"] += int(
                sum(len(str(m.content)) for m in messages(plan, draft, self.composer.library, self.composer.window, problems)) / CHARACTERS_A_TOKEN
            )
            self.counts["tokens out"] += int(len(reply.text) / CHARACTERS_A_TOKEN)
            self.seconds.append(time.perf_counter() - started)
            self.kinds.update({w.split(":")[0] for w in wrong})
        self.raw.append((reply.text, wrong))
        return reply


class Counting(Engine):
    """An engine that looks once more at what is shown, with the plan that it was shown for."""

    shown_wrong = 0

    def _keep(self, conversation: Conversation, plan: Plan, turn: Turn, *rest: object) -> None:
        own = Reply(turn.reflection, turn.question)
        self.shown_wrong += bool(review_reply(own, plan)) and not plan.quote_ids
        super()._keep(conversation, plan, turn, *rest)  # type: ignore[arg-type]


def play(engine: Counting, composer: Composer, scripts: list[Path], show: bool) -> dict[str, object]:
    """Every script once with that composer."""
    watched = Watched(composer)
    engine.composer, engine.shown_wrong = watched, 0
    turns, first_failed = Counter[str](), 0
    took: list[float] = []
    for path in scripts:
        conversation = engine.open()
        for line in yaml.safe_load(path.read_text(encoding="utf-8")):
            reading = engine.read(conversation, line["worker"])
            reading.acknowledge("idiom") if reading.card_up else None
            reading.accept()
            started = time.perf_counter()
            turn = engine.reply(conversation, reading)
            took.append(time.perf_counter() - started)
            turns[turn.stood_in or "own"] += 1
            first_failed += bool(turn.problems)
            if show:
                print(f"\n> {line['worker']}\n  wrote: {watched.raw}\n  shown: {turn.text}  [{turn.stood_in}]")
            watched.raw.clear()
    count = sum(turns.values())
    asked = max(1, watched.counts["asked"])
    return {
        "turns": count,
        "asked of a model": watched.counts["asked"],
        "failed a check before the gate, per 100 turns": round(100 * first_failed / count, 1),
        "failed a check after the gate, per 100 turns": round(100 * engine.shown_wrong / count, 1),
        "guided reply stood in": round((count - turns["own"]) / count, 3),
        "why": {why: n for why, n in turns.items() if why != "own"},
        "seconds a turn, median and worst": [round(statistics.median(took), 2), round(max(took), 2)],
        "tokens an answer, in and out (estimated)": [watched.counts["tokens in"] // asked, watched.counts["tokens out"] // asked],
        "checks": dict(watched.kinds.most_common(8)),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scripts", type=int, default=len(SCRIPTS))
    parser.add_argument("--show", action="store_true", help="print what was written and what was shown")
    chosen = parser.parse_args()
    own = settings()
    with nullcontext("") if own.model else serving() as address:
        using = own if own.model else own.model_copy(update={"model": "openai:smollm2-135m", "model_url": address, "model_seconds": 90})
        engine: Counting = Counting.load(using)  # type: ignore[assignment]
        if engine.model_fault:
            raise SystemExit(engine.model_fault)
        model = engine.composer
        results = {
            "guided": play(engine, GuidedComposer(), SCRIPTS[: chosen.scripts], False),
            using.model: play(engine, model, SCRIPTS[: chosen.scripts], chosen.show),
        }
    for name in results["guided"]:
        print(f"{name:50}" + "".join(f"{results[who][name]!s:>40}" for who in results))
    print(json.dumps(results))


if __name__ == "__main__":
    main()
