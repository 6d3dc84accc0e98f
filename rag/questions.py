"""Which open question comes next, and how it is worded for the person the worker speaks of."""

from __future__ import annotations

import hashlib
import re

from knowledge.library import Library
from knowledge.schema import Question
from rag.conversation import Conversation
from rag.evidence import Found
from rag.hearing import Heard
from safeguards.phrases import any_of, fold

_FORMS: dict[str, dict[str, str]] = {
    "she": {"they": "she", "them": "her", "their": "her", "theirs": "hers", "themself": "herself"},
    "he": {"they": "he", "them": "him", "their": "his", "theirs": "his", "themself": "himself"},
    "they": {"they": "they", "them": "them", "their": "their", "theirs": "theirs", "themself": "themselves"},
}
_VERBS: dict[str, tuple[str, str]] = {
    "have": ("has", "have"),
    "has": ("has", "have"),
    "are": ("is", "are"),
    "do": ("does", "do"),
    "does": ("does", "do"),
    "were": ("was", "were"),
}
_SLOT = re.compile(r"\{(\w+)\}")


def word(text: str, pronoun: str) -> str:
    """A question with its braces filled for 'she', 'he' or 'they'. Raises KeyError for another pronoun."""
    forms = _FORMS[pronoun]

    def fill(match: re.Match[str]) -> str:
        slot: str = match.group(1)
        if slot in forms:
            return forms[slot]
        one, many = _VERBS.get(slot, (slot + "s", slot))
        return many if pronoun == "they" else one

    return _SLOT.sub(fill, text)


def choose(conversation: Conversation, heard: Heard, found: Found, stage: str, library: Library, about: str | None = None) -> Question | None:
    """The question that fits best and has not been asked: by stage, tension, nearness and what has been missing."""
    live = dict(conversation.tensions_with(found, heard.words)[:3])
    top = max(live.values(), default=1.0)
    pronoun = conversation.pronoun_with(heard)
    asked = [library.questions[q] for q in conversation.asked if q in library.questions]
    last_about = asked[-1].about if asked else ""
    said = "\n".join([*(text for text, _ in conversation.case), heard.text])
    folded = fold(said).text
    scored: list[tuple[float, str, Question]] = []
    for question in library.questions.values():
        if question.stage != stage or question.id in conversation.asked or question.about == "handoff" or about and question.about != about:
            continue
        if pronoun is None and "{" in question.text or question.needs and not any_of((question.needs,)).search(folded):
            continue
        fit = max((live[t] / top for t in question.tensions if t in live), default=0.0)
        if question.tensions and fit < 0.7:
            continue
        score = 2.0 * fit + 1.5 * found.questions.get(question.id, 0.0)
        score -= 0.5 * (question.about == last_about)
        score += 0.4 * (question.about in heard.perspectives - {"person", "worker"})
        score += 0.15 * (question.about not in conversation.perspectives and question.about in ("person", "cost", "colleague", "ending", "family", "manager"))
        if question.side and conversation.owes_a_side and not conversation.sides[question.side]:
            score += 0.8
        score += 0.25 * (question.side is not None and conversation.sides[question.side] < conversation.sides[_other(question.side)])
        score -= 0.3 * (question.side is not None and conversation.sides[question.side] > conversation.sides[_other(question.side)])
        score -= 0.15 * sum(q.eye == question.eye for q in asked[-2:])
        score += 0.3 * _leaning(said, question.id)
        scored.append((score, question.id, question))
    return min(scored, key=lambda s: (-round(s[0], 4), s[1]))[2] if scored else None


def _leaning(said: str, question: str) -> float:
    """A small steady preference, 0 to 1, that differs from case to case, so that not all talks run alike."""
    return hashlib.sha256((said[:60] + question).encode()).digest()[0] / 255


def _other(side: str) -> str:
    return "less" if side == "more" else "more"
