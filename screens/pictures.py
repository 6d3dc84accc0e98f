"""Pictures of where people stand and what speaks to what. Each has the same in words beside it, so a screen reader passes them by."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence

import streamlit as st

from knowledge.catalogue import Place
from screens.components import show

ROW, REACH = 34, 92  # pixels: the height of a row of the map, and how far its arcs go out


def show_line(marks: dict[str, int], was: dict[str, int]) -> None:
    """The line, once for each view: where it was (hollow), where it is now, and the way between. The same in words stands beside it."""
    tracks = ""
    for who, now in marks.items():
        then = was.get(who, now)
        moved = f'<b style="left:{min(then, now)}%;width:{abs(then - now)}%"></b><i class="hf-was" style="left:{then}%"></i>' if then != now else ""
        tracks += f'<div class="hf-track"><span>{html.escape(who)}</span><u>{moved}<i style="left:{now}%"></i></u></div>'
    st.html(f'<div aria-hidden="true">{tracks}<div class="hf-ends"><span>less of me</span><span>more of me</span></div></div>')


def show_times(parts: Iterable[tuple[str, int]]) -> None:
    """A session on one line, each part as long as it lasts; the same as a list stands below it. Parts are (clock, minutes)."""
    st.html('<div class="hf-times" aria-hidden="true">' + "".join(f'<i style="flex:{minutes}">{html.escape(clock)}</i>' for clock, minutes in parts) + "</div>")


def show_spread(counts: tuple[int, ...], words: str) -> None:
    """How a group stands along the line: a bar for each of seven places, the ends named, and the same in words."""
    most = max(counts, default=0) or 1
    bars = "".join(f'<i style="height:{8 + 72 * n // most}px"><b>{n or ""}</b></i>' for n in counts)
    show('<p class="hf-note">{words}</p>', words=words)
    st.html(
        f'<div class="hf-spread" aria-hidden="true">{bars}</div><div class="hf-ends" aria-hidden="true"><span>less of me</span><span>more of me</span></div>'
    )


def show_map(places: Sequence[Place]) -> None:
    """The tensions on one line, those that meet near to each other: bars for how much the study has on each and whose it is, arcs where the same words speak to two."""
    most = max(sum(p.whose.values()) for p in places)
    rows, arcs = "", ""
    for row, place in enumerate(places):
        bars = "".join(f'<b class="hf-map-{n}" style="width:{100 * count / most:.1f}%"></b>' for n, count in enumerate(place.whose.values()))
        rows += f"<div><span>{html.escape(place.name)}</span><u>{bars}</u></div>"
        for other, shared in place.meets:
            if (end := [p.name for p in places].index(other)) > row:
                out = min(REACH, 16 + 7 * (end - row))
                arcs += f'<i style="top:{ROW * (row + 0.5):.0f}px;height:{ROW * (end - row)}px;width:{out}px;border-width:{1 + min(shared, 7) // 2}px"></i>'
    key = "".join(f'<span><b class="hf-map-{n}"></b>{html.escape(whose)}</span>' for n, whose in enumerate(places[0].whose))
    st.html(
        f'<div class="hf-map-key" aria-hidden="true">{key}</div><div class="hf-map" aria-hidden="true" style="--hf-row:{ROW}px"><div>{rows}</div>'
        f'<div class="hf-map-arcs" style="width:{REACH}px">{arcs}</div></div>'
    )
