"""The way in: a message is read for danger and for identifiers before anything else happens to it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from knowledge.library import Library, PlainFault, load
from knowledge.schema import PSEUDONYMS
from rag.conversation import Conversation
from rag.hearing import says
from rag.intents import WHO, begins_case
from rag.settings import settings
from rag.text import words
from safeguards.identifiers import Identifier, Kind, find_identifiers, mask
from safeguards.language import everyday
from safeguards.risk import Concern, RiskAssessment, assess_risk

How = Literal["knows", "unreachable", "idiom", "past", "made_up"]
_MARKED_UP = re.compile(r"<[^>]*>|!?\[[^\]]*\]\([^)]*\)|https?:\S+")


class MessageError(PlainFault):
    """A message that cannot be taken as it is; the text says why, and what was typed is kept."""


class Unsettled(Exception):
    """A reply was asked for while a risk card or identifiers still wait for the worker."""


@dataclass
class Reading:
    """One message on its way in. `blocking` are the concerns that a card is up for."""

    text: str
    conversation: Conversation = field(repr=False)
    risk: RiskAssessment
    identifiers: list[Identifier]
    blocking: tuple[Concern, ...]
    accepted: bool = False
    how: How | None = None
    unreachable: bool = False
    looked_nearer: bool = False
    vectors: dict[str, Any] = field(default_factory=dict, repr=False)

    def __repr__(self) -> str:
        return f"Reading({len(self.text)} characters, {len(self.identifiers)} finds)"

    @property
    def new_identifiers(self) -> list[Identifier]:
        """Finds that the worker has not decided about yet."""
        return [i for i in self.identifiers if not self.conversation.stand_ins.knows(i)]

    @property
    def card_up(self) -> bool:
        return (bool(self.blocking) or self.risk.failed) and self.how is None

    @property
    def needs_review(self) -> bool:
        """In full on the first message, and wherever something new is found."""
        return not self.accepted and (not self.conversation.turns or bool(self.new_identifiers))

    @property
    def masked_text(self) -> str:
        """The message as it will be kept. Looking at it decides nothing."""
        return clean(mask(self.text, self.identifiers, self.conversation.stand_ins))

    def add(self, concerns: tuple[Concern, ...]) -> None:
        """Concerns that a second look found; those that are new put the card up."""
        known = {c.category for c in self.risk.live}
        fresh = tuple(c for c in concerns if c.category not in known)
        self.risk = replace(self.risk, concerns=self.risk.concerns + fresh)
        new = tuple(c for c in fresh if _is_new(c, self.text, self.conversation))
        if new:
            self.blocking += new
            self.how = None

    def acknowledge(self, how: How) -> None:
        """What the worker did about the card. 'unreachable' keeps it up; 'made_up' is for invented cases alone."""
        if how == "unreachable":
            self.unreachable = True
            return
        if how == "made_up" and not self.conversation.invented:
            raise Unsettled("Only a case that began as invented can be called made-up.")
        self.how = how
        self.conversation.acknowledged.add(self.blocking)
        self.conversation.after_card = "idiom" if how in ("idiom", "past") else "after_risk" if how == "knows" else ""

    def accept(
        self,
        keep: tuple[int, ...] = (),
        mark: tuple[str, ...] = (),
        same: dict[int, str] | None = None,
        apart: tuple[int, ...] = (),
        kinds: dict[int, Kind] | None = None,
    ) -> None:
        """The worker's decisions, finds by their number: to keep as typed, missed words to hide everywhere, finds that are somebody known,
        finds that are somebody else, and finds that are of another kind.

        Raises MessageError where a missed word is not in the message; then nothing has been decided.
        """
        identifiers = list(self.identifiers)
        for number, kind in (kinds or {}).items():
            identifiers[number] = replace(identifiers[number], kind=kind, label="as you said")
        chosen = {n: identifiers[n] for n in (*keep, *apart, *(same or {}))}
        for missed in mark:
            places = [m for m in re.finditer(re.escape(missed.strip()), self.text, re.I)] if missed.strip() else []
            if not places:
                raise MessageError("Those words are not in your message. Check the spelling, or leave the box empty.")
            for place in places:
                if all(place.end() <= i.start or place.start() >= i.end for i in identifiers if i.masked):
                    identifiers = [i for i in identifiers if i.masked or place.end() <= i.start or place.start() >= i.end]
                    identifiers.append(Identifier(place.start(), place.end(), "person", "marked by you", place.group()))
        stand_ins = self.conversation.stand_ins
        for number in keep:
            stand_ins.keep(chosen[number])
        for number in apart:
            stand_ins.part(chosen[number])
        for number, stand_in in (same or {}).items():
            stand_ins.merge(chosen[number], stand_in)
        self.identifiers = identifiers
        self.identifiers.sort()
        for one in self.identifiers:
            if one.masked and not self.conversation.stand_ins.keeps(one):
                self.conversation.stand_ins.for_(one)
        self.accepted = True


def _is_new(concern: Concern, text: str, conversation: Conversation) -> bool:
    """Whether a concern puts the card up: nothing that was acknowledged counts for somebody else's case."""
    return begins_case(text) or conversation.acknowledged.is_new(concern)


def clean(text: str) -> str:
    """Without hidden, control and direction marks; everything that a person can see stays."""
    return "".join(c for c in text if c == "\n" or unicodedata.category(c) not in ("Cc", "Cf", "Co", "Cn", "Cs")).strip()


def read(conversation: Conversation, text: str, library: Library | None = None) -> Reading:
    """Read a raw message. Nothing is searched, kept or sent on. Needs no model.

    Risk is looked for first, whatever else is wrong with the message. Raises MessageError with a plain sentence.
    """
    library = library or load()
    risk = assess_risk(text, library)
    blocking = tuple(c for c in risk.live if _is_new(c, text, conversation))
    if not blocking and not risk.failed:
        check(text, first=not conversation.turns)
    try:
        found = find_identifiers(text)
        if says(text, WHO):  # a question about a participant's pseudonym is answered, not masked
            found = [i for i in found if i.text not in PSEUDONYMS]
    except Exception:
        raise MessageError("The check for identifiers did not work on this message, so it has gone no further. Try again, or say it in other words.") from None
    return Reading(text, conversation, risk, found, blocking)


def check(text: str, first: bool = False) -> None:
    """Whether a message can be worked with. Raises MessageError."""
    limit = settings().message_limit
    if len(text) > limit:
        raise MessageError(
            f"That is {len(text):,} characters, and {limit:,} is the most that fits. It is still in the box: shorten it there, or send it in parts."
        )
    plain = clean(text)
    if not plain or not re.search(r"\w", plain):
        raise MessageError("There are no words in that yet. A line or two about what is on your mind is enough.")
    count = words(_MARKED_UP.sub(" ", plain))
    if first and len(count) < 2:
        raise MessageError("That is very short to begin with. A sentence or two about the person and what is on your mind is enough.")
    letters = [c for c in plain if c.isalpha()]
    foreign = sum(not unicodedata.name(c, "").startswith("LATIN") for c in letters)
    if letters and foreign > len(letters) / 2 or len(count) >= 8 and everyday(count) < 0.09:
        raise MessageError("I can only work in English and Scots, and this seems to be in another language. It is still in the box.")
