"""A conversation as bytes and back, for a file that a worker keeps. No name is in it: stand-ins cannot be turned back."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from pydantic import TypeAdapter, ValidationError

from knowledge.library import PlainFault
from rag.conversation import Conversation, Turn
from rag.mirror import Move
from safeguards.identifiers import StandIns
from safeguards.risk import Acknowledged


class KeptError(PlainFault):
    """Bytes that are no conversation this version can read."""


@lru_cache
def _adapter() -> TypeAdapter[Conversation]:
    return TypeAdapter(Conversation)


def to_bytes(conversation: Conversation) -> bytes:
    """A copy of the whole conversation, without the map of names to stand-ins and without the token of its tab; the live one is not touched."""
    copy = replace(conversation, stand_ins=StandIns(counts=dict(conversation.stand_ins.counts)), acknowledged=Acknowledged())
    return _adapter().dump_json(copy, exclude={"token", "started", "last_found"})


def from_bytes(data: bytes) -> Conversation:
    """The conversation again, with a new token. Raises KeptError where it cannot be read."""
    try:
        return _adapter().validate_json(data)
    except ValidationError:
        raise KeptError("This file opened, but this version of the app cannot read what is in it. Open it with the version that made it.") from None


def welcome_back(conversation: Conversation) -> None:
    """Say what was going to happen, and ask who else has heard it since."""
    role = conversation.handoff
    name = "reopened_with" if role else "reopened"
    said = Move(name, conversation.uses[name], (("role", role),) if role else ()).text
    ask = Move("reopened_question", conversation.uses["reopened_question"]).text
    stage = conversation.stage if conversation.stage != "away" else "next"
    conversation.exchanges.append(("", Turn(stage, tuple(conversation.tensions)[:3], said, (), ask)))
    conversation.forms.append("reopened")
    conversation.uses.update([name, "reopened_question"])
    conversation.awaiting = "handoff"
    conversation.go(stage)
