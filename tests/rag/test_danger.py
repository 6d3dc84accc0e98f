"""The second look: danger that no pattern fits is found by what was learned, and an error puts the general card up."""

import pytest

from rag.types import Chosen, Talk, Turn
from safeguards.risk import Concern, assess_risk


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
    assert category in [c.category for c in (*reading.blocking, *reading.hints)]


MARKUP = "<script src=https://evil.example/e.js></script> <iframe src=https://evil.example/f></iframe> <video src=https://evil.example/i.mp4 autoplay></video>"


def test_markup_is_no_danger_and_hides_none(engine):
    assert not engine.read(engine.open(), f"She rings me every day. {MARKUP} What she wants is company.").card_up
    reading = engine.read(engine.open(), f"<b>He told the warden he will not be needing <i>the keys any more.</i> {MARKUP}")
    assert reading.card_up or reading.hints


def test_it_adds_what_patterns_do_not_find(engine):
    text = "He told the warden he will not be needing the keys any more."
    assert assess_risk(text).categories == ()
    reading = engine.read(engine.open(), text)
    assert reading.risk.categories or reading.hints


def test_the_margin_has_the_sign_of_danger_and_a_text_one_value_whatever_stands_beside_it(engine):
    danger, harmless = "He's counting out his tablets into rows on the table.", "She made soup and we talked about her garden for an hour."
    vectors = engine.embedder.vectors([danger, harmless])
    both = engine.danger.margins(vectors)
    assert both[0] > 0 > both[1] and both.shape == (2,) and engine.danger.look(vectors[:0]) == []
    assert abs(engine.danger.margins(engine.embedder.vectors([harmless]))[0] - both[1]) < 0.01


@pytest.mark.parametrize(
    "text",
    [
        "She made soup and we talked about her garden for an hour.",
        "The GP thinks I am a benefits adviser and it is getting me down.",
        "He was suicidal years ago but he is well now and runs a choir.",
        "Today she came in by herself and sat between two strangers.",
        "Strange that I've got shyer with a lanyard on.",
    ],
)
def test_everyday_talk_is_left_alone(engine, text):
    assert not engine.read(engine.open(), text).card_up


def test_no_vignette_and_no_line_of_the_example_puts_a_card_up(engine, library):
    stories = [v.text for v in library.vignettes.values()] + list(library.example.lines)
    readings = [engine.read(engine.open(), s) for s in stories]
    assert len(stories) > 20 and not any(r.card_up for r in readings) and sum(bool(r.hints) for r in readings) <= 1


def test_a_hint_in_the_middle_of_a_story_is_seen(engine, library):
    story = library.vignettes["v-ten-months"].text
    assert engine.assess(f"{story} He told the warden he will not be needing the keys any more. {story}").live


def test_an_error_fails_closed(engine, monkeypatch):
    monkeypatch.setattr(engine.danger, "look", lambda vectors: 1 / 0)
    reading = engine.read(engine.open(), "She made soup and we talked about her garden.")
    assert reading.risk.failed and reading.card_up


def test_an_acknowledged_concern_does_not_block_again(engine):
    talk = engine.open()
    text = "Her husband reads her letters and he decides who comes in."
    talk = engine.respond(talk, engine.read(talk, text).acknowledge("knows").accept()).talk
    assert not engine.read(talk, text).card_up


HINT = "He told the warden he will not be needing the keys any more."


@pytest.mark.parametrize(
    ("answer", "up"), [("aye", True), ("not sure", True), ("I think she might be", True), ("No.", False), ("naw, she's fine", False), ("don't think so", False)]
)
def test_a_yes_to_whether_anybody_is_at_risk_puts_the_card_up(engine, answer, up):
    asked = Turn("x", Chosen("reply", line="x"), "happened", ask="Is somebody at risk here?", hints=(Concern("adult_at_risk", "", "live"),))
    reading = engine.read(Talk(turns=(asked,)), answer)
    assert reading.card_up == up and ("adult_at_risk" in [c.category for c in reading.blocking]) == up
    if not up:
        assert engine.respond(Talk(turns=(asked,)), reading.accept()).turn.chosen.line == "nobody_at_risk"


def test_what_is_only_likely_is_asked_about_in_the_reply_once_and_leaves_no_raw_words(engine, monkeypatch):
    monkeypatch.setattr("rag.intake.danger.CARD", 99.0)
    monkeypatch.setattr(engine.chooser, "_fits", lambda one, talk, text: False)  # no soft concern may meet it in the reply
    reading = engine.read(engine.open(), f"She made soup and we had a laugh. {HINT}")
    assert not reading.card_up and "suicide_self_harm" in [c.category for c in reading.hints]
    step = engine.respond(engine.open(), reading.accept())
    assert step.turn.ask == engine.library.lines["at_risk"].wordings[0].ask and not any(c.words for c in step.turn.hints)
    assert not engine.read(step.talk, f"It was just the soup, mostly. {HINT}").hints


def test_asking_again_whether_anybody_is_at_risk_is_not_in_the_same_words(engine):
    written = Chosen("reply", "Nobody marked the day.", exchange="tells-how-long")
    talk, asked = engine.open(), []
    for _ in range(3):
        chosen = engine.chooser.asking_first(written, talk)
        asked.append(chosen.ask)
        talk = Talk(turns=(*talk.turns, Turn("x", chosen, "happened", ask=chosen.ask)))
    assert len(set(asked)) == 3


@pytest.mark.parametrize(("answer", "up"), [("aye", True), ("Yes.", True), ("sometimes", True), ("No.", False), ("naw, it's the work", False)])
def test_a_yes_to_the_question_about_the_workers_own_life_puts_the_card_up(engine, answer, up):
    talk = Talk(turns=(Turn("x", Chosen("reply", asks="asked-straight", line="x"), "happened", ask="Are you thinking about ending your life?"),))
    reading = engine.read(talk, answer)
    assert reading.card_up == up and ("worker_self" in reading.risk.categories) == up
