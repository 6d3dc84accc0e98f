"""The two gates on the way in: the risk card, and the check for identifiers."""

from __future__ import annotations

import html
from datetime import datetime
from zoneinfo import ZoneInfo

import streamlit as st

from knowledge.library import load
from knowledge.schema import Card, Signpost
from rag.intake.gate import Reading
from rag.intake.message import MessageError
from rag.settings import settings
from safeguards.identifiers import Kind
from screens.components import show, show_notice
from screens.session import Session

SCOTLAND = ZoneInfo("Europe/London")


def is_open(signpost: Signpost, now: datetime) -> bool:
    """Whether a number is answered at a moment, by the clock in Scotland."""
    if signpost.hours is None:
        return True
    local = now.astimezone(SCOTLAND)
    hour = local.hour + local.minute / 60
    return any(start <= hour < end for start, end in signpost.hours.get(local.weekday(), ()))


def _contacts(ids: tuple[str, ...], now: datetime) -> str:
    book = load().signposts
    posts, slots = {s.id: s for s in book.signposts}, {s.id: s for s in book.local}
    rows = []
    for one in ids:
        if one in posts:
            post = posts[one]
            when = post.hours_text + ("" if post.hours is None else "; open now" if is_open(post, now) else "; closed now")
            stale = "" if post.first or post.checked_on else " <span>Check before relying on it.</span>"
            rows.append(f"<li><b>{html.escape(post.number)}</b> {html.escape(post.name)} ({html.escape(when)}). {html.escape(post.for_)}{stale}</li>")
        elif one in slots:
            filled = settings().local(slots[one].setting)
            rows.append(f"<li>{html.escape(slots[one].name)}: {html.escape(filled) if filled else 'not filled in here yet; use your own list'}</li>")
    return f'<ul class="hf-contacts">{"".join(rows)}</ul>'


def show_card(card: Card, soft: bool = False) -> None:
    """A fixed card: what to do, and who to call."""
    lines = "".join(f"<li>{html.escape(line)}</li>" for line in card.lines)
    now = datetime.now(SCOTLAND)
    st.html(
        f'<div class="hf-card{" hf-soft" if soft else ""}" role="{"note" if soft else "alert"}"><h2>{html.escape(card.title)}</h2><ul>{lines}</ul>{_contacts(card.contacts, now)}</div>'
    )


def cards_for(categories: tuple[str, ...]) -> list[Card]:
    """The cards of these categories, in the order of risk.yaml; the general card where there is none."""
    by_category = {c.category: c for c in load().cards.cards}
    return [by_category[c] for c in categories if c in by_category] or [load().cards.general]


def risk_gate(session: Session, reading: Reading, back: bool = True) -> None:
    """The card and its buttons. Reflection waits until one is pressed. `back`: whether the message can be taken back."""
    book = load().cards
    show('<p class="hf-note"><b>{intro}</b></p>', intro=book.intro)
    if reading.risk.failed:
        show_notice("The check for signs of danger did not work on this message, so here is the general card. If there is danger, use it.")
    categories = tuple(dict.fromkeys(c.category for c in reading.blocking))
    if reading.unreachable:
        show_card(book.unreachable)
    for card in cards_for(categories):
        show_card(card)
    if categories and not {"worker_self", "worker_conduct"} & set(categories):
        show('<p class="hf-note">{care}</p>', care=book.worker_care)
    told = (
        "Somebody has been told"
        if "worker_conduct" in categories
        else "I have somebody with me, or on the phone"
        if categories == ("worker_self",)
        else "Someone who can act knows"
    )
    buttons = [("knows", told), ("unreachable", "I can't reach anyone"), ("idiom", "That's not what I meant"), ("past", "It happened before and was passed on")]
    if reading.talk.invented:
        buttons.append(("made_up", "Made-up case"))
    for how, label in buttons:
        if how == "unreachable" and reading.unreachable:
            continue
        if st.button(label, key=f"risk_{how}", width="stretch"):
            session.pending = reading.acknowledge(how)  # type: ignore[arg-type]
            st.rerun()
    if back and st.button("Take me back without sending it", key="risk_back", type="tertiary"):
        session.put_back, session.pending = reading.text, None
        st.rerun()


def folded_cards(categories: list[str]) -> None:
    """Acknowledged cards stay folded in view."""
    if categories:
        with st.expander("Who to call"):
            for card in cards_for(tuple(dict.fromkeys(categories))):
                show_card(card)


def struck_through(reading: Reading, stand_ins: dict[int, str]) -> str:
    """The message as HTML, each find struck through with its number and stand-in beside it. Everything is escaped."""
    out, place = [], 0
    for number, one in enumerate(reading.identifiers):
        word = html.escape(one.text)
        out.append(html.escape(reading.text[place : one.start]))
        if number in stand_ins:
            out.append(f"<del>{word}</del><sup>{number + 1}</sup> <ins>{html.escape(stand_ins[number])}</ins>")
        else:
            out.append(word if one.masked else f'<mark title="may single someone out">{word}</mark>')
        place = one.end
    return "".join(out) + html.escape(reading.text[place:])


def trial_stand_ins(reading: Reading) -> dict[int, str]:
    """The stand-in that each masked find would get, by its number; nothing is decided yet."""
    known = reading.talk.stand_ins
    trial = known.copy()
    return {n: trial.for_(one) for n, one in enumerate(reading.identifiers) if one.masked and not known.keeps(one)}


KINDS = {"person": "a person", "place": "a place", "organisation": "an organisation", "address": "an address", "number": "a number", "date": "a date"}


def _more_changes(masked: list[int], people: list[str], stand_ins: dict[int, str]) -> tuple[list[str], tuple[int, ...], dict[int, Kind]]:
    """Merging, splitting and renaming finds. (stand-ins that are one person, finds that are somebody else, finds of another kind)."""
    if not masked:
        return [], (), {}
    with st.expander("Change what something stands for"):
        same = st.multiselect("The same person (choose two or more)", people, format_func=lambda s: s[1:-1], placeholder="None") if len(people) > 1 else []
        shared = [n for n in masked if stand_ins[n].startswith("[person") and list(stand_ins.values()).count(stand_ins[n]) > 1]
        apart = (
            st.multiselect("Somebody else, although they share a stand-in", shared, format_func=lambda n: f"{n + 1}: {stand_ins[n][1:-1]}", placeholder="None")
            if shared
            else []
        )
        which = st.multiselect("Of another kind", masked, format_func=lambda n: f"{n + 1}: {stand_ins[n][1:-1]}", placeholder="None")
        kind = st.selectbox("They are", list(KINDS), format_func=KINDS.__getitem__)
    return same, tuple(apart), {n: kind for n in which}


def identifier_gate(session: Session, reading: Reading) -> None:
    """What was found, struck through, for the worker to decide about."""
    stand_ins = trial_stand_ins(reading)
    new = [n for n, one in enumerate(reading.identifiers) if one in reading.new_identifiers]
    masked = [n for n in new if n in stand_ins]
    people = sorted(
        {s for s in stand_ins.values() if s.startswith("[person")} | {s for (kind, _), s in reading.talk.stand_ins.given.items() if kind == "person"}
    )
    first = "These may say who somebody is. Each will be replaced as shown, here and for the rest of this conversation."
    none = "I found nothing that names anybody. I can miss things, so have a look."
    show('<p class="hf-note hf-ids-top"><b>Before this goes further.</b> {words}</p>', words=first if masked else none)
    with st.form("identifiers", border=False):
        st.html(f'<div class="hf-ids">{struck_through(reading, stand_ins)}</div>')
        if any(not reading.identifiers[n].masked for n in new):
            show("<p class='hf-note'>What is marked in yellow may single someone out even without a name. Would it be enough to say it more loosely?</p>")
        keep = (
            st.multiselect("Keep as typed (not an identifier)", masked, format_func=lambda n: f"{n + 1}: {stand_ins[n][1:-1]}", placeholder="None")
            if masked
            else []
        )
        missed = st.text_input(
            "Anything I missed? Type it as it stands in your message, and it is hidden everywhere", placeholder="A name, a place, a workplace", key="missed"
        )
        same, apart, kinds = _more_changes(masked, people, stand_ins)
        if not reading.talk.turns:
            show(
                "<p class='hf-note'>Could someone local still recognise this person? The result is pseudonymised: harder to recognise, and never fully hidden.</p>"
            )
        go, back = st.columns(2)
        accepted = go.form_submit_button("Carry on with this", type="primary", width="stretch")
        changed = back.form_submit_button("Change my message", width="stretch")
    if changed:
        session.put_back, session.pending = reading.text, None
        st.rerun()
    if accepted:
        merged = {n: same[0] for n, stand_in in stand_ins.items() if stand_in in same} if len(same) > 1 else {}
        try:
            session.pending = reading.decide(tuple(keep), tuple(m for m in missed.split(",") if m.strip()), merged, apart, kinds)
        except MessageError as refused:
            show_notice(str(refused))
            return
        st.rerun()
