"""Sentences, clauses and words of a message."""

from __future__ import annotations

import re

_SENTENCE = re.compile(r"(?<=[.!?…])[\"'”’)]*\s+|\n+")


def sentences(text: str) -> list[str]:
    """The sentences of a text; one without full stops is cut at its commas and joining words instead."""
    parts = [p.strip() for p in _SENTENCE.split(text) if p and p.strip()]
    out: list[str] = []
    for part in parts:
        if len(part.split()) > 45:
            out += [p.strip() for p in re.split(r",\s+|\s+(?=(?:and|but|so|because|cos|then)\s)", part) if p.strip()]
        else:
            out.append(part)
    return out


_AYE_AS_YES = re.compile(r"(?:^|(?<=[.!?,]\s))aye\b|\baye(?=\s*(?:[,.!?]|$))", re.I)  # "Aye, most days", and not "he's aye at the drink"


def respelt(text: str, spellings: dict[str, str]) -> str:
    """A text with Scots and hurried spellings made plain, for a model that has read little of either."""
    text = _AYE_AS_YES.sub("yes", text)
    return re.sub(r"[^\W\d_]+(?:['’][^\W\d_]+)*", lambda m: spellings.get(m.group().lower(), m.group()), text)


_TAG = re.compile(r"<[^<>\s]*>")
_SCRAP = re.compile(r"\S*(?:[<>={}|\\`]|://)\S*")


def prose(text: str) -> str:
    """A text without addresses and scraps of markup, which a sentence model takes for anything at all; the words between them stay."""
    return _SCRAP.sub(" ", _TAG.sub(" ", text))


def words(text: str) -> list[str]:
    """Words in lower case, plain apostrophes."""
    return re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", text.lower().replace("’", "'"))
