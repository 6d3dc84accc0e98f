"""The content is tested like code."""

import shutil

import pytest
import yaml

from knowledge import library as reading
from knowledge.library import KnowledgeError, fold_quote, load, quote_digest
from knowledge.schema import NONE_IN_STUDY
from knowledge.validate import check_content, check_links


def test_every_rule_holds(library):
    check_links(library)
    assert list(check_content(library)) == []


def test_there_is_enough_of_it(library):
    assert len(library.findings) >= 45 and len(library.tensions) >= 16
    assert len(library.questions) >= 80 and len(library.vignettes) >= 8 and len(library.frameworks) >= 4
    assert {f.theme for f in library.findings.values()} >= {"characteristics", "role", "flexibility", "boundaries", "resources", "conclusion"}
    for tension in library.tensions:
        assert sum(tension in q.tensions for q in library.questions.values()) >= 3, tension


def test_quotes_are_those_that_were_checked(library):
    for quote in library.quotes.values():
        assert quote_digest(quote.text) == quote.digest
    named = {q.speaker: q.pages for q in library.quotes.values() if q.voice == "participant" and q.speaker}
    assert named == {"Rachel": "34", "George": "43", "Sarah": "45"}
    assert library.quotes["hands-were-tied"].voice == "dissertation author" and not library.quotes["hands-were-tied"].card
    assert library.quotes["holding-service-words"].pages is None


def test_folding_mends_page_breaks_and_marks_and_no_words():
    assert fold_quote("beginning a middle and an\n\nend") == fold_quote("beginning a middle and an end")
    assert fold_quote("I wouldn’t") == fold_quote("I wouldn't")
    assert quote_digest("that's absolutely fine") != quote_digest("that's fine")


def test_a_citation_says_when_no_page_is_given(library):
    assert library.cite("george-ending") == "Richardson 2020, p. 43, as summarised by Richardson and Sinclair"
    assert library.cite("jd-non-dependent").startswith("Richardson 2020, pp. 42–43")
    assert library.cite("holding-service").endswith("(page not given in the summary)")


def test_counterweights_are_given_or_said_to_be_missing(library):
    for entry in [*library.findings.values(), *library.quotes.values()]:
        assert entry.counterweights == NONE_IN_STUDY or entry.counterweights


@pytest.fixture
def copied(tmp_path):
    shutil.copytree(reading.HERE, tmp_path / "knowledge", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path / "knowledge"


@pytest.mark.parametrize(
    ("name", "change", "says"),
    [
        ("findings.yaml", lambda rows: rows[0].update(colour="blue"), ("findings.yaml", "how-far-dilemma", "colour")),
        ("questions.yaml", lambda rows: rows[1].update(id=rows[0]["id"]), ("questions.yaml", "twice")),
        ("quotes.yaml", lambda rows: rows[0].update(text="because really, I would know"), ("quotes.yaml", "rachel-door", "Put the quote back")),
        ("findings.yaml", lambda rows: rows[3].update(tensions=["no-such"]), ("findings.yaml", "no-such", "tensions.yaml")),
        ("risk.yaml", lambda book: book["categories"][0]["patterns"].append("(open"), ("risk.yaml", "suicide_self_harm", "brackets")),
        ("risk.yaml", lambda book: book["categories"][2]["patterns"].append("DTs"), ("risk.yaml", "medical", "capital")),
    ],
)
def test_a_fault_names_file_entry_and_cure(copied, name, change, says):
    content = yaml.safe_load((copied / name).read_text(encoding="utf-8"))
    change(content)
    (copied / name).write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    with pytest.raises(KnowledgeError) as fault:
        check_links(load(copied))
    assert all(part in str(fault.value) for part in says)


def test_broken_yaml_names_the_line(copied):
    (copied / "questions.yaml").write_text("- id: x\n  find: [unclosed\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"questions.yaml.*line"):
        load(copied)
