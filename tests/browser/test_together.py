"""Whole peer sessions: on one screen, and with several phones at once, on SQLite and on PostgreSQL."""

import re

import pytest

from knowledge.library import load
from tests.browser.conftest import App, Worker, unfold
from tests.browser.looking import what_is_wrong
from tests.rooms.conftest import postgres  # noqa: F401  (a fixture)

PROTOCOLS = load().protocols


def at_together(browser, url, width=1100, height=1400):
    worker = Worker(browser, url, width, height)
    worker.page.goto(url + "/together")
    worker.page.get_by_role("button", name="Start this one").first.wait_for(timeout=60_000)
    worker.page.wait_for_timeout(800)
    return worker


def the_one(page, label: str):
    """The box with that label, once the one that it replaces has gone from the page."""
    page.wait_for_timeout(500)
    box = page.get_by_label(label)
    for _ in range(100):
        if box.count() == 1:
            break
        page.wait_for_timeout(100)
    return box.last


def next_step(page, protocol: str, number: int) -> None:
    page.get_by_role("button", name="Next step").first.click()
    page.locator(".hf-step", has_text=PROTOCOLS[protocol].steps[number].title).first.wait_for(timeout=60_000)


def test_one_screen_from_the_agreement_to_the_end(browser, app):
    worker = at_together(browser, app.url)
    page = worker.page
    try:
        assert "no phones in this" in worker.words()
        page.locator(".st-key-start_quick button").click()
        page.get_by_text("Is anyone's line manager here?").first.wait_for(timeout=60_000)
        assert page.locator(".hf-clock").inner_text() == "2:00"
        page.get_by_role("button", name="Start the clock").first.click()
        page.locator(".hf-clock", has_text=re.compile("^1:")).wait_for(timeout=60_000)
        page.get_by_role("button", name="Pause").first.click()
        page.get_by_role("button", name="Start the clock").first.wait_for(timeout=60_000)
        for number in (1, 2, 3):
            next_step(page, "quick", number)
        the_one(page, "Or one line's gist").fill("Shona in Maryhill rings me every weekend and I pick up")
        the_one(page, "Or one line's gist").press("Tab")
        page.get_by_role("button", name="Find what it is about").first.click()
        page.get_by_text("so it went no further").first.wait_for(timeout=60_000)
        worker.settle()
        the_one(page, "Or one line's gist").fill("She rings me every weekend and I always pick up")
        the_one(page, "Or one line's gist").press("Tab")
        page.get_by_role("button", name="Find what it is about").first.click()
        page.locator(".hf-aloud").first.wait_for(timeout=60_000)
        assert "On the other side" in worker.words() and "Richardson 2020" in worker.words() and "pick up" not in worker.words()
        next_step(page, "quick", 4)
        page.get_by_label("Place 2").fill("3")
        page.get_by_label("Place 2").press("Tab")
        page.get_by_text("3 hands").first.wait_for(timeout=60_000)
        page.get_by_role("button", name="The presenter wants to stop").first.click()
        page.get_by_text("The presenter has asked to stop").first.wait_for(timeout=60_000)
        page.reload()
        page.locator(".hf-step", has_text="The line").first.wait_for(timeout=60_000)  # back where it was
        for number in (5, 6):
            next_step(page, "quick", number)
        assert page.get_by_role("button", name="Next step").count() == 0
        unfold(page, "End it, and the key to come back with")
        page.get_by_role("button", name="End and delete everything").first.click()
        page.get_by_role("button", name="Start this one").first.wait_for(timeout=60_000)
        assert "every weekend" not in app.said() and "Shona" not in app.said()
    finally:
        worker.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def hosted(request, tmp_path, data_dir, engine):
    """The app with an address of its own, started again half-way by `again()`."""
    address = request.getfixturevalue("postgres")[0] if request.param == "postgresql" else f"sqlite:///{tmp_path / 'rooms.sqlite3'}"
    settings = {"DATABASE_URL": address, "ROOM_SECRET": "for a test", "PUBLIC_URL": "http://phones.invalid"}
    running = [App(data_dir, tmp_path / "one.log", **settings)]

    def again() -> App:
        running[-1].stop()
        running.append(App(data_dir, tmp_path / f"{len(running)}.log", running[0].port, **settings))
        return running[-1]

    yield running[0], again
    running[-1].stop()


def test_phones_through_a_whole_action_learning_set(browser, hosted):
    app, again = hosted
    desk = at_together(browser, app.url)
    page, guests = desk.page, []
    try:
        page.locator(".st-key-start_action-learning button").click()
        page.get_by_text("Phones: the code").first.wait_for(timeout=60_000)
        unfold(page, "Phones: the code")
        page.locator(".hf-qr").wait_for(timeout=60_000)
        code = re.sub(r"\s", "", page.locator(".hf-code").first.inner_text())
        for _ in range(5):
            context = browser.new_context(viewport={"width": 360, "height": 740})
            guest = context.new_page()
            guest.goto(f"{app.url}/?room={code}")
            guest.get_by_role("button", name="Join").first.click(timeout=60_000)
            guest.get_by_text("Everything in this room is deleted").first.wait_for(timeout=60_000)
            assert guest.evaluate("document.documentElement.scrollWidth") <= 360
            guests.append(guest)
        page.get_by_text("5 here.").first.wait_for(timeout=60_000)
        guests[0].get_by_role("button", name="I am presenting").first.click()
        guests[0].get_by_role("button", name="I want to stop").first.wait_for(timeout=60_000)
        for number in (1, 2, 3):
            next_step(page, "action-learning", number)
        writing = guests[1]
        writing.get_by_label("An open question").fill("Have you thought about telling your manager?", timeout=60_000)
        writing.get_by_role("button", name="Give it").first.click()
        writing.get_by_text("There is a suggestion in this one").first.wait_for(timeout=60_000)
        assert writing.get_by_label("An open question").input_value().startswith("Have you thought")
        the_one(writing, "An open question").fill("What did you feel when the phone went?")
        writing.get_by_role("button", name="Give it").first.click()
        writing.get_by_text("Given: What did you feel").first.wait_for(timeout=60_000)
        the_one(guests[2], "An open question").fill("He has tablets saved and will take them all tonight")
        guests[2].get_by_role("button", name="Give it").first.click()
        guests[2].get_by_text("Only you see this").first.wait_for(timeout=60_000)
        assert "tablets" not in page.locator("body").inner_text()
        again()  # the app goes down in mid-session and comes back
        for one in (page, *guests):
            one.reload()
            one.locator(".hf-step", has_text="Writing questions").first.wait_for(timeout=60_000)
        writing.get_by_text("Given: What did you feel").first.wait_for(timeout=60_000)
        guests[0].get_by_role("button", name="I want to stop").first.wait_for(timeout=60_000)
        next_step(page, "action-learning", 4)
        page.get_by_text("What did you feel when the phone went?").first.wait_for(timeout=60_000)
        for number in (5, 6):
            next_step(page, "action-learning", number)
        for guest in guests:
            guest.get_by_role("button", name="Put my mark there").first.click(timeout=60_000)
            guest.get_by_text("Your mark is on the line").first.wait_for(timeout=60_000)
        page.get_by_text("5 have marked the line.", exact=True).first.wait_for(timeout=60_000)
        page.locator(".hf-spread").first.wait_for(timeout=60_000)
        assert what_is_wrong(guests[1], headings=False) == [] == what_is_wrong(page)
        guests[0].get_by_role("button", name="I want to stop").first.click()
        page.get_by_text("The presenter has asked to stop").first.wait_for(timeout=60_000)
        unfold(page, "Phones: the code")  # folded by the reload
        page.locator(".st-key-remove_4 button").click()
        guests[3].get_by_text("your seat was taken away").first.wait_for(timeout=60_000)
        page.locator(".st-key-over_5 button").click()
        guests[4].get_by_role("button", name="Start the clock").first.wait_for(timeout=60_000)
        page.get_by_role("button", name="Start this one").first.wait_for(timeout=60_000)
        unfold(guests[4], "End it, and the key to come back with")
        guests[4].get_by_role("button", name="End and delete everything").first.click()
        for guest in guests:
            guest.get_by_role("button", name="Join").first.wait_for(timeout=60_000)
        assert not any("What did you feel" in (app.log.parent / name).read_text() for name in ("one.log", "1.log"))
    finally:
        desk.close()
        for guest in guests:
            guest.context.close()
