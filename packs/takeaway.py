"""The page that a worker takes away: their words, what they heard, and who they will take it to."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from knowledge.library import Library
from knowledge.schema import Quote
from rag.conversation import Conversation

RECORD_LINE = "Decisions, disclosures and concerns go in the person's record under your own procedure. This page is not that record."


@dataclass
class TakeAway:
    """The page, to be edited. No case narrative unless the worker puts it there."""

    question: str = ""
    heard: list[str] = field(default_factory=list)
    will_do: str = ""
    who: str = ""
    line: str = ""
    cost: str = ""


def draft(conversation: Conversation, library: Library) -> TakeAway:
    """A first version, every part of it from something said or shown in the conversation."""
    heard = []
    for _, turn in conversation.exchanges:
        for voice in turn.evidence:
            entry = library.evidence(voice.evidence.id)
            text = f"“{entry.text}” ({_voice(entry)})" if isinstance(entry, Quote) else entry.text
            heard.append(f"{text} {library.cite(entry.id)}.")
    return TakeAway(
        question=_answer_to(conversation, "came-down-to") or _last_question(conversation),
        heard=list(dict.fromkeys(heard)),
        will_do=_answer_to(conversation, "smallest-next"),
        who=conversation.handoff or "",
        line=describe_line(conversation.line_marks),
    )


def _voice(quote: Quote) -> str:
    return f"{quote.speaker}, {quote.voice}" if quote.speaker else quote.voice


def _answer_to(conversation: Conversation, question: str) -> str:
    """The worker's own words straight after a question, or nothing."""
    if question not in conversation.asked:
        return ""
    place = [n for n, (_, turn) in enumerate(conversation.exchanges) if turn.question_id == question]
    after = place[-1] + 1 if place else len(conversation.exchanges)
    return conversation.exchanges[after][0] if after < len(conversation.exchanges) else ""


def _last_question(conversation: Conversation) -> str:
    return next((t.question for _, t in reversed(conversation.exchanges) if t.question and t.stage in ("line", "eyes")), "")


def describe_line(marks: dict[str, int]) -> str:
    """The marks on the line in words, from 0 (less of me) to 100 (more of me). Nothing is scored."""

    def place(mark: int) -> str:
        if mark in range(45, 56):
            return "between the two"
        side = "less of me" if mark < 50 else "more of me"
        return f"{'all the way to' if abs(mark - 50) > 44 else 'towards'} “{side}”"

    return "; ".join(f"{who}: {place(mark)}" for who, mark in marks.items())


def to_markdown(page: TakeAway, on: date | None = None) -> str:
    """The page as Markdown. Empty parts are left out."""
    parts = [f"# How Far to Go: taking it away\n\n{_day(on or date.today())}"]
    for title, text in (
        ("What it came down to", page.question),
        ("What I will do", page.will_do),
        ("Who I will take it to", page.who),
        ("On the line", page.line),
    ):
        if text.strip():
            parts.append(f"## {title}\n\n{_plain(text)}")
    if page.heard:
        parts.append("## What I heard from the study\n\n" + "\n".join(f"- {_plain(h)}" for h in page.heard if h.strip()))
        parts.append("The study: seven link workers in Glasgow in early 2020. It does not say who was right.")
    if page.cost.strip():
        parts.append(f"## What it is costing me (private)\n\n{_plain(page.cost)}")
    parts.append(RECORD_LINE)
    return "\n\n".join(parts) + "\n"


def _day(on: date) -> str:
    return f"{on.day} {on:%B %Y}"


def _plain(text: str) -> str:
    """Text that stays text when a Markdown reader opens it."""
    return "".join("\\" + c if c in "\\`*_[]<>#|!" else c for c in text.strip())
