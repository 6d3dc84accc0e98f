"""What a reply may do, after Heron's categories: it asks and supports; it does not direct, judge, promise or diagnose."""

from __future__ import annotations

import re
from functools import lru_cache

from safeguards.phrases import any_of, fold

_ACT = (
    "(ask|tell|say|ring|call|phone|write|speak|talk|stop|refuse|leave|give|take|let|go|set|end|close|refer|move|plan|agree|hand|keep|send|offer|see|find|get|make|bring|put|share|record|report"
    "|discharge|drop|push|try|name|check|look|step|limit|reduce|cut|cover|help|cost|start|begin|book|invite|involve|escalate|document|raise)"
)
_PRAISE = "(good|kind|right|wrong|brave|lovely|wonderful|great|brilliant|thoughtful|caring|professional|unprofessional|reasonable|unreasonable|appropriate|inappropriate|understandable|normal|natural|healthy|unhealthy|selfish|generous|admirable|correct|mistaken|sensible|wise|fine|valid|impressive|amazing|acceptable|unacceptable|unusual|perfect|excellent|dangerous|risky)"
_BARRED: dict[str, tuple[str, ...]] = {
    "directive": (
        "(should|shouldn't|must|mustn't|ought|(you|she|he|they|we|somebody|someone|it|that) ((?!would|might|did)\\w+ )?(need|needs|have|has|'ll need|'ll have) to(?! do with)|had better|'d better|would be well advised|might want to|may want to|'ll want to|will want to)",
        "(i'd|i would)(?! be choosing)",
        "if i (were|was) you",
        "(suggest*|recommend*|advis*|advice|encourage you|urge you)(?! for)",
        "(the )?best (thing|way|step|move|to|course|next)",
        "(next step|first step|one (option|way|idea|thing) (is|would|might|could)|an? (option|alternative|idea) (is|would|might))",
        "((it|that)'s|(it|that|this) (is|might be|may be|would be|could be|will|can|may|might|could|would)) (\\w+ )?(time to|time for|best|better|important|essential|worth|wise|helpful|healthy|healthier|kinder|safer|easier|simpler|enough to|help|useful|crucial|vital|a good idea)",
        "(healthy|healthier|safer|kinder|kindest|wisest|safest|sensible) (thing|option|choice|way|course|move)",
        f"(you|she|he|they|somebody|someone|a colleague|your manager|the (gp|practice|team)) (could(?! ask anything)|can|might|may) (simply |just |always |also |try to )?{_ACT}",
        "(who could you (tell|ask|ring|call)|when (will|can|could) you (tell|ask|stop|leave|end|give|say)|how (soon|quickly) (can|could|will) you|how (might|could|can) you (say no|refuse|stop|end|tell|ask|leave|get|set)|what would happen if you (just|simply|only)?) ~",
        "(what if|what about|how about|why not|why (don't|didn't|wouldn't|haven't) you|what('s| is| would be)? (stopping|stop) you|what (prevents|stops) you|how would it be (to|if)|any reason (not )?(to|why)|reason not to) ~",
        "(helps?|helpful|useful) (to|for) ~",
        "let (her|him|them) (go|know|down gently)",
        f"(and|then|next|today|now|first|just|simply|please|so|maybe|perhaps|instead) {_ACT} (her|him|them|it|to|with|the|your|a|no|that|on|at|back)",
        "(a|your) (colleague|manager|volunteer|gp|supervisor) (could|would|might|can) ~",
        "(would|should|ought to|need to|must) refuse",
        "(close the case|the answer is|(here is|here's) what (to|you)|what to do is|do the following|follow these)",
        "(refuse|decline|say no|don't do it|do it)[.!]",
    ),
    "verdict": (
        f"((it|that)'s|you're|you've|(you|that|this|it|you have|you've) (was|were|is|are|did|have been|been|seem|sound)) (\\w+ )?(\\w+ )?{_PRAISE}(?= |[.,;:!]|$)",
        f"(is|was|are) an? (\\w+ )?{_PRAISE} (thing|choice|decision|way|response|worker|person|act)",
        "you (did|have done|are doing|'re doing|handled|managed|have handled) ~ (well|right|great|brilliant|good|amazing|wonderful|the right thing|everything|nothing wrong|enough|your best)",
        "(well done|good job|great work|good for you|good work|nice work|brilliant|bravo|congratulations)",
        f"what an? {_PRAISE} \\w+",
        "(great|good|excellent|important|powerful) (question|point|insight|reflection|observation)",
        "(gone|went|go|going|is|are|'re|'s) (much |far |rather |a bit )?too (far|involved|soft|attached|kind|close|long|much|close)",
        "(crossed|overstepped|overstep) ~ (line|boundar*|role)|you (crossed|overstepped)",
        "proud of you",
        "you('re| are) (too|over-?|very|so|clearly|obviously|such|a|an|really|truly) (?!nurse|link|mother)\\w+",
        "(your|the system's|the service's|his|her|their) (own )?fault",
    ),
    "false comfort": (
        "(lucky|fortunate) to have|(quicker|easier|better|sooner) than you (think|know|expect)",
        "(ok|okay|fine|alright|all right) (in the end|soon|now|eventually)",
        "(it|everything|things|she|he|they|you|all)(( will|'ll)| is going to| are going to) (all )?(be (ok|okay|fine|alright|all right|better|well)|work out|pass|get (better|easier))",
        "(work|turn) out (in the end|fine|all right|well)",
        "don't (worry|feel|blame|be (so )?hard|beat)",
        "(no need|nothing|no reason) to (worry|feel|be (sorry|ashamed|guilty)) ~",
        "you('re| are) not alone",
        "(understand|know|see|feel) (exactly |just )?(how|what) you('re| are)? (feel*|going through|mean exactly)",
        "(anyone|anybody|everyone|everybody|we all|most people) (would|feels?|does|goes) ~",
        "(it's|it is|that's|that is) (only|just) a ~",
    ),
    "legal or clinical opinion": (
        "(legally|by law|under the act|under your contract|liable|negligen*|insured|uninsured|duty of care|gdpr|breach*|code of conduct|entitled|permitted|not allowed|data protection|unlawful|illegal|misconduct)",
        "(medication|dose|side effects?|prescri*) ~ (should|needs?|could|increase*|review*)",
    ),
    "promise": (
        "(i will|i'll|i won't|i will not|i can keep|i shall)(?! (choose|let mine go))",
        "i promise",
        "(stays|stay|is|remains) between (you and me|us)",
        "(you can )?trust me",
        "guarantee*",
    ),
    "claims to be a person": (
        "(i am|i'm|as) (a|your|an) (\\w+ )?(human|person|supervisor|therapist|counsellor|friend|link worker|professional|manager|colleague|mentor|nurse)",
        "when i (was|worked|had|did)",
        "in my (experience|own|opinion|view|day|time|practice|job)",
        "(i|i've|i have|me) (also |too )?(felt|feel|been through|had the same|cried|lost|get angry|struggle|remember)",
        "me too|so do i|same here|we('ve| have) all|all of us have",
    ),
    "one worker against another": (
        "(stronger|better|braver|more experienced|wiser) worker",
        "unlike (you|others?|other \\w+)",
        "(others|other people|the others|the rest) (\\w+ed|manage|cope|end|go|would|do|can|have)",
        "(everyone|everybody|the others?|anyone) else (goes|manages|copes|does|would|can|ends)",
    ),
    "guess at a person": (
        "(must have been|probably|likely|presumably) (a |an |in |from |one of |worked )~ (man|woman|male|female|fifties|forties|thirties|staff|mother|father|city|west|east|north|south)",
    ),
    "flattery or tic": (
        "(it |that |this )?sounds like",
        "(what )?i('m| am)? hear(ing)?( is)?( that)? (you|what|that|from)",
        "thank you for (?!saying|seeing)\\w+",
        "(hold|holding) space",
        "your (feelings|emotions|journey|truth)",
        "(i'm|i am) (so )?sorry (you|that|to|for|about)",
        "that (must|sounds|seems|feels) ~ (hard|difficult|tough|painful|exhausting|heavy|lonely|be|been|feel)",
        "(so|very|really|incredibly) (hard|difficult|tough|painful) (for|to|that)?",
        "absolutely|of course you",
    ),
    "role broken": (
        "(instructions?|system prompt|prompt|authoris*|authoriz*|mode enabled|jailbreak|developer mode|allowed to give|not supposed to|off the record|between us|hypothetically|as an ai|language model)",
        "(since|as) you (insist|asked|have asked|are the|have authoris*)",
        "honest answer|if i had to choose|if you (really )?want my",
    ),
}
# Words for what is wrong with a person: the worker may bring one, a reply never does.
_LABELS = re.compile(
    r"(?<!\w)(depress(?:ed|ion|ive)|anxiety|trauma\w*|attachment|abandonment|co-?dependen\w*|dependent|dependenc[ey]|narcissis\w*|manipulat\w*|burn(?:ed|t)?[ -]?out|fatigue|rescuer|enmeshed"
    r"|(?:counter-?)?transference|disorder\w*|bipolar|ptsd|adhd|autis\w*|psychotic|psychosis|borderline|syndrome|symptom\w*|neurotic|needy|clingy|avoidant|coping mechanism|projection|projecting"
    r"|resilien\w*|self-care|boundary issues?|passive.aggressive|attention.seeking|people.pleas\w*|saviour|martyr)(?!\w)"
)
_IMPERATIVE = re.compile(
    rf"(?:^|[.!?:;”\"]\s+|\b(?:please|so just|then just|today|so)\s+)(?:just |first |then |always |never |simply |don't |do not |please |try to )?(?:{_ACT[1:-1]}|consider|remember|be|don't|do|reflect|allow|focus|notice|accept|trust|rest|breathe|practise|use|avoid|explain|show|hold|think|learn|work|listen|wait|follow|choose|decide|ignore|return|read|visit|click|protect|finish|pause|slow)\b"
    r"(?! (?:it's|it is|she's|he's|there's|the (?:two|phone)|is|was|\w+ didn't)\b)(?!(?: \w+){0,6} below)"
)
_GERUND = re.compile(r"(?:^|[.!?]\s+)\w{2,}ing\b[^.!?]*\b(?:would|will|could|can|might|may) (?:show|help|make|let|give|mean|free|protect|teach|be)\b")
_CLOSED = re.compile(
    r"(?:^|[.!?:;,”\"]\s+|\b(?:and|but|so|then)\s+)(?:surely|maybe|perhaps|(?:(?:have|had|could|can|would|might|do|did|are|were|will|should|may)(?:n't| not)? you)|(?:wo|ca)n't you|(?:would|might|could|can|is|are|should|do|does|will)(?:n't)?"
    r" (?:it|that|this|there|a|an|some|somebody|someone|three|not|the|your)|(?:isn't|aren't|wouldn't|shouldn't|couldn't|don't|doesn't|won't|can't))\b[^.!?]*\?"
)
_POINTS = re.compile(r"\b(?:below|beside it|the study)\b")  # to a voice on the page, or to how far the study goes: the quotes check sees to what is claimed
_TAG = re.compile(r", (?:do you think|would you say)\?$")
_EITHER = re.compile(r", or |^is it ")
_AMERICAN = re.compile(
    r"\b(?:\w*(?:behavior|color|favor|honor|labor|center|counselor|program me|judgment call)\w*|\w{3,}(?:ized|izing|ization)\b|gotten|mom)\b", re.I
)
_FREE = frozenset(
    "thing things word words said say says come comes came goes go went time times today day now still begin beginning end there's here's something somebody nobody anything study answer page yours"
    " sits stand point half far near nearer later week good deal heard voice kind i'm i'd i'll won't can't don't didn't isn't wasn't you've you're it's that's what's let's he's she's they're".split()
)
MOST_WORDS = 110
MOST_NEW = 2  # words of its own, other than everyday ones, that a statement may bring where they are most of it


def find_tone(text: str, worker_words: str = "") -> list[tuple[str, str]]:
    """(kind, words) for everything in `text` that a reply may not do. `worker_words` is what the worker has said so far."""
    # Words in quotation marks are the worker's; the quotes check sees to them.
    low = fold(re.sub(r"“[^”]*”|\"[^\"]*\"|\[[^\]]*\]", " _ ", text)).text
    said = fold(worker_words).text
    found = [(kind, m.group().strip()) for kind, patterns in _BARRED.items() if (m := any_of(patterns).search(low))]
    found += [("label", m.group()) for m in _LABELS.finditer(low) if m.group() not in said]
    if match := _IMPERATIVE.search(low.strip(" _")):
        found.append(("directive", match.group().strip()))
    if match := _GERUND.search(low):
        found.append(("directive", match.group().strip()))
    if (match := _CLOSED.search(_TAG.sub("?", low.strip(" _")))) and not _EITHER.search(match.group().strip()):
        found.append(("a closed question", match.group().strip()))
    stems = {w[:4] for w in re.findall(r"[a-z]{3,}", said)}
    found += [
        ("not of the worker's matter", s.strip())
        for s in re.findall(r"[^.!?]+[.!?]?", low)
        if not s.endswith("?") and not _POINTS.search(s) and _is_of_its_own(s, stems)
    ]
    if match := _AMERICAN.search(text):
        found.append(("spelling", match.group()))
    return found


@lru_cache
def _everyday() -> frozenset[str]:
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS  # takes more than a second: not before the first screen

    return _FREE.union(ENGLISH_STOP_WORDS)


def _is_of_its_own(statement: str, stems: set[str]) -> bool:
    """Whether a statement is made mostly of matter that the worker did not bring."""
    content = [w for w in re.findall(r"[a-z][a-z']{2,}", statement) if w not in _everyday()]
    new = [w for w in content if w[:4] not in stems]
    return len(new) > MOST_NEW and len(new) > len(content) / 2


def find_length(text: str) -> list[tuple[str, str]]:
    """(kind, words) where a whole reply asks more than once, runs on, or says nothing."""
    found = []
    if re.sub(r"“[^”]*”", "", text).count("?") > 1:
        found.append(("more than one question", "?"))
    if len(text.split()) > MOST_WORDS:
        found.append(("too long", f"{len(text.split())} words"))
    if not text.strip():
        found.append(("empty", ""))
    return found
