"""Text only: nothing in a reply may be taken for markup or an address."""

from __future__ import annotations

import re

_MARKUP = re.compile(r"<\s*/?\s*[a-z!]|!?\[[^\]]*\]\s*\(|https?:|www\.|javascript:|data:|\|\s*-{2,}|```|^#{1,6}\s|&(?:lt|gt|#\d+);", re.I | re.M)
_HIDDEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x08\x0b\x0c\x0e-\x1f]")


def find_markup(text: str) -> list[str]:
    """Every run of `text` that looks like HTML, Markdown, a link or a hidden character."""
    return [m.group() for m in _MARKUP.finditer(text)] + [repr(m.group()) for m in _HIDDEN.finditer(text)]
