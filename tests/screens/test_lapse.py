"""An open tab is forgotten by the server alone, on a clock that is moved by hand: the real app and its real runtime, and a page that never says a word."""

from __future__ import annotations

import gc
import threading

from streamlit import runtime
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from rag import keep

# Put together as the tests run, so that no file that another test has read holds them.
WORD, NAMED = "".join(reversed("xeedebez")), "".join(reversed("?(ymmij"))
CASE = f"Jimmy rings me on Sundays now. I always pick up because I know there's nobody else in Govan for his {WORD}."


def strings_with(*parts: str) -> list[str]:
    """Every text that anything in this process refers to and that has any of these letters in it, but for this test's own."""
    gc.collect()
    found, seen, todo = [], set(), gc.get_objects()
    while todo:
        one = todo.pop()
        if type(one) is str:
            found += [one] if any(part in one.lower() for part in parts) else []
        else:
            within = gc.get_referents(one)
            todo += [w for w in within if type(w) is str or not gc.is_tracked(w) and id(w) not in seen]  # what is tracked comes round by itself
            seen.update(id(w) for w in within)
    return [text for text in found if text not in (*parts, CASE)]


def test_a_conversation_in_an_open_tab(come, clock):
    page = come()
    page.run(message=CASE)
    assert "Before this goes further" in page.words
    page.run(**{"FormSubmitter:identifiers-Carry on with this": True})
    assert "[person A]" in page.words
    session, stand_ins = page.state["session"], page.state["session"].talk.stand_ins
    state, token = runtime.get_instance().get_app_session(page.session_id).session_state, session.token
    assert stand_ins.given and keep.kept.get(token) is session
    assert clock.forward(29) == 1
    assert page.open and session.talk.turns and keep.kept.get(token) is session
    assert clock.forward(1) is None and not keep.kept._held
    assert not page.open and not state.filtered_state and not state._old_state and not state._new_widget_state.states
    assert not session.talk.turns and session.pending is None and not stand_ins.given
    page.words = ""
    page.values.clear()
    assert not strings_with(NAMED, f"his {WORD}")


def test_what_is_half_typed_on_any_page_and_files_go_too(come, clock):
    page = come("prepare")
    word = "".join(reversed("xiitebez"))
    page.run(prep_own=f"My neighbour {word.title()} rings me on Sundays")
    assert word.title() in page.state["prep_own"] and page.state["desk"].typed == page.state["prep_own"]
    page.run(own_in=True)
    assert "Before this goes further" in page.words and page.state["desk"].own.pending
    files = runtime.get_instance().uploaded_file_mgr
    files.add_file(page.session_id, UploadedFileRec("one", f"{word}.txt", "text/plain", word.encode()))
    assert clock.forward(29) == 1 and page.open
    assert clock.forward(1) is None and not page.open
    page.words = ""
    page.values.clear()
    assert not files.get_files(page.session_id, ["one"]) and not strings_with(word)


def test_a_touch_counts_from_when_it_was_and_a_run_of_the_pages_own_does_not(come, clock):
    page = come()
    page.run(message=CASE)
    token = page.state["session"].token
    clock.forward(20)
    page.run(tab_token={"back": 1})
    page.run()
    assert clock.forward(0) == 10
    page.run(lapse={"touched": {"at": 1, "ago": 60_000}})
    assert clock.forward(10) == 19 and page.open and keep.kept.get(token)
    assert clock.forward(19) is None and not page.open


def test_the_page_says_that_its_time_is_over(come, clock):
    page = come()
    page.run(message=CASE)
    session = page.state["session"]
    tab, gone, forgotten = page.state["open_tab"], threading.Event(), threading.Event()
    keep.kept._held[tab.name].forget = lambda: (tab.lapse(), gone.set())
    keep.kept._held[session.token].forget = lambda: (session.forget(), forgotten.set())
    page.ask(lapse={"over": 1})
    assert gone.wait(60) and forgotten.wait(60) and not keep.kept._held and not page.open and session.pending is None


def test_clearing_leaves_no_pattern_of_a_name_behind(come):
    page = come()
    page.run(message=CASE)
    assert strings_with(NAMED)
    page.run(clear=True)
    page.words = ""
    assert not strings_with(NAMED)


def test_a_room_goes_on_without_what_was_typed_in_its_tab(come, clock):
    page = come()
    page.run(message=CASE)
    session = page.state["session"]
    page.name = "together"
    page.run()
    page.run(start_quick=True)
    page.run(desk_next=True)
    room = page.state["room_token"]
    page.run(desk_gist_0_0="She rings me")
    for _ in range(60):
        assert session.pending
        clock.forward(0.5)
        assert page.open
        page.run()
    assert session.pending is None and page.open and page.state["room_token"] == room
    assert "desk_gist_0_1" in page.ids and "desk_gist_0_0" not in page.ids and "She rings me" not in page.state.values()
