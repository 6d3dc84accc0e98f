"""Page set-up and navigation. Faults end here with a plain sentence."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import streamlit as st

from screens import about, prepare, reflect, session, together
from screens.components import show_notice, show_style

st.set_page_config(page_title="How Far to Go", page_icon=str(Path(__file__).parent / "icon.png"), layout="centered", initial_sidebar_state="collapsed")
show_style()
guest = "room" in st.query_params  # somebody on a phone, who is here for one session
navigation = st.navigation(
    [
        st.Page(together.draw, title="Together", url_path="together"),
    ]
    if guest
    else [
        st.Page(reflect.draw, title="Reflect", url_path="reflect", default=True),
        st.Page(together.draw, title="Together", url_path="together"),
        st.Page(prepare.draw, title="Prepare", url_path="prepare"),
        st.Page(about.draw, title="About", url_path="about"),
    ],
    position="hidden" if guest else "top",
)
try:
    navigation.run()
except Exception as fault:  # reruns and stops are not Exceptions
    session.note(fault)
    show_notice(session.TROUBLE)
