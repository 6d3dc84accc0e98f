"""Which voices from the study stand under a reply: those that the exchange names, then those that are near; none twice."""

from __future__ import annotations

from knowledge.exchange import Exchange
from knowledge.library import Library
from knowledge.schema import NONE_IN_STUDY, Finding
from rag.types import Evidence, Found, Talk, Voice

CARD_FLOOR = 0.70  # scores of rag.retriever; above it the first card of a first reply fits about nine times in ten
LATER_FLOOR = 0.14  # added to it after the first reply
MORE_FLOOR = 0.60  # for what is asked for with a button
LOOSENING = "flexibility"  # the theme of what speaks for going further; never laid beside a concern or something kept from the team
NO_CARD = frozenset({"soft-concern", "corrects", "disagrees", "thanks", "about-the-program", "stuck", "tired", "grieves", "new-case", "jokes-away"})
SHORTEST = 6  # words of a message that a card may be laid beside by nearness alone


def choose_voices(talk: Talk, exchange: Exchange | None, found: Found, library: Library, words: int, limit: int = 2) -> tuple[Voice, ...]:
    """What a supervisor would lay beside this: a voice that the exchange names, else the nearest, and one that saw it otherwise."""
    if exchange and exchange.act in NO_CARD:
        return ()
    named = [item for item in (exchange.evidence if exchange else ()) if _allowed(item, talk, exchange, library)]
    near = [e.id for e in found.evidence if e.score >= CARD_FLOOR + LATER_FLOOR * bool(talk.case) and _allowed(e.id, talk, exchange, library)]
    plain = exchange is None or not exchange.is_question
    if plain and (not found.near or words < SHORTEST or talk.concerns):
        near = []
    for item in [*named, *near]:
        if exchange and exchange.is_question or not _known(item, talk.shown, library):
            return _with_other_side(item, talk, exchange, found, library, limit)
    return ()


def _with_other_side(item: str, talk: Talk, exchange: Exchange | None, found: Found, library: Library, limit: int) -> tuple[Voice, ...]:
    first = _as_evidence(item, found, library)
    weights = library.evidence(item).counterweights
    if weights == NONE_IN_STUDY:
        return (Voice(first, alone=True),)
    taken = talk.shown | {item}
    other = next((w for w in weights if not _known(w, taken, library) and _allowed(w, talk, exchange, library)), None)
    return (Voice(first), *([Voice(_as_evidence(other, found, library), counter_to=item)] if other and limit > 1 else []))


def _allowed(item: str, talk: Talk, exchange: Exchange | None, library: Library) -> bool:
    """Whether a piece may be laid on the table now: nothing that loosens beside a concern or a secret."""
    guarded = talk.concerns or exchange and exchange.act in ("keeps-from-team", "soft-concern") or any(t.act == "keeps-from-team" for t in talk.case)
    return not (guarded and library.theme(item) == LOOSENING)


def more_voices(talk: Talk, found: Found, library: Library, limit: int = 2) -> tuple[Voice, ...]:
    """What else in the study is near to what was said last, or to the pulls of the case."""
    near = [e.id for e in found.evidence if e.score >= MORE_FLOOR]
    items = near or [item for tension, _ in talk.tensions()[:2] for item in library.tensions[tension].evidence]
    chosen: list[str] = []
    for item in items:
        if len(chosen) < limit and _allowed(item, talk, None, library) and not _known(item, talk.shown | set(chosen), library):
            chosen.append(item)
    return tuple(Voice(_as_evidence(item, found, library)) for item in chosen)


def other_side(talk: Talk, library: Library) -> tuple[Voice, ...]:
    """A counterweight, not yet shown, to something that was."""
    for turn in reversed(talk.case):
        for voice in turn.cards:
            weights = library.evidence(voice.evidence.id).counterweights
            for item in () if weights == NONE_IN_STUDY else weights:
                if not _known(item, talk.shown, library) and _allowed(item, talk, None, library):
                    return (Voice(_as_evidence(item, Found(), library), counter_to=voice.evidence.id),)
    return ()


def named(items: tuple[str, ...], library: Library) -> tuple[Voice, ...]:
    """Evidence by id."""
    return tuple(Voice(_as_evidence(item, Found(), library)) for item in items)


def _as_evidence(item: str, found: Found, library: Library) -> Evidence:
    known = next((e for e in found.evidence if e.id == item), None)
    if known:
        return known
    entry = library.evidence(item)
    kind = "finding" if isinstance(entry, Finding) else "quote"
    return Evidence(item, kind, entry.text, library.cite(item), entry.pages, 0.0, "")


def _known(item: str, shown: frozenset[str] | set[str], library: Library) -> bool:
    """Whether an item has been shown: itself, in its other form, or as something that says nearly the same."""
    parents = {q.finding for i in shown if (q := library.quotes.get(i))}
    own = library.quotes[item].finding if item in library.quotes else item
    twins = set(library.findings[own].same_as) if own in library.findings else set()
    twins |= {f.id for f in library.findings.values() if own in f.same_as}
    return item in shown or own in shown or own in parents or bool(twins & (shown | parents))
