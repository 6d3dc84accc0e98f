"""How a worker's words are laid back: one word caught, a scrap, a pair, what moved, who is missing, or nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.library import Library
from rag.conversation import Conversation
from rag.evidence import Found
from rag.hearing import Heard, overlaps, pair, telling_scrap
from rag.prompts import render
from safeguards.phrases import fold, phrase

_LABELS = {"worker": "yourself", "system": "the services", "practice": "the practice", "family": "the family"}
_HEARD = {"worker": "you", "system": "the services", "practice": "the practice", "family": "the family"}
_TAIL = re.compile(
    r"(?:\s+(?:a|an|the|my|her|his|their|to|of|in|on|at|for|from|with|and|but|or|so|that|is|was|i|he|she|they|we|if|as|not|be|been|am|are|who|when|because|cos|about|by|another|something|i'm|i've|he's|she's|then|up to|into|said|asked))+$",
    re.I,
)

MOST_CAUGHT = 9  # words
_CUT = re.compile(r"[.,;:!?…\n()\"“”]|\s[-–—]\s|\s(?:and|but|because|cos|so|when|while|if)\s")


@dataclass(frozen=True)
class Move:
    """One sentence or two of a reply: a template, which of its wordings, and its values."""

    template: str
    use: int
    values: tuple[tuple[str, str], ...] = ()

    @property
    def text(self) -> str:
        """Its words. A template that begins with '=' is itself a line from the knowledge base."""
        return self.template[1:] if self.template.startswith("=") else render(self.template, self.use, **dict(self.values))


@dataclass(frozen=True)
class Mirror:
    """A way of laying words back. `question` is set where the form brings its own."""

    form: str
    moves: tuple[Move, ...] = ()
    scraps: tuple[str, ...] = ()
    question: str = ""
    question_id: str = ""
    about: str | None = None


def choose_mirror(conversation: Conversation, heard: Heard, found: Found, stage: str, library: Library, barred: frozenset[str] = frozenset()) -> Mirror:
    """The form that this message and this point of the talk call for; never the one used last."""
    options = [m for m in _options(conversation, heard, found, stage, library) if m[1].form not in barred]
    recent = conversation.forms[-2:]

    def score(option: tuple[float, Mirror]) -> tuple[float, str]:
        base, mirror = option
        base -= (
            0.8 * (recent[-1:] == [mirror.form])
            + 0.4 * (recent[:1] == [mirror.form])
            + (0.3 if mirror.question else 0.15) * conversation.forms.count(mirror.form)
        )
        return (-round(base, 4), mirror.form)

    return min(options, key=score)[1] if options else Mirror("bare")


def _options(conversation: Conversation, heard: Heard, found: Found, stage: str, library: Library) -> list[tuple[float, Mirror]]:
    used, uses = conversation.said_back, conversation.uses
    options = [(0.6, Mirror("bare"))]
    if caught := _caught(conversation, heard, stage, library):
        options.append((3.0, caught))
    if two := pair(heard, used):
        first, second = (_trim(s.text) for s in two)
        options.append(
            (2.9 + 0.4 * (heard.words > 60), Mirror("pair", (Move("pair", uses["pair"], (("first", first), ("second", second))),), (two[0].text, two[1].text)))
        )
    if few := _few(heard, used):
        options.append((1.5, few))
    if conversation.turns in (2, 3, 4, 5) and "limit" not in conversation.forms and conversation.pronoun_with(heard) in ("she", "he") and heard.words > 5:
        them = "her" if conversation.pronoun_with(heard) == "she" else "him"
        options.append((1.0, Mirror("limit", (Move("limit", conversation.turns, (("them", them),)),))))
    if one := telling_scrap(heard, used):
        options.append((1.7 + 0.25 * min(3.0, one.weight), Mirror("scrap", (Move("scrap", uses["scrap"], (("first", _trim(one.text)),)),), (one.text,))))
    if missing := _missing(conversation, heard):
        options.append((2.5, missing))
    if moved := _moved(conversation, heard):
        options.append((1.3, moved))
    if heard.words < 45 and (thread := _thread(conversation)):
        options.append((2.2, thread))
    live = [t for t, score in found.tensions[:1] if score >= 1.2 and t in dict(conversation.tensions_with(found, heard.words)[:1])]
    if conversation.turns and live and (line := _line(conversation, live[0], library)):
        options.append((1.9, line))
    return options


def _few(heard: Heard, used: set[str]) -> Mirror | None:
    """The last two to four words of a short message, where they stand by themselves."""
    tail = re.search(r"(?:^|[\s,])((?:[Aa]|[Aa]n|[Tt]he|[Nn]o|[Oo]ne|[Ee]very|[Tt]wo|[Tt]hree)(?: [\w'’-]+){2,3})[.!]*\s*$", heard.text)
    if not tail or heard.words > 25 or tail.group(1).lower() in used or re.search(r"\b(?:and|but|that|i|i'm|he|she|they|it|you)\b", tail.group(1).lower()):
        return None
    words = tail.group(1)
    return Mirror("few", (Move("scrap", 0, (("first", words),)),), (words,)) if any(words in s.text or s.text in words for s in heard.scraps) else None


def _trim(text: str) -> str:
    return text.rstrip(" ,;:-–—")


def _caught(conversation: Conversation, heard: Heard, stage: str, library: Library) -> Mirror | None:
    folded = fold(heard.text)
    fresh = [c for c in library.cues.values() if stage in c.stage and f"cue:{c.id}" not in conversation.asked]
    matches = [(m, c) for c in fresh for m in phrase(c.find.removesuffix(" ~")).finditer(folded.text)]
    for match, cue in sorted(matches, key=lambda pair: -pair[0].start()):  # people end with what matters
        start, end = folded.original_span(match.start(), match.end())
        if heard.text[:start].lower().endswith("if "):  # supposed, not said
            continue
        after = heard.text[end:]
        said = len(after) - len(after.lstrip(" ,")) if heard.text[start:end].lower().endswith(("say", "said")) else 0  # "he'd say, your go"
        after = after[:said] + _CUT.split(after[said:], maxsplit=1)[0] if cue.find.endswith("~") else ""
        whole = heard.text[start:end] + after
        tokens = whole.split(" ")
        words = (whole if len(tokens) <= MOST_CAUGHT else _TAIL.sub("", " ".join(tokens[: MOST_CAUGHT - 2]))).strip(" .,…")
        if words and "[" not in words and words.lower() not in conversation.said_back and not overlaps(words, heard.danger):
            move = Move("scrap", 0, (("first", words),))
            return Mirror("word", (move,), (words,), cue.ask[0], f"cue:{cue.id}")
    return None


def _missing(conversation: Conversation, heard: Heard) -> Mirror | None:
    pronoun = conversation.pronoun_with(heard)
    if heard.words < 10 or conversation.turns < 2 or conversation.wish_known or pronoun is None or "missing" in conversation.forms:
        return None
    if re.search(rf"(?<!\w){pronoun}(?:'s)? (?:want|said|says|ask|told|hope|like|think|feel|wish)", heard.text.lower()):
        return None
    names = [_HEARD[n] for n in ("worker", "practice", "family", "system") if conversation.perspectives[n] >= 2][:2]
    if len(names) < 2:
        return None
    absent = {"she": "her", "he": "him", "they": "them"}[pronoun]
    values = (("heard", " and ".join(names)), ("absent", absent))
    return Mirror("missing", (Move("missing", 0, values),), about="person")


def _moved(conversation: Conversation, heard: Heard) -> Mirror | None:
    first, now = conversation.first_leading, heard.leading
    if conversation.turns < 2 or "moved" in conversation.forms or not now or first == now or heard.words < 8:
        return None
    pronoun = conversation.pronoun_with(heard)
    them = {"she": "her", "he": "him", "they": "them", None: ""}[pronoun]
    labels = {**_LABELS, "person": them}
    if first not in labels or not labels[first] or not labels[now] or now == "person" or first in heard.perspectives:
        return None
    return Mirror("moved", (Move("moved", 0, (("was", labels[first]), ("now", labels[now]))),))


def _thread(conversation: Conversation) -> Mirror | None:
    if conversation.turns < 4 or "thread" in conversation.forms[-4:] or conversation.forms.count("thread") >= 2:
        return None
    earlier = "\n".join(text for text, _ in conversation.case[:-2])
    fresh = [s for s in conversation.set_aside if s.text.lower() not in conversation.said_back and s.text in earlier and len(s.text.split()) > 3]
    if not fresh:
        return None
    best = max(fresh, key=lambda s: (s.weight, -len(s.text)))
    return Mirror("thread", (Move("thread", conversation.uses["thread"], (("first", _trim(best.text)),)),), (best.text,))


def _line(conversation: Conversation, tension: str, library: Library) -> Mirror | None:
    for number, line in enumerate(library.tensions[tension].lines):
        if f"line:{tension}:{number}" not in conversation.uses:
            return Mirror("line", (Move("=" + line, 0),), (), about=None, question_id=f"line:{tension}:{number}")
    return None
