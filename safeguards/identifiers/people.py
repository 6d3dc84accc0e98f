"""Names of people, from word lists and from how they stand in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from safeguards.identifiers.base import Identifier, is_everyday, lines_of, words_of

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_TITLE = re.compile(
    r"(?i)(?:\b(?:old|auld|young|wee|big)\s+)?\b(mr|mrs|ms|miss|mx|dr|doctor|prof|professor|rev|reverend|father|sister|fr|sir|auntie|aunty|aunt|uncle|granny|nurse|sgt|pc|cllr|councillor|sheriff|imam)\b\.?\s+"
)
_BY = re.compile(r"(?i)\b(wee|big|auld|old|young|baby|called|named|name is|name's|name)\s+")
_INITIALS = re.compile(r"(?<![\w.])(?:[A-Z]\.){2,3}(?!\w)")
_INITIAL = re.compile(
    r"(?i:\b(?:mr|mrs|ms|miss|dr|prof|rev|pc|sgt|cllr))\.?\s+(?:[A-Za-z]\.\s+|[A-Z]\s+){1,2}[A-Za-z][\w'’-]+|(?i:\b(?:mr|mrs|ms|miss|dr))\.?\s+[A-Z]\b\.?"
)
_KIN = re.compile(
    r"(?i)\b(?:sister|brother|mum|mother|dad|father|son|daughter|husband|wife|friend|pal|neighbour|partner|boyfriend|girlfriend|cousin|nephew|niece|grandson|granddaughter|auntie|uncle|client|patient|carer|worker)\s+"
)
_NO_NAME = frozenset(
    "will may can might mark hope grace chase grant faith joy bear gay dung long young short still even ever just back here there now then who that has had was is does did said and or for with".split()
)
_INITIALS_LOW = re.compile(r"(?<![\w.])(?!i\.e|e\.g|a\.m|p\.m|n\.b|a\.k|o\.k)[a-z]\.\s?[a-z]\.(?!\w)")
_PARTICLE = frozenset("van thi bin binte al el de la ibn abu ul ur ud da dos van den der o mac nic ní ó".split())
_TOLD = re.compile(r"\s+(?:said|says|told|texted|phoned|rang|phones|rings|brought|gave|asked|cried|thinks)\b")
_LED_IN = re.compile(r"(?:^|[.!?,;:]\s+|\b(?:and|but|so|when|because|it's|its|it’s|that|then|again|see|saw|with)\s+)$", re.I)
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
    given, surnames, ambiguous, keep = words_of("given_names"), words_of("surnames"), words_of("words"), frozenset(lines_of("keep"))
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
            or low in ambiguous
            or low.split("-")[0] in given
            and "-" in low
            and low.split("-")[0] not in ambiguous
            or low[-1:] == "s"
            and low[:-1] in given - ambiguous
            and not capital
        ) and low not in keep
        kin = _KIN.search(text, max(0, token.start() - 14), token.start())
        name = False
        if kin and kin.end() == token.start() and not shouting and low in given and low not in _NO_NAME and low not in keep:
            name = True
        elif titled:
            name = (
                low not in _NEVER
                and low not in keep
                and (not is_everyday(low) or capital)
                and (
                    capital
                    or low in (given | surnames) - ambiguous
                    or titled.group(1).lower() in ("mr", "mrs", "ms", "dr", "auntie", "aunty", "uncle", "aunt", "granny", "cllr", "rev", "pc", "sgt")
                )
            )
        elif low in _NEVER or low in keep or len(low) < 2 or capital and _phrase_kept(text, token, keep):
            name = False
        elif low in ("young", "old", "big", "wee", "auld", "baby"):
            name = False
        elif listed and low not in ambiguous:
            name = True
        elif listed and not capital and (_TOLD.match(text, token.end()) or text[token.end() :].startswith(" again")) and _LED_IN.search(text[: token.start()]):
            name = True
        elif listed and capital:
            name = not starts or _SAYS.match(text, token.end()) is not None or led is not None
        elif led and led.group(1).lower() in ("called", "named", "name is", "name's", "name"):
            name = capital or low in given
        elif (
            led
            and not capital
            and len(low) > 2
            and not is_everyday(low)
            and led.group(1).lower() in ("wee", "big", "auld", "called", "named", "name is", "name's")
        ):
            name = True
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
            further = tokens[index + following.index(after) + 2 : index + following.index(after) + 3]
            joins = low_after in _PARTICLE and further and (further[0].group().lower() in given | surnames or _capitalised(further[0].group()))
            if (
                _capitalised(after.group())
                and not shouting
                or low_after in surnames
                or low_after in given
                and (titled or low_after not in ambiguous and low_after not in _NEVER)
                or joins
            ):
                end = after.end()
            else:
                break
        if led and led.group(1).lower().startswith(("called", "name")):
            start = token.start()
        possessive = re.search(r"['’]s$", text[start:end])
        end -= len(possessive.group()) if possessive else 0
        taken = end
        yield Identifier(start, end, "person", "name", text[start:end])
    for match in _INITIAL.finditer(text):
        yield Identifier(match.start(), match.end(), "person", "name", match.group())
    for match in _INITIALS_LOW.finditer(text):
        yield Identifier(match.start(), match.end(), "person", "initials", match.group())
    for match in _INITIALS.finditer(text):
        yield Identifier(match.start(), match.end(), "person", "initials", match.group())


def _phrase_kept(text: str, token: re.Match[str], keep: frozenset[str]) -> bool:
    """Whether the capitalised word is part of a national service, a benefit or the like."""
    near = text[max(0, token.start() - 40) : token.end() + 40].lower()
    low = token.group().lower()
    return low in keep or low.rstrip("s") in keep or any(low in phrase.split() and phrase in near for phrase in keep if " " in phrase)
