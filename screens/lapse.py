"""Thirty minutes after somebody last touched the page, what was typed goes by itself: from the page by lapse.js, and here by ending the tab.

The page says when it is touched. It may also say that its time is over, which is believed: nothing comes of it but forgetting.
That it is over is remembered in the tab's session storage until somebody begins afresh.
"""

from __future__ import annotations

import asyncio
import weakref
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st
from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from rag import keep
from rag.settings import settings
from screens import session as tabs
from screens.components import show_notice

if TYPE_CHECKING:
    from streamlit.runtime.app_session import AppSession

LOOKS = 150  # seconds within which a room on a screen has looked at how it stands; a page in the background does so each minute
loop: asyncio.AbstractEventLoop | None = None  # the server's, once it runs

_component = st.components.v2.component("lapse", js=(Path(__file__).parent / "lapse.js").read_text(encoding="utf-8"))


def passed() -> str:
    """That the time which is kept is over, in words."""
    minutes = settings().keep_minutes
    return "Thirty minutes have passed" if minutes == 30 else "1 minute has passed" if minutes == 1 else f"{minutes:g} minutes have passed"


@dataclass
class Tab:
    """One open tab. `looked`: when a room on its screen last looked; `over`: what was typed in it has to go, and the room goes on."""

    id: str
    app: Callable[[], AppSession | None] = field(repr=False)
    looked: float = -LOOKS
    over: bool = False

    @property
    def name(self) -> str:
        return f"tab {self.id}"

    def lapse(self) -> None:
        """Its time is over. A room that is on its screen goes on, and forgets what was typed when it next looks."""
        if keep.kept.clock.now() - self.looked < LOOKS:
            self.over = True
            keep.kept.put(self.name, forget=self.lapse)
        elif loop is not None:
            asyncio.run_coroutine_threadsafe(self._end(), loop).result(10)

    async def _end(self) -> None:
        """On the server's own loop, where no run can begin meanwhile: files, downloads, widgets' values and everything else that Streamlit has of it go."""
        app = self.app()
        runtime.get_instance().close_session(self.id)
        if app is not None:
            app.session_state.clear()


def watch() -> None:
    """On every page: its tab lapses."""
    if "open_tab" not in st.session_state:
        here = get_script_run_ctx().session_id  # type: ignore[union-attr]
        app = runtime.get_instance().get_app_session(here)
        st.session_state.open_tab = tab = Tab(here, weakref.ref(app) if app else lambda: None)
        keep.kept.put(tab.name, forget=tab.lapse)
    st.session_state.pop("time_over", None)
    _on_the_page()


@st.fragment
def _on_the_page() -> None:
    """By itself, so that what the page says of its being touched draws nothing else again."""
    _component(
        key="lapse",
        data={"keep_ms": int(settings().keep_minutes * 60_000), "words": f"{passed()}, and what you typed here has gone."},
        default={"touched": None, "over": None, "began": None},
        on_touched_change=_touched,
        on_over_change=_over,
        on_began_change=_began,
        height="content",
    )
    if st.session_state.get("time_over"):
        show_notice(f"{passed()}. What was typed here has gone, and nothing of it is kept.")


def _touched() -> None:
    ago = float(st.session_state.lapse["touched"]["ago"]) / 1000
    for name in (st.session_state.open_tab.name, tabs.current().token):
        keep.kept.touch(name, ago)


def _over() -> None:
    for name in (tabs.current().token, st.session_state.open_tab.name):
        keep.kept.lapse(name)


def _began() -> None:
    st.session_state.time_over = True


def room_looks() -> bool:
    """A room on this screen looks at how it stands, which keeps its tab open. True where what was typed in the tab had to go meanwhile."""
    tab: Tab = st.session_state.open_tab
    tab.looked, over, tab.over = keep.kept.clock.now(), tab.over, False
    if over:
        tabs.leave_only_the_room()
    return over
