"""Taking it away: a page that the worker edits and downloads."""

from __future__ import annotations

import streamlit as st

from knowledge.library import load
from packs.takeaway import RECORD_LINE, TakeAway, draft, to_markdown
from safeguards.identifiers import find_identifiers
from screens.components import show, show_notice
from screens.session import Session


def taking_it_away(session: Session) -> None:
    """The page and its download. Identifiers are looked for again before the button works."""
    if session.take_away is None:
        session.take_away = draft(session.conversation, load())
    page, turn = session.take_away, session.conversation.turns
    question = st.text_area("The question it came down to", page.question, key=f"away_question_{turn}")
    heard = [h for n, h in enumerate(page.heard) if not st.checkbox(f"Leave out voice {n + 1}", key=f"away_drop_{turn}_{n}") and _listed(h)]
    will_do = st.text_area("What I will do", page.will_do, key=f"away_do_{turn}")
    who = st.text_input("Who I will take it to, by role", page.who, key=f"away_who_{turn}")
    cost = (
        st.text_area("What it is costing me (a private page)", "", key=f"away_cost_{turn}")
        if st.toggle("Add a private page: what it is costing me", key=f"away_private_{turn}")
        else ""
    )
    show('<p class="hf-note"><b>{line}</b></p>', line=RECORD_LINE)
    edited = TakeAway(question, heard, will_do, who, page.line, cost)
    ours = {i.text for h in page.heard for i in find_identifiers(h)}
    found = [i for part in (question, will_do, who, cost) for i in find_identifiers(part) if i.masked and i.text not in ours]
    if found:
        show_notice("The page may name somebody: " + ", ".join(dict.fromkeys(i.text for i in found)) + ". Change it above, or say that you have looked.")
    sure = st.checkbox("I have asked myself whether someone local could still recognise this person", key=f"away_sure_{turn}")
    st.download_button(
        "Download as Markdown", to_markdown(edited), file_name="how-far-to-go.md", mime="text/markdown", disabled=not sure, key=f"away_download_{turn}"
    )


def _listed(text: str) -> bool:
    show('<p class="hf-note">{text}</p>', text=text)
    return True
