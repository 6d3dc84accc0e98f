"""A trainer at the Prepare screen, and a worker who keeps a conversation and opens it again."""

import io
import re
import zipfile

from docx import Document

from tests.browser.conftest import Worker, unfold
from tests.browser.test_journey import CASE, LATER

PASSWORD = "four slow grey herons"


def at_the_desk(worker):
    worker.page.goto(worker.url + "/prepare")
    worker.page.get_by_text("The plan").first.wait_for(timeout=90_000)
    worker.settle()
    return worker.page


def titles(page) -> list[str]:
    return [t.split("\n")[0] for t in page.locator(".hf-part").all_inner_texts()]


def test_a_pack_is_chosen_changed_and_downloaded(worker, app):
    page = at_the_desk(worker)
    before = titles(page)
    assert before[0].startswith("0:00") and "Closing round" in before[-1]
    page.locator(".st-key-Later_study button").click()
    worker.settle()
    moved = titles(page)
    assert [re.sub(r"^[\d:]+ ", "", t) for t in moved[1:3]] == [re.sub(r"^[\d:]+ ", "", t) for t in before[2:0:-1]]
    page.locator(".st-key-out_framework button").click()
    worker.settle()
    assert len(titles(page)) == len(moved) - 1
    page.get_by_role("button", name="Make the pack").first.click()
    page.get_by_role("button", name="Download everything").first.wait_for(timeout=60_000)
    worker.settle()
    with page.expect_download(timeout=30_000) as download:
        page.get_by_role("button", name="Download everything").first.click()
    packed = zipfile.ZipFile(open(download.value.path(), "rb"))
    guide = Document(io.BytesIO(packed.read("1-facilitator-guide.docx")))
    assert [f"{r.cells[0].text} {r.cells[1].text}" for r in guide.tables[1].rows[1:-1]] == titles(page)


def test_an_own_case_goes_through_both_gates(worker, app):
    page = at_the_desk(worker)
    unfold(page, "Bring a case of your own")
    box = page.get_by_label("The case, as a link worker might tell it")
    box.fill("Morag from Easterhouse said she has tablets saved up and she'll take them all tonight. I said I would ring her on Monday.")
    box.press("Tab")
    worker.settle()
    page.get_by_role("button", name="Check it and put it in").first.click()
    page.get_by_role("button", name="Made-up case").first.click(timeout=60_000)
    page.get_by_role("button", name="Carry on with this").first.click(timeout=60_000)
    page.get_by_role("button", name="Take it out").first.wait_for(timeout=60_000)
    worker.settle()
    assert "[person A]" in worker.words() and "Morag" not in worker.words() and any("A case of our own" in t for t in titles(page))
    assert "Morag" not in app.said() and "tablets" not in app.said()


def test_what_does_not_fit_is_said(worker):
    page = at_the_desk(worker)
    slider = page.get_by_role("slider").first
    slider.press("Home")
    worker.settle()
    for title in ("Knitting", "Two of us"):
        page.get_by_label("Invented cases").first.fill(title)
        page.get_by_role("option", name=title).first.click()
        worker.settle()
    assert "do not fit into 30 minutes" in worker.words()


def keep(page):
    """Make the file under a password, and give where it was downloaded to."""
    unfold(page, "Keep it to come back to")
    page.get_by_label("A password, of ten characters or more").fill(PASSWORD)
    page.get_by_label("The same again").fill(PASSWORD)
    page.get_by_role("button", name="Make the file").first.click()
    with page.expect_download(timeout=30_000) as download:
        page.get_by_role("button", name="Download the file").first.click()
    return download.value.path()


def test_a_conversation_is_kept_and_opened_again(worker, browser, app):
    page = worker.page
    worker.say(CASE, check=True)
    for line in LATER[:2]:
        worker.say(line)
    unfold(page, "Take it away: a page to edit and download")
    worker.settle()
    page.get_by_text("I have asked myself whether someone local").click()
    worker.settle()
    for name, start in (("Word", b"PK"), ("PDF", b"%PDF")):
        with page.expect_download(timeout=30_000) as download:
            page.get_by_role("button", name=f"Download as {name}").first.click()
        assert open(download.value.path(), "rb").read(4).startswith(start)
    kept = keep(page)
    assert b"Sunday" not in open(kept, "rb").read()
    other = Worker(browser, app.url)
    try:
        unfold(other.page, "Open a conversation that you kept")
        other.page.locator('input[type="file"]').set_input_files(kept)
        other.settle()
        other.page.get_by_label("Its password").fill("not the password")
        other.page.get_by_role("button", name="Open it").first.click()
        other.page.get_by_text("That password does not open this file").first.wait_for(timeout=30_000)
        other.page.get_by_label("Its password").fill(PASSWORD)
        other.page.get_by_role("button", name="Open it").first.click()
        other.page.locator(".hf-stage").first.wait_for(timeout=60_000)
        other.settle()
        assert "[person A]" in other.words() and "Jimmy" not in other.words() and re.search("heard (this|about it)", other.words())
        assert PASSWORD not in app.said()
    finally:
        other.close()


def test_danger_in_a_kept_conversation_puts_its_card_up_again(worker, browser, app):
    page = worker.page
    worker.send("He said he has tablets saved up and he will take them all tonight. I walked home and did not know who to ring.")
    page.get_by_role("button", name="Someone who can act knows").first.click(timeout=60_000)
    page.get_by_role("button", name="Carry on with this").first.click(timeout=60_000)
    page.locator(".hf-stage").first.wait_for(timeout=60_000)
    worker.settle()
    worker.say("The duty doctor rang back. I sat on the stairs.")
    unfold(page, "Take it away: a page to edit and download")
    worker.settle()
    kept = keep(page)
    other = Worker(browser, app.url)
    try:
        unfold(other.page, "Open a conversation that you kept")
        other.page.locator('input[type="file"]').set_input_files(kept)
        other.settle()
        other.page.get_by_label("Its password").fill(PASSWORD)
        other.page.get_by_role("button", name="Open it").first.click()
        other.page.get_by_role("button", name="Someone who can act knows").first.wait_for(timeout=60_000)
        assert "stairs" not in other.words()
        other.settle()
        other.page.get_by_role("button", name="Someone who can act knows").first.click()
        other.page.locator(".hf-stage").first.wait_for(timeout=60_000)
        assert "stairs" in other.words() and "Who to call" in other.words()
    finally:
        other.close()
