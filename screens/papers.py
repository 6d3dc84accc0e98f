"""Own documents: bring one, see what is in it, search them, delete them."""

from __future__ import annotations

import streamlit as st

from knowledge.library import PlainFault
from rag.pace import may
from rag.papers.extract import MOST_BYTES, MOST_PAGES
from rag.papers.hosting import folder, look_up
from rag.papers.shelf import Paper, open_paper
from rag.settings import settings
from safeguards.identifiers import StandIns, find_identifiers, mask
from safeguards.risk import RiskRaised
from screens import session as tabs
from screens.components import counted, show, show_notice, show_passage, show_waiting
from screens.gates import cards_for, show_card

MOST_UPLOADS = 6  # a minute
ONE = {"person": "name", "phone": "phone number", "contact": "internet address", "role": "rare role"}
MANY = {"address": "addresses"}


def draw() -> None:
    """The worker's own documents, and the organisation's where there is a folder."""
    session = tabs.current()
    show(
        "<h2>Own documents</h2><p class='hf-note'>A supervision policy, a job description, a lone-working procedure. They are searched apart from the study, and shown as what they are. "
        "Yours are held in memory for this session; nothing of them is written to disk.</p>"
    )
    _bring()
    for name in list(session.papers.papers):
        paper = session.papers.papers[name]
        with st.container(key=f"paper_{paper.digest[:12]}", horizontal=True, vertical_alignment="center"):
            show("<p class='hf-part'>{name}<br><span class='hf-note'>{n}</span></p>", name=name, n=counted(len(paper.passages), "passage"))
            st.button("Delete", key=f"paper_out_{paper.digest[:12]}", on_click=session.papers.delete, args=(name,))
    shared = folder(tabs.ready()) if settings().documents_dir or settings().chroma_url else None
    if shared is not None and shared.away:
        show_notice(shared.away)
    elif shared is not None:
        show("<p class='hf-note'>From your organisation: {names}</p>", names=", ".join(shared.names) or "nothing yet")
        for name, fault in shared.faults.items():
            show_notice(f"{name}: {fault}")
    if session.papers.papers or shared is not None and shared.names:
        _search()


def _bring() -> None:
    session = tabs.current()
    with st.form("bring_paper", border=False, clear_on_submit=True):
        given = st.file_uploader("A PDF, Word or text file", key="paper_file")
        show("<p class='hf-note'>Up to {pages} pages and {size} MB.</p>", pages=MOST_PAGES, size=MOST_BYTES // 1_000_000)
        asked = st.form_submit_button("Read it")
    if asked and given is None:
        show_notice("Choose a file first.")
    elif asked and given is not None:
        place = st.empty()
        try:
            may("upload", session.token, MOST_UPLOADS)
            with place.container():
                show_waiting("Reading it")
            st.session_state.paper_read = open_paper(given.name, given.getvalue())
        except PlainFault as fault:
            show_notice(str(fault))
        place.empty()
    paper: Paper | None = st.session_state.get("paper_read")
    if paper is None:
        return
    found = ", ".join(
        counted(n, ONE.get(kind, kind), MANY.get(kind, "internet addresses" if kind == "contact" else "")) for kind, n in sorted(paper.identifiers.items())
    )
    words = (
        f"It may say who people are: {found}. A policy may well name its authors; a person's notes do not belong here."
        if found
        else "I found nothing in it that names anybody. I can miss things."
    )
    show(
        "<p><b>{name}</b>: {pages}, {n}. {words}</p>",
        name=paper.name,
        pages=counted(paper.pages, "page"),
        n=counted(len(paper.passages), "passage"),
        words=words,
    )
    with st.container(key="paper_choice", horizontal=True):
        if st.button("Use it", key="paper_use", type="primary"):
            bar = st.progress(0.0)
            session.papers.add(paper, tabs.ready().retriever.embedder, bar.progress)
            st.session_state.paper_read = None
            tabs.hold(session)
            st.rerun()
        if st.button("Don't use it", key="paper_leave"):
            st.session_state.paper_read = None
            st.rerun()


def _search() -> None:
    with st.form("paper_search", border=False):
        words = st.text_input("What do you want to find in them?", key="paper_words", autocomplete="off", max_chars=400)
        asked = st.form_submit_button("Search them", type="primary")
    if not asked or not words.strip():
        return
    try:
        engine = tabs.ready()
        engine.guard(words)
        found = look_up(mask(words, find_identifiers(words), StandIns()), engine, tabs.current().papers)
    except RiskRaised as raised:
        for card in cards_for(raised.assessment.categories or ("general",)):
            show_card(card)
        return
    if not found:
        show("<p class='hf-note'>Nothing in them is near to that. Other words may find it, or it is not there.</p>")
    for passage in found:
        show_passage(passage)
