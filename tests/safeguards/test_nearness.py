"""The second look: what no pattern fits is held against labelled examples, and an error puts the general card up."""

import pytest

from safeguards.risk import assess_risk


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("He told the warden he will not be needing the keys any more.", "suicide_self_harm"),
        ("Her husband reads her letters and he decides who comes in.", "domestic_abuse"),
        ("The neighbour keeps her pension book and gives her an allowance from it.", "adult_at_risk"),
    ],
)
def test_oblique_words_raise_the_card(engine, text, category):
    reading = engine.read(engine.open(), text)
    assert reading.card_up and category in [c.category for c in reading.blocking]


def test_it_adds_what_patterns_do_not_find(engine):
    text = "He told the warden he will not be needing the keys any more."
    assert assess_risk(text).categories == ()
    assert engine.read(engine.open(), text).risk.categories


@pytest.mark.parametrize(
    "text",
    [
        "She made soup and we talked about her garden for an hour.",
        "The GP thinks I am a benefits adviser and it is getting me down.",
        "He was suicidal years ago but he is well now and runs a choir.",
    ],
)
def test_everyday_talk_is_left_alone(engine, text):
    assert not engine.read(engine.open(), text).card_up


def test_an_error_fails_closed(engine, monkeypatch):
    monkeypatch.setattr(engine.nearness, "look", lambda vectors, margins: 1 / 0)
    reading = engine.read(engine.open(), "She made soup and we talked about her garden.")
    assert reading.risk.failed and reading.card_up


def test_an_acknowledged_concern_does_not_block_again(engine):
    conversation = engine.open()
    text = "Her husband reads her letters and he decides who comes in."
    reading = engine.read(conversation, text)
    reading.acknowledge("knows")
    assert not engine.read(conversation, text).card_up
