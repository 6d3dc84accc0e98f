"""Names of places and organisations, and rare roles, from word lists and from how they stand in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from safeguards.identifiers.base import Identifier, is_everyday, lines_of

_ORG = re.compile(
    r"(?:[A-Z][\w'’&-]*\s+|(?:of|the|and|&)\s+){1,4}(?:Medical (?:Practice|Centre|Group)|Health Centre|Surgery|Practice|Primary(?: School)?|"
    r"Secondary|Academy|High School|Nursery|College|Infirmary|Hospital|Hospice|House|Dockyard|Depot|Newsagents?|Garage|Cafe|Café|"
    r"Buses|Court|Prison|Church|Mosque|Temple|Gurdwara|Chapel|Parish|Community Centre|Foodbank|Food Bank|Project|Care Home|Nursing Home|"
    r"Housing Association|Law Centre|FC|Club|Bar|Hotel|Ward|Group|Homes|Ltd|Stadium)\b"
)
_WORKS = re.compile(
    r"(?:(?<=works at )|(?<=worked at )|(?<=works for )|(?<=worked for )|(?<=job at )|(?<=employed by )|(?<=moved by )|(?<=drives for ))(?:the\s+)?[A-Z][\w'’&-]*(?:\s+(?:[A-Z][\w'’&-]*|in))*"
)
_THE = re.compile(r"\b(?:at|in|to|from|by|near|outside|runs|left|past|called|of)\s+the\s+((?:[A-Z][\w'’-]+)(?:\s+(?:of|and|&)?\s*[A-Z][\w'’-]+)*)")
_SAINT = re.compile(
    r"\b(?:HMP(?:\s+[A-Z][a-z]+){1,2}|(?:Our Lady|St\.?\s+[A-Z][\w’']+)(?:\s+(?:of|and)(?:\s+the)?(?:\s+[A-Z][a-z]+)+)?(?:\s+(?:RC|Primary|Parish|College|Academy))*)"
)
_ISLE = re.compile(r"\bIsle of [A-Z][a-z]+", re.I)
_ORG_LOW = re.compile(
    r"\b(?:at|in|from|to|by|near|outside|is|for|of|was)\s+(?:the\s+)?((?:[\w'’.-]+\s+){1,3}?(?:medical practice|medical centre|health centre|surgery|primary(?: school)?|academy|high school|secondary|nursery"
    r"|law centre|solicitors|hospital|infirmary|hospice|college|care home|nursing home|community centre|hotel|station|church|mosque|gurdwara|pharmacy|tribunals centre|flats|park|court|house|depot|factory|warehouse))\b",
    re.I,
)
_STREET_LOW = re.compile(r"\b((?:[a-z'’]+\s+){1,2}?(?:street|road|avenue|crescent|terrace|drive|gardens|parade)(?:\s+(?:east|west|north|south))?)\b", re.I)
_EMPLOYED = re.compile(
    r"(?i)\b(?:works?|working|worked|job|shifts?|nights|employed|sacked|started|boss|manager)\b[^.!?]{0,24}?\b(?:at|for|in|from|by|with|on)\s+(?:the\s+)?"
)
_ROLE = re.compile(
    r"(?i)\b(?:the|our|their) (?:only|first|sole|one) (?:\w+ ){0,3}\w+ (?:in|at|on|from) (?:the )?\w+|\b(?:the|an?) (?:\w+ )?(?:minister's wife|lollipop (?:man|lady|woman)|imam|priest|councillor|headteacher|head teacher|footballer|postmaster|postmistress|minister|organist|piper|undertaker|lifeboatman|coxswain|sheriff|msp|mp|rabbi|provost|bishop)\b"
)


# Places that are everyday words or names as well: only with a capital.
_SOFT = frozenset(
    "wick mull keith leven perth hull royston hamilton lewis harris skye milton bute tain alva denny irvine johnstone moffat unst ayr banff".split()
) | {"douglas water", "the drum"}


def find_places(text: str) -> Iterator[Identifier]:
    """Towns and neighbourhoods of the list; those that are also everyday words only with a capital."""
    for match in _ISLE.finditer(text):
        yield Identifier(match.start(), match.end(), "place", "place", match.group())
    for match in _listed_places().finditer(text):
        if match.group().lower() not in _SOFT or match.group()[:1].isupper():
            yield Identifier(match.start(), match.end(), "place", "place", match.group())


@lru_cache(maxsize=1)
def _listed_places() -> re.Pattern[str]:
    """One expression for all of the list, the longest names first."""
    names = sorted(lines_of("places"), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)", re.I)


def find_organisations(text: str) -> Iterator[Identifier]:
    """Practices, schools, employers and the like, by how their names end or what leads to them."""
    keep = lines_of("keep")
    for form in (_ORG, _WORKS, _SAINT):
        for match in form.finditer(text):
            lead = re.match(r"(?:(?:the|of|and|&|a|at|in|to|my|our)\s+)+", match.group(), re.I)
            start = match.start() + (lead.end() if lead else 0)
            name = text[start : match.end()]
            if len(name.split()) > (1 if form is _ORG else 0) and name.lower() not in keep:
                yield Identifier(start, match.end(), "organisation", "organisation", name)


def find_plainly_typed(text: str) -> Iterator[Identifier]:
    """Practices, schools, streets and employers typed without capitals: what stands before the kind of place must not be everyday words."""
    keep = lines_of("keep")
    for form, kind in ((_ORG_LOW, "organisation"), (_STREET_LOW, "address")):
        for match in form.finditer(text):
            words = list(re.finditer(r"\S+", match.group(1)))
            while words and is_everyday(words[0].group().lower().strip(".,'’")):
                words.pop(0)
            name = match.group(1)[words[0].start() :] if words else ""
            if len(words) > 1 and name.lower() not in keep:
                start = match.start(1) + words[0].start()
                yield Identifier(start, match.end(1), kind, kind, name)  # type: ignore[arg-type]
    for match in _EMPLOYED.finditer(text):
        for employer in lines_of("employers"):
            if text[match.end() :].lower().startswith(employer) and not text[match.end() + len(employer) : match.end() + len(employer) + 1].isalpha():
                yield Identifier(match.end(), match.end() + len(employer), "organisation", "employer", text[match.end() : match.end() + len(employer)])


def find_named_after_the(text: str) -> Iterator[Identifier]:
    """What is called by capitals after "the" (at the …), and is no national service."""
    keep = frozenset(lines_of("keep"))
    for match in _THE.finditer(text):
        name = match.group(1)
        low = name.lower()
        if (
            low not in keep
            and low.rstrip("s") not in keep
            and not name.isupper()
            and not any(low.startswith(phrase) for phrase in keep if " " in phrase or phrase == low.split()[0])
        ):
            yield Identifier(match.start(1), match.end(1), "organisation", "organisation", name)


def find_roles(text: str) -> Iterator[Identifier]:
    """Rare roles that may single someone out: pointed at, not masked."""
    for match in _ROLE.finditer(text):
        yield Identifier(match.start(), match.end(), "role", "may single someone out", match.group(), masked=False)


_AGE = re.compile(
    r"\b(?:aged? )?\d{1,2}(?:[ -]?(?:y/?o|yo|yrs?|years?)(?:[ -]old)?\b)?|\b(?:sixteen|seventeen|eighteen|nineteen|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty)(?:-\w+)?)\b",
    re.I,
)
_RARE = re.compile(
    r"\b(?:twins|triplets|transplant|amputee|lottery|adopted|surrogate|drowned|drowning|shot|stabbed|stabbing|murder(?:ed)?|house fire|explosion|train crash|in the (?:paper|papers|news|record|times)"
    r"|on the (?:news|telly|radio)|went viral|court case|inquiry|champion|medal|mbe|olympics?|famous|everyone (?:here )?knows (?:him|her|them|who)|anyone would know|you'd know who)\b",
    re.I,
)


def find_combinations(text: str) -> Iterator[Identifier]:
    """A rare event beside an age or a place, or said to be known to all: together they may single someone out. Pointed at, not masked."""
    for sentence in re.finditer(r"[^.!?\n]+", text):
        for match in _RARE.finditer(sentence.group()):
            known = match.group().lower().startswith(("every", "any", "you", "in the", "on the"))
            if known or _AGE.search(sentence.group()) or _listed_places().search(sentence.group()):
                yield Identifier(
                    sentence.start() + match.start(), sentence.start() + match.end(), "role", "may single someone out", match.group(), masked=False
                )
