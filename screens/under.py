"""What stands under the last reply: what else was heard, readings to choose from, a way to take it back, and why it was said."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from knowledge.library import Library, load
from rag.exchanges.rules import RULES
from rag.types import Found, Step, Turn
from rag.voices import more_voices, other_side
from screens import session as tabs
from screens.components import show
from screens.gates import folded_cards
from screens.session import Session

STAGES = {
    "happened": "What happened",
    "stirs": "What it stirs",
    "line": "Where the line is",
    "eyes": "Other eyes",
    "next": "What next",
    "away": "Taking it away",
}


def label_of(item: str, library: Library) -> str:
    """A few plain words for an exchange or a pull."""
    return library.tensions[item].name if item in library.tensions else _capital(library.exchanges[item].label)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def draw(session: Session) -> None:
    """Everything that may be done with the last reply."""
    library, turn = load(), session.talk.turns[-1]
    number = len(session.talk.turns)
    if turn.hints:
        folded_cards([one.category for one in turn.hints])
    if turn.chosen.readings:
        _choices(session, turn, number, library)
    if turn.chosen.also:
        show("<p class='hf-note hf-also'>Also in what you wrote</p>")
        with st.container(key="also", horizontal=True):
            for item in turn.chosen.also:
                st.button(label_of(item, library), key=f"also_{item}_{number}", on_click=_go, args=(session, lambda e, t, i=item: e.take_up(t, i)))
    with st.container(key="under", horizontal=True):
        if turn.chosen.kind == "reply":
            st.button("Not that", key=f"not_that_{number}", on_click=_go, args=(session, lambda e, t: e.take_back(t)))
            st.button("Another reply", key=f"another_{number}", on_click=_go, args=(session, lambda e, t: e.press(t, "another")))
        if other_side(session.talk, library):
            st.button("The other side", key=f"other_{number}", on_click=_go, args=(session, lambda e, t: e.press(t, "other_side")))
        if more_voices(session.talk, Found(), library):
            st.button("More from the study", key=f"more_{number}", on_click=_go, args=(session, lambda e, t: e.press(t, "more")))
    if turn.chosen.kind in ("reply", "readings", "repair") and (turn.theirs or turn.took):
        with st.expander("Why this?"):
            for line in why(turn, library):
                show("<p class='hf-note'>{line}</p>", line=line)
    show("<p class='hf-note hf-stage'>Where this talk is: <b>{stage}</b></p>", stage=STAGES[session.talk.stage])


def _choices(session: Session, turn: Turn, number: int, library: Library) -> None:
    with st.container(key="readings"):
        for item in turn.chosen.readings:
            st.button(
                label_of(item, library), key=f"reading_{item}_{number}", width="stretch", on_click=_go, args=(session, lambda e, t, i=item: e.take_up(t, i))
            )
        st.button("Neither of these", key=f"neither_{number}", type="tertiary", on_click=_go, args=(session, lambda e, t: e.neither(t)))


def _go(session: Session, what: Callable[..., Step]) -> None:
    """One tap: the talk goes on, or says why it could not."""
    try:
        session.went(what(tabs.ready(), session.talk))
    except Exception as fault:
        tabs.note(fault)
        session.notice = tabs.sentence(fault)


def why(turn: Turn, library: Library) -> list[str]:
    """Why this was said, in plain sentences. None of them holds the worker's words."""
    chosen = turn.chosen
    said = []
    if chosen.exchange:
        exchange = library.exchanges[chosen.exchange]
        said.append(f"It was taken for: {exchange.label}.")
        if chosen.nearest:
            said.append(f"The nearest of the ways of saying that were written beforehand: “{chosen.nearest}”")
        said.append(f"Its reply is one of {len(exchange.replies)} that were written for that, before you came. Nobody has reviewed them yet.")
        if exchange.duty:
            said.append(f"It names something that the work is bound to, because of this: {exchange.duty.sign}.")
    said += [_capital(reason) + "." for reason in chosen.reasons if ":" not in reason]
    passed = {reason.split(": ", 1)[1] for reason in chosen.reasons if ": " in reason} & {rule.reason for rule in RULES if rule.name != "for another state"}
    if passed:
        said.append(f"Others were passed over: {'; '.join(sorted(passed))}.")
    return said or ["It is one of the program's own lines, written beforehand."]
