"""What kind of turn a message is: talk to reflect on, or something that wants another answer."""

from __future__ import annotations

import re
from typing import Literal

from knowledge.library import Library
from knowledge.schema import Answer, StudyAnswer
from rag.hearing import says
from rag.text import sentences, words

Intent = Literal[
    "reflect",
    "advice",
    "answerable",
    "study",
    "who",
    "program",
    "correction",
    "short",
    "stuck",
    "thanks",
    "off_topic",
    "new_case",
    "stop",
    "insight",
    "weigh",
]

_ADVICE = (
    "what should i (do|say|have done)",
    "tell me what to ~",
    "what would you (do|say|advise|suggest)",
    "just tell me",
    "should i ~",
    "do you think (i should|i'm|i am|it's|that) ~",
    "any (advice|suggestions|tips|ideas)",
    "(am|was|is|did|have) (i|it|that) (right|wrong|doing|being|going|gone|overstep*|cross*|too) ~",
    "is (it|this|that) (ok|okay|alright|wrong|right|allowed|fair) ~",
    "was (it|that) (ok|okay|alright|wrong|right) ~",
    "can i (give|take|keep|go|see|drive|accept|visit|add|tell|share|refer|close) ~",
    "what do you (think|reckon|advise|suggest)",
    "advise me",
    "give me (the answer|an answer|your opinion)",
    "what's the right (thing|answer)",
    "how (do|should|can) i (handle|deal|end|stop|say|tell|get|manage|help) ~",
    "i (need|want) (advice|an answer|you to tell me) ~",
    "just give me ~ (advice|answer)",
)
WHO = (
    "who (was|is|were) (george|sarah|rachel) ~",
    "(george|sarah|rachel) ~ (man|woman|male|female|he|she|work|works|worked|practice|real name|employer)",
    "which (practice|practices|surgery|employer) ~ (george|sarah|rachel|they|participants|study)",
    "(real|actual) (name|names) ~ (participant*|george|sarah|rachel|workers)",
    "(guess|work out|identify|tell me) who ~ (said|was|participant*|is|george|sarah|rachel)",
    "who (said|were) ~ (dire need|holding service|that quote)",
    "(participants|they) ~ (names|real names)",
)
_PROGRAM = (
    "are you (a )?(real|human|person|bot|robot|ai|computer|machine|program|there|chatgpt|supervisor) ~",
    "who am i (talking|speaking) to",
    "is (this|there) (a )?(real person|person|human|bot|ai|someone) ~",
    "(is|are) (this|these|my|you) ~ (saved|stored|recorded|private|confidential|keep*)",
    "who (can|will) (see|read) (this|it|what)",
    "what are you",
)
_CORRECTION = (
    r"^(no|nope|nah|naw|eh no)[,.\s]+(it's|its|that's|thats|i'm|i am|not|you|it is|she|he|it wasn't|i wasn't|i'm not|that)",
    "(that's|thats|that is|it's) not (it|right|what i (said|meant|mean)|the (point|issue|problem))",
    "not what i (meant|mean|said)",
    "you('ve| have)? (misunderst*|got (it|that) wrong|picked (it|that) up wrong|missed (it|the point))",
    "i (didn't|did not|never) (say|mean|said) that",
    "i'm not (angry|guilty|sad|tired|worried|upset|stressed|lonely)",
)
_STUCK = (
    r"^(i )?(don't know|dunno|dinnae know|don't ken|dinnae ken|no idea|not sure|i'm not sure|i am not sure|i've no idea|can't say|hard to say|who knows|pass|i can't think|haven't a clue|no clue|i don't really know|don't really know|idk)( (really|to be honest|tbh|sorry|what to say|any more|anymore))?[.!]*$",
)
_TIRED = (
    r"^(i'm|i am|im|just|so|pure|dead|a bit|really)? ?(just |so |a bit |really |pure |dead )?(tired|knackered|exhausted|done|shattered|wabbit|puggled|drained)( (today|now|tonight|tbh|to be honest|really|of it( all)?))?[.!]*$",
    "i'm too tired ~",
    "can't think straight",
)
_SHORT_YES = (
    r"^(yes|yeah|aye|yep|no|nope|naw|maybe|perhaps|sometimes|ok|okay|sure|true|i suppose( so)?|i guess( so)?|kind of|sort of|probably|not really|mmm|hm+|right|exactly|always|never)[.!\s]*$",
)
_THANKS = (
    r"^(many )?(thanks|thank you|cheers|ta|that's (helpful|great|good|me)|that helped|that was helpful|bye|goodbye|cheerio|good night|night night)( (a lot|so much|very much|for (that|this|your help|listening)|now|that helped|that's helpful|i'll go now|bye))*[.!\s]*$",
    "(thanks|thank you|cheers) ~ (bye|that's me|i'll leave it|helpful|helped|useful)",
    "i'll leave it (there|here)",
    "that's enough for (today|now|tonight)",
    r"^(no|naw|nah)[,.]? i'm (done|fine|ok|okay|good|all right|alright|finished)",
    "that's me (done|for|finished) ~",
)
_STOP = (r"^(stop|enough|can we stop|i want to stop|leave it|i need to stop|let's stop)[.!\s]*$",)
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
_INSIGHT = (
    "^(so |and |oh |well )?i (suppose|guess) (i've|i have|i'm|i) ~ (haven't i|didn't i|don't i|am i not|aren't i|amn't i)",
    r"^(oh|ah|huh|hm+|god|jeez|och|wow)[.,!\s…]+",
    "(i've )?(never|not) (thought|seen|said|realised) (of |about )?(it|that) (like that|that way|before|out loud|till now) ~",
    "(i'd |i had |i )?(just realised|hadn't realised|only realised|realise now|see (it )?now) ~",
    "it's (me|not him|not her|not them) (that|who|it's me) ~",
    "(i'd |i had |i've )?(never|not|hadn't|haven't) (thought|considered|asked myself|looked) ~ (what|why|how|at) i ~",
    r"^that's (the truth( of it)?|a (bit of a )?thought|it|true|fair)[.!]*$",
    "(there|so)[,.]? (i've|that's it) said ~",
    r"^(yes|yeah|aye)[.,]+ [a-z]+[.!]*$",
)
_WEIGH = (
    "that's (horrible|awful|terrible|grim|shocking|hard to (read|see)) ~",
    "(looks|sounds|reads) (horrible|awful|terrible|worse) ~ (written|down|out loud|like that)",
)
_STUDY = (
    "(the )?(study|research|dissertation|summary|participants|interviewees|interviews)",
    "(the|their) job descriptions?",
    "link workers in ~ (study|glasgow)",
    "seven (link workers|people|workers)",
    "(what|how|did|do|does|has|have) ~ (others|other workers|other link workers|anyone else|anybody else) (do|did|say|said|decide*|manage*|cope*|find|found|felt|feel|think)",
)
_QUESTION = re.compile(r"\?\s*$|^\s*(?:what|how|who|when|where|which|did|does|do|is|are|was|were|tell me|can you tell|show me)\b", re.I)
_ASKS = re.compile(
    r"\?|\b(?:can i|am i allowed|are we allowed|allowed to|is there a (?:policy|rule|limit)|what's the (?:rule|policy|procedure)|do i have to|should i|is it ok|is it okay|where can i|who can i|how many|what do i (?:do|record|write)|could i|may i|is she entitled|is he entitled|are they entitled)\b",
    re.I,
)
_OTHERWISE = re.compile(
    r"\b(?:capital of|recipe|weather|football|score|joke|poem|translate|laptop|router|password|movie|film|song|holiday|stock|lottery|horoscope|homework|code|python|javascript|president|prime minister|first minister|quantum)\b",
    re.I,
)


def read_intent(text: str, near: bool, library: Library, first: bool = True) -> tuple[Intent, Answer | StudyAnswer | None]:
    """The kind of turn, and the entry that answers it where there is one. `near`: the study speaks to the text."""
    count = len(words(text))
    question = bool(_QUESTION.search(text))
    if says(text, WHO):
        return "who", None
    if says(text, _PROGRAM) and count < 25:
        return "program", None
    if question and says(text, _STUDY) and not says(text, ("my job description",)):
        return "study", next((a for a in library.study_answers.values() if says(text, a.patterns)), None)
    if count < 12 and says(text, _STOP):
        return "stop", None
    if count < 16 and says(text, _THANKS) or count < 8 and "?" not in text and says(text, ("thanks|thank you|bye|cheerio|cheers",)):
        return "thanks", None
    if says(text, _CORRECTION) and count < 40:
        return "correction", None
    if _ASKS.search(text) and (answer := next((a for a in library.answers.values() if says(text, a.patterns)), None)):
        return "answerable", answer
    asked = text if count < 40 else (sentences(text) or [text])[-1]  # in a long story only its last sentence is put to us
    if says(asked, _ADVICE) and (count < 40 or "?" in asked):
        return "advice", None
    if count <= 6 and says(text, _STUCK + _TIRED):
        return "stuck", None
    if count <= 4 and says(text, _SHORT_YES):
        return "short", None
    if begins_case(text):
        return "new_case", None
    if not first and count < 25 and says(text, _INSIGHT):
        return "insight", None
    if not first and count < 12 and says(text, _WEIGH):
        return "weigh", None
    if (
        _OTHERWISE.search(text)
        and not near
        or first
        and not near
        and count > 3
        and not re.search(r"\b(?:i|i'm|i've|me|my|she|he|they|her|him|we)\b", text, re.I)
    ):
        return "off_topic", None
    return "reflect", None


def begins_case(text: str) -> bool:
    """Whether a message says that it is about somebody else from here on; a long one says so in its first sentence."""
    opening = text if len(words(text)) < 60 else (sentences(text) or [text])[0]
    return says(opening, _NEW) is not None


def asks_about(text: str, library: Library) -> str:
    """What a question that somebody else can answer is about ("lifts in your own car"); empty where it is none."""
    answer = read_intent(text, True, library)[1]
    return answer.asks_about if isinstance(answer, Answer) else ""


def is_tired(text: str) -> bool:
    return says(text, _TIRED) is not None


ROLES = {
    "your manager": r"manager|boss|line manager|team lead|team leader|gaffer",
    "your supervisor": r"supervisor|supervision",
    "another link worker": r"other links?|another link|link workers?|links worker",
    "a colleague": r"colleague|workmate|team(?! lead)|peer|buddy",
    "somebody in the practice": r"gp|doctor|practice manager|practice nurse|nurse|practice",
    "your mentor": r"mentor|coach",
    "your union": r"union|rep",
    "occupational health": r"occupational health|counsellor",
}
_INTENDS = re.compile(
    r"(?<!\w)(?:i'll|i will|i'm going to|i could|i might|maybe|i'd|i want to|i need to|i should|going to|i think i'll|probably) (?:\S+ ){0,4}?(?=(?:"
    + "|".join(ROLES.values())
    + r")(?!\w))"
)
_NOBODY = ("nobody", "no one", "no-one", "naebody", "there isn't anyone", "don't have anyone", "haven't got anyone", "there's no one", "nae one", "no anyone")


def role_named(text: str) -> str | None:
    """The first role in a message that somebody could take a case to."""
    low = text.lower()
    places = [(m.start(), role) for role, form in ROLES.items() if (m := re.search(rf"(?<!\w)(?:{form})(?!\w)", low))]
    return min(places)[1] if places else None


def role_intended(text: str) -> str | None:
    """The role in a sentence that says that it will, or may, go to somebody."""
    low = text.lower().replace("’", "'")
    return role_named(low[match.end() :]) if (match := _INTENDS.search(low)) else None


def names_nobody(text: str) -> bool:
    """Whether the answer to 'who will you take this to' is nobody."""
    found = says(text, _NOBODY)
    short = len(words(text)) < 9  # in a longer answer "nobody" is mostly part of the story
    return found is not None and (found.start() < 3 or short and role_named(text) is None)


_PRESSED = {
    "other_side": r"(?:and |what about |show me |what's )?(?:the )?other side(?: of (?:it|this|that))?",
    "more": r"(?:tell me |show me |is there )?more(?: on (?:this|that|it))?",
    "another": r"(?:ask me |give me |can i have )?(?:another|a different|next) question",
    "skip": r"skip(?: (?:that|this|it|that one|this one|the question))?|pass on that(?: one)?|next",
}


def pressed(text: str) -> str | None:
    """The button that a message spells out, or none."""
    low = text.lower().replace("’", "'").strip(" .!?")
    return next((button for button, form in _PRESSED.items() if re.fullmatch(form + "(?:,? please)?", low)), None)
