"""A short conversation to look at before typing one: the lines of knowledge/example.yaml, answered as a worker's would be."""

from __future__ import annotations

import copy
from functools import lru_cache

from rag.compose import GuidedComposer
from rag.conversation import Conversation
from rag.engine import Engine


@lru_cache(maxsize=1)
def played(engine: Engine) -> Conversation:
    """The example with its replies; the guided composer speaks. Raises Unsettled where a line of it would put a card or a check up."""
    guided = copy.copy(engine)
    guided.composer = GuidedComposer()
    conversation = guided.open(invented=True)
    for line in engine.library.example.lines:
        reading = guided.read(conversation, line)
        if reading.new_identifiers:
            raise ValueError("a line of knowledge/example.yaml holds something that would be masked")
        reading.accept()
        guided.reply(conversation, reading)
    return conversation
