"""What the screen of a peer session says, on the real app."""

from rooms.hosting import rooms


def test_that_a_session_has_ended_is_said_until_another_is_begun(come):
    page = come("together")
    page.run(start_quick=True)
    rooms().end(page.state["room_token"])
    for _ in range(3):  # the page is drawn again by itself
        page.run()
        assert "That session has ended" in page.words and "Start this one" in page.words
    page.run(start_quick=True)
    page.run()
    assert "That session has ended" not in page.words and "Next step" in page.words
