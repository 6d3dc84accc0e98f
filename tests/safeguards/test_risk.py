"""Danger is seen in plain, oblique, Scots and first-person words, and everyday talk is left alone."""

import pytest

from safeguards import risk
from safeguards.phrases import finds, fold, phrase
from safeguards.risk import Acknowledged, assess_risk

DANGER = [
    ("He has tablets saved and will take them all tonight", "suicide_self_harm"),
    ("He's going to take all his pills tonight.", "suicide_self_harm"),
    ("she said she wanted to go to sleep and not wake up", "suicide_self_harm"),
    ("he told me his family would be better off without him", "suicide_self_harm"),
    ("took 30 paracetamol on Friday, home now", "medical"),
    ("told me he has a rope in the garage", "suicide_self_harm"),
    ("he has tablets saved up and he will take them all tonight", "suicide_self_harm"),
    ("he’s been giving his things away and says goodbye to everybody", "suicide_self_harm"),
    ("he’s no wantin tae be here nae mair", "suicide_self_harm"),
    ("SHE SAID SHE WANTS TO END IT ALL", "suicide_self_harm"),
    ("she is sui\u200bcidal", "suicide_self_harm"),
    ("I keep thinking everyone would be better off if I wasn't here", "worker_self"),
    ("chest pain all morning and he won't phone", "medical"),
    ("mum is using again and the baby had no nappies", "child"),
    ("kids alone at night, aged 6 and 9", "child"),
    ("his nephew has moved in and taken over his flat", "adult_at_risk"),
    ("grandson is taking her Attendance Allowance", "adult_at_risk"),
    ("her husband controls the money and checks her phone", "domestic_abuse"),
    ("partner strangled her at the weekend", "domestic_abuse"),
    ("she said, I put the tablets up high now, because some nights I look at the two boxes", "suicide_self_harm"),
    ("landlord makes her do things instead of rent", "sexual_harm_exploitation"),
    ("he says he'll kill the neighbour if the noise starts again", "harm_to_others"),
    ("he said he'd wait for me in the car park", "worker_threatened"),
    ("I've been lending him money, about two hundred now, and I've told nobody", "worker_conduct"),
    ("she's put me in her will and asked me not to say", "worker_conduct"),
    ("I want to kill myself", "worker_self"),
    ("my husband hits me", "worker_self"),
    ("he told me he thinks about not being here any more", "suicide_self_harm"),
    ("she had the dts at the weekend and is seeing things", "medical"),
]
HARMLESS = [
    "he is dying of lung cancer and palliative care are involved", "she killed time in the waiting room", "I'm dead tired after this week",
    "his PIP claim was cut", "he denies any thoughts of self harm", "her husband died in January", "feels low since losing his job",
    "how do I end our work together", "the council cut off the heating", "waiting list for counselling is 14 months",
    "dog is called Rope", "he shot off before I could ask", "he gave me a tin of shortbread at Christmas", "can I give her a lift to the shops?",
    "She was suicidal two years ago but she's well now", "he sent me a friend request", "I am learning the ropes", "we did suicide prevention training",
    "she asked me to be her power of attorney and I said I couldn't", "I asked about suicide and she said no, never", "how do I end it with her kindly?",
    "the pharmacist has his tablets put by for him", "no self harm, just very low", "our manager wants a flow chart for when someone says they're suicidal",
]  # fmt: skip


@pytest.mark.parametrize(("text", "category"), DANGER)
def test_danger_raises_its_card(text, category):
    assert category in assess_risk(text).categories


@pytest.mark.parametrize("text", HARMLESS)
def test_everyday_words_raise_none(text):
    assert assess_risk(text).categories == ()


BESIDE = [  # words beside a sign that once took it for past, denied or only talked about
    "He tried to hang himself last year - and again last night.", "She was suicidal last year; tonight she is the same.",
    "He took an overdose last year (and another one last night).", "He took an overdose last year and\nagain last night.",
    "Her claim was denied - she is thinking of killing herself.", "Her PIP was denied, she is thinking of killing herself.",
    "I don't believe that, he's hitting her.", "Is she any better? No, self-harming again.", "No, thinking of suicide every day.",
    "He can't get out like he used to, suicidal thoughts most days.", "Disclosed self-harm, referral to the walking group made.",
    "She doesn't want to live, at least the form is in.", "He said no she took the lot of her tablets", "Sleeping: no, eating: no, suicidal: yes.",
]  # fmt: skip
STILL_DENIED = [
    "He denies: suicidal thoughts.", "She denies suicidal thoughts, self-harm or plans", "no thoughts of suicide, no plans, no self harm",
    "he said no, never suicidal", "I asked about self-harm and she said no, never.",
]  # fmt: skip


@pytest.mark.parametrize("text", BESIDE)
def test_what_stands_beside_a_sign_takes_nothing_from_it(text):
    assert assess_risk(text).live


@pytest.mark.parametrize("text", STILL_DENIED)
def test_a_plain_no_is_still_heard(text):
    assert assess_risk(text).live == () and not assess_risk(text).failed


HARM = ["kill {}self", "hang {}self", "end {p} life", "take {p} own life", "take an overdose", "jump off a bridge", "cut {}self", "slit {p} wrists"]


@pytest.mark.parametrize("act", HARM)
@pytest.mark.parametrize(
    ("who", "self_", "their", "category"),
    [
        ("he says he wants to", "him", "his", "suicide_self_harm"),
        ("patient said she would", "her", "her", "suicide_self_harm"),
        ("I nearly tried to", "my", "my", "worker_self"),
        ("lately I want to", "my", "my", "worker_self"),
    ],
)
def test_plain_words_are_always_found_and_of_the_right_person(act, who, self_, their, category):
    assert category in assess_risk(f"{who} {act.format(self_, p=their)}").categories


@pytest.mark.parametrize("who", ["her husband", "the boyfriend", "her ex", "his wife"])
@pytest.mark.parametrize("does", ["hits", "punched", "kicked", "strangled", "threatened to kill", "controls"])
def test_violence_at_home_is_found(who, does):
    assert "domestic_abuse" in assess_risk(f"{who} {does} {'him' if who == 'his wife' else 'her'}").categories


def test_the_quick_glance_never_loses_a_match(library):
    patterns = [p for c in library.risk.categories for p in (*c.patterns, *c.always)] + list(library.risk.idioms)
    texts = [fold(t).text for examples in library.risk_examples.values() for t in examples[::4]]
    found = 0
    for text in texts:
        for pattern in patterns:
            whole = [m.span() for n in range(len(text)) if (m := phrase(pattern).match(text, n))]
            assert [m.span() for m in finds(pattern, text)] == whole
            found += len(whole)
    assert found > 100


def test_strain_is_seen_and_does_not_block():
    found = assess_risk("I cry before work some mornings")
    assert found.strain and not found.live


def test_a_past_concern_that_was_passed_on_is_past_and_one_that_was_not_is_live():
    assert assess_risk("her ex used to hit her, years ago, the police dealt with it").live == ()
    assert "child" in assess_risk("he was abused as a child, first time he told anyone").categories


def test_an_error_fails_closed(monkeypatch):
    monkeypatch.setattr(risk, "_assess", lambda *_: 1 / 0)
    assert assess_risk("a quiet day").failed


def test_one_concern_blocks_once_and_again_for_a_new_person_means_or_category():
    seen = Acknowledged()
    first = assess_risk("she said she wants to end it all").live
    seen.add(first)
    assert not any(seen.is_new(c) for c in assess_risk("she still says she wants to end it all").live)
    assert any(seen.is_new(c) for c in assess_risk("she said she wants to end it all, she has tablets put by").live)
    assert any(seen.is_new(c) for c in assess_risk("her son says he wants to end it all").live)
    assert any(seen.is_new(c) for c in assess_risk("her husband strangled her").live)


def test_past_becoming_live_blocks():
    seen = Acknowledged()
    seen.add(assess_risk("she was suicidal years ago but is well now").concerns)
    assert any(seen.is_new(c) for c in assess_risk("she is suicidal").live)
