"""A short talk to look at before typing one: the lines of knowledge/example.yaml, answered as a worker's would be."""

from __future__ import annotations

import copy
from functools import lru_cache

from rag.engine import Engine
from rag.phrase import AsWritten
from rag.say import play
from rag.types import Talk


@lru_cache(maxsize=1)
def played(engine: Engine) -> Talk:
    """The example with its replies, as they were written beforehand."""
    plain = copy.copy(engine)
    plain.composer = AsWritten()
    return play(plain, list(engine.library.example.lines))
