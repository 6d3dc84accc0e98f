"""A guest's view, for a phone and a thumb: the step, the clock, their part, the line, a question."""

from __future__ import annotations

import streamlit as st

from knowledge.library import load
from packs.takeaway import TakeAway, cited
from rooms.asking import look_at
from rooms.hosting import rooms
from rooms.room import MOST_LETTERS, View
from screens import session as tabs
from screens.clock import show_clock
from screens.components import show, show_notice
from screens.desk import act, heard, show_spoken, show_step
from screens.gates import cards_for, show_card
from screens.leaving import page_form


def draw(view: View, token: str, code: str) -> None:
    """Everything that one person sees from their seat."""
    protocol = load().protocols[view.protocol]
    step = protocol.steps[view.step]
    with st.container():
        _notices(view)
    show_step(protocol, view, step)
    show_clock(view.left, view.paused)
    show("<p class='hf-rule'>{words}</p>", words=step.presenter if view.presenter else step.group)
    if step.shows == "contract":
        for line in load().training.together:
            show("<p class='hf-note'>{line}</p>", line=line)
        label = "I am not presenting after all" if view.presenter else "I am presenting"
        st.button(label, key="seat_present", on_click=act, args=(rooms().present, token, not view.presenter), width="stretch")
    if step.writes == "line":
        _line(view, token)
    if step.writes == "questions" and not view.presenter:
        _question(view, token, code)
    for question in view.questions:
        show("<p class='hf-rule'>{question}</p>", question=question)
    if step.shows == "voices":
        for voice in heard(view):
            show_spoken(voice)
    if view.presenter and view.step == len(protocol.steps) - 1 and st.toggle("Write a page for myself", key="seat_page"):
        page_form(TakeAway(heard=[cited(v.id, load()) for v in heard(view)]), tabs.new_field(f"seat_{'-'.join(view.tensions)}"))
    if view.presenter and not view.stopped:
        st.button("I want to stop", key="seat_stop", on_click=act, args=(rooms().stop, token), width="stretch")
    if view.may_take_over:
        show("<p class='hf-note'>The facilitator has not been here for a minute.</p>")
        st.button("Take over leading", key="seat_over", on_click=act, args=(rooms().take_over, token), width="stretch")
    show("<p class='hf-note'>Seat {seat}. Everything in this room is deleted when it ends.</p>", seat=view.seat)
    st.button("Leave", key="seat_leave", type="tertiary", on_click=act, args=(rooms().leave, token))


def _notices(view: View) -> None:
    if notice := st.session_state.get("desk_notice"):
        show_notice(notice)
    if risk := st.session_state.get("seat_risk"):
        show("<p class='hf-note'>Only you see this. What you wrote has gone no further.</p>")
        for card in cards_for(risk):
            show_card(card)
        st.button("I have read this", key="seat_read", on_click=lambda: st.session_state.pop("seat_risk", None))
    if view.stopped:
        show_notice("The presenter has asked to stop. Put your phone down for a moment.")


def _line(view: View, token: str) -> None:
    st.session_state.setdefault("seat_mark", view.mark if view.mark is not None else 50)
    st.slider("Less of me (left) to more of me (right)", 0, 100, format=" ", key="seat_mark")
    label = "Put my mark there" if view.mark is None else "Move my mark"
    st.button(label, key="seat_put", type="primary", on_click=lambda: act(rooms().mark, token, st.session_state.seat_mark), width="stretch")
    show("<p class='hf-note'>{words} Nobody sees whose mark is where.</p>", words="Your mark is on the line." if view.mark is not None else "Mark it, or not.")


def _question(view: View, token: str, code: str) -> None:
    box = tabs.new_field(f"seat_words_{st.session_state.setdefault('seat_given', 0)}")  # a new box for each question, since a look at the room may come between
    st.text_area("An open question", key=box, height=110, max_chars=MOST_LETTERS)
    st.button("Give it", key="seat_give", type="primary", on_click=_give, args=(token, code, box), width="stretch")
    for question in view.mine:
        show("<p class='hf-note'>Given: {question}</p>", question=question)
    if view.mine:
        st.button("Take mine back", key="seat_take_back", on_click=act, args=(rooms().take_back, token))


def _give(token: str, code: str, box: str) -> None:
    """A question through both gates. What goes back stays in the box, with why."""
    st.session_state.pop("desk_notice", None)
    words = st.session_state.get(box, "")
    try:
        back = look_at(words, tabs.ready())
    except Exception as fault:
        tabs.note(fault)
        st.session_state.desk_notice = "The check did not work on that, so it went no further. It is still in the box."
        return
    if back is not None and back.risk is None:
        st.session_state.desk_notice = back.why
        return
    if back is not None and back.risk is not None:
        st.session_state.seat_risk = back.risk.categories or ("general",)
    else:
        act(rooms().ask, token, code, words.strip())
    if "desk_notice" not in st.session_state:
        st.session_state.seat_given += 1
        st.session_state.pop(box, None)
