"""Two small pieces of browser code for peer sessions: a clock that counts down by itself, and a seat that survives a reload."""

from __future__ import annotations

import streamlit as st

_CLOCK_JS = """
export default function(component) {
  const { data, parentElement } = component;
  const face = parentElement.querySelector('.hf-clock') || parentElement.appendChild(Object.assign(document.createElement('div'), { className: 'hf-clock' }));
  face.setAttribute('role', 'timer');
  const ends = performance.now() + data.left * 1000;
  const draw = () => {
    const left = Math.max(0, data.paused ? data.left : (ends - performance.now()) / 1000);
    const whole = Math.ceil(left);
    face.textContent = Math.floor(whole / 60) + ':' + String(whole % 60).padStart(2, '0');
    face.classList.toggle('hf-over', whole === 0);
  };
  clearInterval(parentElement.__hfTick);
  draw();
  if (!data.paused) parentElement.__hfTick = setInterval(draw, 250);
  return () => clearInterval(parentElement.__hfTick);
}
"""
_CLOCK_CSS = """
.hf-clock { font-size: clamp(3.6rem, 16vw, 7.5rem); line-height: 1.1; font-weight: 650; font-variant-numeric: tabular-nums; color: inherit; text-align: center; }
.hf-clock.hf-over { color: var(--hf-hidden); }
"""
_SEAT_JS = """
export default function(component) {
  const { data, setStateValue } = component;
  const KEY = 'how-far-to-go-room';
  let stored = null;
  try { stored = sessionStorage.getItem(KEY); } catch (e) {}
  if (data.hold) { try { sessionStorage.setItem(KEY, data.token); } catch (e) {} window.__hfRoom = data.token; }
  else if (data.drop && stored === data.drop) { try { sessionStorage.removeItem(KEY); } catch (e) {} }
  else if (stored && window.__hfRoom !== stored) { window.__hfRoom = stored; setStateValue('found', stored); }
}
"""
_clock = st.components.v2.component("room_clock", js=_CLOCK_JS, css=_CLOCK_CSS)
_seat = st.components.v2.component("room_seat", js=_SEAT_JS)


def show_clock(left: float, paused: bool) -> None:
    """The time left in a step, in seconds. The browser counts; the database says where from."""
    _clock(key="room_clock", data={"left": round(left, 1), "paused": paused}, height="content")


def found_seat(token: str, hold: bool, drop: str) -> str | None:
    """Have this tab hold its seat's token, or let go of one; gives the token that it held from before, if any."""
    result = _seat(key="room_seat", data={"token": token, "hold": hold, "drop": drop}, default={"found": None}, on_found_change=lambda: None, height="content")
    return result.get("found") if result else None
