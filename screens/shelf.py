"""The Library: search it, browse it, see the study at a glance, look after it."""

from __future__ import annotations

import html

import streamlit as st

from knowledge.catalogue import KINDS, Item, browse, catalogue, tension_map, voices
from knowledge.library import load
from rag import loading
from safeguards.identifiers import StandIns, find_identifiers, mask
from safeguards.risk import RiskRaised
from screens import curating, frame, papers
from screens import session as tabs
from screens.components import show, show_notice, show_table
from screens.gates import cards_for, show_card
from screens.pictures import show_map

ROOMS = {"search": "Search", "browse": "Browse", "study": "The study", "own": "Own documents", "curate": "For curators"}
AT_ONCE = 20


def draw() -> None:
    """The Library screen. An entry's id in the address opens that entry."""
    loading.start()
    show('<h1 class="hf-title">Library</h1><p class="hf-where">What the study found, what was said, and what else is known, each with where it comes from.</p>')
    frame.toolbar()
    frame.carry_on(tabs.current())
    if item := catalogue().get(str(st.query_params.get("entry", ""))):
        show("<p class='hf-who'>Opened by its link</p>")
        show_item(item, opened=True)
        if st.button("Close it", key="entry_close"):
            del st.query_params["entry"]
            st.rerun()
    room = st.segmented_control("Where to look", list(ROOMS), format_func=ROOMS.__getitem__, default="search", key="shelf_room", required=True)
    {"search": _search, "browse": _browse, "study": _study, "own": papers.draw, "curate": curating.draw}[room or "search"]()


def _search() -> None:
    with st.form("shelf_search", border=False):
        words = st.text_input("What are you looking for? In your own words, without names", key="shelf_words", autocomplete="off", max_chars=600)
        asked = st.form_submit_button("Search", type="primary")
    if asked:
        st.session_state.shelf_found = _look(words)
    found, risk = st.session_state.get("shelf_found", ((), ()))
    for card in cards_for(risk) if risk else ():
        show_card(card)
    shelf = catalogue()
    for item in found:
        show_item(shelf[item], place="found")


def _look(words: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(ids found, categories of danger). The words are masked, searched with once and not kept."""
    if not words.strip():
        return (), ()
    try:
        engine = tabs.ready()
        masked = mask(words, find_identifiers(words), StandIns())
        engine.guard(words)
        found = tuple(e.id for e in engine.retriever.search(masked, 8))
        found += tuple(i for i in engine.retriever.related(masked, 3) if i in catalogue())
        if not found:
            show_notice("The study does not speak to that, as far as I can tell. Other words may find it, or it is not there.")
        return found, ()
    except RiskRaised as raised:
        return (), raised.assessment.categories or ("general",)
    except Exception as fault:
        tabs.note(fault)
        show_notice(tabs.sentence(fault))
        return (), ()


def _browse() -> None:
    library = load()
    left, right = st.columns(2)
    kind = left.selectbox("Kind", list(KINDS), format_func=KINDS.__getitem__, key="shelf_kind")
    tension = right.selectbox("Tension", [None, *library.tensions], format_func=lambda t: library.tensions[t].name if t else "Any", key="shelf_tension")
    theme = voice = None
    if kind in ("finding", "quote"):
        left, right = st.columns(2)
        theme = left.selectbox("Theme", [None, *library.study.themes], format_func=lambda t: library.study.themes[t] if t else "Any", key="shelf_theme")
        kinds = [v for v in voices() if browse(kind, voice=v)]
        voice = right.selectbox("Whose voice", [None, *kinds], format_func=lambda v: v[0].upper() + v[1:] if v else "Any", key=f"shelf_voice_{kind}")
    found = browse(kind, theme, tension, voice)
    show("<p class='hf-note'>{n} here.</p>", n=len(found))
    most = st.session_state.setdefault("shelf_most", AT_ONCE)
    for item in found[:most]:
        show_item(item, place="browse")
    if len(found) > most and st.button("Show more", key="shelf_more"):
        st.session_state.shelf_most = most + AT_ONCE
        st.rerun()


def show_item(item: Item, opened: bool = False, place: str = "") -> None:
    """One entry as a card; opened, with its way onwards."""
    name = item.title if len(item.title) < 90 else item.title[:88].rsplit(" ", 1)[0] + " …"
    lines = "".join(f"<p><b>{{l{n}}}.</b> {{w{n}}}</p>" for n in range(len(item.lines)))
    values = {f"{k}{n}": v for n, pair in enumerate(item.lines) for k, v in zip("lw", pair)}
    body = "<p>{text}</p>" if item.text else ""
    with st.container(gap=None):
        _card(item, opened, place, name, body, lines, values)


def _card(item: Item, opened: bool, place: str, name: str, body: str, lines: str, values: dict[str, str]) -> None:
    show(
        f"<details class='hf-voice hf-{item.group}'{' open' if opened else ''}><summary><span class='hf-kind'>{{whose}}</span>{{name}}</summary><div class='hf-finding'>{{title}}</div>{body}<p><b>From.</b> {{tier}}</p>{lines}</details>",
        name=name, whose=item.whose, title=item.title, text=item.text, tier=item.tier, **values,
    )  # fmt: skip
    if opened:
        _onwards(item)
    else:
        st.button("Open, with its links", key=f"open_{place}_{item.id}", type="tertiary", on_click=_open, args=(item.id,))


def _open(item: str) -> None:
    st.query_params["entry"] = item


def _onwards(item: Item) -> None:
    shelf = catalogue()
    for label, other in item.links:
        if other in shelf:
            show("<p class='hf-note'>{label}:</p>", label=label)
            st.button(shelf[other].title, key=f"link_{item.id}_{other}", on_click=_open, args=(other,))
    show("<p class='hf-note'>The address of this page opens this entry again.</p>")
    if item.citation:
        show("<p class='hf-note'>Harvard reference, to copy:</p><p class='hf-cite'>{citation}</p>", citation=item.citation)
    with st.container(key=f"onward_{item.id}", horizontal=True):
        if item.tensions and "prepare" in st.session_state.pages and st.button("Use in Prepare", key=f"prepare_{item.id}"):
            st.session_state.prep_about = list(item.tensions)
            st.switch_page(st.session_state.pages["prepare"])
        if item.kind in ("finding", "quote") and st.button("Take into Reflect", key=f"reflect_{item.id}"):
            session = tabs.current()
            session.went(tabs.ready().bring(session.talk, item.id))
            st.switch_page(st.session_state.pages["reflect"])


def _study() -> None:
    library = load()
    study = library.study
    show("<h2>The study at a glance</h2><p>{title}. {author}. Read here as {read}.</p>", title=study.title, author=study.author, read=study.read_as)
    for name, lines in (("How it was done", study.design), ("Who took part", study.participants), ("Ethics", study.ethics), ("Its limits", study.limits)):
        _listed(name, lines)
    show("<h2>What it asked, and some of what was found</h2>")
    for number, question in enumerate(study.questions, 1):
        themes = {1: ("role", "boundaries"), 2: ("flexibility", "resources"), 3: ("characteristics", "conclusion")}.get(number, ())
        found = [i for t in themes for i in browse("finding", theme=t)][:4]
        show("<h3>{question}</h3>", question=question)
        for item in found:
            show_item(item, place=f"study{number}")
    _listed("Its themes", tuple(study.themes.values()))
    _listed("What it does not speak to", study.not_spoken_to)
    show(
        "<h2>A map of the tensions: what it speaks to, and how much</h2><p class='hf-note'>The longer a bar, the more findings and quotes there are on that tension; its colours say whose they are. An arc joins two tensions where the same findings or quotes speak to both. Few does not mean unimportant: seven people were asked about other things.</p>"
    )
    places = tension_map(library)
    show_map(places)
    with st.expander("The same as a table"):
        header = ("Tension", *(g[0].upper() + g[1:] for g in places[0].whose), "Often meets")
        show_table(header, [(p.name, *map(str, p.whose.values()), ", ".join(f"{other} ({n})" for other, n in p.meets) or "none in particular") for p in places])


def _listed(name: str, lines: tuple[str, ...]) -> None:
    st.html(f"<h3>{html.escape(name)}</h3>" + "".join(f"<p class='hf-note'>{html.escape(line)}</p>" for line in lines))
