"""A shared installation: signing in with a real provider on loopback, roles, the way in refused, counts without content."""

import os
import re
import socket
import subprocess
import sys
import urllib.error
import urllib.request

import pytest

from tests.browser.conftest import ROOT, App
from tests.browser.looking import what_is_wrong
from tests.browser.provider import Provider

FIRST = "She rings me on Sundays and I always pick up because I know there's nobody else. My sister asked who it was and I said, nobody."
TOKEN = "a-token-for-the-counts"


@pytest.fixture(scope="module")
def shared(data_dir, engine, tmp_path_factory):
    folder = tmp_path_factory.mktemp("team")
    provider = Provider()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (folder / "secrets.toml").write_text(provider.secrets(f"http://127.0.0.1:{port}"))
    app = App(
        data_dir, folder / "app.log", port, ("--secrets.files", str(folder / "secrets.toml")),
        ALLOWED_DOMAINS="nhs.scot", TRAINERS="trainer@nhs.scot", METRICS_TOKEN=TOKEN, PUBLIC_URL=f"http://127.0.0.1:{port}", MESSAGES_A_MINUTE="3",
    )  # fmt: skip
    yield app, provider
    app.stop()
    provider.close()


def come_in(browser, shared, **claims):
    app, provider = shared
    provider.claims = claims
    context = browser.new_context(viewport={"width": 1100, "height": 900})
    page = context.new_page()
    page.goto(app.url)
    page.get_by_role("button", name="Sign in").click(timeout=60_000)
    return context, page


def links(page) -> list[str]:
    page.get_by_test_id("stTopNavLink").first.wait_for(timeout=60_000)
    return page.get_by_test_id("stTopNavLink").all_inner_texts()


def test_nobody_gets_past_the_door_without_signing_in(browser, shared):
    app, _ = shared
    context = browser.new_context()
    page = context.new_page()
    for address in ("", "/reflect", "/together", "/prepare", "/library", "/about", "/status"):
        page.goto(app.url + address)
        page.get_by_role("button", name="Sign in").wait_for(timeout=60_000)
        assert page.get_by_test_id("stChatInputTextArea").count() == 0 and page.get_by_test_id("stTopNavLink").count() == 0
    assert what_is_wrong(page) == []
    context.close()


@pytest.mark.parametrize(
    "claims, seen, unseen",
    [
        ({"email": "w@nhs.scot", "email_verified": True}, {"Reflect", "Together", "Library", "About"}, {"Prepare", "Status"}),
        ({"email": "trainer@nhs.scot"}, {"Reflect", "Prepare"}, {"Status"}),
        ({"preferred_username": "a@nhs.scot", "roles": ["administrator"]}, {"Reflect", "Prepare", "Status"}, set()),
    ],
)
def test_each_role_sees_its_own_screens(browser, shared, claims, seen, unseen):
    context, page = come_in(browser, shared, **claims)
    found = set(links(page))
    assert seen <= found and not unseen & found
    context.close()


@pytest.mark.parametrize("claims", [{"email": "w@elsewhere.example"}, {"email": "w@nhs.scot", "email_verified": False}, {"name": "w@nhs.scot"}])
def test_an_account_from_elsewhere_is_turned_away(browser, shared, claims):
    context, page = come_in(browser, shared, **claims)
    page.get_by_text("this account is not one that may use it here").wait_for(timeout=60_000)
    assert page.get_by_test_id("stChatInputTextArea").count() == 0
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Sign in").wait_for(timeout=60_000)
    context.close()


def test_a_conversation_is_counted_and_nothing_of_it_kept(browser, shared):
    app, _ = shared
    context, page = come_in(browser, shared, email="a@nhs.scot", roles="administrator")
    box = page.get_by_test_id("stChatInputTextArea")
    box.wait_for(timeout=60_000)
    box.fill(FIRST)
    box.press("Enter")
    page.get_by_role("button", name="Carry on with this").first.click(timeout=60_000)
    page.locator(".hf-stage").first.wait_for(timeout=90_000)
    for n in range(3):  # three a minute are allowed here, and this tab has had one
        page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()
        page.wait_for_timeout(500)
        box.fill(f"I could not say it to her, not the {n}th time either.")
        box.press("Enter")
        page.wait_for_timeout(3000)
    page.get_by_text("That is a lot for one minute").first.wait_for(timeout=30_000)
    assert "2th time" in box.input_value()
    box.fill("He said he'd took 30 paracetamol on Friday.")
    box.press("Enter")  # danger is never kept waiting
    page.get_by_role("button", name="Someone who can act knows").first.click(timeout=60_000)
    page.get_by_role("button", name="Someone who can act knows").first.wait_for(state="hidden", timeout=60_000)
    page.locator(".hf-stage").first.wait_for(timeout=60_000)
    page.get_by_role("link", name="Status").click()
    page.get_by_text("Memory of this process").wait_for(timeout=60_000)
    page.wait_for_timeout(800)
    assert what_is_wrong(page) == [] and "Replies given (guided)" in page.locator('[data-testid="stApp"]').inner_text()
    counted = urllib.request.urlopen(urllib.request.Request(app.url + "/metrics", headers={"Authorization": f"Bearer {TOKEN}"})).read().decode()
    assert re.search(r'howfar_turns_total\{composer="guided"\} 4', counted) and "howfar_reply_seconds_bucket" in counted
    for kept in (counted, app.said(), page.locator('[data-testid="stApp"]').inner_text()):
        assert "Sundays" not in kept and "nhs.scot" not in kept and "risk_" not in kept
    context.close()


def test_the_counts_are_for_whoever_has_the_token(shared):
    app, _ = shared
    for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": "Bearer "}):
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(urllib.request.Request(app.url + "/metrics", headers=headers))
        assert refused.value.code == 404


@pytest.mark.parametrize("address", ["0.0.0.0", "::"])
def test_it_will_not_listen_elsewhere_without_sign_in(address, tmp_path):
    run = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", "0", "--server.address", address]
    done = subprocess.run(run, cwd=ROOT, env={**os.environ, "DATA_DIR": str(tmp_path)}, capture_output=True, text=True, timeout=60)
    assert done.returncode != 0 and "will not listen on" in done.stdout + done.stderr and "Traceback" not in done.stdout + done.stderr


@pytest.mark.parametrize(("written", "said"), [("[auth", "cannot be read"), (None, "cannot be read"), ("[auth]\n", "ALLOWED_DOMAINS is empty")])
def test_a_secrets_file_that_says_too_little_never_opens_the_door(written, said, tmp_path):
    """Broken off, a folder in its place, and empty. On this computer too, where it may stand behind a proxy."""
    secrets = tmp_path / "secrets.toml"
    secrets.mkdir() if written is None else secrets.write_text(written)
    run = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", "0", "--secrets.files", str(secrets)]
    done = subprocess.run(run, cwd=ROOT, env={**os.environ, "DATA_DIR": str(tmp_path)}, capture_output=True, text=True, timeout=60)
    assert done.returncode != 0 and said in done.stdout + done.stderr and "Traceback" not in done.stdout + done.stderr


def test_a_guest_in_a_room_signs_in_to_nothing_and_sees_nothing_else(browser, shared):
    app, _ = shared
    context = browser.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(app.url + "/?room=ABCDEF")
    page.get_by_label("The session's code").wait_for(timeout=60_000)
    page.goto(app.url + "/library")
    page.get_by_role("button", name="Sign in").wait_for(timeout=60_000)
    page.goto(app.url + "/reflect?room=ABCDEF")
    page.wait_for_timeout(3000)
    assert page.get_by_test_id("stChatInputTextArea").count() == 0
    context.close()
