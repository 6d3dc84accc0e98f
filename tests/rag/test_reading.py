"""Looking decides nothing: the gate for identifiers opens only when the worker has decided, and a file leaves the live conversation alone."""

import threading

import pytest

from rag import reopen
from rag.reading import MessageError, Unsettled

NAMED = "Senga McAllister in Govan rings me every Sunday and I always pick up."


def test_looking_at_the_masked_text_does_not_open_the_gate(engine):
    conversation = engine.open()
    engine_said = engine.read(conversation, "She rings on Sundays and I always pick up.")
    engine_said.accept()
    engine.reply(conversation, engine_said)
    reading = engine.read(conversation, NAMED)
    for _ in range(2):
        assert "[person A]" in reading.masked_text and "Senga" not in reading.masked_text
        assert reading.needs_review and len(reading.new_identifiers) == 2
    assert conversation.stand_ins.given == {} and conversation.stand_ins.counts == {}
    with pytest.raises(Unsettled):
        engine.reply(conversation, reading)
    reading.accept()
    assert not reading.new_identifiers and "[person A] in [place 1]" in reading.masked_text


def test_a_decision_that_is_refused_decides_nothing(engine):
    conversation = engine.open()
    reading = engine.read(conversation, NAMED)
    with pytest.raises(MessageError):
        reading.accept(keep=(0,), kinds={1: "organisation"}, mark=("not there",))
    assert reading.needs_review and not conversation.stand_ins.kept and [i.kind for i in reading.identifiers] == ["person", "place"]


def test_keeping_a_conversation_leaves_the_live_one_alone_while_it_writes(engine, monkeypatch):
    """Looked at from a second thread in the midst of the writing, as another run of the page would."""
    conversation = engine.open()
    reading = engine.read(conversation, NAMED)
    reading.accept()
    engine.reply(conversation, reading)
    seen = []

    class Adapter:
        def dump_json(self, copy, **options):
            looker = threading.Thread(target=lambda: seen.append(engine.read(conversation, "Senga McAllister rang again.").new_identifiers))
            looker.start()
            looker.join()
            return real.dump_json(copy, **options)

    real = reopen._adapter()
    monkeypatch.setattr(reopen, "_adapter", Adapter)
    data = reopen.to_bytes(conversation)
    assert seen == [[]] and conversation.stand_ins.given
    assert b"senga" not in data.lower() and b"govan" not in data.lower()
