"""Text only: nothing in a reply may be taken for markup or an address."""

from __future__ import annotations

import re

_MARKUP = re.compile(
    r"<\s*/?\s*[a-z!]|!?\[[^\]]*\]\s*[(:\[]|https?:|www\.|javascript:|data:|vbscript:|\|\s*-{2,}|```|^\s*#{1,6}\s|^\s*(?:[-*+]|\d+[.)])\s|^\s*>|\*\*|__|\$\$|&(?:lt|gt|#\w+);"
    r"|:material/|:[a-z_]+:(?!\S)|\w@\w|\b[\w-]+\.(?:com|org|net|uk|scot|io|info|gov|app|dev|ly|me|example|test|co|eu|ai)\b|\w\.[a-z]{2,}/",
    re.I | re.M,
)
_HIDDEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x08\x0b\x0c\x0e-\x1f]")


def find_markup(text: str) -> list[str]:
    """Every run of `text` that looks like HTML, Markdown, a link or a hidden character."""
    return [m.group() for m in _MARKUP.finditer(text)] + [repr(m.group()) for m in _HIDDEN.finditer(text)]
