"""Taking it away: a page that the worker edits and downloads, and a file to come back to."""

from __future__ import annotations

import streamlit as st

from knowledge.library import load
from packs.takeaway import MOST_VOICES, RECORD_LINE, TOLD_NOBODY, WARNING, TakeAway, draft, to_markdown
from rag.settings import settings
from safeguards.identifiers import find_identifiers
from screens import keeping
from screens.components import show, show_notice
from screens.session import Session

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def taking_it_away(session: Session) -> None:
    """The page of a conversation, and a file to come back to."""
    if session.take_away is None:
        session.take_away = draft(session.talk, load())
    page_form(session.take_away, str(len(session.talk.turns)))
    if settings().may_keep_file:
        keeping.keep_it(session)


def page_form(page: TakeAway, key: str) -> None:
    """The page and its download. Identifiers are looked for again before the button works. `key` changes when the page does."""
    question = st.text_area("The question it came down to", page.question, key=f"away_question_{key}")
    heard = [
        h for n, h in enumerate(page.heard) if not st.checkbox(f"Leave out voice {n + 1}", value=n >= MOST_VOICES, key=f"away_drop_{key}_{n}") and _listed(h)
    ]
    will_do = st.text_area("What I will do", page.will_do, key=f"away_do_{key}")
    who = st.text_input("Who I will take it to, by role", page.who, key=f"away_who_{key}")
    concerns = _lines("Still open: who hears it, and by when (a line each)", page.concerns, f"away_open_{key}")
    aside = _lines("What I also wrote of, and set aside (a line each; delete what you don't want)", page.aside, f"away_aside_{key}")
    cost = (
        st.text_area("What it is costing me (a private page)", "", key=f"away_cost_{key}")
        if st.toggle("Add a private page: what it is costing me", key=f"away_private_{key}")
        else ""
    )
    show('<p class="hf-note"><b>{line}</b> {told}</p>', line=RECORD_LINE, told=TOLD_NOBODY)
    edited = TakeAway(question, heard, will_do, who, page.line, cost, aside, concerns)
    ours = {i.text for h in page.heard for i in find_identifiers(h)}
    found = [i for part in (question, will_do, who, cost, *concerns, *aside) for i in find_identifiers(part) if i.masked and i.text not in ours]
    if found:
        show_notice("The page may name somebody: " + ", ".join(dict.fromkeys(i.text for i in found)) + ". Change it above, or say that you have looked.")
    show('<p class="hf-note">{words}</p>', words=WARNING)
    sure = st.checkbox("I have asked myself whether someone local could still recognise this person", key=f"away_sure_{key}")
    made: list[tuple[str, str | bytes, str, str]] = [("Markdown", to_markdown(edited), "md", "text/markdown")]
    if sure:
        from packs.page import to_pdf, to_word  # brought in late; whoever has come this far has waited for the loading

        made = [("Word", to_word(edited, load()), "docx", WORD), ("PDF", to_pdf(edited, load()), "pdf", "application/pdf"), *made]
    with st.container(key="downloads", horizontal=True):
        for name, data, ending, mime in made:
            st.download_button(
                f"Download as {name}", data, file_name=f"how-far-to-go.{ending}", mime=mime, disabled=not sure, on_click="ignore", key=f"away_{ending}_{key}"
            )


def _lines(label: str, texts: list[str], key: str) -> list[str]:
    """A list to edit, a line each; nothing where there is none."""
    return [t for t in st.text_area(label, "\n".join(texts), key=key).splitlines() if t.strip()] if texts else []


def _listed(text: str) -> bool:
    show('<p class="hf-note">{text}</p>', text=text)
    return True
