"""A training session as plain data: what a trainer chose, and the pack that follows from it. The same choices give the same pack."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from knowledge.library import Library, PlainFault
from knowledge.schema import Framework
from knowledge.sessions import Audience
from packs.cases import Case, case_from

LEAST_MINUTES, MOST_MINUTES = 30, 180
LEAST_SIZE, MOST_SIZE = 3, 40
FRAME_FROM, BREAK_FROM = 75, 100  # minutes of a session from which it has a frame, and a break
# Minutes at least, a share of what is left, and minutes at most where something else can use them.
_SIZES = {
    "opening": (3, 6, 15),
    "study": (2, 4, 10),
    "continuum": (5, 11, 25),
    "case": (9, 24, 40),
    "framework": (8, 12, 25),
    "break": (10, 1, 15),
    "closing": (3, 6, 15),
}
_TITLES = {
    "opening": "Opening, and how we will look after each other", "study": "What this leans on", "continuum": "The line", "framework": "Through a frame",
    "break": "Break", "closing": "Closing round",
}  # fmt: skip
FIXED = ("opening", "closing")  # first and last, whatever the order


class ChoiceError(PlainFault):
    """Choices that cannot be a session, with a sentence that says what to change."""


@dataclass(frozen=True)
class Choices:
    """What a trainer chose. `order` and `left_out` hold ids of parts; `own` is the trainer's own scenario, masked, with its tensions."""

    tensions: tuple[str, ...] = ()
    audience: str = "new"
    minutes: int = 90
    size: int = 8
    vignettes: tuple[str, ...] = ()
    framework: str = "driscoll"
    own: tuple[str, tuple[str, ...]] | None = None
    order: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """One stretch of the session. `start` and `minutes` are in minutes."""

    id: str
    kind: str
    title: str
    start: int
    minutes: int
    case: Case | None = None

    @property
    def clock(self) -> str:
        """When it starts, as 0:45."""
        return f"{self.start // 60}:{self.start % 60:02}"


@dataclass(frozen=True)
class Pack:
    """A whole session, ready to be written out."""

    title: str
    choices: Choices
    audience: Audience
    framework: Framework
    parts: tuple[Part, ...]
    tensions: tuple[str, ...]
    library: Library

    @property
    def cases(self) -> tuple[Case, ...]:
        return tuple(p.case for p in self.parts if p.case)


def tensions_of(chosen: tuple[str, ...], library: Library) -> tuple[str, ...]:
    """The tensions chosen, and the two that each chosen theme of the study speaks to most. A theme is written 'theme:' and its id."""
    named: list[str] = []
    for one in chosen:
        if one.startswith("theme:"):
            counts = Counter(t for f in library.findings.values() if f.theme == one.removeprefix("theme:") for t in f.tensions)
            named += [t for t, _ in sorted(counts.items(), key=lambda c: (-c[1], c[0]))[:2]]
        else:
            named.append(one)
    return tuple(dict.fromkeys(named))


def suggest(tensions: tuple[str, ...], minutes: int, library: Library) -> tuple[str, ...]:
    """Vignettes that meet the tensions best, the gentler first, as many as a session of that length carries well."""
    count = max(1, min(4, (minutes - 10) // 35))
    level = ("start", "middle", "deep")
    ranked = sorted(library.vignettes.values(), key=lambda v: (-len(set(v.tensions) & set(tensions)), level.index(v.level), v.id))
    chosen: list[str] = []
    met: set[str] = set()
    for vignette in [*[v for v in ranked if set(v.tensions) & set(tensions)], *ranked]:
        fresh = set(vignette.tensions) & set(tensions) - met
        if len(chosen) < count and vignette.id not in chosen and (fresh or met >= set(tensions)):
            chosen.append(vignette.id)
            met |= set(vignette.tensions)
    return tuple(
        sorted(chosen, key=lambda v: (not set(library.vignettes[v].tensions) & set(tensions), level.index(library.vignettes[v].level), chosen.index(v)))
    )


def build(choices: Choices, library: Library) -> Pack:
    """The session that follows from the choices. Raises ChoiceError where they do not fit together."""
    if not LEAST_MINUTES <= choices.minutes <= MOST_MINUTES:
        raise ChoiceError(f"A session lasts {LEAST_MINUTES} to {MOST_MINUTES} minutes. Change the minutes.")
    if not LEAST_SIZE <= choices.size <= MOST_SIZE:
        raise ChoiceError(f"A group has {LEAST_SIZE} to {MOST_SIZE} people. Change its size.")
    audience = next((a for a in library.training.audiences if a.id == choices.audience), None)
    unknown = [t for t in choices.tensions if t not in library.tensions] + [v for v in choices.vignettes if v not in library.vignettes]
    if audience is None or unknown or choices.framework not in library.frameworks:
        raise ChoiceError("One of the choices is not in the library any more. Choose again.")
    cases: dict[str, Case] = {}
    for chosen in dict.fromkeys(choices.vignettes):
        cases[f"case-{chosen}"] = case_from(library.vignettes[chosen], library, before=tuple(cases.values()))
    if choices.own:
        text, tensions = choices.own
        cases["case-own"] = case_from(text, library, tensions or choices.tensions[:2], tuple(cases.values()))
    if not cases:
        raise ChoiceError("Choose at least one case, or bring your own.")
    parts = _timed(_ordered(choices, list(cases)), choices.minutes, cases)
    named = tuple(dict.fromkeys([*choices.tensions, *(t for c in cases.values() for t in c.tensions)]))
    return Pack(
        "How far to go? A session on boundaries, dependence and holding", choices, audience, library.frameworks[choices.framework], parts, named, library
    )


def short(choices: Choices, library: Library) -> Pack:
    """The same session as 45 minutes with one case and nothing to plug in."""
    first = choices.vignettes[:1]
    return build(replace(choices, minutes=45, vignettes=first, own=None if first else choices.own, order=(), left_out=("framework",)), library)


def _ordered(choices: Choices, cases: list[str]) -> list[str]:
    middle = ["study", "continuum", *cases]
    if choices.minutes >= FRAME_FROM:
        middle.insert(3, "framework")
    if choices.minutes >= BREAK_FROM:
        middle.insert(len(middle) // 2 + 1, "break")
    wanted = [p for p in choices.order if p in middle]
    rest = [p for p in middle if p not in wanted]
    kept = [p for p in [*wanted, *rest] if p not in choices.left_out or p in cases]
    return [FIXED[0], *kept, FIXED[1]]


def _timed(ids: list[str], minutes: int, cases: dict[str, Case]) -> tuple[Part, ...]:
    """Parts whose minutes add up to the whole, in fives from an hour up where the minutes allow."""
    kinds = ["case" if i in cases else i for i in ids]
    step = 5 if minutes >= 60 and minutes % 5 == 0 else 1
    given = [-(-_SIZES[k][0] // step) * step for k in kinds]
    if sum(given) > minutes:
        raise ChoiceError(f"{len(cases)} cases do not fit into {minutes} minutes. Leave one out, or make it longer.")
    while sum(given) < minutes:
        room = [n for n, k in enumerate(kinds) if given[n] < _SIZES[k][2]] or [n for n, k in enumerate(kinds) if k in ("case", "continuum", "closing")]
        least = min(room, key=lambda n: (given[n] / _SIZES[kinds[n]][1], n))
        given[least] += min(step, minutes - sum(given))
    parts, start = [], 0
    for one, kind, length in zip(ids, kinds, given):
        case = cases.get(one)
        parts.append(Part(one, kind, case.title if case else _TITLES[kind], start, length, case))
        start += length
    return tuple(parts)


def split(minutes: int, shares: tuple[float, ...]) -> tuple[int, ...]:
    """Whole minutes in proportion to the shares, adding up to `minutes`; each at least one where that is possible."""
    exact = [minutes * s / sum(shares) for s in shares]
    whole = [max(1, int(e)) for e in exact]
    order = sorted(range(len(shares)), key=lambda n: (int(exact[n]) - exact[n], n))
    for n in order * 9:
        if sum(whole) == minutes:
            break
        whole[n] += 1 if sum(whole) < minutes else -1 if whole[n] > 1 else 0
    return tuple(whole)
