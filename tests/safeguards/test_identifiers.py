"""Identifiers are found however they are typed; what must stay, stays; text outside a find is untouched."""

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safeguards.identifiers import StandIns, find_identifiers, mask


def found(text):
    return [i.text for i in find_identifiers(text) if i.masked]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Saw wee Jimmy again on Tuesday", "wee Jimmy"), ("spoke to morag about it", "morag"), ("mrs mcallister rang", "mrs mcallister"),
        ("CHI 1407823418 on the form", "1407823418"), ("chi 030391 5560 she said", "030391 5560"), ("NI is JK 45 67 89 C", "JK 45 67 89 C"),
        ("she is at g46 8rp now", "g46 8rp"), ("ring 07700 900142 after four", "07700 900142"), ("e-mail jean.r62@example.com", "jean.r62@example.com"),
        ("lives at 14 Langlands Road with her son", "14 Langlands Road"), ("moved to Easterhouse", "Easterhouse"), ("Referred by Balmore Surgery", "Balmore Surgery"),
        ("dob 03/03/1991 I think", "03/03/1991"), ("his car is SH19 KLM", "SH19 KLM"), ("a patient is a 93 y/o lady", "93"), ("@bonnie_lass_1872 added me", "@bonnie_lass_1872"),
        ("spoke to nguyen van minh about it", "nguyen van minh"), ("auntie bina rang", "auntie bina"), ("she works at tesco now", "tesco"),
        ("up at balmuildy road surgery", "balmuildy road surgery"), ("Ward 4B is full", "Ward 4B"), ("my key safe is 4471", "4471"),
        ("out of HMP Low Moss", "HMP Low Moss"), ("Dr A. Farquhar rang", "Dr A. Farquhar"), ("the son Tzvetan came", "Tzvetan"), ("rang from the Isle of Lewis", "Isle of Lewis"),
        ("Agnieszka Kowalczyk came in", "Agnieszka Kowalczyk"), ("I met Siobhán O'Donnell there", "Siobhán O'Donnell"),
    ],
)  # fmt: skip
def test_finds(text, expected):
    assert expected in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "He is waiting on PIP and Universal Credit, and Citizens Advice closed the case", "The GP asked the CPN and the health visitor on Tuesday",
        "Women's Aid have a waiting list of 14 months", "I rang NHS 24 on 111 and Samaritans on 116 123", "Breathing Space is 0800 83 85 87",
        "She brings me marmalade and I am his crutch", "There was no CHI on it and Scottish Power rang", "He asked for the UC50 for his claim", "We do a wee check-in on Wednesdays",
        "She will hope for grace and may mark the forms", "Housing said no and Psychology said wait",
    ],
)  # fmt: skip
def test_what_must_stay_stays(text):
    assert found(text) == []


def test_a_rare_role_is_pointed_at_and_not_masked():
    finds = find_identifiers("She's the only female bus mechanic in Wick")
    assert any(i.kind == "role" and not i.masked for i in finds)


@pytest.mark.parametrize(
    "text", ["She's 61 and her twins were in the Herald", "He was on the news for it", "The house fire in Wick took her man", "our only piper at the club"]
)
def test_what_may_single_someone_out_together_is_pointed_at(text):
    assert any(i.kind == "role" and not i.masked for i in find_identifiers(text))
    assert not any(i.kind == "role" for i in find_identifiers("He likes his dinner at twelve and his bed at nine."))


def test_a_long_text_is_read_to_its_end():
    text = "She rings me every day and I always pick up. " * 130 + "It is Tzvetan Gheorghiev that worries me."
    assert "Tzvetan Gheorghiev" in found(text)


def test_somebody_else_of_the_same_name_gets_another_stand_in():
    stand_ins = StandIns()
    first, second = find_identifiers("Agnes McAllister rang. Then Agnes Baird rang.")
    assert stand_ins.for_(first) == "[person A]"
    stand_ins.part(second)
    assert stand_ins.for_(second) == "[person B]" and stand_ins.for_(first) == "[person A]"


def test_a_missing_or_changed_model_is_an_error_and_not_a_pass(monkeypatch):
    from safeguards.identifiers import learned

    learned._model.cache_clear()
    monkeypatch.setattr(learned, "SHA256", "0" * 64)
    with pytest.raises(ValueError, match="set-up again"):
        find_identifiers("Jimmy rang")
    monkeypatch.undo()
    learned._model.cache_clear()


def test_the_command_line_finds_and_masks(tmp_path):
    note = tmp_path / "note.txt"
    note.write_text("wee Jimmy stays at 14 Langlands Road", encoding="utf-8")
    run = lambda *more: subprocess.run([sys.executable, "-m", "safeguards.identifiers", *more], capture_output=True, text=True, timeout=120)  # noqa: E731
    assert "14 Langlands Road" in run(str(note)).stdout and "wee Jimmy" in run(str(note)).stdout
    assert run(str(note), "--mask").stdout == "[person A] stays at [address 1]"
    assert run(str(tmp_path / "none")).returncode == 2


def test_one_person_has_one_stand_in_whatever_the_case_possessive_or_title():
    stand_ins = StandIns()
    text = "Agnes McAllister rang. mrs mcallister's son came. I told Agnes. AGNES laughed."
    masked = mask(text, find_identifiers(text), stand_ins)
    assert masked.count("[person A]") == 4 and "[person B]" not in masked


def test_masking_twice_changes_nothing():
    stand_ins = StandIns()
    text = "Jimmy and Fatima met at 14 Langlands Road, G51 3AA."
    once = mask(text, find_identifiers(text), stand_ins)
    assert mask(once, find_identifiers(once), stand_ins) == once


def test_clearing_forgets_and_the_names_are_not_shown_by_repr():
    stand_ins = StandIns()
    mask("Jimmy rang", find_identifiers("Jimmy rang"), stand_ins)
    assert "immy" not in repr(stand_ins)
    stand_ins.clear()
    assert not stand_ins.given and not stand_ins.kept


pieces = st.lists(
    st.one_of(
        st.sampled_from(
            ["Jimmy", "wee Shug", "07700 900142", "1407823418", "G51 3AA", "Govan", "the GP", "PIP", "\u200b", "\n", "’s", "مرحبا", "🙂", "12/05/1980"]
        ),
        st.text(max_size=8),
    ),
    max_size=12,
)


@given(pieces)
@settings(max_examples=150, deadline=None)
def test_spans_never_overlap_and_the_rest_is_untouched(parts):
    text = " ".join(parts)
    finds = find_identifiers(text)
    place, outside = 0, []
    for one in finds:
        assert place <= one.start < one.end <= len(text) and text[one.start : one.end] == one.text
        outside.append(text[place : one.start])
        place = one.end
    masked = mask(text, [i for i in finds if i.masked], StandIns())
    for piece in (p for p in outside if p):
        assert piece in masked or any(not i.masked for i in finds)
