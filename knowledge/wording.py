"""Sentences with places for the person: {they}, {has} and [want] become she, has and wants."""

from __future__ import annotations

import re

PRONOUNS = ("she", "he", "they")
PLACE = re.compile(r"\{([^{}]*)\}|\[([^\[\]]*)\]")
_FORMS = {
    "they": ("she", "he", "they"), "them": ("her", "him", "them"), "their": ("her", "his", "their"), "theirs": ("hers", "his", "theirs"),
    "themselves": ("herself", "himself", "themselves"), "themself": ("herself", "himself", "themselves"),
    "'s": ("'s", "'s", "'re"), "'ve": ("'s", "'s", "'ve"), "don't": ("doesn't", "doesn't", "don't"),
}  # fmt: skip
_BE = {"is": "are", "are": "are", "was": "were", "were": "were", "has": "have", "have": "have", "do": "do", "does": "do"}
_ONE = {"are": "is", "were": "was", "have": "has", "do": "does"}
_ENDS_IN_A_HISS = re.compile(r"(?:s|sh|ch|x|z|o)$")
_ENDS_IN_Y = re.compile(r"(?<![aeiou])y$")


def word(text: str, pronoun: str) -> str:
    """The sentence for she, he or they. Raises KeyError for a place that has no form."""
    number = PRONOUNS.index(pronoun)

    def fill(match: re.Match[str]) -> str:
        name = match.group(1) if match.group(2) is None else match.group(2)
        low = name.lower()
        form = _FORMS[low][number] if low in _FORMS else _verb(low, pronoun == "they")
        return form[0].upper() + form[1:] if name[:1].isupper() or _begins(text, match.start()) else form

    return PLACE.sub(fill, text)


def third_person(verb: str) -> str:
    """A plain verb as it stands after she or he: "carry on" becomes "carries on"."""
    first, space, rest = verb.partition(" ")
    if first in _ONE:
        return _ONE[first] + space + rest
    if _ENDS_IN_A_HISS.search(first):
        return first + "es" + space + rest
    return (_ENDS_IN_Y.sub("ies", first) if _ENDS_IN_Y.search(first) else first + "s") + space + rest


def _verb(name: str, many: bool) -> str:
    if not re.fullmatch(r"[a-z]+(?: [a-z]+)*", name):
        raise KeyError(name)
    first, space, rest = name.partition(" ")
    plain = _BE.get(first, first) + space + rest
    return plain if many else third_person(plain)


def _begins(text: str, place: int) -> bool:
    """Whether a place stands at the head of a sentence."""
    before = text[:place].rstrip(" “\"'")
    return not before or before[-1] in ".!?"
