"""A server that fails in every way: the written reply is there, in time, and nothing of the conversation is lost."""

import threading

import pytest

from rag.model.chat import FAULTS_BEFORE_REST, TRIES
from rag.say import say
from rag.watch import Watch
from tests.model.replay import as_json

FIRST = "I've been seeing him for two years now, every week."
GOOD = as_json("“Every week.”", "What is it for now?")


@pytest.mark.parametrize("fault", ["hang", "slow", "status 500", "status 429", "status 401", "drop", ""])
def test_the_written_reply_stands_in(served, fault):
    engine, replay = served(fault, seconds=2)
    step = say(engine, engine.open(), FIRST)
    assert step.turn.stood_in in ("silent", "stopped") and step.turn.text and len(step.talk.turns) == 1
    assert len(replay.asked) <= 2 * TRIES


@pytest.mark.parametrize("fault", ["status 500", "status 429", "status 503"])
def test_a_fault_that_passes_is_tried_again(served, fault):
    engine, replay = served(fault, GOOD)
    turn = say(engine, engine.open(), FIRST).turn
    assert not turn.stood_in and turn.text.startswith("“Every week.”") and len(replay.asked) == 2


def test_a_fault_that_stays_is_not(served):
    engine, replay = served("status 401", GOOD)
    assert say(engine, engine.open(), FIRST).turn.stood_in == "silent" and len(replay.asked) == 1


def test_a_server_that_knows_no_schema_is_asked_without_one_from_then_on(served):
    engine, replay = served("status 400", GOOD)
    step = say(engine, engine.open(), FIRST)
    assert not step.turn.stood_in
    say(engine, engine.open(), FIRST)
    assert ["response_format" in asked for asked in replay.asked] == [True, False, False]


def test_after_faults_in_a_row_it_is_left_alone_for_a_while(served, monkeypatch):
    engine, replay = served("status 401")
    for _ in range(FAULTS_BEFORE_REST + 2):
        assert say(engine, engine.open(), FIRST).turn.stood_in == "silent"
    assert len(replay.asked) == FAULTS_BEFORE_REST
    engine.composer.chat._rests_until = 0.0  # a minute later
    replay.answers = [GOOD]
    assert not say(engine, engine.open(), FIRST).turn.stood_in
    replay.answers = ["status 401", GOOD]
    assert say(engine, engine.open(), FIRST).turn.stood_in == "silent" and not say(engine, engine.open(), FIRST).turn.stood_in


def test_the_worker_may_stop_waiting(served):
    engine, replay = served("hang", seconds=300)
    talk = engine.open()
    message = engine.read(talk, FIRST).accept()
    watch = Watch()
    turns = []
    working = threading.Thread(target=lambda: turns.append(engine.respond(talk, message, watch).turn))
    working.start()
    while not replay.asked:
        working.join(0.05)
    assert not turns
    watch.cancel()
    working.join(20)
    assert turns and turns[0].stood_in == "cancelled" and turns[0].text
    replay.answers = [GOOD]
    assert not say(engine, engine.open(), FIRST).turn.stood_in  # having stopped one is no fault of the server's


def test_nothing_listens_there(served):
    engine, replay = served(GOOD)
    replay.close()
    assert say(engine, engine.open(), FIRST).turn.stood_in == "silent"
