"""For administrators: whether everything works, and how many; never what anybody wrote."""

from __future__ import annotations

import psutil

from knowledge.library import load
from rag import keep, loading
from rag.model.where import place
from rag.settings import settings
from screens import frame, meters
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
        ("Rooms are held in", "another database" if settings().database_url else "a file in the data folder"),
        ("Conversations held in memory", str(keep.held())),
        ("Memory of this process", f"{psutil.Process().memory_info().rss // 2**20} MB"),
        *((name, f"{value:g}") for name, value in meters.totals().items()),
    ]
    show_table(("What", "Now"), rows)
