"""What can be told from a message's bare words, with no model: another case, a role, a participant's pseudonym."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from rag.text import sentences, words
from safeguards.phrases import any_of, fold

WHO = (
    "who (was|is|were) (george|sarah|rachel) ~",
    "(george|sarah|rachel) ~ (man|woman|male|female|he|she|work|works|worked|practice|real name|employer)",
    "which (practice|practices|surgery|employer) ~ (george|sarah|rachel|they|participants|study)",
    "(real|actual) (name|names) ~ (participant*|george|sarah|rachel|workers)",
    "(guess|work out|identify|tell me) who ~ (said|was|participant*|is|george|sarah|rachel)",
    "(what|how|did|does|was|where) ~ (george|sarah|rachel) (say*|said|mean*|meant|put*|thought|think*|work*|do|did)",
)
ABOUT_THE_STUDY = (
    "(the|that|this|your|their) (study|research|dissertation|summary|interviews|participants|job descriptions)",
    "seven (link workers|people|workers)",
    "(what|how|did|do|does|has|have|is|was) ~ (others|other workers|other link workers|the other link workers) (do|did|say|said|decide*|manage*|cope*|find|found|felt|feel|think|thought)",
)
ABOUT_THE_PROGRAM = (
    "(are|do|does|can|will|is|who|what|where|how) ~ (you|ye)",
    "(this|the) (app|program|programme|thing|chat|site|website|tool|companion|bot|page|box)",
    "(in|on|into) here",
    "(is|does|will|can) (this|it|anyone|anybody|someone|somebody) ~ (kept|saved|stored|recorded|private|confidential|read|seen|go)",
    "what i (type|write|say|put)",
)
PLAIN_NO = "no|naw|nah|nope|never|not at all|god no"
_NOBODY_AT_RISK = re.compile(
    rf"^\W*(?:{PLAIN_NO}|not (?:that i|really|in danger|at risk)|(?:i )?(?:don't|dont|dinnae|do not) think so|nothing like that"
    r"|nobody|no one|none|(?:she|he|they|everyone|everybody)(?:'s| is|'re| are) (?:fine|safe|ok|okay|all right))\b",
    re.I,
)
LEAVING = re.compile(
    r"""(?<!\bsaid\ )(?<!\bsay\ )(?<!\bsays\ )\b(?:thanks|thank\ you|cheers|ta|cheerio|bye|goodbye)\b\W*(?:[\w']+(?:\W+|$)){0,8}$      # Thank you, I'd better move; not: I said thanks and ate it at my desk
    | \b(?:leave\ it\ (?:there|here)|got\ to\ go|have\ to\ go|better\ (?:go|move)|must\ (?:go|dash|stop)|away\ (?:home|now)|that(?:'s|\ is)\ me|that\ will\ do\ me)\b\W*(?:[\w']+(?:\W+|$)){0,10}$""",
    re.X | re.I,
)
_SOMEBODY = "case|one|person|patient|client|man|woman|lady|lad|lassie|girl|boy|guy|chap|fella|gentleman|couple|family|wumman|wifie"
_SO = "ok|okay|right|so|and|now|well|then"
_NEW = (
    "(can i|could i|can we|let me|i want to|i'd like to|i'd rather) ~ (talk|ask|bring|tell you|speak|think) ~ (another|different|new|someone else|somebody else|something else) ~",
    "(different|another|new|separate) (case|one|person|patient|client) (now|altogether|entirely|this time|please)",
    f"^(({_SO}) )*(a |an )?(another|different|new|next) ({_SOMEBODY})( (now|altogether|entirely|this time|please))?(?=[,.:;!-]|$)",
    f"^(({_SO}) )*(another|a different|a new) ({_SOMEBODY}) (now|this time)",
    f"^(({_SO}) )*(someone|somebody) (else|different)( (now|altogether|entirely|this time|please))?(?=[,.:;!-]|$)",
    f"(can i|could i|can we|let's|let me|shall we|i'd like to|i want to) ~ on to (another|a different|a new|the next|someone|somebody) ({_SOMEBODY}|else)",
    "change (the )?subject",
    "on another (note|subject)",
    "^(new|another|different) (case|one)",
)
ROLES = {
    "your manager": r"manager|boss|line manager|team lead|team leader|gaffer",
    "your supervisor": r"supervisor|supervision",
    "the protection lead": r"protection lead|safeguarding lead|child protection|adult protection",
    "another link worker": r"other links?|another link|link workers?|links worker",
    "a colleague": r"colleague|workmate|team(?! lead)|peer|buddy",
    "the social worker": r"social work(?:er)?",
    "the mental health team": r"cmht|cpn|mental health team|crisis team",
    "somebody in the practice": r"gp|doctor|dr|practice manager|practice nurse|nurse|health visitor|practice",
    "your mentor": r"mentor|coach",
    "your union": r"union|rep",
    "occupational health": r"occupational health|counsellor",
}
_INTENDS = re.compile(
    r"(?<!\w)(?:i'll|i will|i'm going to|i could|i might|maybe|i'd|i want to|i need to|i should|going to|i think i'll|probably) (?:\S+ ){0,4}?(?=(?:"
    + "|".join(ROLES.values())
    + r")(?!\w))"
)
_KNOWS = (
    f"({'|'.join(ROLES.values())}) (already |does |all )*(know*|is aware|has been told|was told|has it|saw|is on it)",
    f"(i've |i have |i |we've |already |yeah |yes )(already )?(did )?(told|tell|spoke* to|spoken to|rang|phoned|emailed|passed it to|raised it with|mention* it to|let) (the |my |her |his |their |our )?(duty )?({'|'.join(ROLES.values())})",
    f"(i've |i have |i )(already )?asked (the |my |her |his |their )?(duty )?({'|'.join(ROLES.values())}) to",
)
_NOBODY = ("nobody", "no one", "no-one", "naebody", "there isn't anyone", "don't have anyone", "haven't got anyone", "there's no one", "nae one", "no anyone",
           "(haven't|havenae|have not|never|not|didnae|didn't) (told|tell|said|say) (anyone|anybody|a soul|them|my manager|the gp)")  # fmt: skip
_PRONOUNS = {
    "she": re.compile(r"\b(?:she|her|hers|herself)\b", re.I),
    "he": re.compile(r"\b(?:he|him|his|himself)\b", re.I),
    "they": re.compile(r"\b(?:they|them|their|theirs)\b", re.I),
}


def says(text: str, patterns: tuple[str, ...]) -> re.Match[str] | None:
    """The first match of any phrase pattern (see knowledge/risk.yaml) in the folded text."""
    return any_of(patterns).search(fold(text).text)


def is_leaving(text: str) -> bool:
    """Whether a message ends with going."""
    return LEAVING.search(text.replace("’", "'")) is not None


def nobody_at_risk(text: str) -> bool:
    """Whether an answer to "Is anybody at risk in this?" is a plain no."""
    return _NOBODY_AT_RISK.match(text.replace("’", "'")) is not None


def begins_case(text: str) -> bool:
    """Whether a message says that it is about somebody else from here on; a long one says so in its first sentence."""
    opening = text if len(words(text)) < 60 else (sentences(text) or [text])[0]
    return says(opening, _NEW) is not None


def role_named(text: str) -> str:
    """The first role in a message that somebody could take a case to, or nothing."""
    low = text.lower()
    places = [(m.start(), role) for role, form in ROLES.items() if (m := re.search(rf"(?<!\w)(?:{form})(?!\w)", low))]
    return min(places)[1] if places else ""


def role_intended(text: str) -> str:
    """The role in a sentence that says that it will, or may, go to somebody."""
    low = text.lower().replace("’", "'")
    return role_named(low[match.end() :]) if (match := _INTENDS.search(low)) else ""


def role_that_knows(text: str) -> str:
    """The role that, as the worker says, knows already."""
    return role_named(text) if says(text, _KNOWS) else ""


def names_nobody(text: str) -> bool:
    """Whether a message says that nobody knows, or that there is nobody to take it to."""
    return says(text, _NOBODY) is not None


def pronoun(texts: Iterable[str]) -> str:
    """The pronoun for the person spoken of, where one is clear; they where it is not."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update({name: len(form.findall(text)) for name, form in _PRONOUNS.items()})
    ranked = [(name, n) for name, n in counts.most_common() if n and name != "they"]
    if not ranked or len(ranked) == 2 and ranked[0][1] < 1.6 * ranked[1][1]:
        return "they"
    return ranked[0][0]


def several(texts: Iterable[str]) -> bool:
    """Whether it is open which of two people is meant: she and he are both there, neither much the more."""
    joined = list(texts)
    counts = [sum(len(_PRONOUNS[name].findall(text)) for text in joined) for name in ("she", "he")]
    return min(counts) > 0 and max(counts) < 1.6 * min(counts)
