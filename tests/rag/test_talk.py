"""The reviewers' terminal: every line is answered, and the plan shown holds nothing that was typed."""

from rag.talk import talk


def test_a_conversation_with_its_plan(engine):
    lines = ["She rings me on Sundays and I always pick up.", "skip", "My cousin Morag Abernethy says I should stop.", "What should I do?"]
    said = list(talk(engine, lines))
    assert sum(s.startswith("\n> ") for s in said) == 4
    assert any("Abernethy" not in s and "[check:" in s for s in said)
    plans = [s for s in said if "not yet" in s]
    assert len(plans) == 4 and not any("Sunday" in p for p in plans)


def test_buttons_may_be_typed(engine):
    conversation = engine.open()
    for line, form in (
        ("He rings me every day and I feel I can't step back.", None),
        ("the other side?", "other_side"),
        ("skip that one", "skip"),
        ("more", "more"),
    ):
        reading = engine.read(conversation, line)
        reading.accept()
        engine.reply(conversation, reading)
        assert form is None or conversation.forms[-1] == form


def test_what_others_did_about_this_is_answered_from_what_has_been_talked_of(engine):
    conversation = engine.open()
    for line in ("I've been keeping him going for a year while he waits on psychology.", "What did other link workers do about this?"):
        reading = engine.read(conversation, line)
        reading.accept()
        turn = engine.reply(conversation, reading)
    assert conversation.forms[-1] == "study" and turn.evidence


def test_a_question_of_the_workers_is_not_said_back_without_its_mark(engine):
    conversation = engine.open()
    reading = engine.read(conversation, "That's six weeks now. Do I close him?")
    reading.accept()
    assert "Do I close him.”" not in engine.reply(conversation, reading).reflection
