"""What a model is told: the rules, the plan with a plain version of its words, the voices by id, and as much of the talk as its window holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage

from knowledge.library import Library
from knowledge.voices import kind_of
from rag.phrase import Draft
from rag.prompts import render
from rag.text import sentences
from safeguards.review import Problem

ANSWER_TOKENS = 350
NONE, BEGINNING = "(none)", "(this is the beginning)"
CHARACTERS_A_TOKEN = 3.2  # English runs to four and more; fewer here, so that a guess is never too long
_MARKS = re.compile(r"[<>{}]|\[quote:", re.I)


def messages(draft: Draft, library: Library, window: int, problems: Sequence[Problem] = ()) -> list[BaseMessage]:
    """The rules and the brief, within `window` tokens less those of the answer.

    What gives way first is what was said long ago, then examples, then voices that stand on the page anyway, then the beginning of a long message.
    """
    rules = render("model/rules", 0)
    fixed = {
        "say": draft.chosen.say or "(nothing: the question alone)",
        "ask": draft.chosen.ask or "(no question)",
        "problems": render("model/again", 0, problems=_named(problems)) if problems else "",
    }
    bare = render("model/brief", 0, message="", evidence=NONE, before=BEGINNING, examples=NONE, **fixed)
    room = int((window - ANSWER_TOKENS) * CHARACTERS_A_TOKEN) - len(rules) - len(bare)
    message = _sentences_within(_plain(draft.message), room)
    room -= len(message)
    evidence = "\n\n".join(_whole([_voice(voice.evidence.id, draft, library) for voice in draft.voices], room))
    room -= len(evidence)
    examples = "\n".join(_whole([f"Said: {said}\nWritten for it: {written}" for said, written in draft.examples], room))
    room -= len(examples)
    latest_first = _whole([f"They said: {_plain(theirs)}\nYou said: {_plain(ours)}" for theirs, ours in reversed(draft.before) if theirs], room)
    before = "\n".join(reversed(latest_first))
    brief = render("model/brief", 0, message=message, evidence=evidence or NONE, examples=examples or NONE, before=before or BEGINNING, **fixed)
    return [SystemMessage(rules), HumanMessage(brief)]


def _named(problems: Iterable[Problem]) -> str:
    return "\n".join(f"- {p.kind}: {_plain(p.words)[:120]}" for p in problems)


def _plain(text: str) -> str:
    """Without the marks that fence the worker's words off from the brief, and without slots: a text cannot end its own fence or bring a quote."""
    return _MARKS.sub(" ", text)


def _voice(item: str, draft: Draft, library: Library) -> str:
    entry = library.evidence(item)
    slot = f"[quote:{item}]" if item in draft.quote_ids else "for you to know, it stands on the page"
    return f"{slot} ({kind_of(entry)}): {entry.text}"


def _sentences_within(text: str, room: int) -> str:
    """A message whole where it fits; else its last sentences, in their order."""
    if len(text) <= room:
        return text
    kept: list[str] = []
    for part in reversed(sentences(text)):
        if len(part) + 1 > room:
            break
        kept.insert(0, part)
        room -= len(part) + 1
    return " ".join(kept)


def _whole(parts: Iterable[str], room: int) -> list[str]:
    """Parts in their order while they fit with two characters between them, none of them cut."""
    kept: list[str] = []
    for part in parts:
        if len(part) + 2 > room:
            break
        kept.append(part)
        room -= len(part) + 2
    return kept
