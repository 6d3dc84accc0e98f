"""Looking decides nothing: the gate for identifiers opens only when the worker has decided, and a file leaves the live talk alone."""

import threading

import pytest

from rag import reopen
from rag.intake.message import MessageError
from rag.say import say

NAMED = "Senga McAllister in Govan rings me every Sunday and I always pick up."


def test_looking_at_the_masked_text_does_not_open_the_gate(engine):
    talk = say(engine, engine.open(), "She rings on Sundays and I always pick up.").talk
    reading = engine.read(talk, NAMED)
    for _ in range(2):
        assert "[person A]" in reading.masked_text and "Senga" not in reading.masked_text
        assert reading.needs_review and len(reading.new_identifiers) == 2
    assert talk.stand_ins.given == {} and talk.stand_ins.counts == {}
    decided = reading.decide()
    assert reading.needs_review and not decided.needs_review and talk.stand_ins.given == {}
    assert "[person A] in [place 1]" in decided.accept().text


def test_a_decision_that_is_refused_decides_nothing(engine):
    talk = engine.open()
    reading = engine.read(talk, NAMED)
    with pytest.raises(MessageError):
        reading.decide(keep=(0,), kinds={1: "organisation"}, mark=("not there",))
    assert reading.needs_review and not talk.stand_ins.kept and [i.kind for i in reading.identifiers] == ["person", "place"]


def test_keeping_a_talk_leaves_the_live_one_alone_while_it_writes(engine, monkeypatch):
    """Looked at from a second thread in the midst of the writing, as another run of the page would."""
    talk = say(engine, engine.open(), NAMED).talk
    seen = []

    class Adapter:
        def dump_json(self, copy, **options):
            looker = threading.Thread(target=lambda: seen.append(engine.read(talk, "Senga McAllister rang again.").new_identifiers))
            looker.start()
            looker.join()
            return real.dump_json(copy, **options)

    real = reopen._adapter()
    monkeypatch.setattr(reopen, "_adapter", Adapter)
    data = reopen.to_bytes(talk)
    assert seen == [[]] and talk.stand_ins.given
    assert b"senga" not in data.lower() and b"govan" not in data.lower()
