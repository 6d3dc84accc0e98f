"""The two gates, as pure transitions: raw text → Reading (assessed, not yet settled) → Message, which alone can be answered.

Nothing here changes anything: what the worker decides about a card or about finds gives the next Reading, or the Message.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from knowledge.library import Library, load
from knowledge.schema import PSEUDONYMS
from rag.intake.message import MessageError, check, clean
from rag.intake.signs import PLAIN_NO, WHO, begins_case, nobody_at_risk, says
from rag.types import Talk
from safeguards.identifiers import Identifier, Kind, StandIns, find_identifiers, mask
from safeguards.risk import Acknowledged, Concern, RiskAssessment, assess_risk

How = Literal["knows", "unreachable", "idiom", "past", "made_up"]
AFTER = {"knows": "after_risk", "idiom": "idiom", "past": "idiom"}  # the line that stands first in the reply, by how a card was answered


SHORT_ANSWER = 8  # words up to which a message is taken for the answer to a question about the worker's own life
_NO = re.compile(rf"^\W*(?:{PLAIN_NO}|the work|it's the work|just the work|i'm not|i am not)\b", re.I)


class Unsettled(Exception):
    """A message was asked for while a risk card or identifiers still wait for the worker."""


@dataclass(frozen=True)
class Message:
    """What passed both gates: the words with identifiers masked, and what was decided about them."""

    text: str = field(repr=False)
    stand_ins: StandIns = field(default_factory=StandIns, repr=False)
    acknowledged: tuple[Concern, ...] = field(default=(), repr=False)
    how: How | None = None
    raised: tuple[Concern, ...] = field(default=(), repr=False)
    begins: bool = False
    hints: tuple[Concern, ...] = field(default=(), repr=False)
    vectors: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @property
    def after(self) -> str:
        """The name of the line that stands first in the reply, or nothing."""
        return AFTER.get(self.how or "", "")


@dataclass(frozen=True)
class Reading:
    """One message on its way in. `blocking` are the concerns that a card is up for, `hints` those that are only asked about in the reply;
    `vectors` are of the stretches that were looked at."""

    text: str = field(repr=False)
    talk: Talk = field(repr=False)
    risk: RiskAssessment
    identifiers: tuple[Identifier, ...] = field(repr=False)
    blocking: tuple[Concern, ...] = field(default=(), repr=False)
    hints: tuple[Concern, ...] = field(default=(), repr=False)
    how: How | None = None
    unreachable: bool = False
    looked_nearer: bool = False
    vectors: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)
    decided: StandIns | None = field(default=None, repr=False)

    @property
    def new_identifiers(self) -> list[Identifier]:
        """Finds that the worker has not decided about yet."""
        return [i for i in self.identifiers if not self.talk.stand_ins.knows(i)]

    @property
    def card_up(self) -> bool:
        return (bool(self.blocking) or self.risk.failed) and self.how is None

    @property
    def needs_review(self) -> bool:
        """In full on the first message, and wherever something new is found."""
        return self.decided is None and (not self.talk.turns or bool(self.new_identifiers))

    @property
    def masked_text(self) -> str:
        """The message as it will be kept. Looking at it decides nothing."""
        return clean(mask(self.text, list(self.identifiers), self.talk.stand_ins))

    def seen_nearer(self, concerns: tuple[Concern, ...], hints: tuple[Concern, ...], vectors: dict[str, Any]) -> Reading:
        """With what a second look found: concerns that are new put the card up, hints that are new and have not been asked about are asked about."""
        known = {c.category for c in self.risk.live}
        fresh = tuple(c for c in concerns if c.category not in known)
        new = tuple(c for c in fresh if _is_new(c, self.text, self.talk))
        risk = replace(self.risk, concerns=self.risk.concerns + fresh)
        asked = {c.category for turn in self.talk.case for c in turn.hints} | {c.category for c in risk.live}
        soft = tuple(c for c in hints if c.category not in asked and _is_new(c, self.text, self.talk))
        return replace(self, risk=risk, blocking=self.blocking + new, hints=soft, how=None if new else self.how, looked_nearer=True, vectors=vectors)

    def failed(self) -> Reading:
        """A look at danger that broke: the general card goes up."""
        return replace(self, risk=replace(self.risk, failed=True), how=None, looked_nearer=True)

    def acknowledge(self, how: How) -> Reading:
        """What the worker did about the card. 'unreachable' keeps it up; 'made_up' is for invented cases alone."""
        if how == "unreachable":
            return replace(self, unreachable=True)
        if how == "made_up" and not self.talk.invented:
            raise Unsettled("Only a case that began as invented can be called made-up.")
        return replace(self, how=how)

    def decide(
        self,
        keep: tuple[int, ...] = (),
        mark: tuple[str, ...] = (),
        same: dict[int, str] | None = None,
        apart: tuple[int, ...] = (),
        kinds: dict[int, Kind] | None = None,
    ) -> Reading:
        """The worker's decisions, finds by their number: to keep as typed, missed words to hide everywhere, finds that are somebody known,
        finds that are somebody else, and finds that are of another kind.

        Raises MessageError where a missed word is not in the message; then nothing has been decided.
        """
        found = list(self.identifiers)
        for number, kind in (kinds or {}).items():
            found[number] = replace(found[number], kind=kind, label="as you said")
        chosen = {n: found[n] for n in (*keep, *apart, *(same or {}))}
        found = _with_missed(found, mark, self.text)
        stand_ins = self.talk.stand_ins.copy()
        for number in keep:
            stand_ins.keep(chosen[number])
        for number in apart:
            stand_ins.part(chosen[number])
        for number, stand_in in (same or {}).items():
            stand_ins.merge(chosen[number], stand_in)
        for one in found:
            if one.masked and not stand_ins.keeps(one):
                stand_ins.for_(one)
        return replace(self, identifiers=tuple(found), decided=stand_ins)

    def accept(self) -> Message:
        """What can be answered: with what the worker decided, or masked as proposed where they decided nothing.

        Raises Unsettled while a card is up, or where danger has not been looked for twice.
        """
        if self.card_up or not self.looked_nearer:
            raise Unsettled("A card, or the second look at danger, still waits.")
        if self.decided is None:
            return self.decide().accept()
        begins = bool(self.talk.turns) and begins_case(self.text)
        raised = self.blocking if self.how else ()
        before = () if begins else self.talk.acknowledged
        masked = clean(mask(self.text, list(self.identifiers), self.decided))
        hints = () if raised or self.talk.invented else tuple(replace(c, words="") for c in self.hints)  # a talk may be kept: not its raw words
        return Message(masked, self.decided, (*before, *raised), self.how, raised, begins, hints, self.vectors)


def _with_missed(found: list[Identifier], missed_words: tuple[str, ...], text: str) -> list[Identifier]:
    """The finds, with every place of the words that the worker says were missed."""
    for missed in missed_words:
        places = list(re.finditer(re.escape(missed.strip()), text, re.I)) if missed.strip() else []
        if not places:
            raise MessageError("Those words are not in your message. Check the spelling, or leave the box empty.")
        for place in places:
            if all(place.end() <= i.start or place.start() >= i.end for i in found if i.masked):
                found = [i for i in found if i.masked or place.end() <= i.start or place.start() >= i.end]
                found.append(Identifier(place.start(), place.end(), "person", "marked by you", place.group()))
    return sorted(found)


def _is_new(concern: Concern, text: str, talk: Talk) -> bool:
    """Whether a concern puts the card up: nothing that was acknowledged counts for somebody else's case."""
    return begins_case(text) or Acknowledged(list(talk.acknowledged)).is_new(concern)


def _with_a_plain_yes(talk: Talk, text: str, risk: RiskAssessment) -> RiskAssessment:
    """A yes to "Are you thinking about ending your life?", or to "Is anybody at risk in this?", is a sign of danger that no pattern can see by itself;
    so is anything short that is no plain no."""
    if talk.last is None or risk.live or len(text.split()) > SHORT_ANSWER:
        return risk
    if talk.last.hints and not nobody_at_risk(text):
        return replace(risk, concerns=(*risk.concerns, *(replace(c, words=text) for c in talk.last.hints)))
    asked = talk.last.ask.lower()
    if not ("your life" in asked and "ending" in asked) or _NO.match(text):
        return risk
    return replace(risk, concerns=(*risk.concerns, Concern("worker_self", text, "live")))


def read(talk: Talk, text: str, library: Library | None = None) -> Reading:
    """Read a raw message. Nothing is searched, kept or sent on. Needs no model.

    Risk is looked for first, whatever else is wrong with the message. Raises MessageError with a plain sentence.
    """
    library = library or load()
    risk = _with_a_plain_yes(talk, text, assess_risk(text, library))
    blocking = tuple(c for c in risk.live if _is_new(c, text, talk))
    if not blocking and not risk.failed:
        check(text, first=not talk.turns)
    try:
        found = find_identifiers(text)
        if says(text, WHO):  # a question about a participant's pseudonym is answered, not masked
            found = [i for i in found if i.text not in PSEUDONYMS]
    except Exception:
        raise MessageError("The check for identifiers did not work on this message, so it has gone no further. Try again, or say it in other words.") from None
    return Reading(text, talk, risk, tuple(found), blocking)
