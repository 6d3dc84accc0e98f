"""A sign of danger that raises the card alone raises it in any longer message that holds it, whatever the rest of the message says."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.told import FORMS, PLACES, STORIES, labelled, told
from rag.intake.danger import FEWEST_WORDS
from safeguards import risk
from safeguards.risk import assess_risk
from safeguards.stretches import windows

EVERY = 40  # one in so many of those that nearness alone finds; a message that runs on is looked at in seventy stretches
BY_PATTERN = [text for text in labelled() if assess_risk(text).live]


def test_the_stories_raise_nothing_themselves(engine):
    assert len(STORIES) >= 20
    assert sum(bool(engine.assess(story).live) for story in STORIES) <= 2  # by what was learned alone: benchmarks/README.md


@settings(max_examples=500, derandomize=True, deadline=None)
@given(st.sampled_from(BY_PATTERN), st.integers(0, len(STORIES) - 1), st.sampled_from(PLACES), st.sampled_from(sorted(FORMS)))
def test_what_a_pattern_finds_alone_it_finds_in_a_story_however_it_is_typed(danger, number, place, form):
    assert assess_risk(FORMS[form](told(danger, STORIES[number], place, STORIES[number - 1]))).live


@pytest.fixture(scope="module")
def quick(engine):
    """The engine, which keeps what it has made of a stretch of words from one message to the next, or this would take hours."""

    def kept(make):
        known = {}

        def look_up(ones):
            new = [one for one in dict.fromkeys(ones) if one not in known]
            known.update(zip(new, make(new) if new else ()))
            return np.array([known[one] for one in ones]) if ones else make([])

        return look_up

    found, look = {}, risk._in_stretch

    def in_stretch(stretch, library):
        return found[stretch] if stretch in found else found.setdefault(stretch, look(stretch, library))

    embedder = engine.embedder
    stretches = [w for text in [*labelled(), *STORIES] for w in windows(text) if len(w.split()) >= FEWEST_WORDS]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(risk, "_in_stretch", in_stretch)
        patch.setattr(embedder, "vectors", kept(embedder.vectors))
        embedder.vectors(stretches)
        yield engine


def test_every_labelled_danger_is_found_in_every_story_at_every_place(quick):
    dangers = [text for text in labelled() if quick.assess(text).live]
    assert len(dangers) > 1150
    lost = []
    for danger, number, place in product(dangers, range(len(STORIES)), PLACES):
        text = " ".join(told(danger, STORIES[number], place, STORIES[number - 1]))
        if not assess_risk(text, quick.library).live and not quick.assess(text).live:
            lost.append((danger, number, place))
    assert lost == []


@pytest.mark.parametrize("form", ["a line each, without stops", "broken into short lines", "run together"])
def test_what_is_only_near_to_danger_is_found_however_the_story_is_typed(quick, form):
    near = [text for text in labelled() if not assess_risk(text).live][::EVERY]
    near = [text for text in near if quick.assess(text).live]
    assert len(near) > 5
    for count, danger in enumerate(near):
        text = FORMS[form](told(danger, STORIES[count % len(STORIES)], PLACES[count % len(PLACES)], STORIES[0]))
        assert quick.assess(text).live, text
