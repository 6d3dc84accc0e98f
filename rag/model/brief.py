"""What a model is told: the rules, the plan with a plain version of its words, the voices by id, and as much of the talk as its window holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage

from knowledge.library import Library
from knowledge.voices import kind_of
from rag.compose import Reply
from rag.plan import Plan
from rag.prompts import render
from rag.text import sentences
from safeguards.review import Problem

ANSWER_TOKENS = 350
CHARACTERS_A_TOKEN = 3.2  # English runs to four and more; fewer here, so that a guess is never too long
_MARKS = re.compile(r"[<>{}]|\[quote:", re.I)


def messages(plan: Plan, draft: Reply, library: Library, window: int, problems: Sequence[Problem] = ()) -> list[BaseMessage]:
    """The rules and the brief, within `window` tokens less those of the answer.

    What gives way first is what was said long ago, then voices that stand on the page anyway, then sentences of the message that the plan does not use.
    """
    rules = render("model/rules", 0)
    fixed = {
        "draft": draft.reflection or "(nothing: the question alone)",
        "question": draft.question or "(no question)",
        "scraps": "; ".join(f"“{s}”" for s in plan.scraps) or "(none)",
        "problems": render("model/again", 0, problems=_named(problems)) if problems else "",
    }
    room = int((window - ANSWER_TOKENS) * CHARACTERS_A_TOKEN) - len(rules) - len(render("model/brief", 0, message="", evidence="", before="", **fixed))
    message = _sentences_within(_plain(plan.message), plan.scraps, room)
    room -= len(message)
    evidence = "\n\n".join(_whole([_voice(voice.evidence.id, plan, library) for voice in plan.voices], room))
    room -= len(evidence)
    latest_first = _whole([f"They said: {_plain(theirs)}\nYou asked: {_plain(ours) or '(nothing)'}" for theirs, ours in reversed(plan.before) if theirs], room)
    before = "\n".join(reversed(latest_first))
    brief = render(
        "model/brief", 0, message=message or "(a button was pressed)", evidence=evidence or "(none)", before=before or "(this is the beginning)", **fixed
    )
    return [SystemMessage(rules), HumanMessage(brief)]


def _named(problems: Iterable[Problem]) -> str:
    return "\n".join(f"- {p.kind}: {_plain(p.words)[:120]}" for p in problems)


def _plain(text: str) -> str:
    """Without the marks that fence the worker's words off from the brief, and without slots: a text cannot end its own fence or bring a quote."""
    return _MARKS.sub(" ", text)


def _voice(item: str, plan: Plan, library: Library) -> str:
    entry = library.evidence(item)
    slot = f"[quote:{item}]" if item in plan.quote_ids else "for you to know, it stands on the page"
    return f"{slot} ({kind_of(entry)}): {entry.text}"


def _sentences_within(text: str, scraps: Sequence[str], room: int) -> str:
    """A message whole where it fits; else its sentences in their order, those that hold a scrap first, then the last ones."""
    if len(text) <= room:
        return text
    parts = sentences(text)
    by_weight = sorted(range(len(parts)), key=lambda n: (not any(s in parts[n] for s in scraps), -n))
    kept: list[int] = []
    for n in by_weight:
        if len(parts[n]) + 1 <= room:
            kept.append(n)
            room -= len(parts[n]) + 1
    return " ".join(parts[n] for n in sorted(kept))


def _whole(parts: Iterable[str], room: int) -> list[str]:
    """Parts in their order while they fit with two characters between them, none of them cut."""
    kept: list[str] = []
    for part in parts:
        if len(part) + 2 > room:
            break
        kept.append(part)
        room -= len(part) + 2
    return kept
