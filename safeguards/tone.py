"""What a reply may do, after Heron's categories: it asks and supports; it does not direct, judge, promise or diagnose."""

from __future__ import annotations

import re

from safeguards.phrases import any_of, fold

_BARRED: dict[str, tuple[str, ...]] = {
    "directive": (
        "you (should|shouldn't|must|mustn't|ought|need to|have to|had better|'d better|might want to|may want to|could try|could always|would be (wise|better|best|well advised)|'re going to have to)",
        "(have|had) you (tried|thought (of|about)|considered|spoken|asked) ~",
        "why (don't|not|didn't) (you|just|try|ask|tell) ~",
        "could you (not|just|maybe|perhaps)? ?(tell|ask|try|refer|say|set|stop|speak|call|ring|consider)",
        "(perhaps|maybe) (it is|it's|its) (time|worth|best|better) ~",
        "(i'd|i would|i'd) (suggest|recommend|advise|encourage|urge) ~",
        "(my|the best) (advice|suggestion|recommendation) ~",
        "what if you (just|tried|told|asked|stopped|set|said) ~",
        "it (is|'s|might be|may be|would be) (time to|best to|better to|important to|important that|a good idea|worth|wise|helpful to|healthy to|essential) ~",
        "wouldn't it be (better|easier|kinder|best) ~",
        "let (her|him|them) (go|know) ~",
        "you can (simply|just|always) ~",
        "you('ll| will) (need|want|have) to ~",
    ),
    "verdict": (
        "(you|that|this|it) (was|is|were|are|did|'re|'ve) ~ (right|wrong|correct|mistaken|inappropriate|appropriate|professional|unprofessional|reasonable|unreasonable) ~",
        "you (did|have done|are doing|'re doing|handled) ~ (well|right|great|brilliant|good|amazing|wonderful|the right thing|everything you could|nothing wrong)",
        "(well done|good job|great work|good for you|good work|nice work|brilliant)",
        "(what a|such a|a|the) (great|wonderful|good|brilliant|thoughtful|caring|kind|powerful|lovely) (link worker|worker|question|decision|answer|insight|person|thing to do|choice)",
        "you('ve| have)? (gone|went|go) too far",
        "you (crossed|'ve crossed|have crossed|overstepped) ~",
        "that was ~ (brave|kind|generous|thoughtful|selfless|the right)",
        "(i'm|i am) (so |very )?proud of you",
        "you('re| are) (too|over-?|very|clearly|obviously) ~ (involved|soft|attached|kind|enmeshed|close)",
    ),
    "diagnosis": (
        "(she|he|they|you|patient) ~ (has|have|suffer*|is|are|'s|'re|seems?|sounds? like|may have|might have|probably) ~ (depression|depressed|bipolar|personality disorder|ptsd|adhd|autis*|borderline|psychotic|narcissis*|codependen*|attachment (disorder|style|issues)|burnt out|burned out|compassion fatigue|vicarious trauma|trauma response)",
    ),
    "false comfort": (
        "(it|everything|things|she|he|they|you)(( will|'ll)| is going to| are going to| gonna) be (ok|okay|fine|alright|all right|better)",
        "don't (worry|feel (bad|guilty)|blame yourself|be hard on yourself|beat yourself up)",
        "(no need|nothing) to (worry|feel bad|feel guilty) ~",
        "it('s| is) not your fault",
        "you('re| are) not alone",
        "i (understand|know) (exactly )?how you feel",
        "anyone would ~ (same|feel)",
    ),
    "legal or clinical opinion": (
        "(legally|by law|under the act|gdpr (says|means|requires)|you are liable|breach of ~)",
        "(the dose|side effects|medication (should|needs))",
        "you are (not )?(allowed|permitted|entitled|insured|covered)",
    ),
    "promise": ("i (will|'ll) (always|make sure|keep|remember|never|be here|let|report|tell|call|contact) ~", "i promise", "you can trust me", "i guarantee"),
    "claims to be a person": (
        "(i am|i'm|as) (a|your|an) (human|person|supervisor|therapist|counsellor|friend|link worker|professional|manager|colleague)",
        "when i (was|worked) ~",
        "in my (experience|own (life|work|practice))",
        "(i|i've) (also )?(felt|been through|had the same|cried|lost) ~",
    ),
    "one worker against another": (
        "(others|other (workers|link workers)|most (workers|link workers)|your colleagues|everyone else|they) (managed|manage|coped|cope|would never|would have|do better|did better|get by) ~",
        "unlike (you|other|sarah|george|rachel) ~",
    ),
    "guess at a participant": (
        "(george|sarah|rachel|participant) ~ (man|woman|male|female|probably|must have been|worked (at|in|for)|was employed|alliance|we are with you)",
    ),
    "flattery or tic": (
        "it sounds like you",
        "sounds like you ~ (feel|are|'re)",
        "i hear (you|that you|what you)",
        "thank you for (sharing|opening up|trusting|being (honest|vulnerable))",
        "(hold|holding) space",
        "your (feelings are valid|journey)",
        "(i'm|i am) sorry (you|that you|to hear) ~",
        "that must (be|have been|feel) ~",
        "(so|very|really) (hard|difficult|tough) for you",
        "absolutely",
        "great question",
    ),
}
_IMPERATIVE = re.compile(
    r"(?:^|[.!?:;]\s+|\b(?:please|so just|then just)\s+)(?:just )?(?:try|consider|remember|make sure|be sure|start by|begin by|set|tell|refer|speak|stop|don't|take|talk|ask|ring|let her|let him|let them|keep|give|close (?:him|her|them|the)|end (?:it|the)|write|make|put|think about|reflect|be honest|be kind|look after|step back)\b"
)
_AMERICAN = re.compile(
    r"\b(?:\w*(?:behavior|color|favor|honor|labor|center|counselor|program me|judgment call)\w*|\w{3,}(?:ized|izing|ization)\b|gotten|mom)\b", re.I
)
MOST_WORDS = 110


def find_tone(text: str) -> list[tuple[str, str]]:
    """(kind, words) for everything in `text` that a reply may not do."""
    # Words in quotation marks are the worker's; the quotes check sees to them.
    bare = re.sub(r"“[^”]*”|\"[^\"]*\"", " _ ", text)
    low = fold(bare).text
    found = [(kind, m.group().strip()) for kind, patterns in _BARRED.items() if (m := any_of(patterns).search(low))]
    if match := _IMPERATIVE.search(low):
        found.append(("directive", match.group().strip()))
    if text.count("?") > 1:
        found.append(("more than one question", "?"))
    if len(text.split()) > MOST_WORDS:
        found.append(("too long", f"{len(text.split())} words"))
    if match := _AMERICAN.search(bare):
        found.append(("spelling", match.group()))
    return found
