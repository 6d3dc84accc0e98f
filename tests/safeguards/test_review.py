"""Nothing that quotes, directs, judges or carries markup is shown."""

from dataclasses import dataclass

import pytest

from safeguards import review_reply


@dataclass
class Said:
    text: str


@dataclass
class Planned:
    worker_words: str = "It's only a lift to the shops. She rings every day and I can't say no."
    curated: str = ""


STOPPED = [
    "You should tell your manager.", "Have you thought of setting a limit?", "Could you not ask the practice?", "Why don't you just say no?", "Perhaps it is time to end.",
    "I'd suggest a break.", "You did the right thing.", "Well done.", "It will be fine.", "Don't worry about it.", "She probably has depression.", "I'm your supervisor.",
    "I promise this stays here.", "Others managed.", "One link worker told us that she cried.", "Sarah said it was too much.", "“You need something more than this.”",
    '"I was never off the phone," as one put it.', "See page 52.", "Research shows that limits help.", "George was probably a man.", "![x](https://evil.example/a.png)",
    "<b>Look</b>", "See https://example.com.", "What now? And then what?", "It sounds like you are tired.", "What if you just told her?", "Set a boundary with her.", "",
]  # fmt: skip
PASSED = [
    "“only a lift to the shops.” What would make it more than that?", "What happened straight after that?", "“She rings every day.” And then: “I can't say no.”",
    "I won't choose for you: I would be choosing for somebody I know through a few lines.", "What would enough look like, here?", "Not angry. What is nearer?",
    "The study does not speak to that.", "Yes.", "Who will you take this to?", "Your employer does: there will be a transport or lone-working policy.",
]  # fmt: skip


@pytest.mark.parametrize("text", STOPPED)
def test_stopped(text):
    assert review_reply(Said(text), Planned())


@pytest.mark.parametrize("text", PASSED)
def test_passed(text):
    assert review_reply(Said(text), Planned()) == []


def test_an_altered_scrap_is_not_the_workers_words():
    assert review_reply(Said("“only a lift to work.”"), Planned())


def test_every_template_and_line_of_ours_passes(library):
    from rag.prompts import HERE, variants

    values = {"first": "only a lift", "second": "can't say no", "was": "the practice", "now": "yourself", "heard": "you", "absent": "her", "them": "her", "word": "yes", "role": "your manager",
              "role_first": "Your manager", "asks_about": "gifts", "holds": "Your employer does.", "heard_first": "You", "are": "are", "absent_first": "She", "is_": "is"}  # fmt: skip
    planned = Planned(worker_words="only a lift can't say no yes")
    for path in HERE.glob("*.txt"):
        for number, template in enumerate(variants(path.stem)):
            assert review_reply(Said(template.format(**values)), planned) == [], f"{path.stem} {number}"
    ours = [line for t in library.tensions.values() for line in t.lines] + [a.holds for a in library.answers.values()]
    for text in ours:
        assert review_reply(Said(text), Planned(curated=text)) == [], text
    for question in [q.text for q in library.questions.values()]:
        from rag.questions import word

        for pronoun in ("she", "he", "they"):
            assert review_reply(Said(word(question, pronoun)), planned) == [], question
