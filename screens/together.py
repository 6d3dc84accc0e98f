"""Together: a peer session on one screen, and phones where the installation has an address."""

from __future__ import annotations

import secrets
import time
from dataclasses import replace

import streamlit as st

from knowledge.library import PlainFault, load
from rag import loading
from rag.settings import settings
from rooms.hosting import knocked_wrong, may_knock, rooms
from rooms.room import RoomFault, View
from rooms.secrets import KEY, new_code, tidy
from rooms.store import AWAY, StoreAway
from screens import desk, frame, lapse, seat
from screens import session as tabs
from screens.clock import found_seat
from screens.components import show, show_notice

POLL, POLL_LOBBY, POLL_ALONE = 1.0, 3.0, 15.0  # seconds between looks at the room; alone, nobody else can change it


def draw() -> None:
    """The whole screen. A person on a phone, come by its address, sees their seat and nothing else."""
    guest = "room" in st.query_params
    if not guest:
        loading.start()
    show('<h1 class="hf-title">Together</h1>')
    if not guest:
        frame.toolbar()
        frame.carry_on(tabs.current())
    with st.container():
        try:
            view = _mine()
        except StoreAway as fault:
            show_notice(str(fault))
            st.fragment(_look_again, run_every=POLL_LOBBY)()
            return
    if view is not None:
        st.session_state.room_notice = ""
    elif notice := st.session_state.get("room_notice", ""):  # until another is joined: the page may be drawn again before anybody has read it
        show_notice(notice)
    if view is None:
        return _door() if guest else _start()
    st.session_state.room_poll = _poll(view)
    live = st.fragment(_inside, run_every=_poll(view))
    live()


def _poll(view: View) -> float:
    if not settings().public_url:
        return POLL_ALONE
    return POLL_LOBBY if view.step == 0 and view.paused else POLL


def token() -> str:
    """What this tab holds of a room: a secret of its own, and the room's code after a full stop."""
    return str(st.session_state.get("room_token", ""))


def code() -> str:
    return token().partition(".")[2]


def _mine() -> View | None:
    """The room that this tab is in, also after a reload."""
    held = token()
    view = rooms().look(held, code()) if held else None
    if held and view is None:
        st.session_state.room_token, st.session_state.room_gone = "", held
        st.session_state.room_notice = "That session has ended, or your seat was taken away. Nothing of it is kept."
    found = found_seat(token(), bool(view), str(st.session_state.get("room_gone", "")))
    if not token() and found and found != st.session_state.get("room_gone"):
        back = rooms().look(found, found.partition(".")[2])
        if back is not None:
            st.session_state.room_token = found
            return back
        st.session_state.room_gone = found
    return view


def _inside() -> None:
    """What is drawn again at every look. Each control is in here, and may be pressed twice without harm."""
    try:
        view = None if lapse.room_looks() else _look()
        if view is None or _poll(view) != st.session_state.get("room_poll"):
            st.rerun()
        elif view.leads:
            desk.draw(view, token(), code())
        else:
            seat.draw(view, token(), code())
    except Exception as fault:  # reruns and stops are not Exceptions
        tabs.note(fault)
        show_notice("Something went wrong here, and it is not your doing. The session is still there, and the screen will look again in a moment.")


def _look() -> View | None:
    """The room as it is. While its database does not answer, as it last was with its clock gone on, so that nothing moves and nothing half-typed is lost."""
    try:
        view = rooms().look(token(), code())
    except StoreAway as fault:
        last, when = st.session_state.get("room_seen") or (None, 0.0)
        if last is None:
            raise
        st.session_state.desk_notice = str(fault)
        return replace(last, left=last.left if last.paused else max(0, last.left - (time.monotonic() - when)))
    st.session_state.room_seen = view and (view, time.monotonic())
    if st.session_state.get("desk_notice") == AWAY:
        del st.session_state.desk_notice
    return view


def _look_again() -> None:
    try:
        rooms().look(token(), code())
    except StoreAway:
        return
    st.rerun()


def _start() -> None:
    library = load()
    show(
        "<p>One of you tells a case, aloud. The others listen, wonder and ask, and nobody gives advice. This screen holds the steps, the clock and the agreement, "
        "and brings voices from the study when it is time. Nothing of the case is typed.</p>"
    )
    for protocol in library.protocols.values():
        with st.container(key=f"protocol_{protocol.id}", border=True):
            show("<h2>{name}</h2><p class='hf-note'>{about} {keeps}</p>", name=protocol.name, about=protocol.about, keeps=protocol.keeps)
            if st.button("Start this one", key=f"start_{protocol.id}"):
                made = new_code()
                mine = f"{secrets.token_urlsafe(24)}.{made}"  # the code goes with the token, so that a reload can read what people write
                _, key = rooms().open(protocol.id, mine, made)
                st.session_state.room_token, st.session_state.room_key = mine, key + made
                st.rerun()
    if settings().public_url:
        _door()
        where = "Rooms are held on the server that runs this, sealed, for at most {hours:g} hours, and deleted at the end. They are not backed up."
    else:
        where = (
            "There are no phones in this: the app runs on this one computer, and has no address that a phone could reach. A hosted installation has one. "
            "What this screen needs is held on this computer for at most {hours:g} hours, and deleted at the end."
        )
    show("<p class='hf-note'>{where}</p>", where=where.format(hours=settings().room_hours))
    with st.expander("Come back to a session that I was leading"):
        typed = tidy(st.text_input("The facilitator's key", key="room_back_key", autocomplete="off"))
        if st.button("Come back", key="room_back"):
            _try(lambda mine: rooms().come_back(typed[:KEY], mine), f"{secrets.token_urlsafe(24)}.{typed[KEY:]}")


def _door() -> None:
    """Join with a code."""
    given = tidy(str(st.query_params.get("room", "")))[:12]
    with st.form("join", border=False):
        typed = st.text_input("The session's code", given, autocomplete="off")
        if st.form_submit_button("Join", type="primary"):
            joined = tidy(typed)
            _try(lambda mine: rooms().enter(joined, mine) and None, f"{secrets.token_urlsafe(24)}.{joined}")
    show(
        "<p class='hf-note'>You see the step and the clock. You can mark the line in private, and write a question when it is time. No names, and nothing of the case.</p>"
    )


def _try(act: object, mine: str) -> None:
    """Take a code or a key to the rooms. Wrong ones are counted."""
    tab = tabs.current().token
    try:
        may_knock(tab, mine.partition(".")[2])
        try:
            act(mine)  # type: ignore[operator]
        except RoomFault:
            knocked_wrong(tab)
            raise
    except PlainFault as fault:
        show_notice(str(fault))
        return
    st.session_state.room_token, st.session_state.room_gone = mine, ""
    st.rerun()
