"""Stand-ins such as [person A]: the same person always the same one, and no way back to a name."""

from __future__ import annotations

import re
import string
from dataclasses import dataclass, field

from safeguards.identifiers.base import Identifier, Kind

_LEAD = re.compile(
    r"^(?:(?:mr|mrs|ms|miss|mx|dr|doctor|prof|rev|sir|wee|big|auld|old|young|baby|auntie|aunty|aunt|uncle|granny|nurse|the|sister|father)\b\.?\s+)+", re.I
)


def _key(kind: Kind, text: str) -> str:
    text = re.sub(r"[\u200b-\u200f\ufeff\u2060]", "", text).replace("’", "'")
    text = re.sub(r"'s$", "", re.sub(r"\s+", " ", text.strip().lower()))
    return _LEAD.sub("", text) if kind in ("person", "place", "organisation") else re.sub(r"[\s-]", "", text)


@dataclass
class StandIns:
    """One conversation's stand-ins. Kept in its memory alone, and gone with it."""

    given: dict[tuple[str, str], str] = field(default_factory=dict, repr=False)
    kept: set[str] = field(default_factory=set, repr=False)
    counts: dict[str, int] = field(default_factory=dict)

    def for_(self, one: Identifier) -> str:
        """The stand-in for a find, made on first sight. A surname or a first name alone joins its full name."""
        key = _key(one.kind, one.text)
        if (one.kind, key) in self.given:
            return self.given[one.kind, key]
        if one.kind == "person":
            for (kind, known), stand_in in self.given.items():
                if kind == "person" and (set(key.split()) <= set(known.split()) or set(known.split()) <= set(key.split())):
                    self.given["person", key] = stand_in
                    return stand_in
        self.given[one.kind, key] = self._next(one.kind)
        return self.given[one.kind, key]

    def _next(self, kind: Kind) -> str:
        number = self.counts[kind] = self.counts.get(kind, 0) + 1
        mark = string.ascii_uppercase[(number - 1) % 26] * ((number - 1) // 26 + 1) if kind == "person" else str(number)
        return f"[{kind} {mark}]"

    def knows(self, one: Identifier) -> bool:
        """Whether the worker has already decided about this one."""
        return (one.kind, _key(one.kind, one.text)) in self.given or self.keeps(one)

    def keep(self, one: Identifier) -> None:
        """The worker says that this is not an identifier; it stays as typed."""
        self.kept.add(f"{one.kind}:{_key(one.kind, one.text)}")

    def keeps(self, one: Identifier) -> bool:
        return f"{one.kind}:{_key(one.kind, one.text)}" in self.kept

    def merge(self, one: Identifier, stand_in: str) -> None:
        """The worker says that this find is the same as one that has a stand-in already."""
        self.given[one.kind, _key(one.kind, one.text)] = stand_in

    def part(self, one: Identifier) -> None:
        """The worker says that this find is somebody else than the one whose stand-in it was to share."""
        self.given[one.kind, _key(one.kind, one.text)] = self._next(one.kind)

    def copy(self) -> StandIns:
        """The same decisions, to try something out on."""
        return StandIns(dict(self.given), set(self.kept), dict(self.counts))

    def clear(self) -> None:
        self.given.clear()
        self.kept.clear()
        self.counts.clear()


def mask(text: str, found: list[Identifier], stand_ins: StandIns) -> str:
    """`text` with every masked find replaced by its stand-in; everything else to the character.

    Changes nothing: a find that has no stand-in yet is shown the one that it would get.
    """
    out, place, trial = [], 0, stand_ins.copy()
    for one in found:
        if one.masked and not trial.keeps(one):
            out += [text[place : one.start], trial.for_(one)]
            place = one.end
    return "".join(out) + text[place:]
