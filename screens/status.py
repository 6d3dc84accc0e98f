"""For administrators: whether everything works, and how many; never what anybody wrote."""

from __future__ import annotations

import psutil

from knowledge.library import load
from rag import keep, loading
from rag.model.where import place
from rag.papers.hosting import folder
from rag.places import host_of
from rag.settings import settings
from screens import frame, meters
from screens import session as tabs
from screens.components import show, show_table


def draw() -> None:
    """The Status screen."""
    show('<h1 class="hf-title">Status</h1><p class="hf-where">Health and counts of this process. No words, no names, and no count of risk cards are kept.</p>')
    frame.toolbar()
    future = loading.start()
    engine = "loading" if not future.done() else "ready" if future.exception() is None else f"not started: {type(future.exception()).__name__}"
    model = place(settings())
    rows = [
        ("Search and replies", engine),
        ("Findings, quotes, questions", f"{len(load().findings)}, {len(load().quotes)}, {len(load().questions)}"),
        ("Language model", "none" if model is None else f"{model.name} at {model.host}" + (", refused" if model.refused else "")),
        (
            "Rooms are held in",
            f"a database at {host_of(settings().database_url) or 'this machine'}" if settings().database_url else "a file in the data folder",
        ),
        ("The organisation's documents", _documents()),
        ("Conversations held in memory", str(keep.kept.count())),
        ("Memory of this process", f"{psutil.Process().memory_info().rss // 2**20} MB"),
        *meters.totals(),
    ]
    show_table(("What", "Now"), rows)


def _documents() -> str:
    if not settings().documents_dir and not settings().chroma_url:
        return "none"
    shared = folder(tabs.ready())
    if shared is None or shared.away:
        return "cannot be reached"
    unread = f", and {len(shared.faults)} that cannot be read" if shared.faults else ""
    return f"{len(shared.names)} in {'Chroma' if settings().chroma_url else 'memory'}{unread}"
