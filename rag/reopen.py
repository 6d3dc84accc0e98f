"""A talk as bytes and back, for a file that a worker keeps. No name is in it: stand-ins cannot be turned back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from knowledge.library import PlainFault
from rag.types import Talk
from safeguards.identifiers import StandIns


class KeptError(PlainFault):
    """Bytes that are no talk this version can read."""


@dataclass(frozen=True)
class Kept:
    """What stands in the file. Version 1 held a conversation of another make."""

    version: Literal[2]
    talk: Talk


@lru_cache
def _adapter() -> TypeAdapter[Kept]:
    return TypeAdapter(Kept)


def to_bytes(talk: Talk) -> bytes:
    """The whole talk, without the map of names to stand-ins and without the token of its tab."""
    copy = replace(talk, stand_ins=StandIns(counts=dict(talk.stand_ins.counts)), acknowledged=())
    return _adapter().dump_json(Kept(2, copy), exclude={"talk": {"token", "started"}})


def from_bytes(data: bytes) -> Talk:
    """The talk again, with a new token. Raises KeptError where it cannot be read."""
    try:
        return _adapter().validate_json(data).talk
    except ValidationError:
        raise KeptError("This file opened, but this version of the app cannot read what is in it. Open it with the version that made it.") from None
