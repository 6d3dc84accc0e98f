"""From the first line to the page that is taken away, in a real browser on the real app."""

import re

from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.browser.conftest import Worker, unfold

CASE = "Jimmy rings me on Sundays now. Only for ten minutes, and I always pick up because I know there's nobody else in Govan for him. My sister asked who it was and I didn't want to say."
LATER = [
    "Ashamed I suppose. He's not nobody. But I didn't want to explain him.", "It costs me my Sunday, and my husband has noticed the phone in my hand.", "I think the line was when I gave him the number.",
    "My colleague wouldn't have. One of her phones goes in a drawer on a Friday.", "He'd say I'm like a daughter to him.",
]  # fmt: skip


def test_the_whole_journey(worker, app):
    page = worker.page
    worker.send(CASE)
    page.get_by_text("Before this goes further").first.wait_for(timeout=60_000)
    assert page.locator("del").all_inner_texts() == ["Jimmy", "Govan"]
    page.get_by_role("button", name="Carry on with this").first.click()
    page.locator(".hf-stage").first.wait_for(timeout=90_000)
    assert "[person A]" in worker.words() and "Jimmy" not in worker.words()
    assert page.locator("details.hf-voice").count() <= 3 and page.locator("details.hf-voice[open]").count() == 0
    said = [page.locator(".hf-said").last.inner_text()]
    for line in LATER:
        worker.say(line)
        said.append(page.locator(".hf-said").last.inner_text())
    assert len(said) == len(set(said))
    unfold(page, "Take it away")
    page.get_by_label("What I will do").first.wait_for(timeout=60_000)
    assert page.get_by_label("The question it came down to").input_value().endswith("?")
    page.get_by_label("What I will do").fill("Say it is the weekday phone now")
    page.get_by_label("Who I will take it to, by role").fill("another link worker")
    page.get_by_label("Who I will take it to, by role").press("Tab")
    worker.settle()
    page.get_by_text("I have asked myself whether someone local").click()
    worker.settle()
    with page.expect_download(timeout=60_000) as download:
        page.get_by_role("button", name="Download as Markdown").first.click()
    made = open(download.value.path(), encoding="utf-8").read()
    assert "weekday phone" in made and "another link worker" in made and "not that record" in made and "Jimmy" not in made
    assert "have told nobody" in made
    for typed in (CASE, *LATER, "weekday phone"):
        assert typed[:30] not in app.said()


LONG = (
    "I've not told my manager how often I see her. She rings me most nights and I always answer. "
    "He's been on the list for psychology for a year. I can't sleep for thinking about it."
)


def test_what_else_was_heard_is_taken_up_with_a_tap(worker):
    page = worker.page
    worker.say(LONG, check=True)
    chips = page.locator(".st-key-also button")
    assert 1 <= chips.count() <= 3
    label = chips.first.inner_text()
    before = page.locator(".hf-said").count()
    chips.first.click()
    page.wait_for_function("n => document.querySelectorAll('.hf-said').length > n", arg=before, timeout=60_000)
    worker.settle()
    assert page.locator(".hf-took").last.inner_text().lower() == label.lower()
    assert label not in page.locator(".st-key-also").all_inner_texts()


def test_not_that_takes_it_back_and_why_this_says_why(worker, app):
    page = worker.page
    worker.say("I've been seeing him for two years now.", check=True)
    unfold(page, "Why this?")
    assert "It was taken for" in worker.words() and "Nobody has reviewed them yet" in worker.words()
    page.get_by_role("button", name="Not that").first.click()
    page.wait_for_function("() => document.querySelectorAll('.hf-said').length > 1", timeout=60_000)
    worker.settle()
    assert page.get_by_role("button", name="Not that").count() == 0
    choices = page.locator(".st-key-readings button")
    if choices.count():
        page.get_by_role("button", name="Neither of these").first.click()
        page.wait_for_function("() => document.querySelectorAll('.hf-said').length > 2", timeout=60_000)
        worker.settle()
    assert "two years" not in app.said()


def test_the_message_stands_on_the_page_at_once(worker):
    worker.say("I've been seeing him for two years now.", check=True)
    worker.page.evaluate("""() => { window.seen = []; new MutationObserver(() => { const t = document.body.innerText;
        if (t.includes('marigolds')) window.seen.push(document.querySelectorAll('.hf-said').length); }).observe(document.body, {childList: true, subtree: true}); }""")
    worker.say("She grows marigolds on the sill and tells me I'm the only one who notices.")
    assert worker.page.evaluate("window.seen[0]") == 1  # the worker's words were there before a second reply was


def test_a_refresh_brings_it_back_after_one_press(worker):
    worker.say(CASE, check=True)
    worker.page.reload()
    worker.page.get_by_text("A conversation was open in this tab").first.wait_for(timeout=60_000)
    assert "[person A]" not in worker.words()
    worker.page.get_by_role("button", name="Carry on").first.click()
    worker.page.locator(".hf-stage").first.wait_for(timeout=60_000)
    assert "[person A]" in worker.words()
    assert worker.page.url.rstrip("/") == worker.url


def test_clearing_ends_it_now(worker):
    worker.say(CASE, check=True)
    worker.page.get_by_role("button", name="Clear everything").first.click()
    worker.page.get_by_text("Cleared. Nothing of it is left here").first.wait_for(timeout=60_000)
    worker.page.reload()
    worker.page.get_by_text("Bring a case that is going round your head").first.wait_for(timeout=60_000)
    worker.page.wait_for_timeout(1500)
    assert "[person A]" not in worker.words() and worker.page.get_by_role("button", name="Carry on").count() == 0


def test_two_workers_never_see_each_others_words(browser, app):
    one, two = Worker(browser, app.url), Worker(browser, app.url)
    one.say("She keeps bringing me cakes and I never know what to say to her about it.", check=True)
    two.say("He has missed five appointments and I keep his Thursday slot for him.", check=True)
    one.say("My manager would laugh at the cakes.")
    assert "Thursday slot" not in one.words() and "cakes" not in two.words()
    one.close()
    two.close()


def tab_to_the_box(page):
    for _ in range(60):
        if page.evaluate("document.activeElement.getAttribute('data-testid')") == "stChatInputTextArea":
            return
        page.keyboard.press("Tab")
    raise AssertionError("sixty tabs do not reach the box")


def test_keyboard_only(worker):
    page = worker.page
    tab_to_the_box(page)
    page.keyboard.type("She waits for psychology and I see her every week, and it has turned into the thing itself.")
    page.keyboard.press("Enter")
    check = page.get_by_text("Before this goes further").first
    try:
        check.wait_for(timeout=30_000)
    except PlaywrightTimeout:  # a press that fell between two runs of the page: a person would go back to the box, where the words still are, and press again
        assert worker.box.input_value(), worker.words()
        tab_to_the_box(page)
        page.keyboard.press("Enter")
        check.wait_for(timeout=60_000)
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.tagName === 'BUTTON' && document.activeElement.innerText.includes('Carry on with this')"):
            break
    page.keyboard.press("Enter")
    page.locator(".hf-stage").first.wait_for(timeout=90_000)
    worker.settle()
    assert page.locator("details.hf-voice summary").first.evaluate("one => { one.focus(); return document.activeElement === one; }")
    page.keyboard.press("Enter")
    assert page.locator("details.hf-voice[open]").count() == 1


def test_the_screen_can_be_hidden(worker):
    worker.say(CASE, check=True)
    worker.page.get_by_role("button", name="Hide the screen").first.click()
    worker.page.get_by_text("The screen is hidden").first.wait_for()
    assert worker.page.evaluate("document.querySelector('[data-testid=stApp]').inert")
    worker.page.get_by_role("button", name="Show the screen").first.click()
    assert "[person A]" in worker.words()


def test_a_phone_shows_it_all_without_sideways_scrolling(browser, app):
    phone = Worker(browser, app.url, width=360, height=740)
    phone.say(CASE, check=True)
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= 360
    assert phone.page.get_by_role("button", name=re.compile("Clear everything")).is_visible()
    phone.close()


def test_about_says_what_it_is(worker):
    worker.page.get_by_role("link", name="About").first.click()
    worker.page.get_by_text("Not yet reviewed by a link worker").first.wait_for(timeout=60_000)
    assert "116 123" in worker.words() and "check before relying on it" in worker.words()
