"""The second look: what no pattern fits is held against labelled examples, and an error puts the general card up."""

import numpy as np
import pytest

from rag import danger as danger_module
from rag.embedding import ModelError
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
        "She's stopped buying food, says what's the point, she'll not be needing it.",
        "He sent me a drawing of me with no face.",
        "He says his neighbour has had his last warning, and patted his jacket pocket.",
    ],
)
def test_what_was_learned_finds_what_nearness_alone_does_not(engine, text, monkeypatch):
    assert assess_risk(text).categories == () and engine.assess(text).categories
    monkeypatch.setattr(engine.danger, "margins", lambda parts: np.zeros(len(parts)))
    assert engine.assess(text).categories == ()


def test_the_margin_has_the_sign_of_danger_and_a_text_one_value_whatever_stands_beside_it(engine):
    danger, harmless = "He's counting out his tablets into rows on the table.", "She made soup and we talked about her garden for an hour."
    both = engine.danger.margins([danger, harmless])
    assert both[0] > 0 > both[1] and both.shape == (2,) and engine.danger.margins([]).shape == (0,)
    assert abs(engine.danger.margins([harmless])[0] - both[1]) < 0.01


def test_weights_that_are_missing_stop_the_start_with_a_sentence(monkeypatch, tmp_path):
    monkeypatch.setattr(danger_module, "WEIGHTS", tmp_path / "danger.safetensors")
    with pytest.raises(ModelError, match="A file of the app is missing"):
        danger_module.Danger()


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


def test_no_vignette_and_no_line_of_the_example_puts_a_card_up(engine, library):
    stories = [v.text for v in library.vignettes.values()] + list(library.example.lines)
    assert len(stories) > 20 and [s for s in stories if engine.assess(s).live] == []


def test_a_hint_in_the_middle_of_a_story_is_seen(engine, library):
    story = library.vignettes["v-ten-months"].text
    assert engine.assess(f"{story} He told the warden he will not be needing the keys any more. {story}").live


def test_an_error_fails_closed(engine, monkeypatch):
    monkeypatch.setattr(engine.nearness, "look", lambda vectors, margins: 1 / 0)
    reading = engine.read(engine.open(), "She made soup and we talked about her garden.")
    assert reading.risk.failed and reading.card_up


def test_an_acknowledged_concern_does_not_block_again(engine):
    talk = engine.open()
    text = "Her husband reads her letters and he decides who comes in."
    talk = engine.respond(talk, engine.read(talk, text).acknowledge("knows").accept()).talk
    assert not engine.read(talk, text).card_up
