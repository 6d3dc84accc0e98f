import copy

import pytest

from rag.settings import Settings
from tests.model.replay import Replay


@pytest.fixture
def served(engine):
    """An engine whose model is a loopback server that gives these answers: `served('…', 'drop', seconds=2) -> (engine, replay)`."""
    open_ones = []

    def start(*answers, seconds=20.0, **settings):
        replay = Replay(*answers)
        open_ones.append(replay)
        one = copy.copy(engine)
        one._take_model(Settings(model="openai:written", model_url=replay.url, model_seconds=seconds, **settings))
        assert one.keeps_waiting and not one.model_fault
        return one, replay

    yield start
    for replay in open_ones:
        replay.close()
