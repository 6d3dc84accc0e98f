"""What a written question passes before the others see it: danger, identifiers, and suggestions in disguise."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rooms.room import MOST_LETTERS
from safeguards.identifiers import find_identifiers
from safeguards.risk import RiskAssessment, assess_risk
from safeguards.tone import find_tone

if TYPE_CHECKING:
    from rag.engine import Engine

OPEN = "Begin with what, how, who, where or when, and ask what you do not know."
_OPENING = re.compile(r"^(?:and |so |but )?(?:what|how|who|whose|where|when|which|in what|to whom|with whom|if )\b", re.I)
_LOADED = re.compile(
    r"^(?:what|how) (?:if|about)\b|^who could you\b|\b(?:have|did) you (?:tried|try|thought|think|consider)|^when (?:are|will) you\b|^what(?:['’]s| is| would be) wrong with"
    r"|^how (?:will|can|could|are|do|might) you (?:going to )?(?:tell|make|stop|end|get|say|refuse|set|limit|close|hand|protect|ensure|avoid)\b",
    re.I,
)
_SHORT = 10  # words; a short open question is too little for nearness to danger to mean much, and patterns still see it


@dataclass(frozen=True)
class Back:
    """A question that goes back to whoever wrote it: why, or the danger in it."""

    why: str = ""
    risk: RiskAssessment | None = None


def look_at(words: str, engine: Engine) -> Back | None:
    """None where a question may be shown to the others. Danger first; anything that fails hands it back."""
    plain = words.strip()
    brief = len(plain.split()) < _SHORT and _OPENING.match(plain) is not None
    risk = assess_risk(words, engine.library) if brief else engine.assess(words)
    if risk.live or risk.failed:
        return Back(risk=risk)
    if not plain:
        return Back("There are no words in it yet.")
    if len(plain) > MOST_LETTERS:
        return Back(f"That is {len(plain)} letters, and {MOST_LETTERS} is the most. One question is enough.")
    named = [i.text for i in find_identifiers(plain) if i.masked]
    if named:
        return Back(f"This may say who somebody is: {', '.join(dict.fromkeys(named))}. Ask it without.")
    kinds = {kind for kind, _ in find_tone(plain, plain)}
    if _LOADED.search(plain) or kinds & {"directive", "verdict", "false comfort"}:
        return Back(f"There is a suggestion in this one, or a judgement. {OPEN}")
    if plain.count("?") > 1 or not _OPENING.match(plain) or "a closed question" in kinds:
        return Back(f"This can be answered with yes or no, or asks more than one thing. {OPEN}")
    return None
