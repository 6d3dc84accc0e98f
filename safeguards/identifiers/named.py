"""Names of people, places and organisations, from word lists and from how they stand in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from safeguards.identifiers.base import Identifier, lines_of, words_of

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_TITLE = re.compile(
    r"(?i)\b(mr|mrs|ms|miss|mx|dr|doctor|prof|professor|rev|reverend|father|sister|fr|sir|auntie|aunty|aunt|uncle|granny|nurse|sgt|pc|cllr|councillor|sheriff|imam)\b\.?\s+"
)
_BY = re.compile(r"(?i)\b(wee|big|auld|old|young|baby|called|named|name is|name's|name)\s+")
_INITIALS = re.compile(r"(?<![\w.])(?:[A-Z]\.){2,3}(?!\w)")
_ORG = re.compile(
    r"(?:[A-Z][\w'’&-]*\s+|(?:of|the|and|&)\s+){1,4}(?:Medical (?:Practice|Centre|Group)|Health Centre|Surgery|Practice|Primary(?: School)?|"
    r"Secondary|Academy|High School|Nursery|College|Infirmary|Hospital|Hospice|House|Dockyard|Depot|Newsagents?|Garage|Cafe|Café|"
    r"Buses|Court|Prison|Church|Mosque|Temple|Gurdwara|Chapel|Parish|Community Centre|Foodbank|Food Bank|Project|Care Home|Nursing Home|"
    r"Housing Association|Law Centre|FC|Club|Bar|Hotel|Ward|Group|Homes|Ltd|Stadium)\b"
)
_WORKS = re.compile(
    r"(?:(?<=works at )|(?<=worked at )|(?<=works for )|(?<=worked for )|(?<=job at )|(?<=employed by )|(?<=moved by )|(?<=drives for ))(?:the\s+)?[A-Z][\w'’&-]*(?:\s+(?:[A-Z][\w'’&-]*|in))*"
)
_ROLE = re.compile(
    r"(?i)\bthe (?:only|first|sole) (?:\w+ ){0,3}\w+ (?:in|at|on) (?:the )?\w+|\b(?:the|an?) (?:\w+ )?(?:minister's wife|lollipop (?:man|lady|woman)|imam|priest|councillor|headteacher|head teacher|footballer|postmaster|postmistress)\b"
)
_SAYS = re.compile(
    r"\s+(?:said|says|told|texted|phoned|rang|phones|rings|wants|came|was|is|has|asked|thinks|lives|works|hasn|doesn|didn|won|cried|never|keeps)\b"
)
_NEVER = frozenset(
    "he she they his her him their i you we it this that these those them so and or but with for from about "
    "again who when then as is was are were has had have very just not still always never also too at on in of to "
    "a an the my your our soul man woman lady lad lads boy girl boys girls guy guys fella bit one ones yin people folk "
    "person lassie laddie couple family mum dad time chat problem issue mate pal dog cat house flat job thing things "
    "school day days age friend friends worker surgery appointment appointments practice gp doctor".split()
)


def _capitalised(word: str) -> bool:
    return word[:1].isupper()


def find_people(text: str) -> Iterator[Identifier]:
    """Names by list, by title ("Mrs …"), by what goes before ("wee …") and by a capital in mid-sentence."""
    given, surnames, everyday, keep = words_of("given_names"), words_of("surnames"), words_of("words"), frozenset(lines_of("keep"))
    shouting = sum(c.isupper() for c in text) > 0.6 * max(1, sum(c.isalpha() for c in text))
    tokens = list(_WORD.finditer(text))
    taken = 0
    for index, token in enumerate(tokens):
        if token.start() < taken:
            continue
        word = token.group()
        low = re.sub(r"['’]s$", "", word.lower())
        titled = _TITLE.search(text, max(0, token.start() - 12), token.start())
        titled = titled if titled and titled.end() == token.start() else None
        led = _BY.search(text, max(0, token.start() - 10), token.start())
        led = led if led and led.end() == token.start() else None
        starts = not re.search(r"[\w,;:)\]\"'“”’-]\s*$", text[: token.start()].split("\n")[-1]) if not titled else False
        capital = _capitalised(word) and not shouting
        listed = (
            low in given
            or low in everyday
            or low.split("-")[0] in given
            and "-" in low
            and low.split("-")[0] not in everyday
            or low[-1:] == "s"
            and low[:-1] in given - everyday
            and not capital
        ) and low not in keep
        name = False
        if titled:
            name = (
                low not in _NEVER
                and low not in keep
                and (capital or low in (given | surnames) - everyday or titled.group(1).lower() in ("mr", "mrs", "ms", "dr"))
            )
        elif low in _NEVER or low in keep or len(low) < 2 or capital and _phrase_kept(text, token, keep):
            name = False
        elif listed and low not in everyday:
            name = True
        elif listed and capital:
            name = not starts or _SAYS.match(text, token.end()) is not None or led is not None
        elif led and led.group(1).lower() in ("called", "named", "name is", "name's", "name"):
            name = capital or low in given
        elif low in surnames or re.fullmatch(r"(?:ma?c|o['’])[a-z]{4,}", low):
            name = (
                capital or re.fullmatch(r"mac[a-z]{4,}|mc[a-z]{3,}", low) is not None and low not in ("machine", "machete", "mackerel", "macaroni", "machines")
            )
        elif capital and not starts:
            name = not word.isupper() and low not in words_of("places")
        elif capital and starts and low not in given:
            name = False
        if not name:
            continue
        start, end = (titled or led or token).start(), token.end()
        following = tokens[index + 1 : index + 4]
        for after in following:
            gap = text[end : after.start()]
            low_after = re.sub(r"['’]s$", "", after.group().lower())
            if gap not in (" ", "-", "  ") or low_after in _NEVER or low_after in keep:
                break
            if _capitalised(after.group()) and not shouting or low_after in surnames or titled and low_after in given:
                end = after.end()
            else:
                break
        if led and led.group(1).lower().startswith(("called", "name")):
            start = token.start()
        possessive = re.search(r"['’]s$", text[start:end])
        end -= len(possessive.group()) if possessive else 0
        taken = end
        yield Identifier(start, end, "person", "name", text[start:end])
    for match in _INITIALS.finditer(text):
        yield Identifier(match.start(), match.end(), "person", "initials", match.group())


def _phrase_kept(text: str, token: re.Match[str], keep: frozenset[str]) -> bool:
    """Whether the capitalised word is part of a national service, a benefit or the like."""
    near = text[max(0, token.start() - 40) : token.end() + 40].lower()
    low = token.group().lower()
    return low in keep or low.rstrip("s") in keep or any(low in phrase.split() and phrase in near for phrase in keep if " " in phrase)


def find_places(text: str) -> Iterator[Identifier]:
    """Towns and neighbourhoods of the list; those that are also everyday words only with a capital."""
    soft = {
        "wick",
        "mull",
        "keith",
        "leven",
        "perth",
        "hull",
        "douglas water",
        "royston",
        "hamilton",
        "lewis",
        "harris",
        "skye",
        "milton",
        "bute",
        "tain",
        "alva",
        "denny",
        "irvine",
        "johnstone",
        "moffat",
        "the drum",
        "unst",
        "ayr",
        "banff",
    }
    for name in lines_of("places"):
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.I):
            if name not in soft or match.group()[:1].isupper():
                yield Identifier(match.start(), match.end(), "place", "place", match.group())


def find_organisations(text: str) -> Iterator[Identifier]:
    """Practices, schools, employers and the like, by how their names end or what leads to them."""
    keep = lines_of("keep")
    for form in (_ORG, _WORKS):
        for match in form.finditer(text):
            lead = re.match(r"(?:(?:the|of|and|&|a|at|in|to|my|our)\s+)+", match.group(), re.I)
            start = match.start() + (lead.end() if lead else 0)
            name = text[start : match.end()]
            if len(name.split()) > (0 if form is _WORKS else 1) and name.lower() not in keep:
                yield Identifier(start, match.end(), "organisation", "organisation", name)


def find_roles(text: str) -> Iterator[Identifier]:
    """Rare roles that may single someone out: pointed at, not masked."""
    for match in _ROLE.finditer(text):
        yield Identifier(match.start(), match.end(), "role", "may single someone out", match.group(), masked=False)
