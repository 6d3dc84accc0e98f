"""Small pieces: grammar of questions, scraps, citations on the page, the page that is taken away."""

import pytest

from packs.takeaway import TakeAway, describe_line, draft, to_markdown
from rag.hearing import hear, pair, telling_scrap
from rag.prompts import render
from rag.questions import word


@pytest.mark.parametrize(
    ("pronoun", "says"),
    [("she", "What has she said that she wants?"), ("he", "What has he said that he wants?"), ("they", "What have they said that they want?")],
)
def test_questions_follow_the_pronoun(pronoun, says):
    assert word("What {has} {they} said that {they} {want}?", pronoun) == says


def test_every_question_reads_for_each_pronoun(library):
    for question in library.questions.values():
        for pronoun in ("she", "he", "they"):
            assert "{" not in word(question.text, pronoun)


def test_scraps_are_the_workers_exact_words():
    text = "I said yes before she'd finished asking, and I've been cross ever since. It’s only a lift, but every week."
    heard = hear(text)
    assert heard.scraps and all(text[s.place :].startswith(s.text) for s in heard.scraps)
    two = pair(heard, set())
    assert two and two[0].place < two[1].place


def test_danger_and_stand_ins_are_never_said_back():
    heard = hear("[person A] told me he wants to end it all. I froze and then I rang the duty GP and I still feel sick.", danger=("wants to end it all",))
    assert all("end it all" not in s.text and "[" not in s.text for s in heard.scraps)
    assert telling_scrap(heard, set())


def test_a_missing_variable_is_an_error():
    with pytest.raises(KeyError):
        render("handoff", 0, role="your manager")


def test_the_page_is_traceable_and_plain(engine, library):
    conversation = engine.open()
    reading = engine.read(conversation, "She rings on Sundays and I always pick up because there's nobody else.")
    reading.accept()
    engine.reply(conversation, reading)
    page = draft(conversation, library)
    assert page.heard and all("Richardson 2020" in h for h in page.heard)
    assert "She rings" not in to_markdown(page)


def test_markdown_stays_text():
    made = to_markdown(TakeAway(question="![x](http://a.b) <b>", who="my manager"))
    assert "![x]" not in made and "<b>" not in made and "my manager" in made and "This page is not that record" in made


def test_the_line_in_words():
    assert describe_line({"Me, now": 90, "The person": 50}) == "Me, now: towards “more of me”; The person: between the two"
    moved = describe_line({"Me, now": 20, "The person": 50}, {"Me, now": 80, "The person": 48})
    assert moved == "Me, now: towards “less of me”, from towards “more of me”; The person: between the two"
