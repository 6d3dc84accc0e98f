"""The knowledge base as a shelf: every entry in one shape, to be browsed, filtered, linked to and cited."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np

from knowledge.library import Library, load
from knowledge.schema import NONE_IN_STUDY, Finding, Quote
from knowledge.voices import ALONE, GROUPS, VOICES, WHO, group_of, kind_of
from knowledge.wording import word

Kind = Literal["finding", "quote", "tension", "question", "framework", "research"]
KINDS: dict[Kind, str] = {
    "finding": "Findings", "quote": "Quotes", "tension": "Tensions", "question": "Questions", "framework": "Frameworks", "research": "Related research",
}  # fmt: skip
TIERS: dict[Kind, str] = {
    "finding": "the Glasgow study", "quote": "the Glasgow study", "tension": "this product's reading", "question": "this product's own words",
    "framework": "other people's frameworks", "research": "related research, read only as far as its source says",
}  # fmt: skip


@dataclass(frozen=True)
class Item:
    """One entry. `lines` are (label, words) under its text; `links` are ids of other entries; `voice` is whose it is, in short."""

    id: str
    kind: Kind
    title: str
    text: str
    voice: str
    theme: str
    tensions: tuple[str, ...]
    citation: str
    lines: tuple[tuple[str, str], ...] = ()
    links: tuple[tuple[str, str], ...] = ()

    @property
    def group(self) -> str:
        """Whose voice it is, of the four groups, or 'plain' for what is not the study's."""
        return group_of(load().evidence(self.id)) if self.kind in ("finding", "quote") else "plain"

    @property
    def whose(self) -> str:
        """The same for people: a group's name, or what kind of entry it is."""
        return GROUPS.get(self.group) or ("Related work" if self.kind == "research" else self.kind.capitalize())

    @property
    def tier(self) -> str:
        return TIERS[self.kind]


@lru_cache(maxsize=1)
def catalogue() -> dict[str, Item]:
    """Every entry by its id. Ids are one space here: a question that shares another entry's id has 'question:' before it."""
    library = load()
    items: dict[str, Item] = {}
    made = [
        *(_evidence(e, library) for e in map(library.evidence, (*library.findings, *library.quotes)) if not isinstance(e, Quote) or e.card),
        *(_tension(t, library) for t in library.tensions),
        *(Item(q.id, "question", word(q.text, "they"), "", "our own words", "", q.tensions, "", (("Kind", q.function), ("Comes", q.stage))) for q in library.questions.values()),
        *(_framework(f, library) for f in library.frameworks),
        *(_research(r, library) for r in library.research),
    ]  # fmt: skip
    for item in made:
        items[item.id if item.id not in items else f"{item.kind}:{item.id}"] = item
    return items


def browse(kind: Kind | None = None, theme: str | None = None, tension: str | None = None, voice: str | None = None) -> list[Item]:
    """Entries that pass every filter that is given, in the order of their files."""
    return [
        i for i in catalogue().values()
        if (kind is None or i.kind == kind) and (theme is None or i.theme == theme)
        and (tension is None or tension in i.tensions or i.id == tension) and (voice is None or i.voice == voice)
    ]  # fmt: skip


def voices() -> tuple[str, ...]:
    """Every kind of voice that an entry can have, in short."""
    return tuple(dict.fromkeys(i.voice for i in catalogue().values()))


@dataclass(frozen=True)
class Place:
    """A tension on the map: how many findings and quotes speak to it by whose they are, and how many speak to another tension as well (two at least)."""

    name: str
    whose: dict[str, int]
    meets: tuple[tuple[str, int], ...]


def tension_map(library: Library) -> list[Place]:
    """Every tension, in an order that puts those near to each other that the same findings and quotes speak to."""
    names = list(library.tensions)
    whose = {name: dict.fromkeys(("link workers", "job descriptions", "author and earlier writing"), 0) for name in names}
    shared = np.zeros((len(names), len(names)), dtype=int)
    for entry in map(library.evidence, (*library.findings, *library.quotes)):
        of = {"workers": "link workers", "jobs": "job descriptions"}.get(group_of(entry), "author and earlier writing")
        for name in entry.tensions:
            whose[name][of] += 1
            for other in set(entry.tensions) - {name}:
                shared[names.index(name), names.index(other)] += 1
    order = np.argsort(np.linalg.eigh(np.diag(shared.sum(axis=0)) - shared)[1][:, 1], kind="stable")  # spectral ordering, by the Fiedler vector
    meets = [
        tuple((library.tensions[names[o]].name, int(shared[n, o])) for o in np.argsort(-shared[n], kind="stable") if shared[n, o] > 1)
        for n in range(len(names))
    ]
    return [Place(library.tensions[names[n]].name, whose[names[n]], meets[n]) for n in order]


def harvard(item: str, library: Library) -> str:
    """A reference for a finding or quote, with its page where the summary gives one."""
    entry = library.evidence(item)
    where = f", {library.pages(item)}" if entry.pages else ""
    return library.sources["richardson-2020"].citation.rstrip(".") + where + "."


def _evidence(entry: Finding | Quote, library: Library) -> Item:
    quote = isinstance(entry, Quote)
    voice = VOICES[entry.voice] if isinstance(entry, Quote) else WHO[entry.who]
    other: tuple[str, ...] = () if entry.counterweights == NONE_IN_STUDY else tuple(entry.counterweights)
    links = [("On the other side", c) for c in other]
    if isinstance(entry, Quote) and entry.finding:
        links.append(("The finding that it belongs to", entry.finding))
    if isinstance(entry, Finding):
        links += [("In somebody's words", q.id) for q in library.quotes.values() if q.finding == entry.id and q.card]
    links += [("Speaks to", t) for t in entry.tensions]
    lines = [("Whose", kind_of(entry)), ("Where", library.cite(entry.id))]
    if isinstance(entry, Quote):
        lines.append(("Context", entry.context))
    if not other:
        lines.append(("The other side", ALONE))
    text = f"“{entry.text}”" if quote else entry.text
    return Item(
        entry.id,
        "quote" if quote else "finding",
        text,
        "",
        voice,
        library.theme(entry.id),
        entry.tensions,
        harvard(entry.id, library),
        tuple(lines),
        tuple(links),
    )


def _tension(name: str, library: Library) -> Item:
    entry = library.tensions[name]
    return Item(
        name, "tension", entry.name, entry.pull, "our own words", "", (name,), "",
        (("Towards more of yourself", entry.more), ("Towards less", entry.less), ("What the study does not say", library.training.unsaid[name])),
        tuple(("What the study has on it", e) for e in entry.evidence if e not in library.quotes or library.quotes[e].card),
    )  # fmt: skip


def _framework(name: str, library: Library) -> Item:
    entry = library.frameworks[name]
    lines = tuple((f"{n}", stage) for n, stage in enumerate(entry.stages, 1)) + (("Here", entry.use_here),)
    return Item(name, "framework", entry.name, "", "other people's framework", "", (), library.sources[entry.source].citation, lines)


def _research(name: str, library: Library) -> Item:
    entry = library.research[name]
    source = library.sources[entry.source]
    lines = (
        ("Where", f"{source.authors} ({source.year})" + (f", {entry.place}" if entry.place else "")),
        ("How far it was read", source.read_as),
        ("Beside the Glasgow study", entry.beside),
    )
    return Item(
        name, "research", entry.text, "", "related research", "", entry.tensions, source.citation, lines, tuple(("Speaks to", t) for t in entry.tensions)
    )
