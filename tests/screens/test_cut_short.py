"""A run of the page that another one cuts short loses nothing that was sent with it."""

import threading
import time

from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequestType

from screens import frame

CASE = "She rings me on Sundays now and I always pick up, because I know there's nobody else."


def test_a_message_outlives_a_run_that_is_cut_short(come, monkeypatch):
    page, reached, carry_on, runs = come(), threading.Event(), frame.carry_on, []

    def held_up(session):
        """The first run stays here until another one has been asked for, and is cut short at the next thing that it draws."""
        runs.append(session.typed)
        while len(runs) == 1 and get_script_run_ctx().script_requests._state != ScriptRequestType.RERUN:
            reached.set()
            time.sleep(0.01)
        carry_on(session)

    monkeypatch.setattr(frame, "carry_on", held_up)
    page.ask(message=CASE)
    reached.wait(20)
    page.run()
    page.run()
    assert len(runs) >= 3 and "Before this goes further" in page.words
    assert page.state["session"].pending.text == CASE and page.state["session"].typed == ""
