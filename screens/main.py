"""Page set-up and navigation. Faults end here with a plain sentence."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import streamlit as st

from rag.places import where_in_short
from rag.settings import settings
from screens import about, lapse, prepare, reflect, session, shelf, status, together
from screens.access import enter, signs_in
from screens.components import show_notice, show_style

st.set_page_config(page_title="How Far to Go", page_icon=str(Path(__file__).parent / "icon.png"), layout="centered", initial_sidebar_state="collapsed")
show_style(where_in_short(settings()))
st.logo(str(Path(__file__).parent / "mark.svg"), size="medium")
guest = "room" in st.query_params  # somebody on a phone, who is here for one session and signs in to nothing
role = "worker" if guest else enter()
if role is None:
    st.stop()
pages = {
    "reflect": st.Page(reflect.draw, title="Reflect", url_path="reflect", default=not guest),
    "together": st.Page(together.draw, title="Together", url_path="together", default=guest),
    "prepare": st.Page(prepare.draw, title="Prepare", url_path="prepare"),
    "library": st.Page(shelf.draw, title="Library", url_path="library"),
    "about": st.Page(about.draw, title="About", url_path="about"),
}
if role == "worker":
    del pages["prepare"]
if role == "administrator" and signs_in():
    pages["status"] = st.Page(status.draw, title="Status", url_path="status")
st.session_state.pages = pages
lapse.watch()
navigation = st.navigation([pages["together"]] if guest else list(pages.values()), position="hidden" if guest else "top")
st.set_page_config(page_title=f"{navigation.title} · How Far to Go")
try:
    navigation.run()
except Exception as fault:  # reruns and stops are not Exceptions
    session.note(fault)
    show_notice(session.TROUBLE)
