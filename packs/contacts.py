"""Who to call, for paper: the numbers that go on a risk card and the local contacts."""

from __future__ import annotations

from knowledge.library import Library
from rag.settings import settings


def card_lines(library: Library) -> list[tuple[str, str, str]]:
    """(who, how, what for), first the local contacts that have been filled in, then the numbers; blanks are left to write in."""
    local = [
        (slot.name, settings().local(slot.setting) or "______________", "Fill in before printing" if not settings().local(slot.setting) else "")
        for slot in library.signposts.local
    ]
    posts = [
        (p.name, p.number, f"{p.for_} {p.hours_text[0].upper() + p.hours_text[1:]}." + ("" if p.first or p.checked_on else " Check before relying on it."))
        for p in library.signposts.signposts
    ]
    return [*posts[:3], *local, *posts[3:]]
