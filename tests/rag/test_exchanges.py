"""What is understood, what is taken up first, and which written reply may be given: on the real content, and on a few entries made for it."""

from dataclasses import replace

import numpy as np
import pytest
import yaml

from benchmarks.fit import JUDGED
from knowledge.exchange import Exchange
from rag.embedding import ModelError, bare_model, learned
from rag.exchanges.rules import Context, pick
from rag.say import play, say
from rag.types import Chosen, Talk, Turn

REPLIES = [
    {"say": "One."}, {"ask": "Which two?", "asks": "which-one"}, {"say": "Nobody has this but you.", "assumes": ["nobody-knows"]}, {"say": "So {they} [wait]."},
]  # fmt: skip
ENTRY = Exchange.model_validate(
    {"id": "e", "act": "tells", "tensions": [], "label": "a thing", "said": [f"said {n}" for n in range(12)], "not_said": ["a", "b"], "replies": REPLIES}
)


def talk(*turns):
    return Talk(turns=tuple(turns))


def turn(number=-1, say="x", ask="", asks=""):
    return Turn("words", Chosen("reply", say, ask, asks, "e", number), "happened", say=say, ask=ask)


def test_a_line_is_never_given_twice_and_each_refusal_has_its_reason():
    number, reasons = pick(ENTRY, Context(talk(turn(0)), 20))
    assert number != 0 and any("has been said in this talk" in r for r in reasons)


def test_after_two_questions_a_statement_is_owed():
    asked = turn(9, "", "What?", "a-detail")
    number, reasons = pick(ENTRY, Context(talk(asked, replace(asked, chosen=replace(asked.chosen, number=8))), 20))
    assert not ENTRY.replies[number].ask and any("last two replies ended with a question" in r for r in reasons)


def test_nothing_is_taken_for_granted_that_was_contradicted():
    used = talk(turn(0), turn(1), turn(3))
    assert pick(ENTRY, Context(used, 20))[0] == 2
    number, reasons = pick(ENTRY, Context(used, 20, knows=True))
    assert number == -1 and any("somebody has been told" in r for r in reasons)


def test_where_two_people_are_in_it_the_wording_without_a_pronoun_goes_first():
    assert pick(ENTRY, Context(talk(turn(0), turn(1), turn(2)), 20, several=True))[0] == 3  # nothing else is left
    assert pick(ENTRY, Context(talk(), 20, several=True))[0] != 3


def test_what_was_learned_is_refused_where_it_is_not_what_was_stored(tmp_path):
    from safetensors.numpy import save_file

    spoilt = tmp_path / "encoder.safetensors"
    save_file({"danger.bias": np.ones(9, dtype=np.float32)}, str(spoilt), metadata={"digest": "0" * 64})
    with pytest.raises(ModelError, match="not the one"):
        learned(spoilt)
    with pytest.raises(ModelError, match="missing or damaged"):
        learned(tmp_path / "none.safetensors")


@pytest.mark.parametrize(
    ("text", "same_act", "same_topic"),
    [
        ("I've not told my manager about the calls.", "Nobody at work knows I do her shopping.", "My manager knows about the calls."),
        ("It's fine, honestly.", "I'm okay with the lifts, really I am.", "It's not fine, if I'm honest."),
        ("I'll tell her on Friday that we're stopping.", "I'm going to phone the GP in the morning.", "I told her on Friday that we were stopping."),
        ("I'm angry at housing for sending it back.", "I'm raging that the mental health team knocked him back.", "Housing sent it back."),
    ],
)
def test_what_was_learned_draws_the_same_act_nearer_and_the_same_topic_away(engine, text, same_act, same_topic):
    def lead(vectors):
        return float(vectors[0] @ vectors[1] - vectors[0] @ vectors[2])

    texts = [text, same_act, same_topic]
    assert lead(engine.embedder.vectors(texts)) > lead(bare_model().encode(texts, normalize_embeddings=True)) + 0.1


def test_a_concern_is_met_first_then_asked_about_once_more_and_carried_to_the_end(engine):
    talk = play(engine, ["She's very low just now, lower than I've seen her. Anyway, the PIP form came back.", "It was twelve pages, that form."])
    first = talk.turns[0]
    assert first.act == "soft-concern" and first.state == "first" and len(talk.concerns) == 1
    for line in ("The tribunal wants it by the end of the month.", "I sent it off for her on Friday."):
        talk = say(engine, talk, line).talk
    assert [t.state for t in talk.case if t.concern].count("asked") == 1
    talk = say(engine, talk, "I gave her the number for the carers centre.").talk
    assert sum(bool(t.concern) for t in talk.case) == 2 and talk.concerns[0].state == "asked"


def test_a_concern_never_goes_over_what_the_worker_has_just_brought(engine):
    low = "She's very low just now, lower than I've seen her."
    talk = play(engine, [low, "The GP saw her at ten this morning, he's aware of it."])
    told = play(engine, [low, "No, nobody has.", "The tribunal wants it by the end of the month.", "It was twelve pages, that form."])
    plan = play(engine, [low, "It was twelve pages, that form.", "I'm going to ask her on Thursday what she'd want instead."])
    assert all(sum(bool(t.concern) for t in one.case) == 1 for one in (told, plan)) and talk.concerns[0].state == "known"


def test_an_unanswered_concern_is_named_when_the_worker_goes(engine):
    talk = play(engine, ["She's very low just now, lower than I've seen her.", "It was twelve pages, that form.", "Got to go, next one's at the window lol"])
    assert talk.last.concern and talk.last.state == "asked"


def test_who_knows_is_taken_in_and_taken_back(engine):
    talk = play(engine, ["She's very low just now, lower than I've seen her."])
    step = say(engine, talk, "I've told the GP already.")
    assert step.talk.concerns[0].state == "known" and step.talk.concerns[0].who == "somebody in the practice"
    step = say(engine, step.talk, "Actually I've not told anyone.")
    assert step.talk.concerns[0].state == "asked"


def test_a_short_answer_is_read_in_the_light_of_the_question(engine, library):
    asked = next(x for x in library.exchanges.values() if x.follows == "who-else-knows")
    talk = Talk(turns=(Turn("I see her every week.", Chosen("reply", "", "Who else knows?", "who-else-knows", "x", 0), "happened", ask="Who else knows?"),))
    answer = say(engine, talk, "nobody").turn
    assert library.exchanges[answer.chosen.exchange].follows == asked.follows
    assert say(engine, engine.open(), "nobody knows").turn.chosen.exchange != answer.chosen.exchange


def test_two_misses_running_change_the_way_of_asking(engine):
    talk = engine.open()
    kinds = []
    for line in ("The bus was red and it went past the loch.", "Porridge wi a spoonful of jam.", "Seventeen. Maybe eighteen of them."):
        step = say(engine, talk, line)
        talk = step.talk
        kinds.append((step.turn.chosen.kind, step.turn.chosen.line))
    assert len(set(kinds)) == len(kinds)


def test_the_same_talk_always_gets_the_same_replies(engine):
    lines = ["I've been seeing him for two years now.", "I've not told my manager.", "I'll tell my supervisor on Thursday."]
    assert [t.text for t in play(engine, lines).turns] == [t.text for t in play(engine, lines).turns]


def test_no_reason_holds_a_word_that_was_typed(engine):
    step = say(engine, engine.open(), "I've been seeing him for two years now, with his marmalade.")
    assert "marmalade" not in repr(step.turn.chosen)


def test_a_concern_that_was_taken_back_leaves_no_trace(engine):
    talk = play(engine, ["She's very low just now, lower than I've seen her."])
    assert talk.concerns
    back = engine.take_back(talk).talk
    assert back.concerns == () and not any(t.concern for t in play_on(engine, back, ["It was twelve pages, that form.", "The tribunal wants it by May."]))


def play_on(engine, talk, lines):
    turns = []
    for line in lines:
        step = say(engine, talk, line)
        talk = step.talk
        turns.append(step.turn)
    return turns


def test_on_judged_turns_most_choices_would_do_and_few_are_forbidden(engine):
    """Readers' marks on 206 turns, a third of them from a blind reading of talks that nothing was tuned on; the bounds are what stood then, with a little room."""
    rows = yaml.safe_load(JUDGED.read_text(encoding="utf-8"))
    picks = []
    for row in rows:
        before = (Turn("x", Chosen("reply", asks=row["asked"], line="x"), "happened"),) if not row["first"] else ()
        reading = engine.read(Talk(turns=before, invented=True), row["text"])
        turn = engine.respond(Talk(turns=before), (reading.acknowledge("idiom") if reading.card_up else reading).accept()).turn
        picks.append((row["marks"].get(turn.chosen.exchange, "") if turn.chosen.exchange else "none", row["text"][:40]))
    marks = [mark for mark, _ in picks]
    assert marks.count("never") <= 2, [p for p in picks if p[0] == "never"]
    assert marks.count("yes") / len(marks) >= 0.35 and marks.count("no") / len(marks) <= 0.15, picks


@pytest.mark.parametrize(
    ("text", "never"),
    [
        (
            "Good afternoon. I would welcome an opportunity to reflect on a case in which the agreed period of support has ended. She has asked that I go on "
            "ringing her once a month. I have not yet given an answer, and I am conscious of her history with services.",
            "stuck",
        ),
        (
            "I've only been doing this a few weeks. I've got a lady in her sixties and I've gone with her to three things now, the lunch club, the benefits and "
            "the bus pass place. Nobody told me where it stops? They said walk alongside people.",
            "asks-study",
        ),
    ],
)
def test_a_story_is_not_taken_for_a_word_about_the_talk_or_a_question_to_the_study(engine, text, never):
    assert play(engine, [text]).last.act != never


def test_thanks_at_the_head_of_a_plan_is_no_goodbye(engine):
    first = "The agreed sessions are finished and she has asked me to go on ringing her once a month, on my own telephone, and I have said nothing yet."
    plan = "Thank you. I shall suggest one last meeting in person and explain to her there how she may be referred again if things should change, and by whom."
    assert play(engine, [first, plan]).last.act != "thanks"
