"""Signs of danger in what a worker typed: patterns that a protection lead can read, nothing learned.

Looked for in the raw words before anything else is done with them. The module never rates risk.
Source: knowledge/risk.yaml.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from knowledge.library import Library, load
from safeguards.cues import SOMEBODY, Cue, cue_of, runs_on
from safeguards.phrases import any_of, finds, fold
from safeguards.stretches import broken, lines

SPOKEN_BY_ANOTHER = r"(he|she|they|patient|client|him|her|mum|dad) (\w+ )?(said|says|told|texted|text|wrote|messaged|keeps saying|goes|went)|told me|said to me|said:|says:|texted me"

_OWN_WORDS = re.compile(r"(?<!\w)(i|i'm|i've|i'd|i'll|ive|im|me|my|myself)(?!\w)")
_FOR_ME = re.compile(r"(?<!\w)((without|miss|for|kill|hurt) me|if i|myself)(?!\w)")
_SUBJECT = re.compile(
    r"(?<!\w)(?:(?P<own>i|i'm|i've|i'd|i'll|ive|im|myself)|he|she|they|he's|she's|they're|he'd|she'd|he'll|she'll|who|client|patient|pt|himself|herself|themselves|somebody|someone"
    r"|(?:her|his|the|my|their) (?:\w+ )?(?:husband|wife|partner|ex|son|daughter|mum|mother|dad|father|brother|sister|friend|neighbour|boy|girl|man|woman))(?!\w)"
)
_ASKS = re.compile(
    r"i('m| am|'ve| have|'d)? (been |was |did |just |also |have |had |am |really |so |then )*(worr|concern|ask|spoke|talk|wonder|phon|rais|mention|report|read|check|rang|call|told|said|heard|notic|saw|see |found|know|knew|learn|did|do a|went on|support|help|work)"
)


@dataclass(frozen=True)
class Concern:
    """One category, what raised it, and how it is spoken of."""

    category: str
    words: str
    cue: Cue
    people: frozenset[str] = frozenset()
    means: frozenset[str] = frozenset()

    @property
    def live(self) -> bool:
        """Whether this holds reflection up."""
        return self.cue == "live"


@dataclass(frozen=True)
class RiskAssessment:
    """What was found in one text, live or not; `failed` when the search itself broke."""

    concerns: tuple[Concern, ...] = ()
    strain: bool = False
    invented: bool = False
    failed: bool = False

    @property
    def live(self) -> tuple[Concern, ...]:
        return tuple(c for c in self.concerns if c.live)

    @property
    def categories(self) -> tuple[str, ...]:
        """Live categories, each once, in the order of risk.yaml."""
        return tuple(dict.fromkeys(c.category for c in self.live))


class RiskRaised(Exception):
    """A text that was only to be searched for holds signs of danger. `assessment` says which."""

    def __init__(self, assessment: RiskAssessment) -> None:
        super().__init__("There are signs of danger in this text: see who to call first.")
        self.assessment = assessment


@dataclass
class Acknowledged:
    """What has been acknowledged in one conversation, so that the same concern does not block twice."""

    seen: list[Concern] = field(default_factory=list)

    def add(self, concerns: tuple[Concern, ...]) -> None:
        self.seen.extend(concerns)

    def is_new(self, concern: Concern) -> bool:
        """True for a new category, person or means, or when a past concern becomes live."""
        same = [c for c in self.seen if c.category == concern.category and c.live]
        if not same:
            return True
        people = frozenset().union(*(c.people for c in same))
        means = frozenset().union(*(c.means for c in same))
        return bool(concern.people - people) or bool(concern.means - means)


def assess_risk(text: str, library: Library | None = None) -> RiskAssessment:
    """Look for signs of danger in `text`. Fails closed: any error gives a result with `failed` set."""
    try:
        return _assess(text, library or load())
    except Exception:  # the general card is shown, with a plain message
        return RiskAssessment(failed=True)


def second_look(words: str, categories: tuple[str, ...], library: Library) -> tuple[Concern, ...]:
    """Live concerns for a stretch of words that is near to labelled danger, its nearest category first; none where patterns have spoken already."""
    book = library.risk
    plain = plain_spelling(fold(words).text, book.spellings)
    if _assess(words, library).concerns or any_of(book.idioms).search(plain):
        return ()
    if any_of(book.professional).search(plain) and not SOMEBODY.search(plain):
        return ()
    own = _OWN_WORDS.search(plain)
    possible = [c for c in categories if own or not c.startswith("worker_")] or ["suicide_self_harm"]
    whom = any_of(book.people).search(plain)
    means = {m.group() for m in any_of(book.means).finditer(plain)}
    return tuple(Concern(category, words, "live", frozenset([whom.group()] if whom else []), frozenset(means)) for category in possible[:2])


def _assess(text: str, library: Library) -> RiskAssessment:
    """What was found in any sentence. Each is looked at by itself, so that nothing beside it can change what is seen in it."""
    book = library.risk
    plain = plain_spelling(fold(broken(text)).text, book.spellings)
    found = [concern for stretch in lines(plain) for concern in _in_stretch(stretch, library)]
    return RiskAssessment(
        concerns=_settle(found),
        strain=any_of(library.cards.strain.patterns).search(plain) is not None,
        invented=any_of(book.invented).search(plain) is not None,
    )


def _in_stretch(sentence: str, library: Library) -> list[Concern]:
    quiet = _covered(sentence, library.risk.idioms)
    vetoed = not runs_on(quiet)
    return [
        _concern(category.id, quiet, match.start(), match.end(), pattern, kept, library)
        for category in library.risk.categories
        for kept, patterns in ((True, category.always), (False, category.patterns))
        for pattern in patterns
        for match in finds(pattern, quiet, vetoed)
    ]


def _is_own(words: str) -> bool:
    """Whether the worker is the subject of what was said last, and not merely the one who asks or worries."""
    subjects = list(_SUBJECT.finditer(words))
    return bool(subjects) and subjects[-1]["own"] is not None and not _ASKS.match(words[subjects[-1].start() :])


def _covered(text: str, idioms: tuple[str, ...]) -> str:
    """The text with ways of speaking covered over, every other character in its place."""
    for start, end in [match.span() for idiom in idioms for match in finds(idiom, text) if "\n" not in match.group()]:
        text = text[:start] + "_" * (end - start) + text[end:]
    return text


_ENDS_IN = re.compile(r"(?<![\w'])([a-z]{3,}[bcdfghjklmnpqrstvwxyz])in(?!\w)")
_STAY_IN = frozenset(
    "beg with cous coff rais prote muff marg orig insul aspir hero pengu vitam adm log rob sat cab bas lat berl dubl virg mart jo co cert penicill".split()
)


def plain_spelling(text: str, spellings: dict[str, str]) -> str:
    """Folded text with Scots and hurried spellings as plain words, and a dropped g put back (cuttin)."""
    text = re.sub(r"[a-z']+", lambda m: spellings.get(m.group().replace("'", ""), spellings.get(m.group(), m.group())), text)
    return _ENDS_IN.sub(lambda m: m.group() if m.group(1) in _STAY_IN else m.group() + "g", text)


def _concern(category: str, sentence: str, start: int, end: int, pattern: str, kept: bool, library: Library) -> Concern:
    book = library.risk
    cue = cue_of(category, sentence, start, end, pattern, kept, book)
    before = sentence[sentence.rfind("\n", 0, start) + 1 : start]
    if category in ("worker_self", "suicide_self_harm"):
        spoken = any_of((SPOKEN_BY_ANOTHER,)).search(before) or before.count('"') % 2
        mine = (_OWN_WORDS if category == "worker_self" else _FOR_ME).search(sentence[start:end])
        category = "worker_self" if not spoken and (mine or _is_own(before + sentence[start:end])) else "suicide_self_harm"
    near = any_of(book.people).findall(before) or any_of(book.people).findall(sentence)
    people = {m if isinstance(m, str) else m[0] for m in near[-1:]}
    means = {m.group() for m in any_of(book.means).finditer(sentence)}
    return Concern(category, sentence[start:end].strip(" _\n,;:-"), cue, frozenset(people), frozenset(means))


def _settle(found: list[Concern]) -> tuple[Concern, ...]:
    """One concern a category, the live one first, with every person and means that raised it."""
    settled: dict[str, Concern] = {}
    rank = {"live": 0, "past": 1, "negated": 2, "talk": 3}
    for concern in sorted(found, key=lambda c: rank[c.cue]):
        held = settled.setdefault(concern.category, concern)
        if held is not concern and held.cue == concern.cue:
            settled[concern.category] = Concern(held.category, held.words, held.cue, held.people | concern.people, held.means | concern.means)
    return tuple(settled.values())
