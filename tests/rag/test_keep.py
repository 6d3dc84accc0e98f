"""What lapses, on a clock that is moved by hand. Nobody asks for anything meanwhile: the store itself is looked at."""

from __future__ import annotations

import weakref

import pytest

from rag.keep import Keep
from rag.types import Talk
from tests.clock import HandClock


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def keep(clock: HandClock) -> Keep:
    return Keep(lambda: 30, clock)


def test_it_is_there_at_29_minutes_and_gone_at_30_with_nobody_asking(keep, clock):
    gone = []
    thing = Talk()
    seen = weakref.ref(thing)
    keep.put("a", thing, lambda: gone.append("a"))
    del thing
    assert clock.forward(29) == 1
    assert "a" in keep._held and keep.get("a") is seen() and not gone
    assert clock.forward(1) is None  # nothing is left to wait for
    assert not keep._held and gone == ["a"] and seen() is None


def test_what_somebody_does_holds_it_for_longer_from_when_they_did_it(keep, clock):
    keep.put("a", "words")
    assert clock.forward(20) == 10
    keep.touch("a", ago=5 * 60)
    assert clock.forward(10) == 15  # from the fifteenth minute, not from when it was told
    keep.touch("a", ago=40 * 60)  # told late, of something that was before the last
    assert clock.forward(15) is None and not keep._held


def test_nothing_is_held_for_longer_than_from_now(keep, clock):
    keep.put("a", "words")
    keep.touch("a", ago=-3600)
    assert clock.forward(30) is None and not keep._held


def test_each_has_its_own_time(keep, clock):
    keep.put("a", "one")
    assert clock.forward(10) == 20
    keep.put("b", "two")
    assert clock.forward(20) == 10
    assert list(keep._held) == ["b"]


def test_a_fault_in_one_does_not_keep_the_other(keep, clock, monkeypatch):
    def fault() -> None:
        raise ValueError("Jimmy")

    gone, noted = [], []
    monkeypatch.setattr("rag.keep.note", lambda fault, during: noted.append((type(fault), during)))
    keep.put("a", "one", fault)
    keep.put("b", "two", lambda: gone.append("b"))
    assert clock.forward(30) is None and not keep._held and gone == ["b"]
    assert noted == [(ValueError, "forgetting")]


def test_dropped_and_lapsed_before_its_time(keep, clock):
    gone = []
    keep.put("a", "one", lambda: gone.append("a"))
    keep.put("b", "two", lambda: gone.append("b"))
    keep.put("tab")
    assert keep.count() == 2
    keep.drop("a")
    keep.lapse("b")
    assert keep.get("a") is None and keep.get("b") is None
    assert clock.forward(0) == 30 and gone == ["b"] and list(keep._held) == ["tab"]


def test_a_shorter_time(clock):
    keep = Keep(lambda: 5, clock)
    keep.put("a", "words")
    assert clock.forward(4.9) == 0.1 and keep.get("a") == "words"
    assert clock.forward(0.2) is None and not keep._held


def test_what_is_past_its_time_is_not_given_out_even_before_the_thread_has_come_round(keep, clock):
    keep.put("a", "words")
    clock.forward(0)
    clock.at += 30 * 60
    assert keep.get("a") is None and keep._held
