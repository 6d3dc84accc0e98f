"""When a worker goes on to somebody else, nothing of the case before comes back: no words, no voices' reasons, no acknowledged danger."""

import re
from pathlib import Path

import pytest
import yaml

TALKS = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted((Path(__file__).parents[1] / "transcripts").glob("*.yaml"))]
BEGINNINGS = ["Another man now.", "Right, a different lady.", "Somebody else this time.", "Can we move on to another case?"]


def say(engine, conversation, text):
    reading = engine.read(conversation, text)
    if reading.card_up:
        reading.acknowledge("idiom")
    reading.accept()
    return engine.reply(conversation, reading)


def lines(talk):
    return [turn["worker"] for turn in talk if turn.get("worker")]


def quoted(turn):
    """What a reply lays back in quotation marks, and what each card says it stands there for."""
    return [*re.findall(r"“([^”]+)”", turn.text), *(v.evidence.because for v in turn.evidence if v.evidence.because)]


@pytest.mark.parametrize("number", range(0, len(TALKS), 3))
def test_nothing_of_the_case_before_is_quoted(engine, number):
    conversation = engine.open()
    for line in lines(TALKS[number])[:5]:
        say(engine, conversation, line)
    beginning = BEGINNINGS[number % len(BEGINNINGS)]
    turns = [say(engine, conversation, beginning)]
    turns += [engine.press(conversation, button) for button in ("more", "other_side", "another")]
    after = lines(TALKS[(number + 1) % len(TALKS)])[:6]
    turns += [say(engine, conversation, line) for line in after]
    said = "\n".join([beginning, *after]).lower()
    strays = [words for turn in turns for words in quoted(turn) if words.lower().strip(" .,…") not in said]
    assert strays == []


def test_a_long_message_that_begins_with_it_begins_another_case(engine):
    conversation = engine.open()
    say(engine, conversation, "She rings on Sundays and I always pick up because I know there's nobody else.")
    say(engine, conversation, "Another man now. " + "He comes to the group and sits at the end of the table with his coat on. " * 5)
    assert len(conversation.case) == 1 and conversation.case[0][0].startswith("Another man now.")
    assert not any("Sunday" in scrap.text for scrap in conversation.set_aside) and conversation.last_found.evidence


def test_a_danger_that_was_acknowledged_for_one_person_is_new_for_another(engine):
    conversation = engine.open()
    first = engine.read(conversation, "He said he wants to end it all.")
    first.acknowledge("knows")
    first.accept()
    engine.reply(conversation, first)
    assert not engine.read(conversation, "He said he wants to end it all.").card_up
    assert engine.read(conversation, "Another man now. He said he wants to end it all.").card_up
    say(engine, conversation, "Another man now.")
    assert engine.read(conversation, "He said he wants to end it all.").card_up


def test_a_case_after_an_invented_one_is_not_invented(engine):
    conversation = engine.open(invented=True)
    say(engine, conversation, "She rings on Sundays and I always pick up because I know there's nobody else.")
    say(engine, conversation, "Another man now.")
    assert not conversation.invented
