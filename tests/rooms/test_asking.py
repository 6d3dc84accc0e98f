"""A written question: open ones pass; danger, names and suggestions in disguise go back."""

import pytest
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from rag import pace
from rag.pace import TooMany
from rooms.asking import look_at
from rooms.hosting import JOINS, WRONG_ALL, WRONG_EACH, knocked_wrong, may_knock
from rooms.room import RoomFault

OPEN = [
    "What did you feel when the phone went?", "Who else knows about this?", "How did it come to be Fridays?", "Where were you when she said it?", "When did you first notice?",
    "What would he say about you?", "What is hardest to say out loud?", "Whose idea was the list?", "How would you know that it had ended?", "What does your manager not see?",
    "Who was in the room?", "What made you stay that night?", "What is she not saying?",
]  # fmt: skip
HIDDEN = [
    "Have you thought about telling your manager?", "Why don't you just say no?", "What if you referred her to the CAB?", "Did you try ringing social work?", "Could you not close the file?",
    "You should tell him it is over.", "Don't you think she is using you?", "How about a volunteer?", "I would stop going.", "Isn't that a boundary issue?", "Would it help to write it down?", "What about supervision?",
    "When are you going to tell her it's finishing?", "How will you tell him you can't do it any more?", "What would be wrong with closing the case?",
]  # fmt: skip


@pytest.mark.parametrize("words", OPEN)
def test_open_questions_pass(engine, words):
    assert look_at(words, engine) is None


@pytest.mark.parametrize("words", HIDDEN)
def test_suggestions_go_back_with_why(engine, words):
    back = look_at(words, engine)
    assert back is not None and back.risk is None and "Begin with what" in back.why


def test_names_and_danger_go_back(engine):
    assert "Maryhill" in look_at("What did Shona say in Maryhill?", engine).why
    assert look_at("What if he takes the tablets he has saved up and kills himself tonight?", engine).risk is not None
    assert look_at("   ", engine).why and look_at("What? " * 90, engine).why


def test_too_many_wrong_codes_close_the_door_for_a_minute(monkeypatch):
    monkeypatch.setattr(pace, "_windows", MovingWindowRateLimiter(MemoryStorage()))
    for n in range(WRONG_EACH):
        may_knock("one tab", f"CODE{n}")
        knocked_wrong("one tab")
    with pytest.raises(RoomFault, match="too many wrong codes"):
        may_knock("one tab", "CODE")
    may_knock("another tab", "CODE")
    for n in range(WRONG_ALL):
        knocked_wrong(f"tab {n}")
    with pytest.raises(RoomFault, match="too many wrong codes"):
        may_knock("a new tab", "CODE")


def test_one_code_cannot_be_tried_without_end(monkeypatch):
    monkeypatch.setattr(pace, "_windows", MovingWindowRateLimiter(MemoryStorage()))
    for n in range(JOINS):
        may_knock(f"tab {n}", "ABCDEF")
    with pytest.raises(TooMany):
        may_knock("one more", "ABCDEF")
    may_knock("one more", "GHIJKL")
