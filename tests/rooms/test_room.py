"""What a room keeps, what each person may see of it, and that nothing of it is left."""

import os
import subprocess
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from knowledge.library import load
from rooms.room import FEWEST_MARKS, MOST_SEATS, RoomFault, Rooms
from rooms.secrets import seal, server_secret, slow_hash, tidy, unseal
from rooms.store import ROOMS, Store

PROTOCOLS = load().protocols


def step_of(protocol: str, what: str) -> int:
    return next(n for n, s in enumerate(PROTOCOLS[protocol].steps) if what in (s.writes, s.shows))


def test_protocols_begin_with_the_agreement_and_hear_both_sides():
    assert {p: PROTOCOLS[p].minutes for p in PROTOCOLS} == {"balint": 45, "action-learning": 40, "quick": 20}
    for protocol in PROTOCOLS.values():
        assert protocol.steps[0].shows == "contract" and {"voices", "line"} <= {s.shows for s in protocol.steps}
    assert not any(s.writes == "questions" for s in PROTOCOLS["balint"].steps)
    assert "line manager" in " ".join(load().training.together)


def test_the_clock_runs_pauses_and_moves_once_for_two_presses(rooms):
    rooms.open("balint", "lead")
    assert rooms.look("lead").paused
    rooms.go("lead", 1)
    rooms.go("lead", 1)
    first = rooms.look("lead")
    assert first.step == 1 and not first.paused and 355 < first.left <= 360
    rooms.pause("lead")
    held = rooms.look("lead").left
    rooms.pause("lead")
    assert rooms.look("lead").left == held and rooms.look("lead").paused
    rooms.go("lead", 1)
    assert abs(rooms.look("lead").left - held) < 1
    rooms.go("lead", 99)
    assert rooms.look("lead").step == 1


def test_only_the_one_who_leads_can_change_it_and_the_key_brings_them_back(rooms):
    code, key = rooms.open("quick", "lead")
    rooms.enter(code, "guest")
    for act in (
        lambda: rooms.go("guest", 2),
        lambda: rooms.pause("guest"),
        lambda: rooms.remove("guest", 1),
        lambda: rooms.set_tensions("guest", ("endings",)),
    ):
        with pytest.raises(RoomFault):
            act()
    rooms.end("guest")
    assert rooms.look("guest") is not None
    with pytest.raises(RoomFault, match="No session"):
        rooms.come_back(code, "thief")  # the code is not the key
    rooms.come_back(key.lower(), "lead-again")
    assert rooms.look("lead-again").leads and rooms.look("lead") is None


def test_a_seat_is_found_again_and_twelve_are_as_many_as_fit(rooms):
    code, _ = rooms.open("quick", "lead")
    seats = [rooms.enter(code, f"guest {n}") for n in range(MOST_SEATS)]
    assert sorted(seats) == list(range(1, MOST_SEATS + 1))
    assert rooms.enter(code.lower(), "guest 3") == seats[3]
    with pytest.raises(RoomFault, match="as many as fit"):
        rooms.enter(code, "one more")
    rooms.remove("lead", seats[3])
    assert rooms.look("guest 3") is None and rooms.enter(code, "one more") == seats[3]
    with pytest.raises(RoomFault, match="No session has that code"):
        rooms.enter("ABCDEFGH", "lost")


def test_marks_are_private_and_no_spread_is_shown_under_five(rooms):
    code, _ = rooms.open("balint", "lead")
    rooms.go("lead", step_of("balint", "line"))
    for n in range(FEWEST_MARKS):
        rooms.enter(code, f"guest {n}")
        assert rooms.look("lead").spread is None
        rooms.mark(f"guest {n}", n * 25)
        rooms.mark(f"guest {n}", n * 25)
    assert rooms.look("lead").marks == FEWEST_MARKS and sum(rooms.look("lead").spread) == FEWEST_MARKS
    assert rooms.look("guest 1").mark == 25 and rooms.look("lead").mark is None
    rooms.leave("guest 1")
    assert rooms.look("lead").spread is None


def test_questions_are_written_in_their_step_seen_in_theirs_and_taken_back(rooms):
    code, _ = rooms.open("action-learning", "lead")
    rooms.enter(code, "guest")
    with pytest.raises(RoomFault, match="their own step"):
        rooms.ask("guest", code, "What did he say?")
    rooms.go("lead", step_of("action-learning", "questions"))
    for _ in range(3):
        rooms.ask("guest", code, "What did he say?")
    with pytest.raises(RoomFault, match="as many"):
        rooms.ask("guest", code, "And then what?")
    assert rooms.look("lead", code).questions == () and rooms.look("guest", code).mine == ("What did he say?",) * 3
    rooms.go("lead", step_of("action-learning", "questions") + 1)
    assert len(rooms.look("lead", code).questions) == 3
    assert rooms.look("lead").questions == ()  # without the code there are no words
    rooms.take_back("guest")
    assert rooms.look("lead", code).questions == ()


def test_anyone_may_take_over_after_a_minute_and_not_before(rooms):
    code, _ = rooms.open("quick", "lead")
    rooms.enter(code, "guest")
    assert not rooms.look("guest").may_take_over
    with pytest.raises(RoomFault, match="is here"):
        rooms.take_over("guest")
    with rooms.store.begin() as at:
        at.execute(update(ROOMS).values(led_at=rooms.store.now(at) - 61))
    assert rooms.look("guest").may_take_over
    rooms.take_over("guest")
    assert rooms.look("guest").leads and rooms.look("lead") is None
    rooms.enter(code, "other")
    rooms.hand_over("guest", rooms.look("other").seat)
    assert rooms.look("other").leads and not rooms.look("guest").leads


def test_the_presenter_can_stop_it(rooms):
    code, _ = rooms.open("balint", "lead")
    rooms.go("lead", 1)
    rooms.enter(code, "guest")
    with pytest.raises(RoomFault):
        rooms.stop("guest")
    rooms.present("guest", True)
    rooms.stop("guest")
    assert rooms.look("lead").stopped and rooms.look("lead").paused
    rooms.go("lead", 1)
    assert not rooms.look("lead").stopped


WORDS = "Quixotic marmalade question"


def test_nothing_readable_is_left_in_the_files_after_the_end(rooms):
    code, key = rooms.open("action-learning", "token of the leader")
    rooms.enter(code, "token of a guest")
    rooms.go("token of the leader", step_of("action-learning", "questions"))
    rooms.ask("token of a guest", code, WORDS)
    secret = [WORDS.encode(), code.encode(), key.encode(), b"token of the leader", b"token of a guest"]
    assert not any(s in raw(rooms) for s in secret)  # nor while it runs
    room = rooms.look("token of the leader").room.encode()
    rooms.end("token of the leader")
    assert rooms.look("token of the leader") is None and rooms.look("token of a guest") is None
    kept = raw(rooms)
    assert not any(s in kept for s in secret) and len(kept) > 1000
    if not rooms.url:
        assert room not in kept


def raw(rooms) -> bytes:
    """Every byte that the database has on the disk."""
    if rooms.url:
        with rooms.store.begin() as at:
            at.exec_driver_sql("SELECT 1")
        subprocess.run(["sync"], check=False)
    files = [p for p in rooms.files.rglob("*") if p.is_file()]
    return b"".join(p.read_bytes() for p in files)


def test_what_is_past_its_time_goes_at_the_next_look_and_at_a_start(rooms, tmp_path):
    rooms.open("quick", "late")
    rooms.open("quick", "later")
    with rooms.store.begin() as at:
        at.execute(update(ROOMS).values(expires=rooms.store.now(at) - 1))
    again = Store(rooms.url, tmp_path)
    with again.begin() as at:
        assert at.execute(ROOMS.select()).all() == []
    again.close()
    assert rooms.look("late") is None


def test_the_databases_clock_rules(rooms):
    with rooms.store.begin() as at:
        assert abs(rooms.store.now(at) - time.time()) < 1


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.tuples(st.integers(0, 4), st.sampled_from(["enter", "leave", "mark", "restart", "forget token", "next"])), max_size=24))
def test_nothing_is_lost_over_drop_outs_reloads_and_restarts(acts, tmp_path_factory):
    folder = tmp_path_factory.mktemp("drops")
    rooms = Rooms(Store("", folder), b"x" * 32, PROTOCOLS)
    code, _ = rooms.open("balint", "lead")
    other, _ = rooms.open("quick", "elsewhere")
    marks: dict[str, int] = {}
    seated: set[str] = set()
    step, turns = 0, dict.fromkeys(range(5), 0)
    for person, act in acts:
        token = f"{person} {turns[person]}"
        if act == "enter":
            rooms.enter(code, token)
            seated.add(token)
        elif act == "leave":
            rooms.leave(token)
            seated.discard(token)
            marks.pop(token, None)
        elif act == "mark" and token in seated:
            rooms.mark(token, person * 20)
            marks[token] = person * 20
        elif act == "restart":
            rooms.store.close()
            rooms = Rooms(Store("", folder), b"x" * 32, PROTOCOLS)
        elif act == "forget token" and len(seated) < MOST_SEATS - 5:
            turns[person] += 1
        elif act == "next" and step < 7:
            step += 1
            rooms.go("lead", step)
    view = rooms.look("lead")
    assert (view.step, len(view.seats), view.marks) == (step, len(seated), len(marks))
    assert all(rooms.look(t).mark == m for t, m in marks.items())
    assert rooms.look("elsewhere").seats == () and rooms.look("elsewhere").marks == 0
    rooms.store.close()


def test_secrets(tmp_path):
    first = server_secret("", tmp_path)
    assert first == server_secret("", tmp_path) and len(first) == 32
    assert os.name == "nt" or (tmp_path / "room-secret").stat().st_mode & 0o77 == 0
    key = slow_hash("CODE", first, "words")
    assert unseal(seal("What is it?", key), key) == "What is it?"
    assert unseal(seal("What is it?", key), slow_hash("CODF", first, "words")) == ""
    assert tidy(" ab-cd 23 ") == "ABCD23"
