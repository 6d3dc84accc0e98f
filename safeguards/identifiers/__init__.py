"""Finds what may say who somebody is. Rules, word lists and a small model; the worker decides what is masked."""

from __future__ import annotations

import re
from dataclasses import replace

from safeguards.identifiers.base import Identifier, Kind, Recogniser, words_of
from safeguards.identifiers.learned import find_learned
from safeguards.identifiers.named import find_combinations, find_named_after_the, find_organisations, find_places, find_plainly_typed, find_roles
from safeguards.identifiers.patterned import find_forms, find_numbers, find_phones, find_references
from safeguards.identifiers.people import find_people
from safeguards.identifiers.standins import StandIns, mask

__all__ = ["Identifier", "Kind", "Recogniser", "StandIns", "find_identifiers", "mask"]
RECOGNISERS: tuple[Recogniser, ...] = (
    find_forms,
    find_numbers,
    find_phones,
    find_references,
    find_organisations,
    find_named_after_the,
    find_plainly_typed,
    find_places,
    find_people,
    find_roles,
    find_combinations,
    find_learned,
)
_LEADS = frozenset("mrs miss wee big auld old young baby aunt auntie uncle granny doctor rev nurse sister father professor sgt cllr".split())
_FIRST = {"contact": 0, "number": 1, "phone": 1, "address": 2, "vehicle": 3, "date": 3, "age": 4, "organisation": 5, "person": 6, "place": 6, "role": 9}


def find_identifiers(text: str) -> list[Identifier]:
    """Every identifier in `text`, in order, none overlapping another. Offsets are into `text` as given."""
    hidden = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]")
    plain, places = [], []
    for place, char in enumerate(text):
        if not hidden.match(char):
            plain.append("\x20" if char in "\u00a0\u202f\u2009" else char)
            places.append(place)
    bare = "".join(plain)
    found = [one for recogniser in RECOGNISERS for one in recogniser(bare)]
    found += _again(bare, [one for one in found if one.kind == "person"])
    kept: list[Identifier] = []
    for one in sorted(
        found, key=lambda i: (not i.masked, _FIRST[i.kind] if i.kind in ("contact", "number", "phone") else 2, -(i.end - i.start), _FIRST[i.kind], i.start)
    ):
        if all(one.end <= other.start or one.start >= other.end for other in kept):
            kept.append(one)
        elif not one.masked and (before := one.text[: min(o.start for o in kept if o.end > one.start) - one.start].rstrip()):
            kept.append(replace(one, end=one.start + len(before), text=before))
    spans = [(places[one.start], places[one.end - 1] + 1, one) for one in kept]
    return sorted(Identifier(s, e, one.kind, one.label, text[s:e], one.masked) for s, e, one in spans)


def _again(text: str, people: list[Identifier]) -> list[Identifier]:
    """The same names elsewhere in the text, whatever their case."""
    more = []
    names = {word for one in people for word in re.findall(r"[^\W\d_]{3,}", one.text)} - {"the"}
    for name in names:
        low = name.lower()
        if low in _LEADS:
            continue
        common = low in words_of("words")
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text, 0 if common else re.I):
            more.append(Identifier(match.start(), match.end(), "person", "name", match.group()))
    return more
