"""A session as data: its minutes add up, it is the same twice, and every word of a quote comes from the knowledge base."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.library import load
from knowledge.schema import NONE_IN_STUDY
from packs.cases import OWN
from packs.trainer import FIXED, ChoiceError, Choices, build, short, split, suggest, tensions_of

LIBRARY = load()


@settings(max_examples=120, deadline=None)
@given(
    tensions=st.lists(st.sampled_from(sorted(LIBRARY.tensions)), min_size=1, max_size=5, unique=True),
    minutes=st.integers(30, 180),
    audience=st.sampled_from([a.id for a in LIBRARY.training.audiences]),
)
def test_any_choice_gives_a_plan_that_adds_up(tensions, minutes, audience):
    choices = Choices(tuple(tensions), audience, minutes, vignettes=suggest(tuple(tensions), minutes, LIBRARY))
    pack = build(choices, LIBRARY)
    assert sum(p.minutes for p in pack.parts) == minutes
    assert [p.start for p in pack.parts] == [sum(q.minutes for q in pack.parts[:n]) for n in range(len(pack.parts))]
    assert all(p.minutes >= 2 for p in pack.parts)
    assert (pack.parts[0].kind, pack.parts[-1].kind) == FIXED
    assert pack.parts == build(choices, LIBRARY).parts
    assert set(pack.cases[0].tensions) & set(tensions)


def test_every_voice_has_its_other_side_or_says_that_there_is_none():
    for vignette in LIBRARY.vignettes:
        case = build(Choices(vignettes=(vignette,)), LIBRARY).cases[0]
        assert 1 <= len([v for v in case.voices if not v.counter_to]) <= 3
        shown = {v.id for v in case.voices}
        assert len(shown) == len(case.voices)
        for voice in case.voices:
            entry = LIBRARY.evidence(voice.id)
            assert entry.text in voice.words and voice.source == LIBRARY.cite(voice.id)
            if entry.counterweights == NONE_IN_STUDY:
                assert voice.counter_to or "nothing on the other side" in voice.note
            elif not voice.counter_to:
                assert shown & set(entry.counterweights) or voice.note
        assert 4 <= len(case.questions) == len(set(case.questions))
        assert case.unsaid and all(line.startswith("The study") for line in case.unsaid)
        assert not any("{" in q for q in case.questions)


def test_parts_can_be_moved_and_left_out():
    choices = Choices(("endings",), minutes=120, vignettes=("v-wedding", "v-nine-months"))
    ids = [p.id for p in build(choices, LIBRARY).parts]
    moved = (ids[3], *ids[1:3], *ids[4:-1])
    pack = build(Choices(("endings",), minutes=120, vignettes=("v-wedding", "v-nine-months"), order=moved, left_out=("framework",)), LIBRARY)
    assert [p.id for p in pack.parts] == [ids[0], *[m for m in moved if m != "framework"], ids[-1]]
    assert sum(p.minutes for p in pack.parts) == 120


def test_an_own_case_is_named_as_that():
    pack = build(Choices(("holding",), vignettes=(), own=("He waits, and so do I.", ("holding",))), LIBRARY)
    assert pack.cases[0].label == OWN and pack.cases[0].text == "He waits, and so do I."


def test_the_short_plan_is_45_minutes_with_one_case():
    pack = short(Choices(("endings",), minutes=180, vignettes=("v-wedding", "v-nine-months"), order=("continuum", "study")), LIBRARY)
    assert sum(p.minutes for p in pack.parts) == 45 and len(pack.cases) == 1


@pytest.mark.parametrize(
    "choices",
    [
        Choices(minutes=20, vignettes=("v-wedding",)), Choices(size=1, vignettes=("v-wedding",)), Choices(), Choices(("no-such",), vignettes=("v-wedding",)),
        Choices(minutes=30, vignettes=("v-wedding", "v-nine-months", "v-knitting")), Choices(audience="nobody", vignettes=("v-wedding",)),
    ],
)  # fmt: skip
def test_what_cannot_be_a_session_is_said_plainly(choices):
    with pytest.raises(ChoiceError, match=r"^[A-Z0-9].*\.$"):
        build(choices, LIBRARY)


@given(minutes=st.integers(9, 90))
def test_steps_of_a_case_fill_its_minutes(minutes):
    assert sum(split(minutes, (0.1, 0.15, 0.25, 0.35, 0.15))) == minutes


def test_a_theme_stands_for_the_tensions_it_speaks_to():
    named = tensions_of(("endings", "theme:boundaries"), LIBRARY)
    assert named[0] == "endings" and 2 <= len(named) <= 3
    findings = [f for f in LIBRARY.findings.values() if f.theme == "boundaries"]
    assert all(any(t in f.tensions for f in findings) for t in named[1:])
