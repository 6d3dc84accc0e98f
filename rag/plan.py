"""What a reply will do, as plain data, before a word of it is composed."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, replace

from knowledge.library import Library
from knowledge.schema import Answer, Stage, StudyAnswer
from rag import voices
from rag.conversation import STAGES, Conversation, Voice
from rag.evidence import Found
from rag.hearing import Heard
from rag.intents import Intent, is_tired, names_nobody, read_intent, role_intended, role_named
from rag.mirror import Mirror, Move, choose_mirror
from rag.questions import choose, word

TURNS_BEFORE_STOP = 10
_POINTING = re.compile(r"\b(?:this|that|it|these|those|others|else)\b", re.I)
_THEIRS = re.compile(r"(?:more like|it['’]s more|more of an?|nearer to|closer to) ([^.,;!?\[\]\n“”\"]{3,40}?)(?=[.,;!?\n]|$)", re.I)
MINUTES_BEFORE_STOP = 25


@dataclass(frozen=True)
class Plan:
    """One reply to be. `moves` become its reflection, in order; `question` is its one question, or empty.

    `message` is what it answers and `before` what went before, oldest first: (the worker's words, our question). Identifiers are masked in both.
    """

    intent: Intent | str
    stage: Stage
    form: str
    moves: tuple[Move, ...] = ()
    question: str = ""
    question_id: str = ""
    question_move: Move | None = None
    voices: tuple[Voice, ...] = ()
    scraps: tuple[str, ...] = ()
    tensions: tuple[str, ...] = ()
    handoff: str | None = None
    awaiting: str = ""
    marks: tuple[str, ...] = ()
    message: str = ""
    before: tuple[tuple[str, str], ...] = ()

    @property
    def worker_words(self) -> str:
        """All that the worker has said, identifiers masked."""
        return "\n".join([*(theirs for theirs, _ in self.before), self.message])

    @property
    def quote_ids(self) -> frozenset[str]:
        """The quotes that stand under this reply: the only ones that it may point to."""
        return frozenset(v.evidence.id for v in self.voices if v.evidence.kind == "quote")

    @property
    def curated(self) -> str:
        """The lines and the question that this plan carries, each written beforehand by people round the worker's own words."""
        moves = [*self.moves, *([self.question_move] if self.question_move else [])]
        return "\n".join([*(m.text for m in moves), self.question])


def make_plan(conversation: Conversation, heard: Heard, found: Found, library: Library, barred: frozenset[str] = frozenset()) -> Plan:
    """Decide the next reply. Changes nothing; the same conversation and message give the same plan."""
    if conversation.after_card == "after_risk":  # it may be named, and is never probed
        ask = _move(conversation, "after_risk_question")
        return Plan("after_risk", conversation.stage, "after_risk", _after_card(conversation), question_move=ask)
    intent, answer = read_intent(heard.text, found.near, library, first=not conversation.turns)
    tensions = tuple(t for t, _ in conversation.tensions_with(found, heard.words)[:3])
    if conversation.awaiting == "handoff" and intent != "new_case" and (plan := _handoff(conversation, heard, found, library)):
        return replace(plan, tensions=tensions)
    if conversation.awaiting == "stop" and heard.words < 12 and intent in ("short", "stuck", "thanks", "stop", "reflect"):
        if heard.text.lower().strip(" .!").startswith(("yes", "aye", "yeah", "yep", "ok", "i think so", "it is", "probably")):
            intent = "thanks"
    if intent != "reflect":
        plan = _special(conversation, heard, found, library, intent, answer)
        if plan:
            return replace(plan, tensions=tensions, moves=_after_card(conversation) + plan.moves)
    return replace(_reflect(conversation, heard, found, library, barred), tensions=tensions)


def _move(conversation: Conversation, name: str, **values: str) -> Move:
    return Move(name, conversation.uses[name], tuple(sorted(values.items())))


def _after_card(conversation: Conversation) -> tuple[Move, ...]:
    return (_move(conversation, conversation.after_card),) if conversation.after_card else ()


def _reflect(conversation: Conversation, heard: Heard, found: Found, library: Library, barred: frozenset[str]) -> Plan:
    stage = conversation.next_stage(heard)
    mirror = choose_mirror(conversation, heard, found, stage, library, barred)
    role = role_intended(heard.text) or (role_named(heard.text) if conversation.stage == "next" and heard.words < 16 else None)
    if conversation.turns > 2 and conversation.handoff is None and role and not names_nobody(heard.text):
        handed = _handed_on(conversation, heard, found, library, role)
        return (
            replace(handed, moves=mirror.moves + handed.moves, scraps=mirror.scraps)
            if mirror.form == "pair" or mirror.form == "scrap" and heard.words > 14
            else handed
        )
    cards = voices.choose_voices(conversation, found, library, heard.words, _card_limit(conversation, heard, stage), stage)
    silent = not found.near and heard.words >= (20 if conversation.turns else 8) and not conversation.uses["nothing_near"]
    said = (_move(conversation, "nothing_near"),) if silent else ()
    base = Plan("reflect", stage, mirror.form, _after_card(conversation) + mirror.moves + said, voices=cards, scraps=mirror.scraps)
    if stage == "away" and conversation.stage != "away":
        question = library.questions["came-down-to"]
        kept = mirror.moves if mirror.form == "pair" or mirror.form == "scrap" and heard.words > 8 else ()
        moves = (*kept, _move(conversation, "away"), _move(conversation, "record"))
        return replace(base, moves=moves, form="away", question=question.text, question_id=question.id, voices=())
    if _long_enough(conversation):
        return replace(
            base,
            moves=(_move(conversation, "place_to_stop"),),
            form="stop",
            question_move=_move(conversation, "place_to_stop_question"),
            awaiting="stop",
            voices=(),
            scraps=(),
        )
    if "next" in (stage, conversation.stage) and conversation.handoff is None and names_nobody(heard.text) and not conversation.uses["nobody"]:
        return _nobody(conversation)
    if (
        stage == "next" == conversation.stage
        and not conversation.asked_handoff
        and conversation.handoff is None
        and not (mirror.question and conversation.stage_turns < 2)
    ):
        return replace(base, question=library.questions["who-take"].text, question_id="who-take", awaiting="handoff", voices=())
    if mirror.question and not (conversation.owes_a_side and conversation.forms[-1:] != ["word"] and conversation.turns % 2):
        return replace(base, question=mirror.question, question_id=mirror.question_id)
    return _with_question(base, conversation, heard, found, library, mirror)


def _with_question(base: Plan, conversation: Conversation, heard: Heard, found: Found, library: Library, mirror: Mirror) -> Plan:
    stages = [base.stage, *STAGES[STAGES.index(base.stage) + 1 :]]
    marks = (mirror.question_id,) if mirror.form == "line" else ()
    for stage in stages:
        question = choose(conversation, heard, found, stage, library, mirror.about if stage == base.stage else None) or choose(
            conversation, heard, found, stage, library
        )
        if question:
            text = word(question.text, conversation.pronoun_with(heard) or "they")
            awaiting = "handoff" if question.id == "who-take" else ""
            return replace(base, question=text, question_id=question.id, marks=marks, awaiting=awaiting, stage=stage)
    return replace(base, marks=marks)


def _card_limit(conversation: Conversation, heard: Heard, stage: Stage) -> int:
    if heard.words < 6 or stage in ("next", "away"):
        return 0
    return 3 if conversation.turns == 0 else 2


def _long_enough(conversation: Conversation) -> bool:
    long = conversation.turns >= TURNS_BEFORE_STOP or time.monotonic() - conversation.started > 60 * MINUTES_BEFORE_STOP
    return long and not conversation.uses["place_to_stop"] and conversation.turns > 2


def _handoff(conversation: Conversation, heard: Heard, found: Found, library: Library) -> Plan | None:
    """The worker answers who this will be taken to."""
    if names_nobody(heard.text):
        return _nobody(conversation)
    role = role_named(heard.text)
    return _handed_on(conversation, heard, found, library, role) if role else None


def _nobody(conversation: Conversation) -> Plan:
    awaiting = "handoff" if not conversation.uses["nobody"] else ""
    return Plan("handoff", "next", "nobody", (_move(conversation, "nobody"),), question_move=_move(conversation, "nobody_question"), awaiting=awaiting)


def _handed_on(conversation: Conversation, heard: Heard, found: Found, library: Library, role: str) -> Plan:
    move = _move(conversation, "handoff", role=role, role_first=role[0].upper() + role[1:])
    question = library.questions["say-to-them"]
    return Plan("handoff", "next", "handoff", (move,), question.text, question.id, handoff=role)


def _special(conversation: Conversation, heard: Heard, found: Found, library: Library, intent: Intent, answer: Answer | StudyAnswer | None) -> Plan | None:
    """A turn that asks for something other than reflection."""
    stage = conversation.stage
    pronoun = conversation.pronoun_with(heard)
    them = {"she": "her", "he": "him", "they": "them", None: "the person"}[pronoun]

    def plan(move: Move | None, question: str = "", cards: tuple[Voice, ...] = (), **rest: str) -> Plan:
        ask = _move(conversation, question, **rest) if question else None
        return Plan(intent, stage, intent, (move,) if move else (), question_move=ask, voices=cards)

    if intent == "advice":
        cards = () if conversation.uses["decline_advice"] else voices.named(("how-useful-would-it-be", "ask-a-colleague"), library)
        cards = tuple(c for c in cards if c.evidence.id not in conversation.shown)
        return plan(_move(conversation, "decline_advice", them=them), "decline_question", cards)
    if intent == "answerable" and isinstance(answer, Answer):
        return plan(_move(conversation, "answerable", asks_about=answer.asks_about, holds=answer.holds), "answerable_question")
    if intent == "study":
        return _about_study(conversation, heard, found, library, answer if isinstance(answer, StudyAnswer) else None)
    if intent == "correction":
        return _corrected(conversation, heard)
    if intent == "stuck":
        if is_tired(heard.text):
            return plan(_move(conversation, "tired"))
        return plan(_move(conversation, "stuck"), "stuck_question")
    if intent == "short" and conversation.turns:
        said = heard.text.strip(" .!?").lower()
        return plan(None, "short_question", word=said)
    if intent in ("who", "program", "off_topic"):
        return plan(_move(conversation, intent))
    if intent in ("thanks", "stop"):
        ask = "thanks_question" if intent == "thanks" and conversation.handoff is None and conversation.turns > 1 else ""
        return replace(plan(_move(conversation, intent), ask), stage="away", awaiting="handoff" if ask else "")
    if intent == "new_case":
        return replace(plan(_move(conversation, "new_case"), "new_case_question" if heard.words < 20 else ""), stage="happened")
    if intent == "insight":
        first = not conversation.uses["insight"]
        return plan(_move(conversation, "insight"), "" if first and heard.words < 10 else "insight_question")
    if intent == "weigh":
        return plan(_move(conversation, "weigh"), "weigh_question")
    return None


def _about_study(conversation: Conversation, heard: Heard, found: Found, library: Library, answer: StudyAnswer | None) -> Plan:
    stage = conversation.stage
    ask = _move(conversation, "study_question") if conversation.turns else None
    if answer and answer.text:
        return Plan("study", stage, "study", (Move("=" + answer.text, 0),), question_move=ask)
    if answer:
        fresh = tuple(item for item in answer.evidence if item not in conversation.shown) or answer.evidence
        return Plan("study", stage, "study", (_move(conversation, "study_intro"),), question_move=ask, voices=voices.named(fresh, library))
    cards = tuple(Voice(e) for e in found.evidence[:3] if e.score >= voices.CARD_FLOOR) if found.nearness >= 0.5 else ()
    if not cards and conversation.turns and _POINTING.search(heard.text):  # "this", "it": what has been talked of
        cards = voices.led_by(conversation, library)
    return Plan("study", stage, "study", (_move(conversation, "study_intro" if cards else "study_none"),), question_move=ask, voices=cards)


def _corrected(conversation: Conversation, heard: Heard) -> Plan:
    said = heard.text.lower().replace("’", "'")
    denied = next(
        (
            w
            for w in ("angry", "guilty", "sad", "tired", "worried", "upset", "stressed", "lonely", "cross", "resentful", "sorry", "scared", "bitter", "soft")
            if f"not {w}" in said or f"i'm no {w}" in said
        ),
        "",
    )
    move = _move(conversation, "correction_word", word=denied) if denied else _move(conversation, "correction")
    if theirs := _THEIRS.search(heard.text):
        truer = theirs.group(1).strip()
        ask = _move(conversation, "correction_theirs_question")
        return Plan(
            "correction", conversation.stage, "correction", (move, _move(conversation, "correction_theirs", word=truer)), question_move=ask, scraps=(truer,)
        )
    more = heard.words > 14
    ask_more = None if more and not denied else _move(conversation, "correction_question")
    return Plan("correction", conversation.stage, "correction", (move,), question_move=ask_more)
