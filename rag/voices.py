"""Which voices from the study stand under a reply: none to three, never one twice."""

from __future__ import annotations

from knowledge.library import Library
from knowledge.schema import NONE_IN_STUDY, Finding
from rag.conversation import Conversation, Turn, Voice
from rag.evidence import Evidence, Found
from rag.prompts import render

CARD_FLOOR = 0.60  # scores of rag.retriever; above it the first card of a first reply fits about nine times in ten
STRONG = 0.95
SECOND = 0.75


def choose_voices(conversation: Conversation, found: Found, library: Library, count: int, limit: int, stage: str) -> tuple[Voice, ...]:
    """The nearest piece of evidence (a quote where one fits), perhaps a second, and a counterweight."""
    if not found.near or limit < 1:
        return ()
    live = [t for t, _ in conversation.tensions_with(found, count)[:2]]
    leading = {item for t, _ in found.tensions[:1] for item in library.tensions[t].evidence}
    floor = CARD_FLOOR + 0.14 * bool(conversation.turns) + 0.1 * (stage == "stirs")
    fits = [e for e in found.evidence if e.score >= floor and not _known(e.id, conversation.shown, library)
            and (e.score >= STRONG + 0.1 * bool(conversation.turns) or set(library.evidence(e.id).tensions) & set(live))]  # fmt: skip
    sure = [e for e in fits if e.id in leading or e.score >= STRONG]  # what is near to the words and to the pull in them
    if not sure or sure[0] is not fits[0]:
        return ()
    first = next((e for e in sure if e.kind == "quote" and e.score >= sure[0].score - 0.05), sure[0])
    chosen = [Voice(first)]
    taken = conversation.shown | {first.id}
    weights = library.evidence(first.id).counterweights
    if weights == NONE_IN_STUDY:
        chosen = [Voice(first, alone=True)]
    elif limit > 1:
        for item in weights:
            if not _known(item, taken, library):
                chosen.append(Voice(_as_evidence(item, first, found, library), counter_to=first.id))
                taken |= {item}
                break
    second = next((e for e in sure if e.score >= SECOND and e.id != first.id and not _known(e.id, taken, library)), None)
    if second and len(chosen) < limit and limit > 2:
        chosen.insert(1, Voice(second))
    return tuple(chosen[:limit])


def more_voices(conversation: Conversation, library: Library, limit: int = 2) -> tuple[Voice, ...]:
    """What else in the study was near to the last message that found anything."""
    return _fresh([e for e in conversation.last_found.evidence if e.score >= CARD_FLOOR - 0.08], conversation, library, limit)


def led_by(conversation: Conversation, library: Library, limit: int = 2) -> tuple[Voice, ...]:
    """What the study has on what has been talked of most, and has not been shown."""
    items = [item for tension, _ in conversation.tensions_with(Found())[:2] for item in library.tensions[tension].evidence]
    return _fresh([_as_evidence(item, None, Found(), library) for item in items], conversation, library, limit)


def _fresh(candidates: list[Evidence], conversation: Conversation, library: Library, limit: int) -> tuple[Voice, ...]:
    """The first of the candidates that say something not yet shown, nor said by one before them."""
    chosen: list[Voice] = []
    taken = set(conversation.shown)
    for evidence in candidates:
        if len(chosen) < limit and not _known(evidence.id, taken, library):
            chosen.append(Voice(evidence))
            taken.add(evidence.id)
    return tuple(chosen)


def other_side(conversation: Conversation, library: Library) -> tuple[Voice, ...]:
    """A counterweight, not yet shown, to something that was."""
    for _, turn in reversed(conversation.case):
        for voice in turn.evidence:
            weights = library.evidence(voice.evidence.id).counterweights
            for item in () if weights == NONE_IN_STUDY else weights:
                if not _known(item, conversation.shown, library):
                    return (Voice(_as_evidence(item, voice.evidence, conversation.last_found, library), counter_to=voice.evidence.id),)
    return ()


def named(items: tuple[str, ...], library: Library) -> tuple[Voice, ...]:
    """Evidence by id, for a plain question about the study."""
    return tuple(Voice(_as_evidence(item, None, Found(), library)) for item in items)


def _as_evidence(item: str, near: Evidence | None, found: Found, library: Library) -> Evidence:
    known = next((e for e in found.evidence if e.id == item), None)
    if known:
        return known
    entry = library.evidence(item)
    kind = "finding" if isinstance(entry, Finding) else "quote"
    return Evidence(item, kind, entry.text, library.cite(item), entry.pages, 0.0, near.because if near else "")


def _known(item: str, shown: set[str], library: Library) -> bool:
    """Whether an item has been shown: itself, in its other form, or as something that says nearly the same."""
    parents = {q.finding for i in shown if (q := library.quotes.get(i))}
    own = library.quotes[item].finding if item in library.quotes else item
    twins = set(library.findings[own].same_as) if own in library.findings else set()
    twins |= {f.id for f in library.findings.values() if own in f.same_as}
    return item in shown or own in shown or own in parents or bool(twins & (shown | parents))


def bring(conversation: Conversation, item: str, library: Library) -> None:
    """Begin, or go on, with a finding or quote that the worker took from the library."""
    said, ask = (render(name, conversation.uses[name]) for name in ("brought", "brought_question"))
    card = Voice(_as_evidence(item, None, Found(), library))
    conversation.exchanges.append(("", Turn(conversation.stage, library.evidence(item).tensions[:3], said, (card,), ask)))
    conversation.shown.add(item)
    conversation.forms.append("brought")
    conversation.uses.update(["brought", "brought_question"])
