"""The rules of wording, run over every written reply when content is validated: what design calls the voice, as far as a program can hear it.

Each rule has a name, and the sentence that made it necessary stands beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.exchange import Exchange, Written
from knowledge.wording import PRONOUNS, word

MOST_WORDS = 45
_RULES: dict[str, str] = {
    "advice": r"""
        \byou\ (?:should|must|ought|need\ to|had\ better)\b          # You should ring the GP.
        | \b(?:have|had)\ you\ (?:thought\ about|considered|tried)\b  # Have you thought about a befriender?
        | \b(?:could|can)\ you\ (?:not\ )?(?:try|just|ask|tell|say|ring|stop|leave)\b
        | \bwhy\ (?:not|don't\ you|didn't\ you)\b                     # Why not leave it to her?
        | \bmake\ sure\b | \bit\ (?:might|may|would|could)\ help\b | \bI'd\ (?:ask|say|try|suggest|ring)\b | \bI\ (?:suggest|recommend|advise)\b
        | \b(?:what\ if|how\ about|what\ about)\ you\b | \btry\ (?:to|and|asking|saying|leaving)\b""",
    "verdict": r"""
        \b(?:that's|that\ is|that\ was|it's|it\ was|you're|you\ were)\ (?:very\ |so\ |quite\ )?(?:right|wrong|too\ far|unprofessional|inappropriate|a\ mistake|the\ right\ thing)(?![\w-])(?!\ (?:way|person|number|door|address|side))
        | \bcross(?:ed|ing)\ a\ line\b                                # You crossed a line there.""",
    "praise": r"""
        \b(?:well\ done|good\ for\ you|good\ (?:work|job|question|point)|great\ (?:work|job|question|point)|proud\ of\ you|brave\ of|how\ kind|you\ did\ well|you've\ done\ well)\b
        | \b(?:amazing|brilliant|wonderful|fantastic|impressive|admirable|insightful)\b""",
    "comfort": r"""
        \bI\ (?:understand|hear\ you|see\ how|know\ how|feel\ for)\b  # I understand.
        | \b(?:that|it|this)\ (?:must|sounds|seems|feels)\ (?:be\ |have\ been\ |so\ |very\ |really\ )*(?:hard|difficult|tough|awful|painful|exhausting|heavy|lonely|frustrating)\b
        | \bsounds\ (?:like|as\ if|hard|tough)\b | \bit's\ (?:ok|okay|all\ right|alright|only\ natural|natural|normal|understandable)\b
        | \byou're\ not\ alone\b | \bdon't\ (?:worry|blame|be\ (?:so\ )?hard)\b | \bI'm\ sorry\b | \bit\ will\ (?:get|pass|be\ fine)\b""",
    "therapy words": r"""
        \b(?:processing|hold(?:ing)?\ space|validat\w+|journey|explore|exploring|self-care|resilien\w+|boundar(?:y|ies)|coping|triggered|attachment|codependen\w+
        |burn(?:ed|t)?[ -]?out|trauma\w*|compassion\ fatigue|rescuer|enmesh\w*|manipulat\w+|needy|clingy)\b""",
    "claims to be a person": r"\b(?:in\ my\ experience|when\ I\ was|I've\ (?:seen|felt|been|known)|I\ (?:felt|remember)|as\ a\ supervisor)\b",
    "flattery": r"\b(?:thank\ you\ for\ (?:sharing|telling|being)|what\ a\ (?:good|great|lovely|kind))\b",
    "an exclamation mark": r"!",
    "a quotation of the worker": r"[“”\"]",
    "why first": r"(?:^|[.?]\ )Why\b",
    "more than one question": r"\?.*\?",
    "two questions in one": r",?\ and\ (?:what|how|who|where|when|which)\b[^?]*\?",
    "he or she outright": r"\b(?:he|she|him|his|hers|himself|herself)\b",
}  # fmt: skip
RULES = {name: re.compile(form, re.X | re.I) for name, form in _RULES.items()}
OF_A_TALK = ("a quotation of the worker", "therapy words", "he or she outright")  # an answer about the study has its words, and its author
_DUTY = re.compile(
    r"""
    \b(?:the\ |your\ )?(?:GP|duty\ GP|manager|protection\ lead|child\ protection\ lead|adult\ protection\ lead|practice\ manager)\ (?:hears?|has\ to\ hear|is\ told|needs\ to|gets?\ (?:it|told|that))
    | \b(?:goes|go|gets\ written|is\ written)\ (?:down\ )?in\ (?:the|{their})\ (?:notes?|record)\b     # It goes in the notes.
    | \bin\ the\ gifts?\ (?:book|register)\b""",
    re.X | re.I,
)
_FRAGILE = ("grieves", "self-blame", "confesses")
_PLAIN_AFTER = frozenset("would will could can might may did should must does do {do} let had has to".split())  # what would {they} have
_RECORD = re.compile(r"\b(?:the|a|{their})\ (?:record|notes|page|register)\b".replace(r"\ ", " "), re.I)


def lint(exchange: Exchange) -> Iterator[str]:
    """Every way in which a reply of this exchange breaks the rules, as 'reply N: what is wrong'."""
    seen: set[str] = set()
    for number, reply in enumerate(exchange.replies, 1):
        for wrong in _wrong(reply, exchange):
            yield f"reply {number}: {wrong}"
        plain = re.sub(r"\W+", " ", reply.text).strip().lower()
        if plain in seen:
            yield f"reply {number}: the same as one above it. Write another."
        seen.add(plain)
    if all(reply.ask for reply in exchange.replies) and exchange.act != "soft-concern":
        yield "every reply asks. Let one stand without a question."
    if not 1 <= len(exchange.label.split()) <= 8:
        yield "the label has more than eight words. Shorten it."


def _wrong(reply: Written, exchange: Exchange) -> Iterator[str]:
    for name, form in RULES.items():
        if exchange.is_question and name in OF_A_TALK:
            continue
        if match := form.search(reply.text):
            yield f"{name} (“{match.group().strip()}”). Say it otherwise."
    if len(reply.text.split()) > MOST_WORDS * (1 + exchange.is_question):
        yield f"over {MOST_WORDS} words. Shorten it."
    if reply.ask and not reply.ask.endswith("?"):
        yield "a question ends with a question mark. Mend its end."
    if "?" in reply.say:
        yield "a question under say. Put it under ask."
    if exchange.duty is None and not exchange.is_question and exchange.act != "soft-concern" and (match := _DUTY.search(reply.text)):
        yield f"a duty (“{match.group().strip()}”) where the exchange has none. Give it one with its sign, or leave it out."
    if exchange.act in _FRAGILE and exchange.duty is None and (match := _RECORD.search(reply.text)):
        yield f"the record in a reply to a first telling (“{match.group()}”). Leave it out."
    yield from _places(reply)


def _places(reply: Written) -> Iterator[str]:
    for pronoun in PRONOUNS:
        try:
            made = word(reply.say, pronoun), word(reply.ask, pronoun)
        except KeyError as fault:
            yield f"the place {fault} has no form. Use those of knowledge/README.md."
            return
        for part in made:
            if part and not (part[0].isupper() or part[0].isdigit()):
                yield "it begins with a small letter. Begin it with a capital, or with {they}."
                return
    for match in re.finditer(r"(?:(\S+) )?\{they\} ([a-z']+)", reply.text, re.I):
        if (match.group(1) or "").lower() in _PLAIN_AFTER:
            continue
        if match.group(2) in ("is", "are", "was", "were", "has", "have", "does", "do", "wants", "says", "needs", "gets", "knows"):
            yield f"the verb after {{they}} (“{match.group(2)}”) stays the same for she and they. Put it in brackets: {{is}}, {{has}}, [want]."
