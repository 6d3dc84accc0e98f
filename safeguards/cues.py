"""How a sign of danger is spoken of: live, past, denied, declined, or only as a subject.

Decided by the words that touch the sign, in its own line and sentence, and by nothing else in the text: between the sign and what denies
it, places it in the past or says that it is over stand only words of the closed lists below. So no words about somebody else can demote it.
When in doubt it is live. Source: knowledge/risk.yaml.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from knowledge.schema import RiskBook
from safeguards.phrases import any_of

Cue = Literal["live", "past", "negated", "talk"]
RUNS_ON = 20  # words
PLAINLY_PAST = ("suicide_self_harm", "medical")  # that it was long ago is enough; the rest must also be over or passed on

_GAP = r"[\s,;:\-\"()/…]+"
_BREAK = r"(?!(?:he|she|they|i|we|it|you|who|and|but|so|because|since|when|then|now|again)(?!\w))"
_BARE = (
    r"(?:been|being|be|feel|feeling|felt|having|have|had|actively|currently|thinking|think|thought|about|of|any|ever|even|really|actually|going|to|at|all"
    r"|trying|tried|try|planning|wanting|want|wanted|done|seem|seems|a|an|in|risk|danger|such|doing|immediate|obvious|active|current|of|signs?|thoughts?|plans?)"
)
_THEM = r"(?:that|he|she|they|he's|she's|they're|he'd|she'd|they'd|his|her|their|the|kids|children|baby|is|are|was|were|would|will|could|has)"
_LISTED = r"(?:suicidal|self|harm|ideation|intent|low|mood|or|nor|and)"  # "denies suicidal thoughts, self-harm or plans"
_AND_NOT = r"(?:[\s\-\"/]+|[,:]\s+(?!(?:he|she|they|we|i|his|her|their|the)(?!\w)))"
_KIN = r"(?:mum|mother|dad|father|kids|children|child|baby|son|daughter|husband|wife|partner|boyfriend|girlfriend|ex|neighbour|brother|sister|landlord|patient|client|pt|dog)"
# A finite verb or a subject with one: what stands before it is a thing said, and denies nothing of it ("he said no she took the lot").
_OWN_FEET = re.compile(
    rf"(?:{_KIN}(?:-in-law)?(?:'s| (?:is|are|has|have|was|were|had|isn't|hasn't|haven't|says|said|\w+ed|\w+s))|(?:he|she|they|i|we|it|who|someone|somebody)(?:'\w+)?|(?:her|his|my|the|their) \w+|took|drank|swallowed|said|says|told|wants|has|had|is|was|were|goes|went|gave|keeps|if|when|there(?:'\w+)?|every\w+|nobody|this|that(?:'\w+)?|what|how|where|and|but|my)(?!\w)"
)
_SAID_BY_ME = re.compile(r"i(?:'\w+)?(?!\w)")  # "her claim was denied I've stopped wanting to live"
_THEN = r"(?=\W*$|\s*[,;:()\-]|\W+(?:and|but|when|after|before|because|so|though|until|with|following|while|to)(?!\w))"
_BY = r"(?:by|from|with|to|at|in|on|off|of|over|for)"
_PLACED = re.compile(rf"(?<!\w){_BY}$")
_WHERE = rf"(?:{_BY}(?:{_GAP}{_BREAK}[\w']+){{1,3}}{_GAP})?"
_LOOSE = r"(?:(?:her|him|me|them|it|this|that|was|all|once|twice|back|a|lot|few|times|bit|there|but|only|about|around|nearly|maybe|happened|though|mind)(?!\w)[\s,;:\-]+){0,3}"
_LED = r"(?:(?:he|she|they|i|his|her|my|had|was|were|did|tried|to|once|also|even|really|been|took|made|an?|attempt|attempted|at)(?!\w)[\s,;:\-]+){0,4}"
_JOINED = r"(?:\s*[,;:\-]+\s*|\s*(?<!\w)(?=(?:and|but|now|then)(?!\w)))(?:(?:and|but|then|now|so|though|since)\s+)*"
_AND_I = r"\s*,?\s*(?<!\w)(?:and|but|so)\s+"
_ABOUT_IT = r"(?:(?:he|she|they|it|that|this|all|the|has|have|had|is|are|was|were|been|'s|now)(?!\w)\s*){0,3}"
_GOVERNS = r"(?:used to|history of|previously|ex-husband|first (?:husband|wife)|(?:in|from) (?:his|her|their) (?:teens|twenties|thirties|first marriage))"
_ASKED = r"(?<!\w)(?:asked|checked|screened|raised|wondered)(?:[\s,]+(?:him|her|them|if|whether|about|for|with|he|she|they|was|were|is|had|has|having|any|ever|been|thoughts?|plans?|of|feeling|thinking|the|a|and|might|would|to|at)(?!\w)){0,9}[\s,]*$"
_ANSWER = re.compile(r"(?<!\w)(?:said|says|would|could|should|will|did|do) (?:no|never|not)\W*$")  # and the next sentence, as it may be
_ASKS = re.compile(r"(?<!\w)(?:asked|checked|screened|raised|wondered)(?!\w)")
_ANSWERED_NO = r"\W*(?:(?:at all|now|lately|recently|and|but|thoughts?|ideas?|himself|herself|themselves|just|again|straight)(?!\w)[\s,]*){0,4}"
_NOW = re.compile(r"(?<!\w)(?:now|again|still|today|tonight|these days|lately|recently|last night|this (?:week|morning|afternoon|month)|yesterday)(?!\w)")
_NAMED = re.compile(r"(?:suicid\w+|self[- ]?harm\w*|abuse|violence|overdoses?|trafficking|exploitation|control)$")
SOMEBODY = re.compile(r"(?<!\w)(?:he|she|him|her|his|my (?:patient|client)|i'm|i am|i feel|myself|he's|she's)(?!\w)")
_ON = r"(?:on|about|for|in|if|when|of|how|to|covers?|covered|says?|said)"
_SUBJECT_OF_TALK = r"(?:on|about|for|in|if|when|of|how|what|to|do|someone|somebody|anyone|anybody|people|patients|they're|they|says?|is|are|feels?|and|the|a|or|might|be|who|us|with)"
# A denial inside what matched, where the pattern itself has none ("he has never hit her").
_DENIES = re.compile(r"(?<!\w)(never|not|no longer|without|nobody|nothing|(do|does|did|is|are|was|were|has|have|had|wo|would|could|should|ca|ai)n'?t)(?!\w)")


def runs_on(line: str) -> bool:
    """Whether a line goes on for so long without a stop that what stands beside a sign may be another sentence."""
    return len(line.split()) > RUNS_ON and not re.search(r"[,;:]", line)


def cue_of(category: str, text: str, start: int, end: int, pattern: str, kept: bool, book: RiskBook) -> Cue:
    """How the sign text[start:end], found by `pattern`, is spoken of. `text` is one folded sentence; `kept`: whatever stands before it."""
    low, high = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    before, sign, after = text[low:start], text[start:end], text[end : high if high >= 0 else len(text)]
    if not kept and _DENIES.search(sign) and not _DENIES.search(pattern):
        return "negated"
    if _denied(before, sign, after, kept, book):
        return "negated"
    if category == "worker_conduct" and _declined(sign, after, book):
        return "negated"
    if _past(category, before, sign, after, book):
        return "past"
    return "talk" if _only_talk(before, sign, after, book) else "live"


def _denied(before: str, sign: str, after: str, kept: bool, book: RiskBook) -> bool:
    if (re.search(_ASKED, before) or _ASKS.search(sign)) and re.match(_ANSWERED_NO + any_of(book.denials).pattern, after):
        return True
    if kept:
        return False
    if _SAID_BY_ME.match(sign) is None and _ends(book.denying, rf"(?:{_BARE}|{_THEM}|{_LISTED})", _AND_NOT).search(before):
        return True
    if runs_on(before + sign + after) and _ANSWER.search(before):
        return False
    return _OWN_FEET.match(sign) is None and _ends(book.negations, _BARE).search(before) is not None


def _declined(sign: str, after: str, book: RiskBook) -> bool:
    for said in any_of(book.declined).finditer(sign + after):
        if said.start() < len(sign) or re.fullmatch(rf"\s*{_WHERE}{_AND_I}", after[: said.start() - len(sign)]):
            return True
    return False


def _past(category: str, before: str, sign: str, after: str, book: RiskBook) -> bool:
    long_ago, over = (any_of(p).pattern for p in (book.past, book.resolved))
    if re.match(rf"\s*{_ABOUT_IT}(?:{over})\s*(?:{long_ago})", after):
        return True
    place = _past_ends(before, sign, after, long_ago)
    if place is None:
        return False
    if re.match(rf"\s*(?:(?:after|before|during)\s+(?:\w+\s+){{1,3}})?(?:{_JOINED}{_ABOUT_IT})?(?:{over})", after[place:]):
        return True
    return category in PLAINLY_PAST and _NOW.search(before + sign + after) is None


def _past_ends(before: str, sign: str, after: str, long_ago: str) -> int | None:
    """How far into `after` the words reach that place the sign in the past; None where none touch it."""
    last = _PLACED.search(sign)  # "was beaten at" that school in the sixties
    tail = last.group() if last else ""
    if found := re.match(rf"[\s,;:\-]*{_WHERE}{_LOOSE}(?:{long_ago}){_THEN}", tail + after):
        return found.end() - len(tail)
    low, high = len(before), len(before + sign)
    if over := [m.end() - high for m in re.finditer(long_ago, before + sign + after) if m.start() < high and m.end() > low]:
        return max(0, *over)
    led = rf"(?<!\w){_GOVERNS} (?:{_BARE} ){{0,3}}$", rf"^\s*(?:{long_ago})[\s,;:\-]+{_LED}$"
    return 0 if any(re.search(one, before) for one in led) else None


def _only_talk(before: str, sign: str, after: str, book: RiskBook) -> bool:
    subject = rf"(?:{any_of(book.professional).pattern})"
    if SOMEBODY.search(sign) or _SAID_BY_ME.match(sign):
        return False
    if re.search(subject, sign) or re.search(rf"{subject}{_GAP}{_ON}(?:{_GAP}{_SUBJECT_OF_TALK}){{0,7}}{_GAP}$", before):
        return True
    return _NAMED.search(sign) is not None and re.match(rf" {subject}", after) is not None


@lru_cache(maxsize=8)
def _ends(patterns: tuple[str, ...], between: str, gap: str = r"[\s\-\"/]+") -> re.Pattern[str]:
    """Any of the patterns with up to six words of a closed list after it, up to the end of the text; no comma ("no, thinking of it every day") but by `gap`."""
    return re.compile(rf"(?:{any_of(patterns).pattern})(?:{gap}{between}){{0,6}}{gap}$")
