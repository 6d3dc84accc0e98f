"""What readers marked, and what was learned from it."""

import json

import numpy as np
import pytest

from benchmarks.fit_replies import MARKED, Marked, records
from rag.exchanges.fits import STEADY, TOLD, Fits, record
from rag.intake.signs import is_leaving
from rag.say import play


@pytest.fixture(scope="module")
def marked():
    return [json.loads(line) for line in MARKED.read_text(encoding="utf-8").splitlines()]


def test_what_was_learned_speaks_of_exchanges_that_there_are(engine, marked):
    named = {name for row in marked for mark in ("hit", "half", "miss") for name in row[mark]}
    assert len(marked) > 1000 and named <= set(engine.library.exchanges)
    fits = Fits(engine.understanding.bank.ids)
    assert np.isfinite(fits.weights).all() and fits.weights[TOLD.index("record")] > 0 and (fits.record != 0).sum() > 800


def test_a_record_is_drawn_to_the_mean_where_few_have_marked_it():
    held = record({"often": (30, 40), "once": (1, 1), "never": (0, 40), "new": (0, 0)})
    assert held["often"] > held["once"] > held["new"] > held["never"] and held["new"] == pytest.approx(0.0)
    assert held["never"] == pytest.approx(np.log(STEADY / (40 + STEADY)))
    turns = [Marked("a", True, ["x", "y"], ["hit", "miss"], np.zeros((2, 1))), Marked("b", False, ["x"], ["half"], np.zeros((1, 1)))]
    assert records(turns) == record({"x": (1, 2), "y": (0, 1)})


def test_what_is_found_carries_what_its_fit_was_worked_out_from(engine):
    understood = engine.understanding.read("I said yes before I'd thought about it.", engine.retriever.look("I said yes"))
    fits = engine.understanding.fits
    assert all(0 < c.fits < 1 and len(c.told) == len(TOLD) for c in understood.candidates)
    one = understood.candidates[0]
    assert one.fits == pytest.approx(float(fits.of(np.array([one.told], dtype=np.float32))[0]), abs=1e-4)


def test_a_reply_that_has_not_fitted_before_waits_behind_one_that_has(engine):
    """Of what is found for one message, the order of what may lead is by fit and not by nearness."""
    understood = engine.understanding.read("He asked me to stay for his dinner and I stayed.", engine.retriever.look("He asked me to stay for his dinner"))
    plain = [c for c in understood.candidates if engine.library.exchanges[c.exchange].act == "tells"]
    order = engine.chooser._order(plain, engine.open(), "He asked me to stay for his dinner and I stayed.")
    sure = [c.fits for c in order if engine.chooser._sure(c)]
    assert len(plain) > 2 and sure == sorted(sure, reverse=True)


@pytest.mark.parametrize(
    ("text", "leaving"),
    [
        ("He brought a cake in, from a shop, and I said thanks and ate it at my desk doing emails.", False),
        ("She never says thanks", False),
        ("Right, thanks, I'd better move", True),
    ],
)
def test_a_thank_you_that_is_told_of_is_no_goodbye(text, leaving):
    assert is_leaving(text) == leaving


def test_a_question_within_what_is_told_is_not_asked_of_the_program(engine):
    talk = play(
        engine, ["Nineteen folk are on hold with me till the mental health team has room.", "What do we do? We talk about their week. I ask did they get out."]
    )
    assert talk.last.act != "about-the-program"
