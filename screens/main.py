"""Page set-up and navigation. Faults end here with a plain sentence."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import streamlit as st

from rag.model.where import where_in_short
from rag.settings import settings
from screens import session
from screens.access import enter, signs_in
from screens.components import show_notice, show_style


def screen(name: str) -> Callable[[], None]:
    """A screen that is imported when it is first opened: what the others need does not hold up this one."""

    def draw() -> None:
        import_module(f"screens.{name}").draw()

    return draw


st.set_page_config(page_title="How Far to Go", page_icon=str(Path(__file__).parent / "icon.png"), layout="centered", initial_sidebar_state="collapsed")
show_style(where_in_short(settings()))
st.logo(str(Path(__file__).parent / "mark.svg"), size="medium")
guest = "room" in st.query_params  # somebody on a phone, who is here for one session and signs in to nothing
role = "worker" if guest else enter()
if role is None:
    st.stop()
pages = {
    "reflect": st.Page(screen("reflect"), title="Reflect", url_path="reflect", default=not guest),
    "together": st.Page(screen("together"), title="Together", url_path="together", default=guest),
    "prepare": st.Page(screen("prepare"), title="Prepare", url_path="prepare"),
    "library": st.Page(screen("shelf"), title="Library", url_path="library"),
    "about": st.Page(screen("about"), title="About", url_path="about"),
}
if role == "worker":
    del pages["prepare"]
if role == "administrator" and signs_in():
    pages["status"] = st.Page(screen("status"), title="Status", url_path="status")
st.session_state.pages = pages
navigation = st.navigation([pages["together"]] if guest else list(pages.values()), position="hidden" if guest else "top")
st.set_page_config(page_title=f"{navigation.title} · How Far to Go")
try:
    navigation.run()
except Exception as fault:  # reruns and stops are not Exceptions
    session.note(fault)
    show_notice(session.TROUBLE)
