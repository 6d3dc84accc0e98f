"""The organisation's documents, shared by everybody here, and one search over them and a session's own."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from rag import loading
from rag.log import note
from rag.papers.folder import Folder, Holder
from rag.papers.shelf import FLOOR, Papers, Passage
from rag.settings import settings

if TYPE_CHECKING:
    from rag.engine import Engine


@lru_cache(maxsize=1)
def _folder(engine: Engine) -> Folder | None:
    chosen, embedder = settings(), engine.retriever.embedder
    if not chosen.documents_dir and not chosen.chroma_url:
        return None
    holder: Holder = Papers()
    if chosen.chroma_url:
        from rag.papers.remote import Remote

        holder = Remote(chosen.chroma_url, chosen.chroma_token.get_secret_value(), embedder.digest)
    return Folder(chosen.documents_dir, embedder, holder)


def folder(engine: Engine) -> Folder | None:
    """The organisation's documents as they are now, or None where there is no place for them."""
    made = _folder(engine)
    if made is not None:
        made.refresh()
    return made


def look_up(text: str, engine: Engine, own: Papers, limit: int = 4, floor: float = FLOOR, about: str = "") -> list[Passage]:
    """Passages near to a masked text, or to what it asks `about` in our words, from a session's own documents and the organisation's, best first."""
    shared = folder(engine)
    if not own.papers and shared is None:
        return []
    found: dict[tuple[str, int | None, str], Passage] = {}
    for vector in engine.retriever.embedder.vectors([text, about] if about else [text]):
        for passage in own.search(vector, limit, floor) + (shared.search(vector, limit, floor) if shared else []):
            where = passage.file, passage.page, passage.text
            found[where] = max(passage, found.get(where, passage), key=lambda p: p.score)
    return sorted(found.values(), key=lambda p: -p.score)[:limit]


def read_in() -> None:
    """Read the folder once the engine is there. For a thread of its own, at a start."""
    try:
        if settings().documents_dir:
            folder(loading.start().result())
    except Exception as fault:  # the screens say it to whoever asks
        note(fault, "the reading of the folder of documents")
