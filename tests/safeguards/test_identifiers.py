"""Identifiers are found however they are typed; what must stay, stays; text outside a find is untouched."""

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
        "She will hope for grace and may mark the forms", "Housing said no and Psychology said wait",
    ],
)  # fmt: skip
def test_what_must_stay_stays(text):
    assert found(text) == []


def test_a_rare_role_is_pointed_at_and_not_masked():
    finds = find_identifiers("She's the only female bus mechanic in Wick")
    assert any(i.kind == "role" and not i.masked for i in finds)


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
