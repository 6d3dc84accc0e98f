"""What one browser tab holds: its talk and where it is in the line. Held in memory only."""

from __future__ import annotations

import re
import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import streamlit as st

from knowledge.library import PlainFault
from packs.takeaway import TakeAway
from rag import keep, loading, log
from rag.intake.gate import Message, Reading, read
from rag.intake.message import MessageError
from rag.pace import TooMany, may
from rag.papers.hosting import look_up
from rag.papers.shelf import NEAR, Papers, Passage
from rag.settings import settings
from rag.types import Step, Talk
from rag.watch import Watch
from screens import meters

if TYPE_CHECKING:
    from rag.engine import Engine

MODEL_AT_ONCE = 8  # replies that wait for a model at the same time
_pool = ThreadPoolExecutor(MODEL_AT_ONCE, thread_name_prefix="reply")
TROUBLE = "Something went wrong here, and it is not your doing. What you wrote is still in the box. Try again, or clear everything and start afresh."


@dataclass
class Session:
    """One tab's state. `put_back` is text to return to the box; `notice` is a sentence to show once."""

    talk: Talk = field(default_factory=Talk)
    pending: Reading | None = None
    notice: str = ""
    notices: int = 0
    put_back: str = ""
    typed: str = ""  # what was just sent, until the gates have it
    strain: bool = False
    folded_cards: list[str] = field(default_factory=list)
    take_away: TakeAway | None = None
    opening: Talk | None = None
    opened: int = 0
    papers: Papers = field(default_factory=Papers)
    own_passages: dict[int, list[Passage]] = field(default_factory=dict)
    owner: int = 0
    replace_token: bool = False
    work: Future[Step] | None = None
    watch: Watch = field(default_factory=Watch)

    @property
    def token(self) -> str:
        return self.talk.token

    @property
    def at_the_gate(self) -> Reading | None:
        """The message that a card or a check waits for, if one does."""
        reading = self.pending
        return reading if reading is not None and (reading.card_up or reading.needs_review) else None

    def went(self, step: Step) -> None:
        """Take in a turn."""
        self.talk, self.pending, self.take_away = step.talk, None, None
        hold(self)

    def forget(self) -> None:
        """Everything goes from here, whoever else still holds this object."""
        self.watch.cancel()
        self.talk.stand_ins.clear()
        vars(self).update(vars(Session(owner=self.owner, replace_token=True)))
        re.purge()  # Python keeps the patterns that were made of somebody's words


def current() -> Session:
    """This tab's session, new where there is none, or where another tab has taken it over."""
    session: Session | None = st.session_state.get("session")
    if session is None or session.owner not in (0, st.session_state.setdefault("tab", time.monotonic_ns())):
        moved = session is not None
        session = Session(notice="This conversation has been carried on in another tab. Here is a new one." if moved else "")
        session.replace_token = moved
        st.session_state.session = session
    session.owner = st.session_state.setdefault("tab", time.monotonic_ns())
    return session


def adopt(kept: Session) -> None:
    """Carry on a conversation that was held for a refresh, which holds it for longer."""
    kept.owner = st.session_state.setdefault("tab", time.monotonic_ns())
    st.session_state.session = kept
    hold(kept)


def hold(session: Session) -> None:
    """Hold this session for a refresh, if there is anything in it."""
    if session.talk.turns or session.pending:
        keep.kept.put(session.token, session, session.forget)


def clear() -> None:
    """Forget everything now."""
    session = current()
    keep.kept.drop(session.token)
    session.forget()
    fresh = Session(replace_token=True, notice="Cleared. Nothing of it is left here.", owner=session.owner)
    seat = st.session_state.get("room_token", "")
    _empty()
    st.session_state.session, st.session_state.room_gone = fresh, seat  # this browser lets go of its seat in a room as well


def leave_only_the_room() -> None:
    """Forget everything that was typed in this tab, while the room on its screen goes on."""
    session = current()
    keep.kept.drop(session.token)
    session.forget()
    fields = st.session_state.get("fields", 0)
    _empty("lapse", "room_", "hands_", "desk_tensions", "seat_mark")
    st.session_state.fields = fields + 1  # under new names: the page would fill in the old ones again


def new_field(key: str) -> str:
    """The name of a field in a room, another one each time that what was typed has gone."""
    return f"{key}_{st.session_state.get('fields', 0)}"


def _empty(*but: str) -> None:
    """Take everything out of the state of this tab, but for what it is known by and what begins like this."""
    for name in [n for n in st.session_state if n not in ("tab", "open_tab") and not str(n).startswith(but)]:
        del st.session_state[name]


def send(session: Session, text: str, invented: bool = False) -> None:
    """Take a message to the gates. Whatever goes wrong, its text goes back to the box with a sentence."""
    try:
        if invented and not session.talk.turns:
            session.talk = replace(session.talk, invented=True)
        reading = read(session.talk, text)
        future = loading.start()
        if future.done() and future.exception() is None:
            reading = future.result().look_nearer(reading)
        if not reading.card_up:  # danger is never kept waiting
            may("message", session.token, settings().messages_a_minute)
        session.pending = reading
        session.strain = reading.risk.strain and not reading.card_up
    except (MessageError, TooMany) as refused:
        session.notice, session.put_back = str(refused), text
    except Exception as fault:
        note(fault)
        session.notice, session.put_back = TROUBLE, text


def answer(session: Session) -> bool:
    """Reply to the pending message once the gates are passed, waiting for the engine where it is not ready. False while a model is still at it."""
    reading = session.pending
    if reading is None or session.at_the_gate:
        return True
    try:
        engine = ready()
        session.pending = reading = engine.look_nearer(reading)
        if session.at_the_gate:
            return True
        message = reading.accept()
        step = _answered(session, engine, message)
        if step is None:
            return False
        number = len(session.talk.turns)
        session.went(step)
        if step.turn.act == "asks-policy":  # who holds the answer is said; a document of one's own may have it
            session.own_passages[number] = look_up(message.text, engine, session.papers, 2, NEAR, engine.library.exchanges[step.turn.chosen.exchange].label)
        if message.how:
            session.folded_cards += [c.category for c in message.raised] or ["general"]
        meters.answered(session.watch.seconds, "model" if engine.keeps_waiting and not step.turn.stood_in else "guided", step.turn.stood_in)
    except Exception as fault:
        note(fault)
        session.pending, session.put_back = None, reading.text
        session.notice = sentence(fault)
    return True


def _answered(session: Session, engine: Engine, message: Message) -> Step | None:
    """At once where replies stand as written; with a model in a thread of its own, so that the screen can say what is happening and stop it."""
    if session.work is None:
        session.watch = Watch()
    if not engine.keeps_waiting:
        return engine.respond(session.talk, message)
    if session.work is None:
        session.work = _pool.submit(engine.respond, session.talk, message, session.watch)
    if not session.work.done():
        hold(session)
        return None
    done, session.work = session.work, None
    return done.result()


def ready() -> Engine:
    """The engine. Where it is still loading, says why and waits."""
    future: Future[Engine] = loading.start()
    if not future.done():
        place = st.empty()
        while not future.done():
            done = loading.progress()
            place.text(
                "Getting ready. The first start reads the study in, which takes a minute or two: " + f"{done:.0%} done."
                if done
                else "Getting ready. This takes about ten seconds after a start. Your words are safe here meanwhile."
            )
            time.sleep(0.3)
        place.empty()
    return future.result()


def note(fault: BaseException) -> None:
    """Log and count what kind of fault and where, never its text."""
    meters.FAULTS.labels(type(fault).__name__).inc()
    log.note(fault)


def sentence(fault: BaseException | None) -> str:
    """What to say of a fault: its own sentence where it was written for people, a general one otherwise."""
    return str(fault) if isinstance(fault, PlainFault) else TROUBLE
