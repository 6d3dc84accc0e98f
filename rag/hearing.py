"""What a worker's message holds: scraps in its own words, who is in it, feelings, and how much there is of it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from rag.text import sentences, words
from safeguards.phrases import any_of, fold

FEELINGS = (
    "tired|knackered|exhausted|angry|raging|cross|furious|guilty|ashamed|worried|scared|feart|frightened|anxious|sad|sick|dread|dreading|lonely|alone|"
    "useless|helpless|hopeless|stuck|lost|torn|proud|relieved|glad|chuffed|resentful|fed up|scunnered|upset|hurt|embarrassed|mortified|daft|"
    "heart sank|heart sinks|can't sleep|awake|crying|cried|greeting|heavy|drained|frustrated|annoyed|uneasy|uncomfortable|thin|niggling|out of my depth"
)
_PERSPECTIVES = {
    "person": r"she|he|him|her|his|hers|they|them|their",
    "worker": r"i|i'm|i've|i'd|i'll|me|my|myself|mine",
    "family": r"(?:her|his|their) (?:\w+ )?(?:mum|mother|dad|father|son|daughter|sister|brother|wife|husband|partner|family|granny|kids|weans|neighbour|pal|friend)",
    "practice": r"gp|gps|doctor|doctors|practice|surgery|reception|receptionist|nurse|practice manager",
    "system": r"waiting list|list|psychology|camhs|cmht|social work|housing|council|service|services|referral|tribunal|dwp|jobcentre|funding|team",
    "manager": r"manager|supervisor|supervision|boss|line manager",
    "colleague": r"colleague|colleagues|other links?|link workers|team mates?|the team",
    "ending": r"ending|end|finish|finishing|goodbye|close (?:him|her|them|the case)|discharge|last (?:visit|meeting|session|one)|stop seeing",
    "cost": r"weekend|evening|night|sunday|saturday|day off|home|sleep|bed|my own time|family|kids|husband|wife",
    "good": r"better|brighter|proud|laugh|smile|smiled|managed|good day|glad|works|worked",
}
PERSPECTIVES = {name: re.compile(rf"(?<!\w)(?:{form})(?!\w)") for name, form in _PERSPECTIVES.items()}
# "A woman of 80" settles who "she" is; "the counsellor ... her" is mostly somebody beside the case.
_SPOKEN_OF = {
    "she": re.compile(r"(?<!\w)(?:a|an|this|the|that|same|old|older|young|younger|lovely|one) (?:\w+ )?(?:woman|lady|lassie|girl|wifie)(?!\w)"),
    "he": re.compile(r"(?<!\w)(?:a|an|this|the|that|same|old|older|young|younger|lovely|one) (?:\w+ )?(?:man|lad|guy|boy|fella|fellow|bloke|gentleman)(?!\w)"),
}
_BESIDE = {
    p: re.compile(
        rf"(?<!\w)(?:{who} and me|me and {who}|(?:manager|gp|colleague|nurse|boss|supervisor|worker|counsellor)[^.!?]{{0,30}}?(?<!\w)(?:{any_}))(?!\w)"
    )
    for p, who, any_ in (("she", "her", "she|her"), ("he", "him", "he|him|his"))
}
_JOIN = re.compile(
    r"[.!?…;:()\n]+|,\s+|\s+[-–—]\s+|\s+(?=(?:but|because|cos|so|although|though|while|when|which|who|since|or|then|until|till|if|even though)\s)"
    r"|\s+(?=and\s+(?:i|i'm|i've|i'd|he|she|they|he's|she's|it|it's|then|now|we|my|there|there's|yet|nobody)\s)",
    re.I,
)
_LEADING = re.compile(
    r"^(?:(?:and|but|because|cos|although|though|even though|while|when|then|well|also|plus|anyway|obviously|basically|honestly|so(?=\s+(?:i|he|she|they|we|it|there|now|the|my|i'm|i've)\b))\s+)+",
    re.I,
)
_UNSTEADY = re.compile(r"^(?!if i\W?m honest)(?:which|who|until|till|that|or|than|as|if|since|to|of)\b", re.I)
_LOOSE_END = frozenset(
    "a an the my her his their our your its of in on at for from with and or but so that this these those is was are were be been i he she they it we "
    "mean who which as than not no very really just about into by if because when had has have do did does am i'm i've he's she's every any some partly mostly also then even only still both either though maybe never".split()
)
_DULL = re.compile(
    r"^(?:i (?:think|know|mean|said|suppose|guess)|he said|she said|they said|you know|to be honest|i don't know|my manager said|he says|she says|it's|it is|that's|there's|there is|i'd think|i'd say|i think i|i could|i asked|she asked|he asked|last week|today|yesterday|thanks|hello|hi|(?:my|the|his|her) \w+ (?:said|asked|told me|says)|(?:she|he|they)(?:'d|'ll|’d|’ll)? (?:say|always says that)|(?:he|she)(?:'s|’s) the one|one of (?:them|us) (?:said|says|asked)|my (?:manager|supervisor|boss|colleague|team leader|team lead))$",
    re.I,
)
_TELLING = re.compile(
    r"(?<!\w)(?:only|just|never|always|every|nobody|no one|somebody|still|again|should|shouldn't|supposed|used to|can't|couldn't|wouldn't|won't|don't|doesn't|least|promise\w*|own|instead|wish|hope|alone|enough|too|anyway|somehow|pretend\w*|secret\w*|trust\w*|last|first|one)(?!\w)"
)
_FEELING = re.compile(rf"(?<!\w)(?:{FEELINGS})(?!\w)")
_CONTRAST = re.compile(r"(?<!\w)(?:but|though|although|yet|even though|except|only)(?!\w)", re.I)


@dataclass(frozen=True)
class Scrap:
    """A run of the worker's exact words. `place` is where it begins in the message, in characters."""

    text: str
    place: int
    weight: float
    sentence: int
    after_contrast: bool


@dataclass(frozen=True)
class Heard:
    """One message, read for what is in it. Plain data."""

    text: str
    words: int
    scraps: tuple[Scrap, ...]
    perspectives: frozenset[str]
    leading: str
    feelings: tuple[str, ...]
    pronouns: tuple[tuple[str, int], ...]
    danger: tuple[str, ...] = ()


def hear(text: str, danger: tuple[str, ...] = ()) -> Heard:
    """Read a masked message. Nothing is turned: every scrap stands in `text` to the character.

    `danger` are the words that raised a card; no scrap is taken from them.
    """
    low = fold(text).text
    counted = Counter(w for w in words(text) if w in ("she", "he", "they", "her", "his", "him", "their", "them"))
    pronouns = Counter(
        {
            "she": counted["she"] + counted["her"],
            "he": counted["he"] + counted["his"] + counted["him"],
            "they": counted["they"] + counted["their"] + counted["them"],
        }
    )
    for pronoun, form in _SPOKEN_OF.items():
        pronouns[pronoun] += 3 * len(form.findall(low))
    for pronoun, form in _BESIDE.items():
        pronouns[pronoun] = max(0, pronouns[pronoun] - len(form.findall(low)))
    present = {name: len(form.findall(low)) for name, form in PERSPECTIVES.items()}
    ranked = sorted(
        (n for n in ("person", "worker", "practice", "system", "family") if present[n]), key=lambda n: -present[n] * (0.5 if n == "worker" else 1.0)
    )
    return Heard(
        text=text,
        words=len(words(text)),
        scraps=_scraps(text, danger),
        perspectives=frozenset(n for n, count in present.items() if count),
        leading=ranked[0] if ranked else "",
        feelings=tuple(dict.fromkeys(m.group() for m in _FEELING.finditer(low))),
        pronouns=tuple((p, n) for p, n in pronouns.most_common() if n),
        danger=danger,
    )


def _scraps(text: str, danger: tuple[str, ...]) -> tuple[Scrap, ...]:
    found: list[Scrap] = []
    place, cuts = 0, [*_JOIN.finditer(text), None]
    spans = sentences(text)
    for cut in cuts:
        end = cut.start() if cut else len(text)
        raw = text[place:end]
        lead = _LEADING.match(raw.strip())
        start = place + len(raw) - len(raw.lstrip())
        before = text[max(0, start - 8) : start + (lead.end() if lead else 0)]
        if lead:
            start += lead.end()
        body = _shorten(text[start:end].rstrip(" ,'\"“”‘’"))
        asked = cut is not None and cut.group().strip().startswith("?")  # a question said back would lose its mark
        if body and not asked and not _DULL.match(body) and not _UNSTEADY.match(body):
            number = next((n for n, s in enumerate(spans) if body in s), 0)
            found.append(Scrap(body, start, _weight(body, start / max(1, len(text))), number, bool(_CONTRAST.search(before))))
        place = cut.end() if cut else end
    first = re.match(r"(?:[^.!?\n]{2,30}[.!?]\s*){1,2}|[^.!?\n]{2,30}$", text)
    opening = first.group().strip(" .!,?") if first else ""
    if 1 <= len(opening.split()) <= 5 and _FEELING.search(opening.lower()) and "[" not in opening:
        found.append(Scrap(opening, text.index(opening), 1.7, 0, False))
    return tuple(s for s in found if not overlaps(s.text, danger))


def overlaps(scrap: str, danger: tuple[str, ...]) -> bool:
    """Whether a scrap shares the words that raised a card, or holds them, or stands in them."""
    plain = fold(scrap).text
    return any(words_ in plain or plain in words_ or len(set(words(plain)) & set(words(words_))) > 2 for words_ in danger)


def _shorten(body: str) -> str:
    """A clause of two to nine words, cut where a phrase ends, or nothing."""
    if re.search(r"[\[\]<>{}|*_#`@/\\\"“”\u200b-\u200f\u202a-\u202e]|https?:", body):
        return ""
    if re.match(r"(?i)(?:to|of|that|than|as|with|for|in|on|at|being|having|from|about|by|the one|going)\s", body) and len(body.split()) < 4:
        return ""
    tokens = body.split()
    if len(tokens) > 10:
        cuts = [
            n
            for n, t in enumerate(tokens)
            if 3 < n <= 9
            and len(tokens) - n > 1
            and tokens[n - 1].lower() not in ("how", "what", "why", "where")
            and t.lower()
            in (
                "in",
                "at",
                "on",
                "for",
                "with",
                "that",
                "which",
                "who",
                "where",
                "from",
                "every",
                "till",
                "until",
                "about",
                "after",
                "before",
                "like",
                "and",
                "to",
                "as",
            )
        ]
        tokens = tokens[: cuts[-1]] if cuts else []
    while tokens and (tokens[-1].lower().strip(",") in _LOOSE_END or tokens[-1].lower() == "to" and tokens[-2:-1] != ["not"]):
        tokens = []
    shortened = " ".join(tokens)
    return body[: len(shortened)].rstrip(",") if len(tokens) > 1 and body.startswith(shortened) else ""


def _weight(body: str, along: float) -> float:
    low = body.lower().replace("’", "'")
    weight = 1.0 * bool(_FEELING.search(low)) + 0.8 * min(2, len(_TELLING.findall(low))) + 0.7 * bool(PERSPECTIVES["worker"].search(low))
    weight += (
        0.3 * bool(PERSPECTIVES["person"].search(low))
        + 0.7 * along
        - 0.6 * bool(re.match(r"i (?:don't|didn't|dinnae) (?:know|think)", low))
        - 0.6 * bool(re.fullmatch(r"(?:it|that|this) (?:makes|made) me \w+|i (?:feel|felt|was|am) \w+|i'm \w+", low))
    )
    return round(weight - 0.15 * max(0, len(body.split()) - 6) - 0.6 * bool(re.search(r"\d", low)), 3)


def telling_scrap(heard: Heard, used: set[str]) -> Scrap | None:
    """The scrap most worth saying back that has not been used, or none."""
    fresh = [s for s in heard.scraps if s.text.lower() not in used and s.weight >= (0.9 if heard.words > 15 else 0.2)]
    return max(fresh, key=lambda s: (s.weight, -s.place), default=None)


def pair(heard: Heard, used: set[str]) -> tuple[Scrap, Scrap] | None:
    """Two scraps that pull against each other, in the order in which they were said, or none."""
    fresh = [s for s in heard.scraps if s.text.lower() not in used and (3 <= len(s.text.split()) <= 8 or _FEELING.search(s.text.lower()))]
    best: tuple[float, tuple[Scrap, Scrap]] | None = None
    for n, first in enumerate(fresh):
        for second in fresh[n + 1 :]:
            pull = (
                1.6 * second.after_contrast * (second.place - first.place < 90)
                + 1.0 * _opposed(first.text, second.text)
                + 2.0 * _echoed(first.text, second.text)
            )
            if pull and first.weight + second.weight >= 1.3 and second.sentence - first.sentence < 6:
                score = pull + 0.5 * (first.weight + second.weight)
                if best is None or score > best[0]:
                    best = (score, (first, second))
    return best[1] if best else None


_GOOD = re.compile(
    r"(?<!\w)(?:better|glad|proud|love|looks? forward|trust\w*|good|brighter|delighted|laugh\w*|thank\w*|worth|helps?|helped|happy|yes|relief|relieved|safe|easy)(?!\w)"
)
_HARD = re.compile(rf"(?<!\w)(?:{FEELINGS}|can't|couldn't|nobody|never|too|not|no|doesn't|don't|waiting|worse|missed|sank|cross)(?!\w)")


def _opposed(first: str, second: str) -> bool:
    a, b = first.lower().replace("’", "'"), second.lower().replace("’", "'")
    return bool(_GOOD.search(a)) and bool(_HARD.search(b)) and not _GOOD.search(b) or bool(_HARD.search(a)) and bool(_GOOD.search(b)) and not _GOOD.search(a)


def _echoed(first: str, second: str) -> bool:
    """Whether a telling word comes twice, and one of the two denies it."""
    shared = {w for w in words(first) if len(w) > 3} & set(words(second)) - {
        "this",
        "that",
        "them",
        "they",
        "with",
        "what",
        "have",
        "just",
        "know",
        "don't",
        "think",
    }
    denied = [bool(re.search(r"n't|n’t|\b(?:not|no|never|nobody)\b", t.lower())) for t in (first, second)]
    return bool(shared) and denied[0] != denied[1]


def says(text: str, patterns: tuple[str, ...]) -> re.Match[str] | None:
    """The first match of any phrase pattern in the folded text."""
    return any_of(patterns).search(fold(text).text)
