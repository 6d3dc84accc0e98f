"""What stands at the top of every screen: the tools that are always in reach, and the way back after a refresh."""

from __future__ import annotations

import streamlit as st

from rag import keep
from rag.places import shared, where_words_go
from rag.settings import settings
from screens import session as tabs
from screens.components import show, show_notice
from screens.session import Session
from screens.tab import found_token


def toolbar(always: bool = False) -> None:
    """Where words go (`always`, or wherever they leave this computer), hide the screen, clear everything."""
    if always or shared(settings()):
        show('<p class="hf-where">{where}</p>', where=where_words_go(settings()))
    with st.container(key="toolbar", horizontal=True):
        st.button("Hide the screen", key="hide")
        if st.button("Clear everything", key="clear"):
            tabs.clear()
            st.rerun()


def carry_on(session: Session) -> None:
    """Offer to carry on a conversation that this tab had before a refresh. It has a place of its own, so that nothing below it moves."""
    with st.container(key="carry"):
        _carry_on(session)


def _carry_on(session: Session) -> None:
    adopted = bool(session.talk.turns or session.pending)
    token = found_token(session.token, session.replace_token, adopted, settings().blank_minutes, _look(session), _say(session))
    session.replace_token = False
    if adopted or token is None or token == session.token or st.session_state.get("refused") == token:
        return
    kept = keep.kept.get(token)
    if kept is None:
        st.session_state.refused = token
        session.replace_token = True
        show_notice("The conversation that was open in this tab has ended: it lapsed, was cleared, or the app was restarted. Nothing of it is kept.")
        return
    show("<p class='hf-note'>A conversation was open in this tab.</p>")
    with st.container(horizontal=True):
        if st.button("Carry on", key="carry_on", type="primary"):
            tabs.adopt(kept)
            st.rerun()
        if st.button("It isn't mine: clear it", key="not_mine"):
            keep.kept.drop(token)
            session.replace_token = True
            st.session_state.refused = token
            st.rerun()


def _look(session: Session) -> str:
    """What should be brought to the top of the screen; a new value moves it, the same one leaves the reader be."""
    reading, turns = session.at_the_gate, len(session.talk.turns)
    if session.notice:
        session.notices += 1
        return f"notice{session.notices}"
    if reading is not None and reading.card_up:
        return f"card{turns}{'u' if reading.unreachable else ''}"
    if reading is not None:
        return f"ids{turns}"
    if not turns and st.session_state.get("example"):
        return "example"
    return f"turn{turns}" if turns else "welcome"


def _say(session: Session) -> str:
    """What a screen reader says by itself: the speaker and the reply, or that a card or a check has come up. A notice says itself."""
    reading = session.at_the_gate
    if reading is not None and reading.card_up:
        return "Before anything else: there may be danger here. A card with who to call has come up."
    if reading is not None:
        return "Before this goes further: look at what may point to a person."
    return f"How Far to Go: {session.talk.turns[-1].text}" if session.talk.turns else ""
