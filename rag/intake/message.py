"""What a message must be to be worked with: long enough, short enough, in English or Scots."""

from __future__ import annotations

import re
import unicodedata

from knowledge.library import PlainFault
from rag.settings import settings
from rag.text import words
from safeguards.language import everyday

_MARKED_UP = re.compile(r"<[^>]*>|!?\[[^\]]*\]\([^)]*\)|https?:\S+")
LEAST_EVERYDAY = 0.09  # share of everyday words under which eight words or more are taken for another language


class MessageError(PlainFault):
    """A message that cannot be taken as it is; the text says why, and what was typed is kept."""


def clean(text: str) -> str:
    """Without hidden, control and direction marks; everything that a person can see stays."""
    return "".join(c for c in text if c == "\n" or unicodedata.category(c) not in ("Cc", "Cf", "Co", "Cn", "Cs")).strip()


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
    if letters and foreign > len(letters) / 2 or len(count) >= 8 and everyday(count) < LEAST_EVERYDAY:
        raise MessageError("I can only work in English and Scots, and this seems to be in another language. It is still in the box.")
