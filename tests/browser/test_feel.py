"""For hands that use no mouse, for ears, for a bad line, and for paper."""

import re
import socket
import subprocess
import threading

import pytest

from tests.browser.conftest import Worker

FIRST = "She rings me on Sundays and I always pick up because I know there's nobody else. My sister asked who it was and I said, nobody."
SECOND = "Ashamed I suppose. I didn't want to explain her to my sister."
FOCUS = """() => { const e = document.activeElement; let seen = false;
  for (let box = e, n = 0; box && n < 6; box = box.parentElement, n++) seen = seen || getComputedStyle(box).outlineStyle !== 'none';
  return [(e.getAttribute('aria-label') || e.textContent || e.getAttribute('placeholder') || e.tagName).trim().slice(0, 60), seen, e.tagName]; }"""


def tab_to(page, name: str, most: int = 60, key: str = "Tab") -> list[str]:
    """Press Tab until what is named has the focus; what was passed on the way. Each stop must be seen."""
    passed = []
    for _ in range(most):
        page.keyboard.press(key)
        label, seen, tag = page.evaluate(FOCUS)
        if tag not in ("BODY", "HTML"):
            assert seen, f"the focus cannot be seen on {label!r}"
        if re.search(name, label):
            return passed
        passed.append(label)
    raise AssertionError(f"no way to {name!r} by keyboard: {passed}")


def test_a_journey_by_keyboard_alone(worker):
    page = worker.page
    passed = tab_to(page, "Your case, without names")
    assert [p for p in passed if p in ("Hide the screen", "Clear everything", "The Sunday phone call")]
    page.keyboard.type(FIRST)
    page.keyboard.press("Enter")
    page.get_by_text("Before this goes further").first.wait_for(timeout=60_000)
    worker.settle()
    tab_to(page, "Carry on with this")
    page.keyboard.press("Enter")
    page.locator(".hf-stage").first.wait_for(timeout=90_000)
    worker.settle()
    order = tab_to(page, "Say as much or as little")
    assert any("Why this?" in stop for stop in order)
    page.keyboard.type(SECOND)
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.querySelectorAll('.hf-said').length === 2", timeout=60_000)
    worker.settle()
    tab_to(page, "Hide the screen", key="Shift+Tab")
    page.keyboard.press("Enter")
    page.get_by_role("dialog", name="The screen is hidden").wait_for()
    assert page.evaluate(FOCUS)[0] == "Show the screen"
    page.keyboard.press("Enter")
    assert page.get_by_role("dialog").count() == 0 and page.evaluate(FOCUS)[0] == "Hide the screen"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("Cleared. Nothing of it is left here").first.wait_for(timeout=20_000)


def test_each_reply_is_said_by_one_region_that_stays(worker):
    page = worker.page
    worker.settle()
    page.evaluate("window.__first = document.getElementById('hf-live')")
    for text, check in ((FIRST, True), (SECOND, False)):
        worker.say(text, check=check)
        reply = page.locator(".hf-said").last.inner_text().replace("\n", " ")
        page.wait_for_function("t => document.getElementById('hf-live').textContent === t", arg=f"How Far to Go: {reply}", timeout=10_000)
    assert (
        page.evaluate("window.__first.isConnected && window.__first === document.getElementById('hf-live') && window.__first.getAttribute('aria-live')")
        == "polite"
    )
    assert page.locator("[aria-live]").count() == page.locator("#hf-live[aria-live], [data-testid] [aria-live]").count()
    worker.send("He said he'd took 30 paracetamol on Friday.")
    page.wait_for_function("() => document.getElementById('hf-live').textContent.startsWith('Before anything else')", timeout=20_000)


def read_aloud(page) -> list[str]:
    """The page as a screen reader walks it: roles and names, in order."""
    nodes = {n["nodeId"]: n for n in page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]}
    said, waiting = [], [next(iter(nodes))]
    while waiting:
        node = nodes[waiting.pop()]
        waiting += [child for child in reversed(node.get("childIds", [])) if child in nodes]
        role, name = node.get("role", {}).get("value", ""), node.get("name", {}).get("value", "")
        if not node.get("ignored") and role in ("heading", "StaticText", "button", "textbox", "DisclosureTriangle", "blockquote", "link") and name.strip():
            said.append(f"{role}: {name.strip()}")
    return said


def test_a_conversation_makes_sense_read_aloud(worker):
    worker.say(FIRST, check=True)
    worker.say(SECOND)
    said = read_aloud(worker.page)
    speakers = [line for line in said if line in ("heading: You", "heading: How Far to Go")]
    assert speakers[0] == "heading: How Far to Go"  # the title; then turn and turn about
    assert speakers[1:] == ["heading: You", "heading: How Far to Go"] * 2
    first = said.index("heading: You")
    assert said[first:].index(f"StaticText: {FIRST}") < said[first:].index("heading: How Far to Go") < said[first:].index(f"StaticText: {SECOND}")
    assert any(line.startswith("DisclosureTriangle: Why this?") for line in said)
    assert [line for line in said if line.startswith("textbox")]
    assert not [line for line in said if re.search(r"arrow|expand_more|keyboard_", line)]  # names of icons


def test_what_is_new_is_read_from_its_beginning(browser, app):
    """On a phone, where the page would go to its end by itself; and it stays where the reader puts it."""
    worker = Worker(browser, app.url, 360, 640)
    page = worker.page
    top = "e => e.getBoundingClientRect().top"
    worker.say(FIRST, check=True)
    page.wait_for_timeout(2500)
    assert 0 <= page.locator(".hf-latest").last.evaluate(top) < 160
    worker.send("He said he'd took 30 paracetamol on Friday.")
    page.get_by_role("button", name="I can't reach anyone").first.wait_for(timeout=60_000)
    page.wait_for_timeout(2500)
    assert 0 <= page.locator(".hf-card").first.evaluate(top) < 160
    page.mouse.move(180, 300)
    page.mouse.wheel(0, 260)
    page.wait_for_timeout(600)
    before = page.locator(".hf-card").first.evaluate(top)
    page.wait_for_timeout(2000)
    assert before < 0 and abs(page.locator(".hf-card").first.evaluate(top) - before) < 2
    worker.close()


class Line:
    """A line between a browser and the app that can be cut: while it is, nothing goes through and nobody can connect."""

    def __init__(self, port: int) -> None:
        self.port, self.cut, self.pairs = port, threading.Event(), []
        self.door = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.door.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                near, _ = self.door.accept()
            except OSError:
                return
            if self.cut.is_set():
                near.close()
                continue
            far = socket.create_connection(("127.0.0.1", self.port))
            self.pairs.append((near, far))
            for one, other in ((near, far), (far, near)):
                threading.Thread(target=self._carry, args=(one, other), daemon=True).start()

    def _carry(self, one: socket.socket, other: socket.socket) -> None:
        try:
            while data := one.recv(65536):
                other.sendall(data)
        except OSError:
            pass
        for end in (one, other):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def drop(self) -> None:
        self.cut.set()
        for pair in self.pairs:
            for end in pair:
                try:
                    end.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass
        self.pairs.clear()

    def mend(self) -> None:
        self.cut.clear()


@pytest.mark.parametrize("seconds", [8])
def test_a_dropped_line_loses_neither_the_talk_nor_what_is_being_typed(browser, app, seconds):
    line = Line(app.port)
    worker = Worker(browser, line.url)
    worker.say(FIRST, check=True)
    worker.box.fill("Half a sentence that I was still typing")
    line.drop()
    worker.page.wait_for_timeout(seconds * 1000)
    line.mend()
    worker.page.locator('[data-testid="stApp"][data-test-connection-state="CONNECTED"]').wait_for(timeout=90_000)
    assert worker.box.input_value() == "Half a sentence that I was still typing"
    worker.box.press("Enter")
    worker.page.wait_for_function("() => document.querySelectorAll('.hf-said').length === 2", timeout=60_000)
    assert FIRST in worker.words()
    worker.close()
    line.door.close()


def test_it_prints_as_a_conversation_and_nothing_else(worker, tmp_path):
    worker.say(FIRST, check=True)
    worker.say(SECOND)
    worker.say("It costs me my Sunday, and my husband has noticed the phone in my hand.")
    asked = [re.sub(r"\s+", " ", t) for t in worker.page.locator(".hf-said").all_inner_texts()]
    worker.page.pdf(path=tmp_path / "talk.pdf", format="A4")
    text = re.sub(r"\s+", " ", subprocess.run(["pdftotext", "-layout", tmp_path / "talk.pdf", "-"], capture_output=True, text=True, check=True).stdout)
    assert all(part in text for part in ("She rings me on Sundays", "Ashamed I suppose", "It costs me my Sunday", *asked))
    assert not [word for word in ("Clear everything", "Another reply", "Hide the screen", "Say as much") if word in text]


@pytest.mark.parametrize("width, height", [(640, 450), (320, 256)])
def test_enlarged_twice_and_four_times_nothing_lies_over_the_words(browser, app, width, height):
    worker = Worker(browser, app.url, width, height)
    worker.say(FIRST, check=True)
    page = worker.page
    assert (
        page.evaluate(
            "Math.max(...[...document.querySelectorAll('html, [data-testid=stMain], [data-testid=stAppScrollToBottomContainer]')].map(e => e.scrollWidth - e.clientWidth))"
        )
        <= 0
    )
    page.locator(".hf-said").last.scroll_into_view_if_needed()
    covered = page.evaluate("""() => { const e = [...document.querySelectorAll('.hf-said')].pop(), r = e.getBoundingClientRect();
      const at = document.elementFromPoint(r.x + 20, r.y + r.height / 2); return !(at && (at === e || e.contains(at) || at.contains(e))); }""")
    assert not covered
    worker.close()
