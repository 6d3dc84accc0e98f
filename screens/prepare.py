"""Prepare: a trainer chooses, sees the plan, changes it, and downloads the pack."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import streamlit as st

from knowledge.library import load
from packs import trainer
from packs.trainer import ChoiceError, Choices, Pack
from rag import loading
from rag.types import Talk
from screens import frame, gates
from screens import session as tabs
from screens.components import show, show_notice
from screens.pictures import show_times
from screens.session import Session

MOST_CASES = 6


@dataclass
class Desk:
    """What this tab's trainer has chosen, and their own case on its way through the gates."""

    choices: Choices = field(default_factory=lambda: Choices(("only-one", "endings")))
    own: Session = field(default_factory=lambda: Session(talk=Talk(invented=True)))
    typed: str = ""
    made: tuple[Choices, dict[str, bytes], bytes] | None = None


def draw() -> None:
    """The Prepare screen."""
    loading.start()
    show(
        '<h1 class="hf-title">Prepare</h1><p class="hf-where">A session for a group: a guide, a handout, slides and cards to print. Choose, look at the plan, change it, download.</p>'
    )
    frame.toolbar()
    frame.carry_on(tabs.current())
    desk: Desk = st.session_state.setdefault("desk", Desk())
    _choose(desk)
    _own_case(desk)
    try:
        pack = trainer.build(desk.choices, load())
    except ChoiceError as refused:
        show_notice(str(refused))
        return
    _plan(desk, pack)
    _download(desk, pack)


def _keyed(key: str, value: object) -> str:
    """A widget's key, with its first value where this page has not been drawn yet."""
    st.session_state.setdefault(key, value)
    return key


def _choose(desk: Desk) -> None:
    library, now = load(), desk.choices
    audiences = {a.id: a.name for a in library.training.audiences}
    names = {t: entry.name for t, entry in library.tensions.items()} | {f"theme:{t}": f"Theme: {name}" for t, name in library.study.themes.items()}
    about = st.multiselect(
        "What it is about", list(names), format_func=names.__getitem__, key=_keyed("prep_about", list(now.tensions)), placeholder="Choose one or more"
    )
    tensions = trainer.tensions_of(tuple(about), library)
    audience = st.selectbox("Who it is for", list(audiences), format_func=audiences.__getitem__, key=_keyed("prep_audience", now.audience))
    left, right = st.columns(2)
    minutes = left.slider("How long, in minutes", trainer.LEAST_MINUTES, trainer.MOST_MINUTES, step=5, key=_keyed("prep_minutes", now.minutes))
    size = int(right.number_input("How many people", trainer.LEAST_SIZE, trainer.MOST_SIZE, key=_keyed("prep_size", now.size)))
    same = now.vignettes and (tensions, minutes) == (now.tensions, now.minutes)
    suggested = list(now.vignettes if same else trainer.suggest(tensions, minutes, library))
    cases = st.multiselect(
        "Invented cases (suggested for what you chose; swap any)", list(library.vignettes), format_func=lambda v: library.vignettes[v].title,
        key=_keyed(f"prep_cases_{'-'.join(tensions)}_{minutes}", suggested), max_selections=MOST_CASES, placeholder="Choose one or more",
    )  # fmt: skip
    framework = st.selectbox(
        "A frame to look through, in sessions of 75 minutes or more", list(library.frameworks), format_func=lambda f: library.frameworks[f].name,
        key=_keyed("prep_framework", now.framework),
    )  # fmt: skip
    kept = now.order if same and tuple(cases) == now.vignettes else ()
    desk.choices = replace(now, tensions=tensions, audience=audience, minutes=minutes, size=size, vignettes=tuple(cases), framework=framework, order=kept)


def _own_case(desk: Desk) -> None:
    with st.expander("Bring a case of your own", expanded=desk.own.pending is not None or desk.choices.own is not None):
        if desk.choices.own:
            show('<p class="hf-note">Your own case is in the plan, as it stands here:</p><div class="hf-turn hf-you">{text}</div>', text=desk.choices.own[0])
            if st.button("Take it out", key="own_out"):
                desk.choices, desk.own = replace(desk.choices, own=None), Session(talk=Talk(invented=True))
                st.rerun()
            return
        show("<p class='hf-note'>Made up, or changed until nobody local could recognise the person. It is checked for danger and for identifiers first.</p>")
        if desk.own.notice:
            show_notice(desk.own.notice)
            desk.own.notice = ""
        reading = desk.own.pending
        if reading is not None and desk.own.at_the_gate is None:
            desk.own.pending = reading = tabs.ready().look_nearer(reading)
        if reading is None:
            if desk.own.put_back:
                st.session_state.prep_own, desk.own.put_back = desk.own.put_back, ""
            desk.typed = st.text_area("The case, as a link worker might tell it", height=160, key=_keyed("prep_own", desk.typed))
            if st.button("Check it and put it in", key="own_in"):
                tabs.send(desk.own, desk.typed, invented=True)
                st.rerun()
        elif reading.card_up:
            gates.risk_gate(desk.own, reading)
        elif reading.needs_review:
            gates.identifier_gate(desk.own, reading)
        else:
            text = reading.accept().text
            found = tabs.ready().retriever.look(text)
            pulls = tuple(t for t, _ in found.tensions[:2]) or desk.choices.tensions[:2]
            desk.choices, desk.own.pending, desk.typed = replace(desk.choices, own=(text, pulls), order=()), None, ""
            st.rerun()


def _plan(desk: Desk, pack: Pack) -> None:
    show("<h2>The plan</h2><p class='hf-note'>{sum} minutes in {count} parts.</p>", sum=sum(p.minutes for p in pack.parts), count=len(pack.parts))
    show_times((p.clock, p.minutes) for p in pack.parts)
    middle = [p.id for p in pack.parts if p.kind not in trainer.FIXED]
    for part in pack.parts:
        with st.container(key=f"part_{part.id}", horizontal=True, vertical_alignment="center"):
            show(
                '<p class="hf-part"><b>{clock}</b> {title}<br><span class="hf-note">{minutes} minutes</span></p>',
                clock=part.clock, title=part.title, minutes=part.minutes,
            )  # fmt: skip
            if part.id not in middle:
                continue
            place = middle.index(part.id)
            for label, other in (("Earlier", place - 1), ("Later", place + 1)):
                if st.button(label, key=f"{label}_{part.id}", disabled=not 0 <= other < len(middle)):
                    middle[place], middle[other] = middle[other], middle[place]
                    desk.choices = replace(desk.choices, order=tuple(middle))
                    st.rerun()
            if part.case is None and st.button("Leave out", key=f"out_{part.id}"):
                desk.choices = replace(desk.choices, left_out=(*desk.choices.left_out, part.id))
                st.rerun()
    if desk.choices.left_out and st.button("Put back what was left out", key="put_back_parts"):
        desk.choices = replace(desk.choices, left_out=())
        st.rerun()
    with st.expander("Look at the cases, with their questions and voices"):
        for case in pack.cases:
            show("<h3>{title}</h3><p class='hf-note'>{label}</p><p>{text}</p>", title=case.title, label=case.label, text=case.text)
            for question in case.questions:
                show("<p class='hf-ask'>{question}</p>", question=question)
            for voice in case.voices:
                lead = "On the other side. " if voice.counter_to else ""
                show(
                    "<p><b>{lead}{kind}.</b> {words} <span class='hf-note'>{context} {source}. {setting} {note}</span></p>",
                    lead=lead, kind=voice.kind, words=voice.words, context=voice.context, source=voice.source, setting=voice.setting, note=voice.note,
                )  # fmt: skip


def _download(desk: Desk, pack: Pack) -> None:
    show(
        "<h2>The pack</h2><p class='hf-note'>Word files to edit, slides, and cards as PDF. Quotations belong to their sources. Fill in the local numbers before you print.</p>"
    )
    if desk.made is None or desk.made[0] != desk.choices:
        if st.button("Make the pack", key="make_pack", type="primary"):
            loading.start().exception()  # what writes documents is brought in late, and never beside the loading
            from packs.bundle import files, zipped

            made = files(pack)
            desk.made = (desk.choices, made, zipped(made))
            st.rerun()
        return
    _, each, everything = desk.made
    st.download_button(
        "Download everything (ZIP)", everything, file_name="how-far-to-go-session.zip", mime="application/zip", on_click="ignore", type="primary"
    )
    with st.expander("Or one file at a time"):
        for name, data in each.items():
            st.download_button(name, data, file_name=name, on_click="ignore", key=f"file_{name}")
