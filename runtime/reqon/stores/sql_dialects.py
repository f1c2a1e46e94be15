"""What SQLite and PostgreSQL do differently: connecting, locking, and moving a batch quickly.

A batch crosses as one value (a JSON array, or arrays), so that its size costs no parsing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import orjson
from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite

from reqon.files import Durability, check_writable

BUSY_SECONDS = 30.0
"""How long a writer waits for another one before it fails."""


class Dialect(Protocol):
    """The statements of one table in one database system."""

    insert: Any
    """The `Insert` construct that knows ON CONFLICT."""

    def begin_write(self, connection: Connection) -> None:
        """Keep other Reqon writers of this table out until the transaction ends."""
        ...

    def existing(self, connection: Connection, keys: Sequence[str]) -> dict[str, bytes]:
        """Return the records that are there, as JSON text."""
        ...

    def upsert(self, connection: Connection, changes: Mapping[str, bytes]) -> None:
        """Insert or replace; rows that exist keep their place."""
        ...

    def delete(self, connection: Connection, keys: Sequence[str]) -> int:
        """Delete rows, and return how many were there."""
        ...


class Sqlite:
    """Transactions begin IMMEDIATE, so the one writer SQLite allows is already alone."""

    insert = staticmethod(sqlite.insert)

    def __init__(self, table: str) -> None:
        self._existing = (
            f"SELECT key, record FROM {table} WHERE key IN (SELECT value FROM json_each(?))"  # noqa: S608
        )
        self._upsert = (
            f"INSERT INTO {table} (key, record) VALUES (?, ?)"  # noqa: S608
            " ON CONFLICT (key) DO UPDATE SET record = excluded.record"
        )
        self._delete = f"DELETE FROM {table} WHERE key IN (SELECT value FROM json_each(?))"  # noqa: S608

    def begin_write(self, connection: Connection) -> None:
        """Do nothing: see the class."""

    def existing(self, connection: Connection, keys: Sequence[str]) -> dict[str, bytes]:
        """Return the records that are there, as JSON text."""
        found = connection.exec_driver_sql(self._existing, (_json(keys),)).all()
        return {key: record.encode() for key, record in found}

    def upsert(self, connection: Connection, changes: Mapping[str, bytes]) -> None:
        """Insert or replace; rows that exist keep their place."""
        rows = [(key, text.decode()) for key, text in changes.items()]
        connection.exec_driver_sql(self._upsert, rows)

    def delete(self, connection: Connection, keys: Sequence[str]) -> int:
        """Delete rows, and return how many were there."""
        return connection.exec_driver_sql(self._delete, (_json(keys),)).rowcount


class Postgres:
    """An advisory lock per table makes Reqon's writers take turns; readers never wait."""

    insert = staticmethod(postgresql.insert)

    def __init__(self, table: str) -> None:
        self._name = table
        self._existing = f"SELECT key, record FROM {table} WHERE key = ANY(%s)"  # noqa: S608
        self._upsert = (
            f"INSERT INTO {table} (key, record)"  # noqa: S608
            " SELECT k, r FROM unnest(%s::text[], %s::text[]) WITH ORDINALITY AS u (k, r, n)"
            " ORDER BY n ON CONFLICT (key) DO UPDATE SET record = excluded.record"
        )
        self._delete = f"DELETE FROM {table} WHERE key = ANY(%s)"  # noqa: S608

    def begin_write(self, connection: Connection) -> None:
        """Wait for the turn; the lock ends with the transaction."""
        lock_advisory(connection, self._name)

    def existing(self, connection: Connection, keys: Sequence[str]) -> dict[str, bytes]:
        """Return the records that are there, as JSON text."""
        found = connection.exec_driver_sql(self._existing, (list(keys),)).all()
        return {key: record.encode() for key, record in found}

    def upsert(self, connection: Connection, changes: Mapping[str, bytes]) -> None:
        """Insert or replace; rows that exist keep their place."""
        texts = [text.decode() for text in changes.values()]
        connection.exec_driver_sql(self._upsert, (list(changes), texts))

    def delete(self, connection: Connection, keys: Sequence[str]) -> int:
        """Delete rows, and return how many were there."""
        return connection.exec_driver_sql(self._delete, (list(keys),)).rowcount


def lock_advisory(connection: Connection, subject: str) -> None:
    """Take PostgreSQL's lock of that name until the transaction ends."""
    connection.exec_driver_sql(
        "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", (f"reqon:{subject}",)
    )


def sqlite_engine(url: URL, durability: Durability, busy_seconds: float) -> Engine:
    """Connect to a SQLite file of mode 0600 in WAL mode; creates it. Raises `OSError`."""
    path = Path(str(url.database))
    check_writable(path.parent)
    path.touch(mode=0o600)
    engine = create_engine(url, connect_args={"timeout": busy_seconds, "check_same_thread": False})
    synchronous = "NORMAL" if durability is Durability.PROCESS else "FULL"

    def prepare(connection: sqlite3.Connection, _: object) -> None:
        # The driver's own transactions begin too late for a read before a write.
        connection.isolation_level = None
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute(f"PRAGMA synchronous={synchronous}")

    def begin(connection: Connection) -> None:
        mode = connection.get_execution_options().get("sqlite_begin", "DEFERRED")
        connection.exec_driver_sql(f"BEGIN {mode}")

    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", begin)
    return engine


def postgres_engine(url: URL) -> Engine:
    """Connect to a PostgreSQL server through psycopg."""
    return create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": 10})


def _json(values: Sequence[str]) -> str:
    return orjson.dumps(list(values)).decode()
