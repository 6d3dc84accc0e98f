"""When a worker goes on to somebody else, nothing of the case before comes along: no pulls, no concerns, no chips, no acknowledged danger."""

import pytest

from packs.takeaway import draft
from rag.say import play, say

BEFORE = [
    "She rings on Sundays and I always pick up because I know there's nobody else. She's very low, lower than I've seen her.",
    "I've not told my manager how often.",
    "I'll tell my supervisor on Thursday.",
]


@pytest.mark.parametrize("beginning", ["Another man now.", "Right, a different lady.", "Somebody else this time.", "Can we move on to another case?"])
def test_nothing_of_the_case_before_comes_along(engine, library, beginning):
    before = play(engine, BEFORE)
    assert before.concerns and before.tensions()
    step = say(engine, before, beginning)
    assert step.turn.begins and len(step.talk.case) == 1
    assert step.talk.concerns == () and step.talk.set_aside == () and step.talk.marks == ()
    page = draft(step.talk, library)
    assert page.will_do == "" and page.who == "" and page.concerns == [] and page.aside == []


def test_a_long_message_that_begins_with_it_begins_another_case(engine):
    talk = play(engine, BEFORE[:1])
    talk = say(engine, talk, "Another man now. " + "He comes to the group and sits at the end of the table with his coat on. " * 5).talk
    assert len(talk.case) == 1 and talk.case[0].theirs.startswith("Another man now.") and talk.concerns == ()


def test_a_danger_that_was_acknowledged_for_one_person_is_new_for_another(engine):
    talk = say(engine, engine.open(), "He said he wants to end it all.", "knows").talk
    assert not engine.read(talk, "He said he wants to end it all.").card_up
    assert engine.read(talk, "Another man now. He said he wants to end it all.").card_up
    talk = say(engine, talk, "Another man now.").talk
    assert engine.read(talk, "He said he wants to end it all.").card_up


def test_a_case_after_an_invented_one_is_not_invented(engine):
    talk = say(engine, engine.open(invented=True), BEFORE[0]).talk
    assert talk.invented and not say(engine, talk, "Another man now.").talk.invented
