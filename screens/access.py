"""Sign-in with OpenID Connect, by Streamlit's own; off where no provider is set up."""

from __future__ import annotations

import os

import streamlit as st

from rag.access import Role, listening_refused, role_of, sign_in_refused
from rag.settings import settings
from screens.components import show


def signs_in() -> bool:
    """Whether the secrets file has an [auth] part, be it an empty one."""
    return _auth() is not None


def _auth() -> dict[str, object] | None:
    """Raises OSError where there is a secrets file and it cannot be read, or made sense of: it may be what keeps strangers out."""
    try:
        return dict(st.secrets["auth"]) if "auth" in st.secrets else None
    except OSError:
        if any(os.path.lexists(path) for path in st.get_option("secrets.files")):
            raise
        return None


def check_access() -> None:
    """Leave with a plain sentence where the app would be open to people that it should not be."""
    address = str(st.get_option("server.address") or "")
    try:
        auth = _auth()
        refused = listening_refused(address, auth is not None, settings())
        if not refused and auth is not None:
            refused = sign_in_refused(str(auth.get("server_metadata_url", "")), settings())
    except OSError:
        refused = "The secrets file is there and cannot be read. It must be a file in TOML that the user who runs the app may read: see docs/operating.md."
    if refused:
        raise SystemExit(refused)


def enter() -> Role | None:
    """What this person may do; None, and the way in on the page, where they have not come in. Everybody may do everything where there is no sign-in."""
    if not signs_in():
        return "administrator"
    if not st.user.is_logged_in:
        show(
            '<h1 class="hf-title">How Far to Go</h1><p>A companion for reflective supervision. Sign in with your work account. It is used to let you in, and nothing you write is kept with it.</p>'
        )
        st.button("Sign in", key="sign_in", type="primary", on_click=st.login)
        return None
    role = role_of(st.user.to_dict(), settings())
    if role is None:
        show(
            '<h1 class="hf-title">How Far to Go</h1><p>You have signed in, and this account is not one that may use it here. Ask whoever looks after it in your organisation.</p>'
        )
        st.button("Sign out", key="sign_out", on_click=st.logout)
    return role
