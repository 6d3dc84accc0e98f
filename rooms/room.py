"""What a group can do in a room. Every call is one short transaction, may be repeated without harm, and takes the caller's token."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError

from knowledge.library import PlainFault
from knowledge.sessions import Protocol, Step
from rooms.secrets import KEY, new_code, quick_hash, seal, slow_hash, tidy, unseal
from rooms.store import MARKS, QUESTIONS, ROOMS, SEATS, Store

MOST_SEATS = 12
FEWEST_MARKS = 5  # under these no spread is shown
PLACES = 7  # along the line
AWAY_AFTER = 60.0  # seconds without the facilitator after which anybody may take over
SEEN_EVERY = 10.0
MOST_QUESTIONS = 3  # from one seat
MOST_LETTERS = 240


class RoomFault(PlainFault):
    """What cannot be done in a room, with a sentence that says why."""


@dataclass(frozen=True)
class View:
    """A room as one person may see it. `left` is in seconds; `spread` counts marks in seven places along the line, or is None."""

    room: str
    protocol: str
    step: int
    left: float
    paused: bool
    stopped: bool
    leads: bool
    seat: int | None
    presenter: bool
    seats: tuple[tuple[int, bool], ...]
    tensions: tuple[str, ...]
    hands: tuple[int, ...]
    mark: int | None
    marks: int
    spread: tuple[int, ...] | None
    questions: tuple[str, ...]
    mine: tuple[str, ...]
    may_take_over: bool
    until: float


class Rooms:
    """All rooms of one installation. `pace` is how much of each step's time is given."""

    def __init__(self, store: Store, secret: bytes, protocols: dict[str, Protocol], hours: float = 4, pace: float = 1) -> None:
        self.store, self.secret, self.protocols, self.hours, self.pace = store, secret, protocols, hours, pace

    def open(self, protocol: str, token: str, code: str = "") -> tuple[str, str]:
        """A new room, led by the holder of the token: (code for the others, made here where none is given; key to come back with)."""
        code, key = code or new_code(), new_code(KEY)
        with self.store.begin() as at:
            self.store.sweep(at)
            now = self.store.now(at)
            at.execute(
                insert(ROOMS).values(
                    id=uuid.uuid4().hex, code=slow_hash(code, self.secret, "code").hex(), leader_key=slow_hash(key, self.secret, "key").hex(),
                    leader=quick_hash(token), led_at=now, protocol=protocol, step=0, ends=None, left=self._length(protocol, 0), tensions="", hands="",
                    stopped=False, expires=now + 3600 * self.hours,
                )
            )  # fmt: skip
        return code, key

    def enter(self, code: str, token: str) -> int:
        """A seat for the holder of the token, the same one when they come again: its number. Raises RoomFault."""
        with self.store.begin() as at:
            room = self._by_code(at, code)
            mine = quick_hash(token)
            seat = at.execute(select(SEATS.c.number).where(SEATS.c.room == room.id, SEATS.c.token == mine)).scalar()
            if seat is not None:
                return int(seat)
            taken = set(at.execute(select(SEATS.c.number).where(SEATS.c.room == room.id)).scalars())
            free = [n for n in range(1, MOST_SEATS + 1) if n not in taken]
            if not free:
                raise RoomFault(f"There are {MOST_SEATS} people in this room already, and that is as many as fit. Ask whoever leads it.")
            try:
                at.execute(insert(SEATS).values(room=room.id, number=free[0], token=mine, presenter=False, seen=self.store.now(at)))
            except IntegrityError:
                raise RoomFault("Somebody sat down at the same moment. Press it once more.") from None
            return free[0]

    def come_back(self, key: str, token: str) -> None:
        """Lead again, with the facilitator's key. Raises RoomFault."""
        with self.store.begin() as at:
            made = slow_hash(tidy(key), self.secret, "key").hex()
            room = at.execute(select(ROOMS.c.id).where(ROOMS.c.leader_key == made, ROOMS.c.expires > self.store.now(at))).scalar()
            if room is None:
                raise RoomFault("No session here has that key. It may have ended. Look at the letters again, or start a new one.")
            at.execute(update(ROOMS).where(ROOMS.c.id == room).values(leader=quick_hash(token), led_at=self.store.now(at)))

    def look(self, token: str, code: str = "") -> View | None:
        """The room that the holder of the token leads or sits in, as they may see it; None where there is none. The code opens what people wrote."""
        with self.store.begin() as at:
            self.store.sweep(at)
            mine, now = quick_hash(token), self.store.now(at)
            row = at.execute(select(ROOMS).where(ROOMS.c.leader == mine)).first()
            seat = at.execute(select(SEATS).where(SEATS.c.token == mine)).first()
            if row is None and seat is not None:
                row = at.execute(select(ROOMS).where(ROOMS.c.id == seat.room)).first()
            if row is None:
                return None
            if row.leader == mine and now - row.led_at > SEEN_EVERY:
                at.execute(update(ROOMS).where(ROOMS.c.id == row.id).values(led_at=now))
            if seat is not None and now - seat.seen > SEEN_EVERY:
                at.execute(update(SEATS).where(SEATS.c.id == seat.id).values(seen=now))
            return self._view(at, row, seat, mine, now, code)

    def go(self, token: str, step: int, start: bool = True) -> None:
        """Move to a step, and start its clock. Pressed twice, it happens once."""

        def change(at: Connection, room: Any, now: float) -> dict[str, Any]:
            if step == room.step and (room.ends is not None or not start) or not 0 <= step < len(self.protocols[room.protocol].steps):
                return {}
            left = room.left if step == room.step else self._length(room.protocol, step)
            return {"step": step, "left": left, "ends": now + left if start else None, "stopped": False}

        self._lead(token, change)

    def pause(self, token: str) -> None:
        """Stop the clock where it is."""
        self._lead(token, lambda at, room, now: {} if room.ends is None else {"left": max(0.0, room.ends - now), "ends": None})

    def set_tensions(self, token: str, tensions: tuple[str, ...]) -> None:
        """What the voices will be about, by id."""
        self._lead(token, lambda at, room, now: {"tensions": ",".join(tensions)[:200]})

    def set_hands(self, token: str, hands: tuple[int, ...]) -> None:
        """A show of hands: how many at each of the seven places."""
        self._lead(token, lambda at, room, now: {"hands": ",".join(str(min(99, max(0, int(h)))) for h in hands[:PLACES])})

    def remove(self, token: str, number: int) -> None:
        """Take a seat away, with all that was put in from it."""

        def change(at: Connection, room: Any, now: float) -> dict[str, Any]:
            for table in (MARKS, QUESTIONS):
                at.execute(delete(table).where(table.c.room == room.id, table.c.seat == number))
            at.execute(delete(SEATS).where(SEATS.c.room == room.id, SEATS.c.number == number))
            return {}

        self._lead(token, change)

    def hand_over(self, token: str, number: int) -> None:
        """Let the person on a seat lead."""

        def change(at: Connection, room: Any, now: float) -> dict[str, Any]:
            other = at.execute(select(SEATS.c.token).where(SEATS.c.room == room.id, SEATS.c.number == number)).scalar()
            return {"leader": other, "led_at": now} if other else {}

        self._lead(token, change)

    def take_over(self, token: str) -> None:
        """Lead, where the facilitator has not been seen for a minute. Raises RoomFault where they have."""
        with self.store.begin() as at:
            seat = self._seat(at, token)
            room = at.execute(select(ROOMS).where(ROOMS.c.id == seat.room).with_for_update()).one()
            if self.store.now(at) - room.led_at < AWAY_AFTER:
                raise RoomFault("The facilitator is here. They can hand over to you.")
            at.execute(update(ROOMS).where(ROOMS.c.id == room.id).values(leader=seat.token, led_at=self.store.now(at)))

    def present(self, token: str, presenting: bool) -> None:
        """Say that this seat is the presenter's. There is one presenter."""
        with self.store.begin() as at:
            seat = self._seat(at, token)
            at.execute(update(SEATS).where(SEATS.c.room == seat.room).values(presenter=False))
            at.execute(update(SEATS).where(SEATS.c.id == seat.id).values(presenter=presenting))

    def stop(self, token: str) -> None:
        """The presenter wants to stop: the clock stands still, and everybody sees it. Anyone who leads or presents may."""
        with self.store.begin() as at:
            now = self.store.now(at)
            led = at.execute(select(ROOMS).where(ROOMS.c.leader == quick_hash(token)).with_for_update()).first()
            room = led or at.execute(select(ROOMS).where(ROOMS.c.id == self._seat(at, token, presenting=True).room).with_for_update()).one()
            left = room.left if room.ends is None else max(0.0, room.ends - now)
            at.execute(update(ROOMS).where(ROOMS.c.id == room.id).values(stopped=True, ends=None, left=left))

    def mark(self, token: str, place: int) -> None:
        """Put this seat's mark on the line, from 0 (less of me) to 100 (more of me)."""
        with self.store.begin() as at:
            seat = self._seat(at, token)
            at.execute(delete(MARKS).where(MARKS.c.room == seat.room, MARKS.c.seat == seat.number))
            at.execute(insert(MARKS).values(room=seat.room, seat=seat.number, place=min(100, max(0, int(place)))))

    def ask(self, token: str, code: str, words: str) -> None:
        """Keep a question that has passed the gates, sealed under the room's code. Raises RoomFault."""
        with self.store.begin() as at:
            seat = self._seat(at, token)
            room = self._by_code(at, code)
            if room.id != seat.room or self._step(room).writes != "questions":
                raise RoomFault("Questions are written in their own step. Keep yours until then.")
            count = at.execute(select(func.count()).select_from(QUESTIONS).where(QUESTIONS.c.room == room.id, QUESTIONS.c.seat == seat.number)).scalar_one()
            if count >= MOST_QUESTIONS:
                raise RoomFault(f"{MOST_QUESTIONS} questions are as many as one person can give. Take one back first.")
            at.execute(insert(QUESTIONS).values(room=room.id, seat=seat.number, words=seal(words[:MOST_LETTERS], self._content_key(room, code))))

    def take_back(self, token: str) -> None:
        """Delete this seat's questions."""
        with self.store.begin() as at:
            seat = self._seat(at, token)
            at.execute(delete(QUESTIONS).where(QUESTIONS.c.room == seat.room, QUESTIONS.c.seat == seat.number))

    def leave(self, token: str) -> None:
        """Give the seat up, with all that was put in from it."""
        with self.store.begin() as at:
            seat = at.execute(select(SEATS).where(SEATS.c.token == quick_hash(token))).first()
            if seat is not None:
                for table in (MARKS, QUESTIONS):
                    at.execute(delete(table).where(table.c.room == seat.room, table.c.seat == seat.number))
                at.execute(delete(SEATS).where(SEATS.c.id == seat.id))

    def end(self, token: str) -> None:
        """Delete the room, now. Only whoever leads it can."""
        with self.store.begin() as at:
            room = at.execute(select(ROOMS.c.id).where(ROOMS.c.leader == quick_hash(token))).scalar()
            if room is not None:
                self.store.forget(at, room)
        self.store.scrub()

    def _lead(self, token: str, change: Callable[[Connection, Any, float], dict[str, Any]]) -> None:
        with self.store.begin() as at:
            room = at.execute(select(ROOMS).where(ROOMS.c.leader == quick_hash(token)).with_for_update()).first()
            if room is None:
                raise RoomFault("Somebody else leads this session now, or it has ended.")
            now = self.store.now(at)
            at.execute(update(ROOMS).where(ROOMS.c.id == room.id).values({"led_at": now} | change(at, room, now)))

    def _seat(self, at: Connection, token: str, presenting: bool = False) -> Any:
        seat = at.execute(select(SEATS).where(SEATS.c.token == quick_hash(token))).first()
        if seat is None or presenting and not seat.presenter:
            raise RoomFault("You have no seat in a session any more. Enter its code again.")
        return seat

    def _by_code(self, at: Connection, code: str) -> Any:
        made = slow_hash(tidy(code), self.secret, "code").hex()
        room = at.execute(select(ROOMS).where(ROOMS.c.code == made, ROOMS.c.expires > self.store.now(at))).first()
        if room is None:
            raise RoomFault("No session has that code. It may have ended. Look at the letters again.")
        return room

    def _view(self, at: Connection, row: Any, seat: Any, mine: str, now: float, code: str) -> View:
        seats = tuple(
            (int(n), bool(p)) for n, p in at.execute(select(SEATS.c.number, SEATS.c.presenter).where(SEATS.c.room == row.id).order_by(SEATS.c.number))
        )
        marks = dict(at.execute(select(MARKS.c.seat, MARKS.c.place).where(MARKS.c.room == row.id)).tuples().all())
        step = self._step(row)
        written = at.execute(select(QUESTIONS.c.seat, QUESTIONS.c.words).where(QUESTIONS.c.room == row.id).order_by(QUESTIONS.c.id)).tuples().all()
        key = self._content_key(row, code) if code and written else b""
        number = int(seat.number) if seat is not None and seat.room == row.id else None
        return View(
            room=row.id, protocol=row.protocol, step=row.step, left=row.left if row.ends is None else max(0.0, row.ends - now), paused=row.ends is None,
            stopped=bool(row.stopped), leads=row.leader == mine, seat=number, presenter=bool(seat.presenter) if number else False, seats=seats,
            tensions=tuple(t for t in row.tensions.split(",") if t), hands=tuple(int(h) for h in row.hands.split(",") if h), mark=marks.get(number) if number else None,
            marks=len(marks), spread=_spread(list(marks.values())) if step.shows == "line" and len(marks) >= FEWEST_MARKS else None,
            questions=tuple(unseal(w, key) for _, w in written) if key and step.shows == "questions" else (),
            mine=tuple(unseal(w, key) for s, w in written if s == number) if key else (),
            may_take_over=number is not None and row.leader != mine and now - row.led_at > AWAY_AFTER, until=row.expires - now,
        )  # fmt: skip

    def _content_key(self, room: Any, code: str) -> bytes:
        return slow_hash(tidy(code), self.secret, f"words {room.id}")

    def _step(self, room: Any) -> Step:
        step: Step = self.protocols[room.protocol].steps[room.step]
        return step

    def _length(self, protocol: str, step: int) -> float:
        return self.protocols[protocol].steps[step].seconds * self.pace


def _spread(marks: list[int]) -> tuple[int, ...]:
    """How many marks fall into each of seven places along the line."""
    return tuple(sum(min(PLACES - 1, m * PLACES // 101) == n for m in marks) for n in range(PLACES))
