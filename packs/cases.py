"""A case in a training pack: its words, its voices from the study, and the questions that go with it."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.library import Library
from knowledge.schema import NONE_IN_STUDY, Finding, Question, Quote, Stage, Vignette
from knowledge.voices import ALONE, SEVEN, kind_of
from knowledge.wording import word
from rag.intake.signs import pronoun
from safeguards.phrases import any_of, fold

INVENTED = "Invented, and based on no one."
OWN = "The trainer's own case, made up or changed. It was checked for identifiers, and such a check can miss things."
ABOVE = "What stands on the other side of this is above."
MOST_VOICES = 3  # each with what stands on the other side of it


@dataclass(frozen=True)
class Spoken:
    """A voice on paper: whose it is, its words, where it stands, and what else belongs beside it."""

    id: str
    kind: str
    words: str
    context: str
    source: str
    counter_to: str = ""
    note: str = ""
    from_seven: bool = True

    @property
    def setting(self) -> str:
        return SEVEN if self.from_seven else ""


@dataclass(frozen=True)
class Case:
    """One case as a group meets it, and what the person leading it has in hand."""

    id: str
    title: str
    text: str
    label: str
    tensions: tuple[str, ...]
    voices: tuple[Spoken, ...]
    questions: tuple[str, ...]
    listen: tuple[str, ...]
    unsaid: tuple[str, ...]


def case_from(given: Vignette | str, library: Library, tensions: tuple[str, ...] = (), before: tuple[Case, ...] = ()) -> Case:
    """A case from a vignette, or from a trainer's own masked text with the tensions in it. What `before` has used comes last."""
    if isinstance(given, Vignette):
        one, title, text, label, pulls = given.id, given.title, given.text, INVENTED, given.tensions
        notes = given.notes.replace(INVENTED, "").strip()
    else:
        one, title, text, label, pulls, notes = "own", "A case of our own", given, OWN, tensions, ""
    drawn = tuple(f"{library.tensions[t].name}. Towards more: {_low(library.tensions[t].more)} Towards less: {_low(library.tensions[t].less)}" for t in pulls)
    return Case(
        one, title, text, label, pulls, voices_for(pulls, library, {v.id for c in before for v in c.voices}),
        _questions(text, pulls, library, {q for c in before for q in c.questions}), tuple(n for n in (notes, *drawn) if n),
        tuple(library.training.unsaid[t] for t in pulls),
    )  # fmt: skip


def _low(text: str) -> str:
    return text if text.startswith(("I ", "I'")) else text[0].lower() + text[1:]


def voices_for(pulls: tuple[str, ...], library: Library, before: frozenset[str] | set[str] = frozenset()) -> tuple[Spoken, ...]:
    """What each tension leads with, in turn, with a quote among it where there is one, each with its other side."""
    lanes = [[i for i in library.tensions[t].evidence if _shown_alone(library.evidence(i))] for t in pulls]
    turns = [lane[n] for n in range(9) for lane in lanes if n < len(lane)]
    quotes = [i for i in turns if i in library.quotes]
    wanted = sorted(dict.fromkeys([*turns[:1], *quotes[:1], *turns]), key=lambda i: i in before)
    said: list[Spoken] = []
    taken: set[str] = set()
    leads = 0
    for item in wanted:
        entry = library.evidence(item)
        if leads == MOST_VOICES or _known(item, taken, library):
            continue
        leads += 1
        taken.add(item)
        against = [] if entry.counterweights == NONE_IN_STUDY else [c for c in entry.counterweights if not _known(c, taken, library)]
        said.append(spoken(item, library, note=ALONE if entry.counterweights == NONE_IN_STUDY else "" if against else ABOVE))
        if against:
            taken.add(against[0])
            said.append(spoken(against[0], library, counter_to=item))
    return tuple(said)


def spoken(item: str, library: Library, counter_to: str = "", note: str = "") -> Spoken:
    """A finding or quote, by its id, as it stands on paper. The words come from the knowledge base alone."""
    entry = library.evidence(item)
    quote = isinstance(entry, Quote)
    seven = entry.voice == "participant" if isinstance(entry, Quote) else entry.who not in ("literature", "job descriptions", "author")
    return Spoken(item, kind_of(entry), f"“{entry.text}”" if quote else entry.text, getattr(entry, "context", ""), library.cite(item), counter_to, note, seven)


def _shown_alone(entry: Finding | Quote) -> bool:
    return not isinstance(entry, Quote) or entry.card


def _known(item: str, taken: set[str], library: Library) -> bool:
    """Whether an entry, its quote, its finding, or one that says nearly the same has been taken already."""
    entry = library.evidence(item)
    kin = {item, *(entry.same_as if isinstance(entry, Finding) else (entry.finding or "",))}
    return bool(kin & taken) or any(q.finding == item for q in library.quotes.values() if q.id in taken)


def _questions(text: str, pulls: tuple[str, ...], library: Library, before: set[str]) -> tuple[str, ...]:
    """Six open questions: what happened, what it stirs, the line from both sides, other eyes, what next."""
    low = fold(text).text
    chosen: list[Question] = []
    who = pronoun([text])
    wanted: tuple[tuple[Stage, str | None], ...] = (("happened", None), ("stirs", None), ("line", "more"), ("line", "less"), ("eyes", None), ("next", None))
    for stage, side in wanted:
        fits = [
            q
            for q in library.questions.values()
            if q.stage == stage and q.about != "handoff" and q not in chosen
            and (side is None or q.side == side)
            and (not q.tensions or set(q.tensions) & set(pulls))
            and (not q.needs or any_of((q.needs,)).search(low))
        ]  # fmt: skip
        order = {t: len(pulls) - n for n, t in enumerate(pulls)}
        if fits:
            chosen.append(
                min(
                    fits,
                    key=lambda q: (
                        word(q.text, who) in before,
                        -max((order.get(t, 0) for t in q.tensions), default=0),
                        q.about in {c.about for c in chosen},
                        len(q.text),
                        q.id,
                    ),
                )
            )
    return tuple(word(q.text, who) for q in chosen)
