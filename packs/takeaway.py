"""The page that a worker takes away: their words, what they heard, and who they will take it to."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from knowledge.library import Library
from knowledge.schema import Quote
from rag.conversation import Conversation
from rag.intents import role_intended

RECORD_LINE = "Decisions, disclosures and concerns go in the person's record under your own procedure. This page is not that record."

TITLE = "How Far to Go: taking it away"
HEARD = "What I heard from the study"
PRIVATE = "What it is costing me (a private page)"
LIMIT = "The study: seven link workers in Glasgow in early 2020. It does not say who was right."
WARNING = (
    "Before you download: a court, an employer, or the person it is about (by asking for what is held about them) may ask to see this page. "
    "It stays on this computer until somebody deletes it, so think about whose computer it is."
)
_WILL = re.compile(r"(?:no,? |so |ok,? |right,? )?(?:i['’]ll|i will|i['’]d|i could|i can|i['’]m going to|i might|i['’]m gonnae)\b", re.I)
MOST_VOICES = 4  # on the page to begin with, so that it stays one page


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
    heard = [cited(voice.evidence.id, library) for _, turn in conversation.exchanges for voice in turn.evidence]
    return TakeAway(
        question=_answer_to(conversation, "came-down-to") or _last_question(conversation),
        heard=list(dict.fromkeys(heard)),
        will_do=_answer_to(conversation, "smallest-next") or _meant(conversation),
        who=re.sub(r"^your\b", "my", conversation.handoff or ""),
        line=describe_line(conversation.line_marks, conversation.line_was),
    )


def cited(item: str, library: Library) -> str:
    """A finding or quote on one line, with whose voice it is and where it stands."""
    entry = library.evidence(item)
    text = f"“{entry.text}” ({_voice(entry)})" if isinstance(entry, Quote) else entry.text
    return f"{text} {library.cite(entry.id)}."


def _voice(quote: Quote) -> str:
    return f"{quote.speaker}, {quote.voice}" if quote.speaker else quote.voice


def _answer_to(conversation: Conversation, question: str) -> str:
    """The worker's own words straight after a question, or nothing."""
    if question not in conversation.asked:
        return ""
    place = [n for n, (_, turn) in enumerate(conversation.exchanges) if turn.question_id == question]
    after = place[-1] + 1 if place else len(conversation.exchanges)
    return conversation.exchanges[after][0] if after < len(conversation.exchanges) else ""


def _meant(conversation: Conversation) -> str:
    """The last thing that the worker said they would do, in their words; not to whom they will take it, which has its own place."""
    said = (text for text, _ in reversed(conversation.exchanges) if _WILL.match(text) and len(text) < 200)
    return next((text for text in said if role_intended(text) is None), "")


def _last_question(conversation: Conversation) -> str:
    return next((t.question for _, t in reversed(conversation.exchanges) if t.question and t.stage in ("line", "eyes")), "")


def describe_line(marks: dict[str, int], was: dict[str, int] | None = None) -> str:
    """The marks on the line in words, from 0 (less of me) to 100 (more of me), and from where each has moved. Nothing is scored."""

    def place(mark: int) -> str:
        if mark in range(45, 56):
            return "between the two"
        side = "less of me" if mark < 50 else "more of me"
        return f"{'all the way to' if abs(mark - 50) > 44 else 'towards'} “{side}”"

    def moved(who: str, mark: int) -> str:
        then = (was or {}).get(who, mark)
        return "" if place(then) == place(mark) else f", from {place(then)}"

    return "; ".join(f"{who}: {place(mark)}{moved(who, mark)}" for who, mark in marks.items())


def parts(page: TakeAway) -> list[tuple[str, list[str]]]:
    """The headings of the page with what stands under each; empty ones are left out. The private page is not among them."""
    shown = [
        ("What it came down to", [page.question]),
        ("What I will do", [page.will_do]),
        ("Who I will take it to", [page.who]),
        ("On the line", [page.line]),
        (HEARD, page.heard),
    ]
    return [(title, [t.strip() for t in texts if t.strip()]) for title, texts in shown if any(t.strip() for t in texts)]


def to_markdown(page: TakeAway, on: date | None = None) -> str:
    """The page as Markdown."""
    out = [f"# {TITLE}\n\n{day(on or date.today())}"]
    for title, texts in parts(page):
        out.append(f"## {title}\n\n" + "\n".join(f"- {_plain(t)}" if title == HEARD else _plain(t) for t in texts))
    if page.heard:
        out.append(LIMIT)
    out.append(RECORD_LINE)
    if page.cost.strip():
        out.append(f"---\n\n# {PRIVATE}\n\n{_plain(page.cost)}")
    return "\n\n".join(out) + "\n"


def day(on: date) -> str:
    """A date as people write it."""
    return f"{on.day} {on:%B %Y}"


def _plain(text: str) -> str:
    """Text that stays text when a Markdown reader opens it."""
    return "".join("\\" + c if c in "\\`*_[]<>#|!" else c for c in text.strip())
