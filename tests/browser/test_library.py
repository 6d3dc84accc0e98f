"""The Library in a browser: search through the gates, an entry by its link, onwards to Prepare and Reflect, the curators' form."""

from tests.browser.conftest import Worker, unfold


def at_the_shelf(worker: Worker, query: str = "") -> None:
    worker.page.goto(f"{worker.url}/library{query}")
    worker.page.get_by_text("Where to look").first.wait_for(timeout=60_000)
    worker.settle()


def look_for(worker: Worker, words: str) -> None:
    worker.page.get_by_label("What are you looking for?").fill(words)
    worker.page.locator('[data-testid="stFormSubmitButton"] button').first.click()
    worker.settle()


def test_search_finds_opens_and_goes_onwards(worker, app):
    at_the_shelf(worker)
    page = worker.page
    look_for(worker, "keeping somebody steady while they wait, Shona in Maryhill says")
    page.locator("details.hf-voice").first.wait_for(timeout=90_000)
    worker.settle()
    assert page.locator("details.hf-voice").count() >= 3 and "Shona" not in page.url and "Shona" not in app.said()
    page.get_by_role("button", name="Open, with its links").first.click()
    page.get_by_text("Harvard reference").first.wait_for(timeout=60_000)
    worker.settle()
    assert "entry=" in page.url and "Richardson, H. (2020)" in worker.words()
    page.get_by_role("button", name="Take into Reflect").first.click()
    page.locator(".hf-stage").first.wait_for(timeout=60_000)
    assert "library" in worker.words() and page.locator("details.hf-voice").count() == 1


def test_danger_in_a_search_shows_its_card(worker):
    at_the_shelf(worker)
    look_for(worker, "he has tablets saved up and will take them all tonight")
    worker.page.locator(".hf-card").first.wait_for(timeout=90_000)
    assert worker.page.locator("details.hf-voice").count() == 0


def test_an_entry_by_its_link_and_into_prepare(worker):
    at_the_shelf(worker, "?entry=george-ending")
    assert "George" in worker.words() and "pseudonym given by the study" in worker.words()
    worker.page.get_by_role("button", name="Use in Prepare").first.click()
    worker.page.get_by_text("The plan").first.wait_for(timeout=60_000)
    worker.settle()
    assert "Endings" in worker.words()


def test_browse_the_study_and_the_curators_form(worker):
    at_the_shelf(worker)
    page = worker.page
    page.get_by_text("Browse", exact=True).first.click()
    page.get_by_text("96 here.").first.wait_for(timeout=60_000)
    page.get_by_text("The study", exact=True).first.click()
    unfold(page, "The same as a table")
    page.locator(".hf-table td", has_text="Holding while they wait").first.wait_for(timeout=60_000)
    page.get_by_text("For curators", exact=True).first.click()
    page.get_by_label("Its words").fill("One of them kept a list: of doors.")
    page.get_by_label("What a worker might say").fill("I keep a list of doors.")
    page.get_by_role("button", name="Make the YAML").first.click()
    page.get_by_text("to-be-named").first.wait_for(timeout=60_000)


def test_own_documents_are_counted_searched_shown_in_reflect_and_deleted(worker, app, tmp_path):
    policy = tmp_path / "travel policy.txt"
    policy.write_text(
        "Transport\nLink workers may not give anyone a lift in their own car. Agnes McPhail in Maryhill keeps the form for exceptions.\n", encoding="utf-8"
    )
    at_the_shelf(worker)
    page = worker.page
    page.get_by_text("Own documents", exact=True).first.click()
    page.locator('input[type="file"]').first.set_input_files(str(policy))
    worker.settle()
    page.get_by_role("button", name="Read it").first.click()
    page.get_by_text("It may say who people are").first.wait_for(timeout=60_000)
    page.get_by_role("button", name="Use it", exact=True).first.click()
    page.get_by_label("What do you want to find in them?").first.wait_for(timeout=60_000)
    worker.settle()
    page.get_by_label("What do you want to find in them?").fill("Can I give somebody a lift in my car?")
    page.get_by_role("button", name="Search them").first.click()
    page.get_by_text("travel policy.txt").first.wait_for(timeout=60_000)
    page.get_by_text("Reflect", exact=True).first.click()
    page.get_by_text("Bring a case that is going round your head").first.wait_for(timeout=60_000)
    worker.settle()
    worker.say("She rings me every day, can I drive her to the hospital?", check=True)  # few words of the policy's own
    page.get_by_text("travel policy.txt").first.wait_for(timeout=60_000)
    page.get_by_text("Library", exact=True).first.click()
    page.get_by_text("Own documents", exact=True).first.click()
    page.get_by_role("button", name="Delete", exact=True).first.click()
    worker.settle()
    assert page.get_by_label("What do you want to find in them?").count() == 0
    assert "Agnes" not in app.said() and "exceptions" not in app.said()
