"""The one piece of browser code: it keeps a token for a refresh, hides the screen, blanks it when idle,
and brings what is new to the top.

Only the token is ever kept in the browser, in this tab's session storage.
"""

from __future__ import annotations

import streamlit as st

_JS = """
export default function(component) {
  const { data, setStateValue } = component;
  const KEY = 'how-far-to-go';
  let stored = null;
  try { stored = sessionStorage.getItem(KEY); } catch (e) {}
  if (data.replace) { try { sessionStorage.removeItem(KEY); } catch (e) {} }
  else if (stored && stored !== data.offer && window.__hfTold !== stored) { window.__hfTold = stored; setStateValue('found', stored); }
  if (data.adopted) { window.__hfTold = data.offer; try { sessionStorage.setItem(KEY, data.offer); } catch (e) {} }

  const root = document.querySelector('[data-testid="stApp"]') || document.body;
  const cover = () => {
    if (document.getElementById('hf-cover')) return;
    const box = document.createElement('div');
    box.id = 'hf-cover';
    box.setAttribute('role', 'dialog'); box.setAttribute('aria-label', 'The screen is hidden');
    box.style.cssText = 'position:fixed;inset:0;z-index:1000000;background:#fbf8f2;display:flex;align-items:center;justify-content:center;flex-direction:column;gap:1rem;font-family:sans-serif;color:#2b2925;padding:2rem;text-align:center';
    const words = document.createElement('p'); words.textContent = 'The screen is hidden. Your words are still here.';
    const button = document.createElement('button'); button.textContent = 'Show the screen';
    button.style.cssText = 'min-height:48px;padding:0 1.5rem;font-size:1rem;border-radius:.6rem;border:2px solid #2f5d62;background:#fff;color:#2b2925;cursor:pointer';
    const show = () => { box.remove(); root.inert = false; rest(); };
    button.onclick = show;
    box.append(words, button); document.body.appendChild(box); root.inert = true; button.focus();
  };
  window.__hfCover = cover;
  const rest = () => { clearTimeout(window.__hfTimer); window.__hfTimer = setTimeout(cover, data.blank_ms); };
  if (!window.__hfListening) {
    window.__hfListening = true;
    for (const name of ['pointerdown', 'keydown', 'scroll']) document.addEventListener(name, () => window.__hfRest && window.__hfRest(), { passive: true, capture: true });
    document.addEventListener('click', (event) => { if (event.target.closest && event.target.closest('.st-key-hide button')) window.__hfCover(); }, true);
  }
  window.__hfRest = rest; rest();
  // A new card or reply is brought to the top, once, so that it is read from its beginning.
  if (data.look && window.__hfLooked !== data.look) {
    window.__hfLooked = data.look;
    const places = { card: '.hf-card', ids: '.hf-ids-top', welcome: '.hf-title', turn: '.hf-latest' };
    const look = () => {
      const kind = Object.keys(places).find((name) => data.look.startsWith(name));
      const all = document.querySelectorAll(places[kind]);
      const one = kind === 'turn' ? all[all.length - 1] : all[0];
      if (one) one.scrollIntoView({ block: 'start' });
    };
    for (const wait of [150, 600, 1200]) setTimeout(look, wait);
  }
}
"""
_component = st.components.v2.component("tab_token", js=_JS)


def found_token(offer: str, replace: bool, adopted: bool, blank_minutes: float, look: str) -> str | None:
    """Offer this tab a token, which it holds once there is something to come back to (`adopted`); one that it held already comes back on a later run."""
    result = _component(
        key="tab_token",
        data={"offer": offer, "replace": replace, "adopted": adopted, "blank_ms": int(blank_minutes * 60_000), "look": look},
        default={"found": None},
        on_found_change=lambda: None,
        height="content",
    )
    return result.get("found") if result else None
