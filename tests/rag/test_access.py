"""Who may come in and as what, where the app may listen, and how often a tab may ask."""

import pytest

from rag.access import listening_refused, role_of, sign_in_refused
from rag.pace import TOGETHER, TooMany, may
from rag.settings import Settings

TEAM = Settings(allowed_domains="nhs.scot, Board.example", trainers="t@nhs.scot", administrators="Boss@nhs.scot")


@pytest.mark.parametrize(
    "claims, role",
    [
        ({"email": "w@nhs.scot"}, "worker"),
        ({"email": "W@NHS.scot", "email_verified": True}, "worker"),
        ({"preferred_username": "w@board.example"}, "worker"),
        ({"upn": "t@nhs.scot"}, "trainer"),
        ({"email": "boss@nhs.scot"}, "administrator"),
        ({"email": "w@nhs.scot", "roles": ["Trainer"]}, "trainer"),
        ({"email": "w@nhs.scot", "roles": "administrator"}, "administrator"),
        ({"email": "w@nhs.scot", "email_verified": False}, None),
        ({"email": "w@evil-nhs.scot"}, None),
        ({"email": "w@nhs.scot.evil.example"}, None),
        ({"email": "w@sub.nhs.scot"}, None),
        ({"email": "nhs.scot"}, None),
        ({"email": "@nhs.scot"}, None),
        ({"name": "w@nhs.scot"}, None),
        ({"email": "w@elsewhere.example", "roles": ["administrator"]}, None),
        ({}, None),
    ],
)
def test_who_comes_in_and_as_what(claims, role):
    assert role_of(claims, TEAM) == role


def test_nobody_comes_in_where_no_domain_is_named():
    assert role_of({"email": "w@nhs.scot"}, Settings()) is None
    assert "ALLOWED_DOMAINS" in sign_in_refused("https://login.example/tenant/v2.0", Settings())


@pytest.mark.parametrize("part", ["common", "organizations", "consumers"])
def test_a_provider_for_everybody_is_refused(part):
    assert "tenant" in sign_in_refused(f"https://login.microsoftonline.com/{part}/v2.0/.well-known/openid-configuration", TEAM)
    assert sign_in_refused("https://login.microsoftonline.com/0f0c/v2.0/.well-known/openid-configuration", TEAM) == ""


@pytest.mark.parametrize("address", ["", "0.0.0.0", "192.168.1.4", "::", "board.example"])
def test_other_addresses_need_sign_in_or_leave(address):
    assert listening_refused(address, False, Settings()).endswith(".")
    assert listening_refused(address, True, Settings()) == "" == listening_refused(address, False, Settings(allow_open=True))
    assert listening_refused("127.0.0.1", False, Settings()) == ""


def test_a_tab_and_all_tabs_have_so_many_a_minute():
    for _ in range(3):
        may("test", "one", 3)
    with pytest.raises(TooMany, match="wait a little"):
        may("test", "one", 3)
    may("test", "other", 3)
    with pytest.raises(TooMany, match="Many people"):
        for tab in range(3 * TOGETHER):
            may("test", f"tab {tab}", 3)
