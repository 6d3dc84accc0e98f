"""Routes, and nothing else. Started by run.py, or by `streamlit run app.py`."""

import streamlit as st

import rag  # noqa: F401  (closes the ways to the network before anything is imported)
from screens.access import check_access
from screens.serving import check_knowledge, lifespan, middleware, on_fault, routes

check_knowledge()
check_access()
app = st.App("screens/main.py", lifespan=lifespan, routes=routes, middleware=middleware, on_script_error=on_fault)
