"""The administrator's folder, shared by everybody here, and one search over it and a session's own documents."""

from __future__ import annotations

import logging
from functools import lru_cache
from typing import TYPE_CHECKING

from rag import loading
from rag.papers.shelf import FLOOR, Folder, Papers, Passage
from rag.settings import settings

if TYPE_CHECKING:
    from rag.engine import Engine


@lru_cache(maxsize=1)
def _folder(engine: Engine) -> Folder | None:
    where = settings().documents_dir
    return Folder(where, engine.retriever.embedder) if where else None


def folder(engine: Engine) -> Folder | None:
    """The folder with what is in it now, or None where none is set."""
    made = _folder(engine)
    if made is not None:
        made.refresh()
    return made


def look_up(text: str, engine: Engine, own: Papers, limit: int = 4, floor: float = FLOOR) -> list[Passage]:
    """Passages near to a masked text, from a session's own documents and from the folder, best first."""
    shared = folder(engine)
    if not own.papers and shared is None:
        return []
    vector = engine.retriever.embedder.vectors([text])[0]
    found = own.search(vector, limit, floor) + (shared.papers.search(vector, limit, floor) if shared else [])
    return sorted(found, key=lambda p: -p.score)[:limit]


def read_in() -> None:
    """Read the folder once the engine is there. For a thread of its own, at a start."""
    try:
        if settings().documents_dir:
            folder(loading.start().result())
    except Exception as fault:  # the screens say it to whoever asks
        logging.getLogger("howfar").error("%s while the folder of documents was read", type(fault).__name__)
