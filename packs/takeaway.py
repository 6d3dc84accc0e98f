"""The page that a worker takes away: their words, what they heard, and who they will take it to."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from knowledge.library import Library
from knowledge.schema import Quote
from rag.types import OpenConcern, Talk

RECORD_LINE = "Decisions, disclosures and concerns go in the person's record under your own procedure. This page is not that record."

TITLE = "How Far to Go: taking it away"
HEARD = "What I heard from the study"
PRIVATE = "What it is costing me (a private page)"
LIMIT = "The study: seven link workers in Glasgow in early 2020. It does not say who was right."
WARNING = (
    "Before you download: a court, an employer, or the person it is about (by asking for what is held about them) may ask to see this page. "
    "It stays on this computer until somebody deletes it, so think about whose computer it is."
)
TOLD_NOBODY = "This page, and the program that it came from, have told nobody."
ASIDE = "What I also wrote of, and set aside"
OPEN = "Still open: who hears it, and by when"
_WILL = re.compile(r"(?:no,? |so |ok,? |right,? )?(?:i['’]ll|i will|i['’]m going to|i['’]m gonnae)\b", re.I)  # I'll tell my supervisor on Thursday
LISTED = (HEARD, OPEN, ASIDE)  # parts that are lists
LONGEST_PLAN = 200  # characters of a message that says what the worker will do
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
    aside: list[str] = field(default_factory=list)
    concerns: list[str] = field(default_factory=list)


def draft(talk: Talk, library: Library) -> TakeAway:
    """A first version for the present case, every part of it from what was understood or shown."""
    pulls = [t for t, _ in talk.tensions()]
    heard = [cited(card.evidence.id, library) for turn in talk.case for card in turn.cards]
    roles = [turn.role for turn in talk.case if turn.role]
    marks, was = talk.marks_now()
    return TakeAway(
        question=library.tensions[pulls[0]].question if pulls else "",
        heard=list(dict.fromkeys(heard)),
        will_do=next((t.theirs for t in reversed(talk.case) if t.theirs and (t.act == "plans" or _WILL.match(t.theirs)) and len(t.theirs) < LONGEST_PLAN), ""),
        who=re.sub(r"^your\b", "my", roles[-1]) if roles else "",
        line=describe_line(marks, was),
        aside=[_label(one, library) for one in talk.set_aside],
        concerns=[_open(one, library) for one in talk.concerns],
    )


def _label(item: str, library: Library) -> str:
    """What was heard, as the worker would put it to themselves."""
    label = library.tensions[item].name if item in library.tensions else library.exchanges[item].label
    return _mine(label[0].upper() + label[1:])


def _mine(label: str) -> str:
    """A label in the first person ("not having told your manager" becomes "not having told my manager")."""
    for theirs, mine in (
        (r"\byour\b", "my"),
        (r"\byourself\b", "myself"),
        (r"\byours\b", "mine"),
        (r"\byou're\b", "I'm"),
        (r"\byou've\b", "I've"),
        (r"\byou were\b", "I was"),
        (r"\byou are\b", "I am"),
        (r"\bYour\b", "My"),
    ):
        label = re.sub(theirs, mine, label)
    label = re.sub(
        r"\b(with|of|to|at|from|on|for|about|by|near|leave|leaves|want|wants|need|needs|see|sees|tell|tells|told|like|likes|asking|trusting) you\b",
        r"\1 me",
        label,
    )
    return re.sub(r"\byou\b", "I", label)


def _open(concern: OpenConcern, library: Library) -> str:
    """One concern with the places for who and by when."""
    known = f"{concern.who[0].upper() + concern.who[1:]} knows." if concern.state == "known" and concern.who else ""
    known = re.sub(r"^Your\b", "My", known)
    return f"{_label(concern.exchange, library)}. {known or 'Who hears it:'} {'What they know:' if known else '… By when: …'}"


def cited(item: str, library: Library) -> str:
    """A finding or quote on one line, with whose voice it is and where it stands."""
    entry = library.evidence(item)
    text = f"“{entry.text}” ({_voice(entry)})" if isinstance(entry, Quote) else entry.text
    return f"{text} {library.cite(entry.id)}."


def _voice(quote: Quote) -> str:
    return f"{quote.speaker}, {quote.voice}" if quote.speaker else quote.voice


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
        (OPEN, page.concerns),
        (ASIDE, page.aside),
        ("On the line", [page.line]),
        (HEARD, page.heard),
    ]
    return [(title, [t.strip() for t in texts if t.strip()]) for title, texts in shown if any(t.strip() for t in texts)]


def to_markdown(page: TakeAway, on: date | None = None) -> str:
    """The page as Markdown."""
    out = [f"# {TITLE}\n\n{day(on or date.today())}"]
    for title, texts in parts(page):
        out.append(f"## {title}\n\n" + "\n".join(f"- {_plain(t)}" if title in LISTED else _plain(t) for t in texts))
    if page.heard:
        out.append(LIMIT)
    out += [RECORD_LINE, TOLD_NOBODY]
    if page.cost.strip():
        out.append(f"---\n\n# {PRIVATE}\n\n{_plain(page.cost)}")
    return "\n\n".join(out) + "\n"


def day(on: date) -> str:
    """A date as people write it."""
    return f"{on.day} {on:%B %Y}"


def _plain(text: str) -> str:
    """Text that stays text when a Markdown reader opens it."""
    return "".join("\\" + c if c in "\\`*_[]<>#|!" else c for c in text.strip())
