"""The risk card and its buttons, and what happens to input that cannot be taken."""

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from tests.browser.conftest import App, Worker

DANGER = "She said she wants to go to sleep and not wake up, and I said I'd ring tomorrow."


def test_the_card_comes_first_and_stays_until_something_is_done(worker):
    page = worker.page
    worker.send(DANGER)
    page.get_by_text("Somebody's life may be at risk").first.wait_for(timeout=30_000)
    assert "999" in worker.words() and page.locator(".hf-said").count() == 0 and "Before this goes further" not in worker.words()
    page.get_by_role("button", name="I can't reach anyone").first.click()
    page.get_by_text("If you cannot reach anyone").first.wait_for()
    assert page.locator(".hf-said").count() == 0
    page.get_by_role("button", name="Someone who can act knows").first.click()
    page.get_by_role("button", name="Carry on with this").first.click()
    page.locator(".hf-stage").first.wait_for(timeout=90_000)
    worker.settle()  # what was replaced has gone
    assert "not wake up" not in page.locator(".hf-said").last.inner_text()
    assert page.get_by_text("Who to call").count() == 1
    worker.say("She still says she wants to go to sleep and not wake up, but the GP has seen her.")


@pytest.mark.parametrize("button", ["That's not what I meant", "It happened before and was passed on"])
def test_the_other_ways_on(worker, button):
    worker.send(DANGER)
    worker.page.get_by_role("button", name=button).first.click(timeout=30_000)
    worker.page.get_by_role("button", name="Carry on with this").first.click()
    worker.page.locator(".hf-stage").first.wait_for(timeout=90_000)


def test_made_up_is_offered_to_invented_cases_alone(worker):
    worker.send(DANGER)
    worker.page.get_by_text("Somebody's life may be at risk").first.wait_for(timeout=30_000)
    assert worker.page.get_by_role("button", name="Made-up case").count() == 0
    worker.page.get_by_role("button", name="Take me back without sending it").first.click()
    worker.page.wait_for_function("t => document.querySelector('[data-testid=stChatInputTextArea]').value === t", arg=DANGER)
    worker.page.get_by_role("button", name="Clear everything").first.click()
    worker.page.get_by_role("button", name="Ten months on a list").first.click()
    worker.page.get_by_role("button", name="Carry on with this").first.click(timeout=30_000)
    worker.page.locator(".hf-stage").first.wait_for(timeout=90_000)
    worker.send(DANGER)
    worker.page.get_by_role("button", name="Made-up case").first.click(timeout=30_000)


def test_the_workers_own_conduct_waits_for_a_person(worker):
    worker.send("I've been lending him money, about two hundred now, and I've told nobody.")
    worker.page.get_by_text("This needs a person, soon").first.wait_for(timeout=30_000)
    assert "union or HR contact" in worker.words() and worker.page.locator("details.hf-voice").count() == 0


def test_the_workers_own_safety(worker):
    worker.send("I keep thinking everyone would be better off if I wasn't here.")
    worker.page.get_by_text("This is about you").first.wait_for(timeout=30_000)
    assert "Samaritans" in worker.words() and "protection lead" not in worker.words()


def test_a_long_paste_is_counted_and_stays(worker):
    page, text = worker.page, "a long story about her and the list " * 556
    page.evaluate("t => navigator.clipboard.writeText(t)", text[:20_000])
    worker.box.click()
    page.keyboard.press("Control+V")
    page.keyboard.press("Enter")
    page.get_by_text("20,000 characters").or_(page.get_by_text("19,999 characters")).first.wait_for(timeout=30_000)
    page.wait_for_function("() => document.querySelector('[data-testid=stChatInputTextArea]').value.length > 19000", timeout=10_000)


@pytest.mark.parametrize("text", ["hello", "🙂🙂🙂", "Ta kobieta dzwoni do mnie każdego dnia i nie wiem, co mam z tym zrobić"])
def test_a_plain_sentence_and_the_text_is_still_there(worker, text):
    worker.send(text)
    worker.page.locator(".hf-notice").first.wait_for(timeout=30_000)
    worker.page.wait_for_function("t => document.querySelector('[data-testid=stChatInputTextArea]').value === t", arg=text)


HERE = "https://evil.example"
ELEMENTS = [
    f"![x]({HERE}/a.png) <img src={HERE}/b.png onerror=alert(1)> <picture><source srcset={HERE}/c.png></picture> <svg onload=alert(2)><image href={HERE}/d.png /></svg>",
    f"<script src={HERE}/e.js></script> <iframe src={HERE}/f></iframe> <object data={HERE}/g></object> <embed src={HERE}/h> <video src={HERE}/i.mp4 autoplay></video>",
    f"[link]({HERE}) <a href={HERE}>x</a> {HERE}/j <form action={HERE}><button>x</button></form> <meta http-equiv=refresh content='0;url={HERE}'> <base href={HERE}>",
    f"<style>@import url({HERE}/k.css); body{{background:url({HERE}/l.png)}}</style> <link rel=stylesheet href={HERE}/m.css> <p style='background:url({HERE}/n.png)'>x</p>",
    "| a | b |\n|---|---|\n| c | d |\n\n# heading\n\n- list\n\n> quote\n\n```\ncode\n```\n\n$$x^2$$ :material/home: :red[x] **bold** \u202e turned \u200b",
]
ACTIVE = ", ".join(
    f"{place} {tag}"
    for place in (".hf-you", ".hf-said", ".hf-ids")
    for tag in (
        "img",
        "a",
        "table",
        "script",
        "iframe",
        "object",
        "embed",
        "video",
        "svg",
        "form",
        "style",
        "link",
        "meta",
        "h1",
        "li",
        "code",
        "blockquote",
        ".katex",
        "strong",
    )
)


def test_markup_is_shown_as_text_and_nothing_is_fetched(worker):
    """Each kind of element, in the check for identifiers, in the message and in the reply; the fixture counts requests that are not ours."""
    alerts = []
    worker.page.on("dialog", lambda dialog: (alerts.append(1), dialog.dismiss()))
    for number, element in enumerate(ELEMENTS):
        worker.send(
            f"She rings me every day and I always pick up, it is the {number + 1}th week. {element} What she wants is company, and I have only an hour."
        )
        worker.settle()
        assert worker.page.locator(ACTIVE).count() == 0
        worker.pass_check(number)
        worker.settle()
        assert worker.page.locator(ACTIVE).count() == 0
    assert "<script" in worker.words() and "onerror" in worker.words() and not alerts and not worker.strays
    assert worker.page.locator('a[href*="evil"], img[src*="evil"], [style*="evil"]').count() == 0


@pytest.mark.parametrize(("hour", "minute", "state"), [(17, 59, "closed now"), (18, 0, "open now")])
def test_out_of_hours_at_six_in_the_evening(browser, data_dir, engine, tmp_path, hour, minute, state):
    clock = tmp_path / "clock"
    clock.mkdir()
    (clock / "sitecustomize.py").write_text(
        "import os, sys; sys.path.insert(0, os.getcwd())\n"
        "if 'streamlit' in ' '.join(sys.orig_argv):\n"
        "    import datetime, screens.gates as gates\n"
        "    class Wednesday(datetime.datetime):\n"
        "        @classmethod\n"
        f"        def now(cls, tz=None): return datetime.datetime(2026, 11, 25, {hour}, {minute}, tzinfo=tz)\n"
        "    gates.datetime = Wednesday\n"
    )
    running = App(data_dir, tmp_path / "app.log", PYTHONPATH=str(clock), LOCAL_SOCIAL_WORK="0141 496 0000")
    try:
        worker = Worker(browser, running.url)
        worker.send(DANGER)
        worker.page.get_by_role("button", name="I can't reach anyone").first.click(timeout=60_000)
        worker.page.get_by_text("If you cannot reach anyone").first.wait_for()
        worker.settle()
        line = next(row for row in worker.words().splitlines() if "Breathing Space" in row)
        assert state in line and "0800 83 85 87" in line
        assert all(number in worker.words() for number in ("999", "111", "101", "116 123", "0300 343 1505"))
        assert worker.page.locator(".hf-said").count() == 0 and worker.page.get_by_role("button", name="Someone who can act knows").count() >= 1
        worker.close()
    finally:
        running.stop()


def test_a_fault_in_a_step_shows_a_sentence_keeps_the_text_and_prints_none_of_it(browser, data_dir, engine, tmp_path):
    faults = tmp_path / "faults"
    faults.mkdir()
    (faults / "sitecustomize.py").write_text(
        "import os, sys; sys.path.insert(0, os.getcwd())\n"
        "if 'streamlit' in ' '.join(sys.orig_argv):\n"
        "    from rag.exchanges.choose import Chooser\n"
        "    real = Chooser.reply\n"
        "    def reply(self, talk, text, understood):\n"
        "        if 'marmalade' in text: raise RuntimeError(text)\n"
        "        return real(self, talk, text, understood)\n"
        "    Chooser.reply = reply\n"
        "    import rag.intake.gate as gate\n"
        "    found = gate.find_identifiers\n"
        "    def find_identifiers(text):\n"
        "        if 'treacle' in text: raise RuntimeError(text)\n"
        "        return found(text)\n"
        "    gate.find_identifiers = find_identifiers\n"
    )
    running = App(data_dir, tmp_path / "app.log", PYTHONPATH=str(faults))
    try:
        worker = Worker(browser, running.url)
        for text, part in (
            ("She brings me marmalade every week and I never say no to her.", "not your doing"),
            ("She brings me treacle every week and I never say no to her.", "check for identifiers did not work"),
        ):
            worker.send(text)
            if "marmalade" in text:
                worker.page.get_by_role("button", name="Carry on with this").first.click(timeout=60_000)
            worker.page.get_by_text(part).first.wait_for(timeout=90_000)
            worker.page.wait_for_function("t => document.querySelector('[data-testid=stChatInputTextArea]').value === t", arg=text)
        assert "marmalade" not in running.said() and "treacle" not in running.said() and '"kind": "RuntimeError"' in running.said()
        worker.close()
    finally:
        running.stop()


def test_an_index_that_cannot_be_built_says_so(browser, tmp_path):
    blocked = tmp_path / "blocked"
    blocked.write_text("a file, not a folder")
    running = App(blocked, tmp_path / "app.log")
    try:
        worker = Worker(browser, running.url)
        worker.send("She rings on Sundays and I always pick up because there's nobody else.")
        worker.page.get_by_role("button", name="Carry on with this").first.click(timeout=60_000)
        worker.page.get_by_text("cannot write to its data folder").first.wait_for(timeout=90_000)
        worker.page.wait_for_function("() => document.querySelector('[data-testid=stChatInputTextArea]').value.startsWith('She rings')")
        worker.close()
    finally:
        running.stop()


def test_another_sites_page_gets_no_line_to_the_app(app):
    address = f"ws://127.0.0.1:{app.port}/_stcore/stream"
    with connect(address, subprotocols=["streamlit"], origin=f"http://127.0.0.1:{app.port}"):
        pass
    for elsewhere in ("https://elsewhere.example", "null", f"http://127.0.0.1:{app.port + 1}"):
        with pytest.raises(InvalidStatus):
            connect(address, subprotocols=["streamlit"], origin=elsewhere)
