"""The facilitator's view, large enough for the back of a room: step, clock, prompts, what belongs to the step, and the controls."""

from __future__ import annotations

import streamlit as st

from knowledge.library import PlainFault, load
from knowledge.sessions import Protocol, Step
from packs.cases import Spoken, voices_for
from packs.takeaway import TakeAway, cited
from rag.settings import settings
from rooms.hosting import rooms
from rooms.room import FEWEST_MARKS, PLACES, View
from safeguards.identifiers import find_identifiers
from safeguards.risk import RiskRaised
from screens import session as tabs
from screens.clock import show_clock
from screens.components import show, show_notice, show_qr
from screens.gates import cards_for, show_card
from screens.leaving import page_form
from screens.pictures import show_spread

SPEAKS = {
    "presenter": "The presenter speaks", "group": "The group speaks", "facilitator": "The facilitator speaks", "everyone": "Everybody speaks",
    "nobody": "Nobody speaks",
}  # fmt: skip
MOST_VOICES = 4


def draw(view: View, token: str, code: str) -> None:
    """The whole desk."""
    protocol = load().protocols[view.protocol]
    step = protocol.steps[view.step]
    with st.container():  # a place of its own, here and below, so that nothing else moves or folds when it fills
        if notice := st.session_state.get("desk_notice"):
            show_notice(notice)
        if view.stopped:
            show_notice("The presenter has asked to stop. Stop. Ask what they need. Going on, or not, is theirs to say.")
    show_step(protocol, view, step)
    show_clock(view.left, view.paused)
    _controls(view, protocol, token)
    show(
        "<div class='hf-prompts'><p><b>Facilitator.</b> {facilitator}</p><p><b>Presenter.</b> {presenter}</p><p><b>Group.</b> {group}</p></div>",
        facilitator=step.facilitator, presenter=step.presenter, group=step.group,
    )  # fmt: skip
    with st.container():
        _of_the_step(view, step, token)
    with st.container():
        if step.shows != "contract":
            _tensions(view, token)
    _phones(view, token, code)
    _finish(view, protocol, token)


def show_step(protocol: Protocol, view: View, step: Step) -> None:
    show(
        "<p class='hf-who'>{name} · step {n} of {all}</p><h2 class='hf-step'>{title}</h2><p class='hf-speaks'>{speaks}. <span>{purpose}</span></p>",
        name=protocol.name, n=view.step + 1, all=len(protocol.steps), title=step.title, speaks=SPEAKS[step.speaks], purpose=step.purpose,
    )  # fmt: skip


def act(what: object, *given: object) -> None:
    """Do something in the room; what cannot be done is said until the next press."""
    st.session_state.pop("desk_notice", None)
    try:
        what(*given)  # type: ignore[operator]
    except PlainFault as fault:
        st.session_state.desk_notice = str(fault)


def _controls(view: View, protocol: Protocol, token: str) -> None:
    last = view.step == len(protocol.steps) - 1
    with st.container(key="desk_controls", horizontal=True, horizontal_alignment="center"):
        if view.paused:
            st.button("Start the clock", key="desk_go", type="primary", on_click=act, args=(rooms().go, token, view.step))
        else:
            st.button("Pause", key="desk_pause", on_click=act, args=(rooms().pause, token))
        st.button("Back", key="desk_back", disabled=view.step == 0, on_click=act, args=(rooms().go, token, view.step - 1))
        if not last:
            st.button("Next step", key="desk_next", type="secondary" if view.paused else "primary", on_click=act, args=(rooms().go, token, view.step + 1))
        st.button("The presenter wants to stop", key="desk_stop", on_click=act, args=(rooms().stop, token))


def _of_the_step(view: View, step: Step, token: str) -> None:
    if step.shows == "contract":
        for line in load().training.together:
            show("<p class='hf-rule'>{line}</p>", line=line)
    elif step.shows == "voices":
        for voice in heard(view):
            show_spoken(voice)
    elif step.shows == "questions":
        for question in view.questions:
            show("<p class='hf-rule'>{question}</p>", question=question)
        if not view.questions:
            show("<p class='hf-note'>Read the slips aloud, once, slowly.</p>")
    elif step.shows == "line":
        _line(view, token)


def heard(view: View) -> tuple[Spoken, ...]:
    """The voices for what the group picked: each with its other side."""
    return voices_for(view.tensions, load())[:MOST_VOICES]


def show_spoken(voice: Spoken) -> None:
    lead = "On the other side. " if voice.counter_to else ""
    show(
        "<div class='hf-aloud'><p>{words}</p><p class='hf-note'><b>{lead}{kind}.</b> {context} {source}. {setting} {note}</p></div>",
        words=voice.words, lead=lead, kind=voice.kind, context=voice.context, source=voice.source, setting=voice.setting, note=voice.note,
    )  # fmt: skip


def _tensions(view: View, token: str) -> None:
    library = load()
    with st.expander(
        "What is it about? (this chooses the voices)", expanded=not view.tensions and library.protocols[view.protocol].steps[view.step].shows == "voices"
    ):
        st.session_state.setdefault("desk_tensions", list(view.tensions))
        st.multiselect(
            "Up to three pulls that the group hears in it", list(library.tensions), format_func=lambda t: library.tensions[t].name, key="desk_tensions",
            max_selections=3, placeholder="Choose", on_change=lambda: act(rooms().set_tensions, token, tuple(st.session_state.desk_tensions)),
        )  # fmt: skip
        box = tabs.new_field(f"desk_gist_{st.session_state.setdefault('desk_gists', 0)}")
        st.text_input("Or one line's gist, without names. It is looked at once and not kept.", key=box, autocomplete="off", max_chars=200)
        st.button("Find what it is about", key="desk_find", on_click=_gist, args=(token, box))
        if risk := st.session_state.get("desk_risk"):
            for card in cards_for(risk):
                show_card(card)
            st.button("We have read this", key="desk_read", on_click=lambda: st.session_state.pop("desk_risk", None))


def _gist(token: str, box: str) -> None:
    """One line through both gates, to tensions. It is gone afterwards, whatever came of it."""
    words = str(st.session_state.pop(box, "")).strip()
    st.session_state.desk_gists += 1
    st.session_state.pop("desk_notice", None)
    if not words:
        return
    try:
        engine = tabs.ready()
        engine.guard(words)
        named = [i.text for i in find_identifiers(words) if i.masked]
        if named:
            st.session_state.desk_notice = f"That may say who somebody is ({', '.join(dict.fromkeys(named))}), so it went no further. Say it without."
            return
        found = engine.retriever.look(words)
    except RiskRaised as raised:
        st.session_state.desk_risk = raised.assessment.categories or ("general",)
        return
    except Exception as fault:
        tabs.note(fault)
        st.session_state.desk_notice = "The check did not work on that line, so it went no further. Pick from the list."
        return
    tensions = tuple(t for t, _ in found.tensions[:2]) if found.near else ()
    if not tensions:
        st.session_state.desk_notice = "The study has nothing near to that. Pick from the list, or go on without."
        return
    st.session_state.desk_tensions = list(tensions)
    act(rooms().set_tensions, token, tensions)


def _line(view: View, token: str) -> None:
    if settings().public_url:
        if view.spread is not None:
            show_spread(view.spread, f"{view.marks} have marked the line.")
        else:
            show("<p class='hf-note'>{n} have marked the line. Where they stand is shown from {least} marks on.</p>", n=view.marks, least=FEWEST_MARKS)
    show("<p class='hf-note'>By a show of hands, from less of me (left) to more of me (right): how many at each place?</p>")
    places = st.columns(PLACES)
    hands = view.hands or (0,) * PLACES
    for n, place in enumerate(places):
        st.session_state.setdefault(f"hands_{n}", hands[n])
        place.number_input(f"Place {n + 1}", 0, 12, key=f"hands_{n}", label_visibility="collapsed", on_change=_hands, args=(token,))
    if sum(hands):
        show_spread(hands, f"{sum(hands)} hands. Staying put is fine, and no place is right.")


def _hands(token: str) -> None:
    act(rooms().set_hands, token, tuple(int(st.session_state.get(f"hands_{n}", 0)) for n in range(PLACES)))


def _phones(view: View, token: str, code: str) -> None:
    if not settings().public_url or not code:
        return
    with st.expander("Phones: the code, and who is here"):
        show("<p class='hf-code'>{code}</p>", code=f"{code[:4]} {code[4:]}")
        show_qr(f"{settings().public_url.rstrip('/')}/?room={code}")
        show("<p class='hf-note'>{n} here. The case itself is never typed on a phone.</p>", n=len(view.seats))
        for number, presenting in view.seats:
            with st.container(key=f"seat_{number}", horizontal=True, vertical_alignment="center"):
                show("<p class='hf-part'>Seat {number}{who}</p>", number=number, who=" (the presenter)" if presenting else "")
                st.button("Hand over to them", key=f"over_{number}", on_click=act, args=(rooms().hand_over, token, number))
                st.button("Remove", key=f"remove_{number}", on_click=act, args=(rooms().remove, token, number))


def _finish(view: View, protocol: Protocol, token: str) -> None:
    with st.expander("A page for the presenter, and nobody else"):
        show("<p class='hf-note'>{keeps} Give the presenter the keyboard.</p>", keeps=protocol.keeps)
        if st.toggle("Write the page", key="desk_page"):
            library = load()
            page_form(TakeAway(heard=[cited(v.id, library) for v in heard(view)]), tabs.new_field(f"room_{'-'.join(view.tensions)}"))
    with st.expander("End it, and the key to come back with"):
        if key := st.session_state.get("room_key"):
            show(
                "<p class='hf-note'>If this computer restarts, come back to this session with the key <b>{key}</b>.</p>",
                key=" ".join(key[n : n + 4] for n in (0, 4, 8)),
            )
        show("<p class='hf-note'>It deletes itself in {minutes} minutes, or now:</p>", minutes=round(max(0.0, view.until) / 60))
        st.button("End and delete everything", key="desk_end", on_click=_end, args=(token,))


def _end(token: str) -> None:
    act(rooms().end, token)
    for name in ("room_key", "desk_tensions", "desk_risk", *(f"hands_{n}" for n in range(PLACES))):
        st.session_state.pop(name, None)
