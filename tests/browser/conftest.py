"""The real app in a process of its own, and a real Chromium. In CI a missing browser is a failure, not a skip."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import TimeoutError as PlaywrightTimeout

ROOT = Path(__file__).parents[2]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


class App:
    """One running app; `said` is everything that its process has printed."""

    def __init__(self, data_dir: Path, log: Path, port: int = 0, options: tuple[str, ...] = (), **environment: str) -> None:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
            self.port = probe.getsockname()[1]
        self.url, self.log = f"http://127.0.0.1:{self.port}", log
        poisoned = {
            **os.environ,
            "DATA_DIR": str(data_dir),
            "LANGSMITH_TRACING": "true",
            "LANGCHAIN_TRACING_V2": "true",
            "PYTHONUNBUFFERED": "1",
            **environment,
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(self.port), *options],
            cwd=ROOT,
            env=poisoned,
            stdout=log.open("w"),
            stderr=subprocess.STDOUT,
        )
        for _ in range(240):
            try:
                urllib.request.urlopen(self.url + "/_stcore/health", timeout=1)
                return
            except OSError:
                time.sleep(0.25)
        raise RuntimeError("the app did not start: " + self.said())

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(20)

    def kill(self) -> None:
        """As a machine that loses power."""
        self.process.kill()
        self.process.wait(20)


def unfold(page, label: str) -> None:
    """Open a folded part, and wait as a person does until it has slid open: a press on what still moves misses."""
    title = page.locator("summary", has_text=label).first
    part = title.locator("xpath=..")
    inside = part.get_by_test_id("stExpanderDetails").first
    for _ in range(3):
        title.click()
        try:
            inside.wait_for(timeout=5_000)
            break
        except PlaywrightTimeout:  # a press that fell between two runs of the page: a person would press again
            continue
    else:
        raise AssertionError(f"'{label}' does not unfold")
    height, steady = -1.0, 0
    while steady < 3:
        page.wait_for_timeout(150)
        now = part.evaluate("one => one.getBoundingClientRect().height")
        height, steady = now, steady + 1 if now == height else 0


@pytest.fixture(scope="session")
def app(data_dir, engine, tmp_path_factory):
    running = App(data_dir, tmp_path_factory.mktemp("log") / "app.log")
    yield running
    running.stop()


@pytest.fixture(scope="session")
def browser():
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        if os.environ.get("CI"):
            pytest.fail("no Chromium in CI: the browser tests must run there")
        pytest.skip("no Chromium on this machine")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield running
        running.close()


class Worker:
    """One person at one browser tab."""

    def __init__(self, browser, url: str, width: int = 1100, height: int = 900, theme: str = "light", **context) -> None:
        self.context = browser.new_context(viewport={"width": width, "height": height}, accept_downloads=True, color_scheme=theme, **context)
        self.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=url)
        self.page, self.url, self.strays = self.context.new_page(), url, []
        own = (url, url.replace("http", "ws"), "data:", "blob:", "about:")
        self.page.on("request", lambda request: None if request.url.startswith(own) else self.strays.append(request.url))
        self.page.goto(url)
        self.page.get_by_text("Bring a case that is going round your head").first.wait_for(timeout=60_000)

    @property
    def box(self):
        return self.page.get_by_test_id("stChatInputTextArea")

    def send(self, text: str) -> None:
        self.box.fill(text)
        self.box.press("Enter")

    def say(self, text: str, check: bool = False) -> None:
        """Send a message, pass the check for identifiers (`check`: there must be one), and wait for the reply."""
        before = self.page.locator(".hf-said").count()
        self.send(text)
        assert self.pass_check(before) or not check
        self.page.locator(".hf-stage").first.wait_for()
        self.settle()

    def pass_check(self, before: int) -> bool:
        """Wait for the check or the reply, pass the check where there is one, and wait for the reply. Whether there was one."""
        carry_on, shown = self.page.get_by_role("button", name="Carry on with this").first, False
        either = "n => document.querySelectorAll('.hf-said').length > n || [...document.querySelectorAll('button')].some(b => b.innerText.includes('Carry on with this'))"
        for wait in (20_000, 40_000, 60_000):
            try:
                self.page.wait_for_function(either, arg=before, timeout=wait)
                if self.page.locator(".hf-said").count() > before:
                    return shown
                shown = True
                carry_on.click(timeout=10_000)
                self.page.wait_for_function("n => document.querySelectorAll('.hf-said').length > n", arg=before, timeout=wait)
                return shown
            except PlaywrightTimeout:  # a press that fell between two runs of the page: a person would press again
                if self.box.count() and self.box.input_value():
                    self.box.press("Enter")
        raise AssertionError("no reply came")

    def settle(self) -> None:
        """Wait until the script has run and what it replaced has gone from the page."""
        self.page.wait_for_timeout(200)
        self.page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for(timeout=60_000)
        self.page.wait_for_timeout(200)

    def words(self) -> str:
        return self.page.locator('[data-testid="stApp"]').inner_text()

    def close(self) -> None:
        self.context.close()


@pytest.fixture
def worker(browser, app):
    one = Worker(browser, app.url)
    yield one
    one.close()
    assert one.strays == []
