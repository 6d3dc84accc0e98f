"""Sign-in with OpenID Connect, by Streamlit's own; off where no provider is set up."""

from __future__ import annotations

import streamlit as st

from rag.access import Role, listening_refused, role_of, sign_in_refused
from rag.settings import settings
from screens.components import show


def signs_in() -> bool:
    """Whether the secrets file has an [auth] part."""
    return bool(_auth())


def _auth() -> dict[str, object]:
    try:
        return dict(st.secrets.get("auth", {}))
    except FileNotFoundError:  # there is no secrets file
        return {}


def check_access() -> None:
    """Leave with a plain sentence where the app would be open to people that it should not be."""
    address = str(st.get_option("server.address") or "")
    refused = listening_refused(address, signs_in(), settings())
    if not refused and signs_in():
        refused = sign_in_refused(str(_auth().get("server_metadata_url", "")), settings())
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
