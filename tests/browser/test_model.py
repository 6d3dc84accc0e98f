"""With a model behind the replies: what the worker sees of it, how to stop it, and where words go."""

import pytest

from tests.browser.conftest import App, Worker
from tests.browser.looking import what_is_wrong
from tests.model.replay import Replay, as_json

FIRST = "She rings me every day and I always pick up because there is nobody else."
GOOD = as_json("“I always pick up.”", "What happens in you when it rings?")


@pytest.fixture
def replay():
    one = Replay(GOOD)
    yield one
    one.close()


@pytest.fixture
def start(data_dir, engine, browser, tmp_path):
    running = []

    def begin(**environment):
        app = App(data_dir, tmp_path / f"app{len(running)}.log", **environment)
        worker = Worker(browser, app.url)
        running.extend([worker.close, app.stop])
        return app, worker

    yield begin
    for stop in running:
        stop()


def test_a_models_words_are_shown_and_waiting_can_be_stopped(start, replay):
    app, worker = start(MODEL="openai:written", MODEL_URL=replay.url, MODEL_SECONDS="300")
    page = worker.page
    assert "Sent nowhere" in worker.words()  # it is on this computer
    worker.say(FIRST, check=True)
    assert "I always pick up." in page.locator(".hf-said").last.inner_text()
    replay.answers = ["hang"]
    worker.send("I can't say no to her, I never could, and my husband has noticed the phone.")
    page.get_by_text("The model is putting it into words").first.wait_for(timeout=60_000)
    assert "my husband has noticed" in worker.words() and page.get_by_text("seconds so far").count() == 1
    assert what_is_wrong(page) == []
    page.get_by_role("button", name="Don't wait: show the written reply").click()
    page.get_by_text("Written beforehand", exact=True).first.wait_for(timeout=60_000)
    worker.settle()
    assert page.locator(".hf-said").count() == 2 and page.get_by_role("button", name="Not that").count() <= 1
    replay.answers = [as_json("You should stop picking up.", "Will you stop?")]
    worker.say("It was only meant to be a few weeks, and that was two years ago.")
    assert "what the model wrote did not pass the checks" in worker.words() and "You should" not in worker.words()
    replay.answers = ["hang"]
    worker.send("She said I am like a daughter to her, and I did not know what to say to that.")
    page.get_by_text("The model is putting it into words").first.wait_for(timeout=60_000)
    page.get_by_role("button", name="Clear everything").first.click()
    page.get_by_text("Cleared. Nothing of it is left here").first.wait_for(timeout=60_000)
    assert "daughter" not in worker.words() and "rings me every day" not in app.said()


def test_where_words_go_is_said_on_every_screen_before_the_first_word(start, replay):
    """A model elsewhere, by a name that stands for this machine's own address; nothing is sent to it in this test."""
    app, worker = start(MODEL="openai:written", MODEL_URL="http://model.board.example/v1", ALLOW_REMOTE_MODEL="true")
    for name in ("Reflect", "Together", "Prepare", "Library", "About"):
        worker.page.get_by_role("link", name=name).first.click()
        worker.page.get_by_text("is sent to the language model written at model.board.example").first.wait_for(timeout=60_000)
        assert "Sent nowhere" not in worker.words()


def test_a_model_elsewhere_is_not_used_without_leave(start):
    _, worker = start(MODEL="openai:written", MODEL_URL="http://model.board.example/v1")
    assert "Sent nowhere" in worker.words()
    worker.say(FIRST, check=True)
    worker.page.get_by_role("link", name="About").first.click()
    worker.page.get_by_text("ALLOW_REMOTE_MODEL is not set to true").first.wait_for(timeout=60_000)
