"""A picture of every screen and state, at phone and desktop width, light and dark: python -m tests.browser.gallery [FOLDER] [only NAME]

Starts the app by itself. Look at all of them after a change to anything on screen.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser.conftest import FLAGS, App, Worker, unfold

WIDTHS = {"phone": (360, 740), "desktop": (1180, 860)}
CASE = "Jimmy rings me on Sundays now. Only for ten minutes, and I always pick up because I know there's nobody else in Govan for him. My sister asked who it was and I didn't want to say."
LATER = ["Ashamed I suppose. He's not nobody. But I didn't want to explain him.", "It costs me my Sunday, and my husband has noticed the phone in my hand."]


def states(worker: Worker) -> Iterator[str]:
    """Takes one worker through every screen, and names each state when it is on the page."""
    page = worker.page
    worker.settle()
    yield "welcome"
    page.get_by_role("button", name="See an example first").click()
    page.get_by_role("button", name="Close the example").wait_for(timeout=90_000)
    worker.settle()
    yield "example"
    page.get_by_role("button", name="Close the example").click()
    worker.settle()
    worker.send("hello")
    page.get_by_text("That is very short to begin with").first.wait_for()
    worker.settle()
    yield "notice"
    worker.send(CASE)
    page.get_by_text("Before this goes further").first.wait_for(timeout=60_000)
    worker.settle()
    yield "identifiers"
    page.get_by_role("button", name="Carry on with this").first.click()
    page.locator(".hf-stage").first.wait_for(timeout=90_000)
    worker.settle()
    yield "reply"
    if page.locator("details.hf-voice").count():
        page.locator("details.hf-voice summary").first.click()
    unfold(page, "Why this?")
    yield "voice"
    for line in LATER:
        worker.say(line)
    unfold(page, "The line, if you like")
    page.get_by_role("button", name="Put the mark there").click()
    worker.settle()
    page.get_by_role("slider").last.press("PageDown")
    page.get_by_role("slider").last.press("PageDown")
    worker.settle()
    page.get_by_role("button", name="Put the mark there").click()
    worker.settle()
    page.locator(".hf-track").last.scroll_into_view_if_needed()
    yield "line"
    worker.send("He said he'd took 30 paracetamol on Friday.")
    page.get_by_role("button", name="I can't reach anyone").first.wait_for(timeout=30_000)
    worker.settle()
    yield "card"
    page.get_by_role("button", name="Someone who can act knows").first.click()
    page.locator(".hf-stage").first.wait_for(timeout=60_000)
    worker.settle()
    unfold(page, "Take it away")
    page.get_by_label("What I will do").first.wait_for(timeout=30_000)
    worker.settle()
    yield "take-away"
    page.get_by_role("button", name="Hide the screen").click()
    yield "hidden"
    page.get_by_role("button", name="Show the screen").click()
    yield from _others(worker)


def _open(worker: Worker, name: str, sign: str) -> None:
    page = worker.page
    narrow = page.viewport_size["width"] < 700
    if narrow:
        page.get_by_test_id("stExpandSidebarButton").first.click()
        page.wait_for_timeout(500)
    page.get_by_role("link", name=name, exact=True).first.click()
    page.get_by_text(sign).first.wait_for(timeout=60_000)
    if narrow:
        page.wait_for_timeout(500)
        if page.locator('[data-testid="stSidebar"][data-collapsed="false"]').count():
            page.get_by_test_id("stSidebarCollapseButton").get_by_role("button").click()
    worker.settle()


def _others(worker: Worker) -> Iterator[str]:
    page = worker.page
    _open(worker, "Together", "Quick round")
    yield "together"
    page.get_by_role("button", name="Start this one").first.click()
    page.get_by_role("button", name="Next step").first.wait_for(timeout=30_000)
    worker.settle()
    yield "desk"
    page.get_by_role("button", name="Next step").first.click()
    worker.settle()
    yield "desk-step"
    _open(worker, "Prepare", "The plan")
    yield "prepare"
    _open(worker, "Library", "What the study found")
    yield "library"
    page.get_by_label("What are you looking for?").first.fill("she rings me at night and I always answer")
    page.get_by_label("What are you looking for?").first.press("Enter")
    worker.settle()
    yield "library-search"
    for room, sign in (
        ("Browse", "Whose voice"),
        ("The study", "A map of the tensions"),
        ("Own documents", "A PDF, Word or text file"),
        ("For curators", "What the validator says"),
    ):
        page.get_by_test_id("stButtonGroup").get_by_text(room, exact=True).first.click()
        page.get_by_text(sign).first.wait_for(timeout=60_000)
        worker.settle()
        yield f"library-{room.split()[-1].lower()}"
    _open(worker, "About", "What this is")
    yield "about"
    page.goto(worker.url)
    page.get_by_role("button", name="Carry on", exact=True).wait_for(timeout=60_000)
    worker.settle()
    yield "carry-on"
    page.evaluate("() => { window.__before = true; window.__hfLapse.last = 0; window.__hfLapse.look(); }")  # as if nobody had been here for long
    page.wait_for_function("() => !window.__before && document.querySelector('#hf-cover')", timeout=60_000)
    yield "over"
    page.get_by_role("button", name="Start afresh").click()
    page.get_by_text("nothing of it is kept").first.wait_for(timeout=60_000)
    worker.settle()
    yield "afresh"


def take(browser: Browser, url: str, seen: Callable[[Worker, str, str, str], None], only: str = "") -> None:
    """Call `seen(worker, width, theme, state)` for every state, at both widths, in both themes."""
    for theme in ("light", "dark"):
        for width, (across, down) in WIDTHS.items():
            worker = Worker(browser, url, across, down, theme)
            for state in states(worker):
                if only in state:
                    seen(worker, width, theme, state)
            worker.close()


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "gallery")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data, sync_playwright() as playwright:
        root = Path(__file__).parents[2]
        app = App(root / "data" if (root / "data").exists() else Path(data), Path(data) / "log")
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium") or "", args=FLAGS)
        try:
            take(
                browser,
                app.url,
                lambda worker, width, theme, state: print(
                    worker.page.screenshot(path=folder / f"{state}-{width}-{theme}.png") and f"{state} {width} {theme}", flush=True
                ),
                sys.argv[2] if len(sys.argv) > 2 else "",
            )
        finally:
            browser.close()
            app.stop()


if __name__ == "__main__":
    main()
