"""What of danger is lost when it is told inside a story: python -m benchmarks.told [--part NAME] [--stories FILE] [--times N]

Takes every labelled text that raises the card alone, puts it into N stories (2) at a place drawn by lot, types each message in five ways, and
counts those that raise nothing. The stories are benchmarks/data/stories.yaml, or the lines of a JSON-lines file with `text`; one that
raises the card itself is left out.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import yaml

from knowledge.library import load

DATA = Path(__file__).parent / "data"
PLACES = ("head", "middle", "end", "between two")
STORIES: list[str] = yaml.safe_load((DATA / "stories.yaml").read_text(encoding="utf-8"))


def labelled(part: str = "") -> list[str]:
    """Every text of the repository that is labelled as danger, each once; of one part of the benchmarks' sets where it is given."""
    examples = load().risk_examples
    texts = [] if part else [text for category in examples if category != "harmless" for text in examples[category]]
    for file in sorted(DATA.glob("risk*.jsonl")):
        rows = map(json.loads, file.read_text(encoding="utf-8").splitlines())
        texts += [row["text"] for row in rows if row["categories"] and part in ("", row["part"])]
    return list(dict.fromkeys(texts))


def told(danger: str, story: str, place: str, other: str) -> list[str]:
    """The sentences of a story with the danger among them; `between two`: after the story and before another."""
    sentences = parted(story)
    at = {"head": 0, "middle": len(sentences) // 2}.get(place, len(sentences))
    return [*sentences[:at], closed(danger), *(parted(other) if place == "between two" else sentences[at:])]


def parted(story: str) -> list[str]:
    return re.split(r"(?<=[.!?])\s+", story)


def closed(text: str) -> str:
    return text if text.rstrip("\"'”’)")[-1:] in ".!?" else text + "."


def bare(text: str) -> str:
    """Without a stop or a comma, as it is typed between two visits."""
    return " ".join(re.sub(r"[.,;:!?…()\"“”—–]+", " ", text).split())


def wrapped(text: str) -> str:
    words = text.split()
    return "\n".join(" ".join(words[n : n + 7]) for n in range(0, len(words), 7))


FORMS: dict[str, Callable[[list[str]], str]] = {
    "as sentences": " ".join,
    "a line each, without stops": lambda parts: "\n".join(map(bare, parts)),
    "broken into short lines": lambda parts: wrapped(" ".join(parts)),
    "run together": lambda parts: bare(" ".join(parts)),
    "run together in small letters": lambda parts: bare(" ".join(parts)).lower(),
}


def main() -> None:
    from rag.engine import Engine

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", default="", help="one part of the benchmarks' sets; all labelled danger without it")
    parser.add_argument("--stories", type=Path)
    parser.add_argument("--times", type=int, default=2)
    chosen = parser.parse_args()
    engine, draw = Engine.load(), random.Random(0)
    stories = [json.loads(line)["text"] for line in chosen.stories.read_text(encoding="utf-8").splitlines()] if chosen.stories else STORIES
    quiet = [story for story in stories if not engine.assess(story).live]
    dangers = [text for text in labelled(chosen.part) if engine.assess(text).live]
    lost: Counter[str] = Counter()
    for danger in dangers:
        for _ in range(chosen.times):
            story, other = draw.sample(quiet, 2)
            parts = told(danger, story, draw.choice(PLACES), other)
            lost.update(form for form, typed in FORMS.items() if not engine.assess(typed(parts)).live)
    print(json.dumps({"stories": len(quiet), "dangers": len(dangers), "messages": len(dangers) * chosen.times, "lost": {form: lost[form] for form in FORMS}}))


if __name__ == "__main__":
    main()
