"""Keep it to come back to: one file under the worker's own password, and the way back in through the risk gate."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from knowledge.library import PlainFault
from packs import sealed
from rag import keep, reopen
from rag.types import Talk
from screens import gates
from screens import session as tabs
from screens.components import show, show_notice
from screens.session import Session


def keep_it(session: Session) -> None:
    """Make the file. It is offered for download once, and held nowhere else."""
    with st.expander("Keep it to come back to: one file, under a password"):
        show(
            "<p class='hf-note'>The whole conversation, with its stand-ins and without the names behind them. Only your password opens it: nobody can reset it, and nobody can read it without it.</p>"
        )
        with st.form("keep_it", clear_on_submit=True, border=False):
            password = st.text_input("A password, of ten characters or more", type="password", autocomplete="new-password")
            again = st.text_input("The same again", type="password", autocomplete="new-password")
            asked = st.form_submit_button("Make the file")
        if not asked:
            return
        if password != again:
            show_notice("The two passwords are not the same. Type them again.")
            return
        try:
            made = sealed.seal(reopen.to_bytes(session.talk), password)
        except PlainFault as fault:
            show_notice(str(fault))
            return
        st.download_button("Download the file", made, file_name="how-far-to-go.howfar", mime="application/octet-stream", on_click="ignore", key="keep_download")


def open_kept(session: Session) -> None:
    """Choose a file and give its password. Whatever is wrong with either is said, and nothing here changes."""
    with st.expander("Open a conversation that you kept"), st.form("open_kept", border=False):
        given = st.file_uploader("The file, ending in .howfar", key="kept_file")
        password = st.text_input("Its password", type="password", autocomplete="current-password")
        if not st.form_submit_button("Open it"):
            return
        if given is None:
            show_notice("Choose the file first.")
            return
        try:
            session.opening = reopen.from_bytes(sealed.unseal(given.getvalue(), password))
        except PlainFault as fault:
            show_notice(str(fault))
            return
    st.rerun()


def opening(session: Session, talk: Talk) -> None:
    """The risk gate for a talk that comes back: each card waits as it would have, then the talk is here. `session.opened` turns have passed."""
    engine = tabs.ready()
    if (reading := session.pending) is not None and reading.how:
        talk = session.opening = replace(talk, acknowledged=(*talk.acknowledged, *reading.blocking))
        session.folded_cards += [c.category for c in reading.blocking] or ["general"]
        session.opened, session.pending = session.opened + 1, None
    for turn in talk.turns[session.opened :]:
        if turn.theirs:
            reading = session.pending or engine.read(talk, turn.theirs)
            if reading.card_up:
                session.pending = reading
                show("<p class='hf-note'>This was in the conversation that you kept.</p>")
                gates.risk_gate(session, reading, back=False)
                if st.button("Close it without reading on", key="opening_close"):
                    session.opening, session.opened, session.pending = None, 0, None
                    st.rerun()
                return
        session.opened += 1
    keep.kept.drop(session.token)
    session.opening, session.opened, session.replace_token = None, 0, True
    session.went(engine.welcome_back(talk))
    st.rerun()
