"""It can be talked to about its own words: each line was once answered with a scrap of itself, or with a question that did not follow."""

import pytest

from tests.rag.test_exchanges import play, say

CASE = "She rings me every day and I always pick up. Her mother died in March and there's nobody else. I said I'd do the forms and I'm still doing them."
ITSELF = {"about-the-program", "asks-policy", "corrects", "disagrees", "stuck"}


@pytest.mark.parametrize(
    ("line", "acts"),
    [
        ("Let what go?", {"stuck", "corrects"}),
        ("What can you help me with?", {"about-the-program"}),
        ("Is the card thing adult protection do you think?", {"asks-policy"}),
        ("I don't know what next of kin means legally. Do you?", {"asks-policy"}),
        ("That's a rotten question", {"disagrees"}),
        ("what do you mean by that", {"stuck", "corrects"}),
        ("you didn't answer me", {"corrects"}),
        ("Wrong, I didn't say she was lonely", {"corrects"}),
        ("well what would you call over involved then", {"disagrees", "asks-study"}),
        ("is it kept, and is it part of the research", {"about-the-program", "asks-study"}),
        ("are you recording this", {"about-the-program"}),
    ],
)
def test_a_line_about_its_own_words_is_answered_as_one(engine, line, acts):
    turn = say(engine, play(engine, [CASE]), line).turn
    assert turn.act in acts, (turn.act, turn.text)
    assert line.strip("?.").lower() not in turn.text.lower()


@pytest.mark.parametrize(
    "told", ["I've not told anybody this but my own mother died in March and I wasn't there", "my mum died last year and I've never said that at work"]
)
def test_grief_told_at_last_is_met_without_a_page_a_record_or_a_notice(engine, told):
    turn = say(engine, play(engine, [CASE]), told).turn
    assert turn.act not in ITSELF
    assert not any(word in turn.text.lower() for word in ("record", "the page", "notes", "policy", "manager"))
