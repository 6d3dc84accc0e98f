"""How text reaches the page. Everything that a person, a document or a model wrote goes through here, escaped."""

from __future__ import annotations

import html
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import segno
import streamlit as st

from knowledge.library import Library
from knowledge.schema import Finding
from knowledge.voices import ALONE, EARLY, GROUPS, group_of, kind_of
from rag.papers.shelf import Passage
from rag.types import Turn, Voice

STOOD_IN = {
    "stopped": "Written beforehand: what the model wrote did not pass the checks",
    "silent": "Written beforehand: the model did not answer",
    "cancelled": "Written beforehand",
}


def counted(number: int, one: str, many: str = "") -> str:
    """'1 page', '3 pages'."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def show(template: str, **values: object) -> None:
    """Put a piece of our own HTML on the page with every value escaped."""
    st.html(template.format(**{name: html.escape(str(value)) for name, value in values.items()}))


def show_style(where: str) -> None:
    """The stylesheet, and `where`, a few words that stand under the message box for as long as somebody writes in it."""
    own = "".join(c for c in where if c.isalnum() or c in " .,:;'-/")
    st.html(f'<style>{_style()} .stApp {{ --hf-where: "{own}"; }}</style>')


@lru_cache(maxsize=1)
def _style() -> str:
    return (Path(__file__).parent / "style.css").read_text(encoding="utf-8")


def show_waiting(step: str, seconds: int | None = None) -> None:
    """What is being done, and the place of the reply held meanwhile."""
    so_far = "" if seconds is None else f" {seconds} seconds so far."
    show('<p class="hf-note">{step}.{so_far}</p><div class="hf-hold"></div><div class="hf-hold"></div>', step=step, so_far=so_far)


def show_notice(text: str) -> None:
    """A plain sentence when something could not be done."""
    show('<div class="hf-notice" role="alert">{text}</div>', text=text)


def show_worker(text: str) -> None:
    show('<h2 class="hf-who hf-you-who hf-latest">You</h2><div class="hf-turn hf-you">{text}</div>', text=text)


def show_reply(turn: Turn) -> None:
    """One reply, after what was tapped for it. That a new one has come is said by the live region of tab.js."""
    if turn.took:
        show('<h2 class="hf-who hf-you-who hf-latest">You took up</h2><div class="hf-turn hf-you hf-took">{took}</div>', took=turn.took)
    mark = f'<p class="hf-who">{STOOD_IN[turn.stood_in]}</p>' if turn.stood_in else ""
    words = "{say}" if turn.say else ""
    ask = '<span class="hf-ask">{ask}</span>' if turn.ask else ""
    show(f'<h2 class="hf-who">How Far to Go</h2>{mark}<div class="hf-turn hf-said">{words}{ask}</div>', say=turn.say, ask=turn.ask)


def show_voice(voice: Voice, library: Library, folded: bool) -> None:
    """A card: whose voice it is, why it is here, the words or the finding, and where they stand."""
    entry = library.evidence(voice.evidence.id)
    counter = voice.counter_to is not None
    words = '<div class="hf-finding">{text}</div>' if isinstance(entry, Finding) else "<blockquote>“{text}”</blockquote><p>{context}</p>"
    because = "<p>Because you said: “{because}”</p>" if voice.evidence.because and not counter else ""
    early = "<p>{early}</p>" if isinstance(entry, Finding) and entry.early_2020 else ""
    alone = "<p>{alone}</p>" if voice.alone else ""
    title = "On the other side: {bridge}" if counter else "{bridge}"
    bridge = entry.bridge.removeprefix("on ") if counter else entry.bridge[0].upper() + entry.bridge[1:]
    show(
        f'<details class="hf-voice hf-{group_of(entry)}"{"" if folded else " open"}><summary><span class="hf-kind">{{whose}}</span>{title}</summary>{words}'
        f"<p><b>{{kind}}.</b> {{source}}.</p>{because}{early}{alone}</details>",
        bridge=bridge, whose=GROUPS[group_of(entry)], text=entry.text, context=getattr(entry, "context", ""),
        kind=kind_of(entry), alone=ALONE, source=voice.evidence.source, because=_short(voice.evidence.because), early=EARLY,
    )  # fmt: skip


def show_passage(passage: Passage) -> None:
    """A passage of a document of one's own, labelled as that."""
    show(
        "<details class='hf-voice hf-own'><summary><span class='hf-kind'>Your organisation's or your own document</span>{place}</summary><div class='hf-finding'>{text}</div>"
        "<p><b>Your organisation's or your own document, not the study.</b> As it stands there; check that it is the current one.</p></details>",
        place=passage.place, text=passage.text,
    )  # fmt: skip


def _short(text: str) -> str:
    return text if len(text) <= 220 else text[:220].rsplit(" ", 1)[0] + " …"


def show_qr(address: str) -> None:
    """An address as a QR image, with the address in text below it."""
    code = segno.make(address, error="m").svg_data_uri(scale=6, border=2, dark="#1f1f1f", light="#ffffff")
    st.html(f'<img class="hf-qr" alt="A QR image that opens the address below" src="{code}">')
    show('<p class="hf-note">{address}</p>', address=address)


def show_table(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    """A plain table with a header row; every cell is escaped."""
    head = "".join(f'<th scope="col">{html.escape(cell)}</th>' for cell in header)
    body = "".join("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    st.html(f'<table class="hf-table"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>')
