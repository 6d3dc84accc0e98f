"""What the browser does for every screen, tab.js: a token for a refresh, hiding and blanking the screen, what is new brought to the top and said.

Only the token is ever kept in the browser, in this tab's session storage.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

_component = st.components.v2.component("tab_token", js=(Path(__file__).parent / "tab.js").read_text(encoding="utf-8"))


def found_token(offer: str, replace: bool, adopted: bool, blank_minutes: float, look: str, say: str) -> str | None:
    """Offer this tab a token, which it holds once there is something to come back to (`adopted`); one that it held already comes back on a later run.

    `look` names what to bring to the top, once for each value; `say` is read out politely when it changes.
    """
    result = _component(
        key="tab_token",
        data={"offer": offer, "replace": replace, "adopted": adopted, "blank_ms": int(blank_minutes * 60_000), "look": look, "say": say},
        default={"found": None, "back": None},
        on_found_change=lambda: None,
        on_back_change=lambda: None,
        height="content",
    )
    return result.get("found") if result else None
