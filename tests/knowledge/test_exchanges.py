"""Exchanges: what an entry must hold, how its replies may be worded, and what happens to the start when one does not hold."""

import shutil

import pytest
import yaml

from knowledge import library as reading
from knowledge.exchange import Exchange
from knowledge.library import KnowledgeError, load
from knowledge.lint import lint

GOOD = {
    "id": "one", "act": "tells", "tensions": ["only-one"], "label": "being the only one", "said": [f"I am the only one, {n}" for n in range(12)],
    "not_said": ["I am not the only one", "who else could it be"], "duty": "none",
    "replies": [{"say": "There's one name in {their} phone."}, {"ask": "Who was it before you?", "asks": "a-detail"}, {"say": "A short list."}],
}  # fmt: skip


def entry(**change):
    return Exchange.model_validate({**GOOD, **change})


def test_a_whole_entry_is_read_and_has_nothing_wrong_with_it():
    assert list(lint(entry())) == [] and entry().duty is None


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"said": ["only one way"]}, "at least 12"), ({"replies": GOOD["replies"][:2]}, "at least 3"), ({"not_said": ["one"]}, "at least 2"),
        ({"act": "wonders"}, "act"), ({"follows": "whenever"}, "follows"), ({"act": "soft-concern"}, "when"), ({"colour": "blue"}, "colour"),
        ({"replies": [{"say": "A."}, {"say": "B."}, {"ask": "Who?"}]}, "kind under asks"), ({"replies": [{"say": "A."}, {"say": "B."}, {"when": "first"}]}, "words"),
    ],
)  # fmt: skip
def test_an_entry_that_lacks_something_is_refused(change, says):
    with pytest.raises(ValueError, match=says):
        entry(**change)


@pytest.mark.parametrize(
    ("reply", "rule"),
    [
        ({"say": "You should ring the GP."}, "advice"), ({"ask": "Have you thought about a befriender?", "asks": "a-detail"}, "advice"),
        ({"say": "That was too far."}, "verdict"), ({"say": "Well done."}, "praise"), ({"say": "I understand."}, "comfort"),
        ({"say": "That must be hard."}, "comfort"), ({"say": "You're burnt out."}, "therapy words"), ({"say": "Go on!"}, "exclamation"),
        ({"say": "“Only a lift.”"}, "quotation"), ({"ask": "Why did you go?", "asks": "a-detail"}, "why first"),
        ({"ask": "What did you do, and who saw?", "asks": "a-detail"}, "two questions"), ({"say": "She has you."}, "he or she outright"),
        ({"say": "The GP hears that today."}, "a duty"), ({"say": "It goes in the notes."}, "a duty"), ({"say": "So {they} wants you."}, "verb after"),
        ({"say": "What {they7} said."}, "no form"), ({"say": "only a lift."}, "small letter"), ({"say": "What now?"}, "question under say"),
        ({"say": "In my experience it passes."}, "claims to be a person"),
    ],
)  # fmt: skip
def test_each_rule_of_wording_stops_what_made_it_necessary(reply, rule):
    found = list(lint(entry(replies=[*GOOD["replies"], reply])))
    assert len(found) >= 1 and any(rule in one for one in found), found


def test_a_duty_may_be_named_where_it_has_its_sign():
    reply = [*GOOD["replies"], {"say": "It goes in the notes."}]
    assert list(lint(entry(replies=reply, duty={"kind": "record", "sign": "contact out of hours"}))) == []


def test_a_first_telling_is_not_met_with_the_record():
    assert any("first telling" in one for one in lint(entry(act="grieves", replies=[*GOOD["replies"], {"say": "The notes have a line about that."}])))


def test_the_record_and_the_same_reply_twice_are_seen():
    assert any("the same as one above" in one for one in lint(entry(replies=[*GOOD["replies"], GOOD["replies"][0]])))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda rows: rows[0].update(act="wonders"), "'act'"), (lambda rows: rows[0]["said"].clear(), "at least"),
        (lambda rows: rows[1].update(id=rows[0]["id"]), "twice"), (lambda rows: rows[0].update(evidence="x"), "evidence"),
    ],
)  # fmt: skip
def test_a_malformed_exchange_stops_the_start_with_file_entry_and_cure(tmp_path, change, says):
    folder = tmp_path / "knowledge"
    shutil.copytree(reading.HERE, folder, ignore=shutil.ignore_patterns("__pycache__"))
    path = sorted((folder / "exchanges").glob("*.yaml"))[0]
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))
    change(rows)
    path.write_text(yaml.safe_dump(rows, allow_unicode=True), encoding="utf-8")
    with pytest.raises(KnowledgeError) as fault:
        load(folder)
    assert path.name in str(fault.value) and says in str(fault.value) and str(fault.value).endswith(".")


def test_there_is_enough_of_it(library):
    held = library.exchanges.values()
    assert len(held) >= 460 and sum(len(x.said) for x in held) >= 6500 and sum(len(x.replies) for x in held) >= 1450
    for tension in library.tensions:
        assert sum(tension in x.tensions for x in held) >= 4, tension
    assert len({x.act for x in held}) >= 24
    assert len({x.follows for x in held}) >= 15  # any, opening, and the kinds of question that are answered
