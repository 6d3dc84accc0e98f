"""Nobody has touched the page for thirty minutes: what was typed leaves it by itself. The browser's clock is moved by hand."""

import pytest

from tests.browser.conftest import unfold
from tests.browser.test_journey import CASE

HALF = "And then Morag from the practice"
GONE = "Thirty minutes have passed, and what you typed here has gone."
NOTICE = "Thirty minutes have passed. What was typed here has gone, and nothing of it is kept."


@pytest.fixture
def page(worker):
    """A page whose clock is in the test's hand from when it opens."""
    worker.page.goto("about:blank")  # while the clock is put in, the time is none
    worker.page.clock.install()
    worker.page.goto(worker.url)
    worker.page.get_by_text("Bring a case that is going round your head").first.wait_for(timeout=60_000)
    worker.settle()
    return worker.page


def covered(page) -> str:
    page.locator("#hf-cover").wait_for()
    return page.locator("#hf-cover > :first-child").inner_text()


def start_afresh(page) -> None:
    page.get_by_role("button", name="Start afresh").click()
    page.get_by_text(NOTICE).first.wait_for(timeout=60_000)


def test_a_conversation_and_what_is_half_typed_go_with_no_click_and_do_not_come_back(worker, page):
    worker.say(CASE, check=True)
    worker.box.fill(HALF)
    page.clock.fast_forward("29:00")
    assert covered(page).startswith("The screen is hidden")
    assert "[person A]" in page.content() and worker.box.input_value() == HALF
    page.clock.fast_forward("01:00")
    page.get_by_text(GONE).wait_for()
    for words in ("[person A]", "Jimmy", "rings me on Sundays", HALF, "The screen is hidden"):
        assert words not in page.content()
    assert page.locator("textarea").count() == 0 and page.evaluate("sessionStorage.getItem('how-far-to-go')") is None
    page.reload()
    page.get_by_text(GONE).wait_for(timeout=60_000)
    start_afresh(page)
    worker.settle()
    assert page.get_by_role("button", name="Carry on").count() == 0 and worker.box.input_value() == ""
    assert "[person A]" not in page.content() and "A conversation was open" not in worker.words()
    worker.say("She keeps bringing me cakes and I never know what to say to her about it.", check=True)
    assert NOTICE not in worker.words()


def test_the_page_goes_from_the_browsers_memory_too(worker, page):
    worker.box.fill(HALF)
    page.evaluate("window.before = true")
    page.clock.fast_forward("30:01")
    page.get_by_text(GONE).wait_for()
    page.clock.run_for(2000)
    page.wait_for_function("() => !window.before", timeout=60_000)
    page.get_by_text(GONE).wait_for(timeout=60_000)


def test_whoever_types_or_scrolls_is_there_and_is_not_disturbed(worker, page):
    page.goto(worker.url + "/prepare")
    unfold(page, "Bring a case of your own")
    case = page.get_by_label("The case, as a link worker might tell it")
    case.press_sequentially("He waits")
    for word in (" at the door", " every week", " and I let him in", " each time"):
        page.clock.fast_forward("09:00")
        case.press_sequentially(word)
        page.clock.run_for(1000)
        worker.settle()
    assert case.input_value() == "He waits at the door every week and I let him in each time"
    page.goto(worker.url + "/library")
    search = page.get_by_label("What are you looking for?")
    search.press_sequentially("sunday ")
    page.clock.fast_forward("02:00")
    search.press_sequentially("calls")
    page.clock.run_for(1000)
    worker.settle()
    assert search.input_value() == "sunday calls"


def test_it_goes_without_a_connection_and_the_page_begins_again_when_there_is_one(worker, page):
    worker.say(CASE, check=True)
    worker.box.fill(HALF)
    page.context.set_offline(True)
    page.clock.fast_forward("30:00")
    page.get_by_text(GONE).wait_for()
    assert "[person A]" not in page.content() and HALF not in page.content()
    page.get_by_role("button", name="Start afresh").click()
    page.get_by_text("There is no connection just now").wait_for()
    page.context.set_offline(False)
    page.clock.fast_forward("01:00")
    page.get_by_text(NOTICE).first.wait_for(timeout=60_000)
    assert worker.box.input_value() == "" and page.get_by_role("button", name="Carry on").count() == 0


@pytest.mark.parametrize("wake", ["focus", "pointer"])
def test_a_laptop_that_slept_shows_nothing_when_it_wakes(worker, page, wake):
    worker.say(CASE, check=True)
    page.clock.pause_at(page.evaluate("Date.now()") / 1000 + 1)
    page.clock.set_system_time(page.evaluate("Date.now()") / 1000 + 8 * 3600)  # without a single timer
    assert "[person A]" in page.content()
    if wake == "focus":
        page.evaluate("window.dispatchEvent(new Event('focus'))")
    else:
        page.mouse.move(200, 300)
        page.mouse.down()
    assert "[person A]" not in page.content() and covered(page) == GONE


def test_a_room_on_the_screen_goes_on(worker, page):
    page.goto(worker.url + "/together")
    page.locator(".st-key-start_quick button").click()
    page.locator(".hf-step").first.wait_for(timeout=60_000)
    worker.settle()
    page.clock.fast_forward("45:00")
    page.clock.run_for(2000)
    worker.settle()
    assert page.locator(".hf-step").count() == 1 and GONE not in page.content()
