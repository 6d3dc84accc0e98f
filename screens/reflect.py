"""The first screen: a talk about one case."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from knowledge.library import load
from rag import loading
from rag.papers.shelf import Passage
from rag.settings import settings
from rag.types import Talk
from screens import frame, gates, keeping, under
from screens import session as tabs
from screens.components import show, show_notice, show_passage, show_reply, show_voice, show_waiting, show_worker
from screens.leaving import taking_it_away
from screens.pictures import show_line
from screens.session import Session

WELCOME = (
    "Bring a case that is going round your head, without names. I answer with words that were written beforehand, chosen for what you say, and show what seven link workers in a Glasgow study said.",
    "I don't advise, and I am a program: not a person, not supervision, not a record, and not for emergencies. If somebody is in danger now, ring 999.",
    "Use this only where your employer has approved it.",
)


def draw() -> None:
    """The whole screen, from the state of this tab."""
    session = tabs.current()
    loading.start()
    show('<h1 class="hf-title">How Far to Go</h1>')
    frame.toolbar(always=True)
    frame.carry_on(session)
    session = tabs.current()
    future = loading.start()
    if future.done() and future.exception() is not None:
        show_notice(tabs.sentence(future.exception()))
    if session.notice:
        show_notice(session.notice)
        session.notice = ""
    if session.opening is not None:
        return keeping.opening(session, session.opening)
    if not session.talk.turns and session.pending is None:
        _welcome(session)
    _talk(session.talk, session.own_passages)
    _pending(session)
    if session.talk.turns and session.pending is None:
        _under_the_reply(session)
    _box(session)


def _welcome(session: Session) -> None:
    show('<div class="hf-welcome"><p>{one}</p><p>{two}</p><p>{three}</p></div>', one=WELCOME[0], two=WELCOME[1], three=WELCOME[2])
    show("<p class='hf-note'>Or begin with an invented case, based on no one:</p>")
    with st.container(key="welcome", horizontal=True):
        for vignette in [v for v in load().vignettes.values() if v.starter]:
            if st.button(vignette.title, key=f"starter_{vignette.id}"):
                tabs.send(session, vignette.text, invented=True)
                st.rerun()
        st.button("See an example first", key="example_open", type="tertiary", on_click=_show_example, args=(True,))
    if st.session_state.get("example"):
        _example()
    if settings().may_keep_file:
        keeping.open_kept(session)


def _show_example(shown: bool) -> None:
    st.session_state.example = shown


def _example() -> None:
    """A short talk that was made up, with the replies that the product gives to it."""
    from rag.example import played  # once the engine is there

    talk = played(tabs.ready())
    with st.container(key="example", border=True):
        show(
            "<h2>An example, made up</h2><p class='hf-note'>The worker's lines were written for this page, and these are the replies that they get. Open a voice to read it.</p>"
        )
        st.button("Close the example", key="example_close", on_click=_show_example, args=(False,))
        _talk(talk, {})


def _talk(talk: Talk, passages: dict[int, list[Passage]]) -> None:
    for number, turn in enumerate(talk.turns):
        if turn.theirs:
            show_worker(turn.theirs)
        show_reply(turn)
        for voice in turn.cards:
            show_voice(voice, load(), folded=number == 0)
        for passage in passages.get(number, ()):
            show_passage(passage)


def _pending(session: Session) -> None:
    reading = session.pending
    if reading is None:
        return
    if reading.card_up:
        show_worker(reading.text)
        gates.risk_gate(session, reading)
    elif reading.needs_review:
        gates.identifier_gate(session, reading)
    else:
        show_worker(reading.text)
        with st.empty():
            show_waiting("Reading it")
            answered = tabs.answer(session)
        if answered:
            st.rerun()
        _waiting()


@st.fragment(run_every=1)
def _waiting() -> None:
    """What a model is doing, for how long, and a way not to wait."""
    session = tabs.current()
    if session.work is None or session.work.done():
        st.rerun()
    show_waiting(session.watch.step, int(session.watch.seconds))
    st.button("Don't wait: show the written reply", key="stop_waiting", on_click=session.watch.cancel)


def _under_the_reply(session: Session) -> None:
    gates.folded_cards(session.folded_cards)
    if session.strain:
        gates.show_card(load().cards.strain, soft=True)
    under.draw(session)
    _line(session)
    if session.talk.stage == "away" or len(session.talk.turns) > 1:
        with st.expander("Take it away: a page to edit and download", expanded=session.talk.stage == "away"):
            taking_it_away(session)


def _line(session: Session) -> None:
    marks, was = session.talk.marks_now()
    with st.expander("The line, if you like: how far in are you?", expanded=False):
        who = st.selectbox("Whose view", ("Me, now", "Me, three months ago", "The person", "My manager"), key="line_who")
        mark = st.slider("From less of me (left) to more of me (right)", 0, 100, marks.get(who, 50), format=" ", key=f"line_mark_{who}")
        if st.button("Put the mark there", key="line_put"):
            session.talk, session.take_away = replace(session.talk, marks=(*session.talk.marks, (who, mark))), None
            tabs.hold(session)
            st.rerun()
        if marks:
            from packs.takeaway import describe_line

            show_line(marks, was)
            show('<p class="hf-note">{words}. Nothing is scored, and staying put is fine.</p>', words=describe_line(marks, was))


def _typed() -> None:
    """Take what was typed before anything is drawn: a run of the page that another one cuts short would lose it."""
    tabs.current().typed = st.session_state.message or ""


def _box(session: Session) -> None:
    waiting = session.pending is not None
    if session.typed and waiting:
        session.put_back, session.typed = session.typed, ""
    if session.put_back:
        st.session_state.message = session.put_back
        session.put_back = ""
    place = st.empty()
    st.chat_input(
        "Your case, without names" if not session.talk.turns else "Say as much or as little as you like",
        key="message",
        disabled=waiting,
        on_submit=_typed,
    )
    if session.typed:
        with place.container():  # it stands there at once, while it is looked through
            show_worker(session.typed)
            show_waiting("Reading it")
        text, session.typed = session.typed, ""
        tabs.send(session, text)
        tabs.hold(session)
        st.rerun()
