"""Whole conversations stay as they were read and approved: same plan, same ids, same words."""

import pytest
import yaml

from tests.transcripts.write import HERE, play

FILES = sorted(HERE.glob("*.yaml"))


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_a_conversation_is_as_it_was_approved(engine, path):
    expected = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert play(engine, [turn["worker"] for turn in expected]) == expected


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_nothing_in_it_is_said_twice(path):
    turns = yaml.safe_load(path.read_text(encoding="utf-8"))
    questions = [t["question"] for t in turns if t["question"]]
    voices = [v for t in turns for v in t["voices"]]
    replies = [t["reply"] for t in turns if t["reply"]]
    assert len(turns) >= 8 and len(set(questions)) == len(questions) and len(set(voices)) == len(voices) and len(set(replies)) == len(replies)
