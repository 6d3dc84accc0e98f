"""Small pieces: sentences for she, he and they; citations on the page; the page that is taken away."""

import pytest

from knowledge.wording import PRONOUNS, word
from packs.takeaway import TakeAway, describe_line, draft, to_markdown
from rag.prompts import render
from rag.say import play


@pytest.mark.parametrize(
    ("pronoun", "says"),
    [("she", "What has she said that she wants?"), ("he", "What has he said that he wants?"), ("they", "What have they said that they want?")],
)
def test_sentences_follow_the_pronoun(pronoun, says):
    assert word("What {has} {they} said that {they} [want]?", pronoun) == says


def test_a_place_at_the_head_of_a_sentence_has_a_capital():
    assert word("{they} {is} late. {their} coat is here, and {they} [carry on].", "he") == "He is late. His coat is here, and he carries on."
    assert word("{They} {was} there.", "they") == "They were there."


def test_a_place_without_a_form_is_an_error():
    with pytest.raises(KeyError):
        word("What did {them2} say?", "she")


def test_every_question_and_reply_reads_for_each_pronoun(library):
    texts = [q.text for q in library.questions.values()] + [r.text for x in library.exchanges.values() for r in x.replies]
    for text in texts:
        for pronoun in PRONOUNS:
            made = word(text, pronoun)
            assert "{" not in made and "[" not in made and not any(wrong in made.lower() for wrong in ("has they", "they is", "they has", "she are"))


def test_a_missing_variable_is_an_error():
    with pytest.raises(KeyError):
        render("model/again", 0)


def test_the_page_is_traceable_and_plain(engine, library):
    talk = play(engine, ["She rings on Sundays and I always pick up because there's nobody else.", "I'll tell my supervisor on Thursday."])
    page = draft(talk, library)
    assert page.question in {t.question for t in library.tensions.values()} and all("Richardson 2020" in h for h in page.heard)
    assert page.who == "my supervisor" and page.will_do == "I'll tell my supervisor on Thursday."
    made = to_markdown(page)
    assert "She rings" not in made and "have told nobody" in made


def test_an_open_concern_stands_on_the_page_with_who_and_when(engine, library):
    talk = play(engine, ["She's very low just now, lower than I've seen her.", "The PIP form came back, anyway."])
    page = draft(talk, library)
    assert len(page.concerns) == 1 and "Who hears it" in page.concerns[0] and "By when" in page.concerns[0]


def test_markdown_stays_text():
    made = to_markdown(TakeAway(question="![x](http://a.b) <b>", who="my manager"))
    assert "![x]" not in made and "<b>" not in made and "my manager" in made and "This page is not that record" in made


def test_the_line_in_words():
    assert describe_line({"Me, now": 90, "The person": 50}) == "Me, now: towards “more of me”; The person: between the two"
