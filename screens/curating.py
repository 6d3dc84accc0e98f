"""For those who look after the content: what there is, what is getting old, what the validator says, and a form for a proposal."""

from __future__ import annotations

from datetime import date

import streamlit as st
import yaml

from knowledge.catalogue import KINDS, browse
from knowledge.library import load
from knowledge.validate import check_content
from safeguards.identifiers import find_identifiers
from screens.components import show, show_notice, show_table


def draw() -> None:
    """Everything for curators. Nothing is written to `knowledge/`."""
    library = load()
    show("<h2>What there is</h2>")
    counts = [(label, str(len(browse(kind)))) for kind, label in KINDS.items()]
    show_table(
        ("Kind", "Entries"),
        [*counts, ("Vignettes", str(len(library.vignettes))), ("Protocols", str(len(library.protocols))), ("Sources", str(len(library.sources)))],
    )
    show("<h2>Signposts, and when they were last checked</h2>")
    show_table(
        ("Name", "Number", "Seen", "Checked"), [(p.name, p.number, p.seen_on or "date not known", _age(p.checked_on)) for p in library.signposts.signposts]
    )
    show("<h2>What the validator says</h2>")
    if st.button("Run it", key="validate"):
        faults = list(check_content(library))
        show_notice("All well." if not faults else f"{len(faults)} things to mend.")
        for fault in faults:
            show("<p class='hf-note'>{fault}</p>", fault=fault)
    _propose()


def _age(checked: str | None) -> str:
    if checked is None:
        return "never"
    days = (date.today() - date.fromisoformat(checked)).days
    return f"{checked}, {days} days ago" + (" (over six months)" if days > 183 else "")


def _propose() -> None:
    library = load()
    show("<h2>Propose a finding or a quote</h2><p class='hf-note'>This makes a piece of YAML to send to the maintainers. It changes nothing here.</p>")
    kinds = {"finding": "A finding, in your own words", "quote": "A quote, word for word"}
    with st.form("propose", border=False):
        kind = st.selectbox("What it is", list(kinds), format_func=kinds.__getitem__)
        text = st.text_area("Its words", height=100, max_chars=600)
        pages = st.text_input("Page, as the summary gives it (leave empty where it gives none)", max_chars=12)
        tensions = st.multiselect("Tensions that it speaks to", list(library.tensions), format_func=lambda t: library.tensions[t].name, placeholder="Choose")
        situations = st.text_area("What a worker might say when it fits, one a line", height=120, max_chars=3000)
        made = st.form_submit_button("Make the YAML")
    if not made:
        return
    if not text.strip():
        show_notice("Write its words first.")
        return
    named = [i.text for i in find_identifiers(situations) if i.masked]
    if named:
        show_notice("The situations may name somebody: " + ", ".join(dict.fromkeys(named)) + ". Change them first.")
        return
    entry = {"id": "to-be-named", "text": text.strip(), "pages": pages.strip() or None, "tensions": tensions, "counterweights": "to be found"}
    entry |= {"situations": [line.strip() for line in situations.splitlines() if line.strip()]}
    proposal = yaml.safe_dump([entry], allow_unicode=True, sort_keys=False, width=110)
    show("<pre class='hf-pre'>{proposal}</pre>", proposal=proposal)
    st.download_button("Download it", proposal, file_name=f"proposed-{kind}.yaml", mime="text/yaml", on_click="ignore", key="proposal")
