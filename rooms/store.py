"""Where rooms are held: SQLite by default, PostgreSQL by its address. Codes, steps, times, marks and sealed questions; never a case.

All of a room is deleted at its end or after its time, by whoever looks next and at every start. Rooms are not backed up.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    create_engine,
    delete,
    event,
    select,
    text,
)
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import InterfaceError, OperationalError

from knowledge.library import PlainFault
from rag.log import happened

META = MetaData()
ROOMS = Table(
    "rooms", META, Column("id", String(32), primary_key=True), Column("code", String(64), unique=True), Column("leader_key", String(64)),
    Column("leader", String(64)), Column("led_at", Float), Column("protocol", String(40)), Column("step", Integer), Column("ends", Float, nullable=True),
    Column("left", Float), Column("tensions", String(200)), Column("hands", String(80)), Column("stopped", Boolean), Column("expires", Float),
)  # fmt: skip
SEATS = Table(
    "seats", META, Column("id", Integer, primary_key=True), Column("room", ForeignKey("rooms.id", ondelete="CASCADE"), index=True),
    Column("number", Integer), Column("token", String(64)), Column("presenter", Boolean), Column("seen", Float),
    UniqueConstraint("room", "number"), UniqueConstraint("room", "token"),
)  # fmt: skip
MARKS = Table(
    "marks", META, Column("room", ForeignKey("rooms.id", ondelete="CASCADE"), primary_key=True), Column("seat", Integer, primary_key=True), Column("place", Integer),
)  # fmt: skip
QUESTIONS = Table(
    "questions", META, Column("id", Integer, primary_key=True), Column("room", ForeignKey("rooms.id", ondelete="CASCADE"), index=True),
    Column("seat", Integer), Column("words", LargeBinary),
)  # fmt: skip


AWAY = "The session cannot be reached just now. It is not your doing, and nothing is lost: this screen looks again by itself."


class StoreAway(PlainFault):
    """The database does not answer; the message says so."""

    def __init__(self) -> None:
        super().__init__(AWAY)


class Store:
    """Short transactions on one database. Safe to use from several threads and processes."""

    def __init__(self, url: str, folder: Path) -> None:
        """Opens the database, makes what is missing, and deletes what is past its time. Raises StoreAway where it does not answer."""
        folder.mkdir(parents=True, exist_ok=True)
        address = make_url(url or f"sqlite:///{folder / 'rooms.sqlite3'}")
        self.lite = address.get_backend_name() == "sqlite"
        how = {} if self.lite else {"connect_timeout": 3, "client_encoding": "utf8"}
        self.engine = create_engine(address, hide_parameters=True, pool_pre_ping=True, connect_args=how)
        if self.lite:
            event.listen(self.engine, "connect", _set_up)
            event.listen(self.engine, "begin", lambda at: at.exec_driver_sql("BEGIN IMMEDIATE"))  # never to find the database changed half-way
        self._away = False
        with self._answering():
            META.create_all(self.engine)
            with self.begin() as at:
                self.sweep(at)
            self.scrub()

    @contextmanager
    def _answering(self) -> Iterator[None]:
        try:
            yield
        except (OperationalError, InterfaceError):
            if not self._away:
                happened("away", "the rooms' database")
            self._away = True
            raise StoreAway from None
        if self._away:
            happened("back", "the rooms' database")
        self._away = False

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """One transaction; nothing of it stays where it fails. Raises StoreAway where the database does not answer."""
        with self._answering(), self.engine.begin() as at:
            yield at

    def now(self, at: Connection) -> float:
        """Seconds since 1970 by the database's clock, which rules."""
        asked = "SELECT (julianday('now') - 2440587.5) * 86400.0" if self.lite else "SELECT extract(epoch FROM clock_timestamp())"
        return float(at.execute(text(asked)).scalar_one())

    def sweep(self, at: Connection) -> int:
        """Delete every room that is past its time. Gives how many."""
        late = list(at.execute(select(ROOMS.c.id).where(ROOMS.c.expires < self.now(at))).scalars())
        for room in late:
            self.forget(at, room)
        return len(late)

    def forget(self, at: Connection, room: str) -> None:
        """Delete all of one room."""
        for table in (QUESTIONS, MARKS, SEATS):
            at.execute(delete(table).where(table.c.room == room))
        at.execute(delete(ROOMS).where(ROOMS.c.id == room))

    def scrub(self) -> None:
        """Have the database let go of what was deleted, as far as it can: the write-ahead log, or dead rows."""
        raw = self.engine.raw_connection()
        try:
            raw.rollback()
            if not self.lite:
                raw.driver_connection.autocommit = True  # type: ignore[union-attr]
            cursor = raw.cursor()
            for order in ["PRAGMA wal_checkpoint(TRUNCATE)"] if self.lite else [f"VACUUM {table.name}" for table in META.sorted_tables]:
                cursor.execute(order)
            cursor.close()
        finally:
            raw.invalidate() if not self.lite else raw.close()

    def close(self) -> None:
        self.engine.dispose()


def _set_up(connection: object, _: object) -> None:
    connection.isolation_level = None  # type: ignore[attr-defined]
    cursor = connection.cursor()  # type: ignore[attr-defined]
    for pragma in ("journal_mode=WAL", "secure_delete=ON", "busy_timeout=5000", "foreign_keys=ON", "synchronous=NORMAL"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
