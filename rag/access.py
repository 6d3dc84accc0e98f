"""Who may come in, and as what; where the app may listen. Decided from plain data, so that it can be read and tested alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from rag.model.where import is_loopback
from rag.settings import Settings

Role = Literal["worker", "trainer", "administrator"]
OPEN_TENANTS = ("/common/", "/organizations/", "/consumers/")


def listening_refused(address: str, signs_in: bool, chosen: Settings) -> str:
    """A sentence where the app may not listen at `address` (empty: everywhere), or an empty text."""
    if signs_in or chosen.allow_open or is_loopback(address):
        return ""
    return (
        f"How Far to Go will not listen on {address or 'every address'} while anybody who reaches it could use it. Set up sign-in (see docs/operating.md), "
        "or listen on 127.0.0.1, or set ALLOW_OPEN=true where something in front of it decides who comes in."
    )


def sign_in_refused(metadata_url: str, chosen: Settings) -> str:
    """A sentence where sign-in is set up in a way that lets strangers in, or an empty text."""
    if any(part in f"{metadata_url}/" for part in OPEN_TENANTS):
        return "Sign-in names a provider that anybody can have an account with. Use the address of your own tenant in server_metadata_url."
    if not _listed(chosen.allowed_domains):
        return "Sign-in is set up and ALLOWED_DOMAINS is empty, so nobody could come in. Name the domains of your addresses, such as nhs.scot."
    return ""


def role_of(claims: Mapping[str, Any], chosen: Settings) -> Role | None:
    """What somebody who has signed in may do, or None where they may not come in.

    Their address must be of an allowed domain, exactly, and not be marked as unverified. A role comes from `role_claim` or from the lists of addresses.
    """
    address = str(claims.get("email") or claims.get("preferred_username") or claims.get("upn") or "").strip().lower()
    name, at, domain = address.rpartition("@")
    if not (name and at) or domain not in _listed(chosen.allowed_domains) or claims.get("email_verified") is False:
        return None
    given = claims.get(chosen.role_claim) or ()
    roles = {str(role).lower() for role in ([given] if isinstance(given, str) else given)}
    if "administrator" in roles or address in _listed(chosen.administrators):
        return "administrator"
    return "trainer" if "trainer" in roles or address in _listed(chosen.trainers) else "worker"


def _listed(text: str) -> frozenset[str]:
    return frozenset(part.strip().lower() for part in text.split(",") if part.strip())
