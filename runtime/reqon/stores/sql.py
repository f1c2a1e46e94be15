"""The adapter `sql`: one table per target, in SQLite or PostgreSQL.

Rows and the marker of their writer commit in one transaction (durability specification,
section 5), so the progress is kept in the store's own database.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, Table, bindparam, delete, func, select
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from reqon.errors import StoreError
from reqon.stores.base import Committed, Marker, Record, WriteMode, WriteResult
from reqon.stores.records import decode, require_storable, stage, storable
from reqon.stores.sql_dialects import Dialect
from reqon.stores.sql_progress import SqlProgress

ROWS_PER_FETCH = 1000


class SqlStore:
    """The `Store` of the adapter `sql`; see `sql_open` for how one comes to be."""

    adapter = "sql"
    blocking = True

    def __init__(
        self,
        name: str,
        target: str,
        *,
        place: str,
        engine: Engine,
        dialect: Dialect,
        table: Table,
        progress: SqlProgress,
    ) -> None:
        self.name = name
        self.target = target
        self.notes: Sequence[str] = ()
        self._place = place
        self._engine = engine
        self._dialect = dialect
        self._table = table
        self._progress = progress
        self._claims: dict[str, int] = {}
        self._get = select(table.c.record).where(table.c.key == bindparam("wanted"))

    def write(
        self, rows: Sequence[tuple[str, Record]], mode: WriteMode, marker: Marker | None = None
    ) -> WriteResult:
        """Read the rows that are there, work out the batch, write what changes."""
        require_storable(self.name, rows)
        with self._writing(marker) as connection:
            existing = self._dialect.existing(connection, [key for key, _ in rows])
            staged = stage(self.name, rows, mode, existing)
            if staged.changes:
                self._dialect.upsert(connection, staged.changes)
            self._mark(connection, marker, staged.added, staged.updated)
        return WriteResult(staged.added, staged.updated)

    def delete(self, keys: Sequence[str], marker: Marker | None = None) -> int:
        """Delete rows and mark it, in one transaction."""
        with self._writing(marker) as connection:
            count = self._dialect.delete(connection, [key for key in keys if storable(key)])
            self._mark(connection, marker)
        return count

    def clear(self, marker: Marker | None = None) -> int:
        """Delete all rows and mark it, in one transaction."""
        with self._writing(marker) as connection:
            count = connection.execute(delete(self._table)).rowcount
            self._mark(connection, marker)
        return count

    def get(self, key: str) -> Record | None:
        """Read one row."""
        if not storable(key):
            return None
        with self._reading() as connection:
            text = connection.execute(self._get, {"wanted": key}).scalar()
        return None if text is None else decode(text)

    def count(self) -> int:
        """Count the rows."""
        with self._reading() as connection:
            return connection.execute(select(func.count()).select_from(self._table)).scalar_one()

    def keys(self) -> list[str]:
        """Read all keys in the order of their sequence number."""
        query = select(self._table.c.key).order_by(self._table.c.seq)
        with self._reading() as connection:
            return list(connection.execute(query).scalars())

    def scan(self) -> Iterator[tuple[str, Record]]:
        """Stream the rows; the connection's snapshot lasts until the iterator ends."""
        query = select(self._table.c.key, self._table.c.record).order_by(self._table.c.seq)
        with self._reading() as connection:
            streaming = connection.execution_options(yield_per=ROWS_PER_FETCH)
            with streaming.execute(query) as rows:
                for key, text in rows:
                    yield key, decode(text)

    def claim(self, execution: str, fence: int) -> None:
        """Raise the fence in a transaction of its own."""
        with self._reported(), self._engine.begin() as connection:
            self._progress.claim(connection, execution, fence)
        self._claims[execution] = fence

    def committed(self, execution: str, writer: str) -> Committed | None:
        """Read the marker's row."""
        with self._reading() as connection:
            return self._progress.committed(connection, execution, writer)

    def forget(self, execution: str) -> None:
        """Delete the execution's rows for this store, and its fence."""
        with self._reported(), self._engine.begin() as connection:
            self._progress.forget(connection, execution)
        self._claims.pop(execution, None)

    def sync(self) -> None:
        """Do nothing: a transaction is on the disk when it has committed."""

    def flush(self) -> None:
        """Do nothing: the database is what people read."""

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    @contextmanager
    def _writing(self, marker: Marker | None) -> Iterator[Connection]:
        if marker and self._claims.get(marker.execution) != marker.fence:
            # Apart from the write: raising a fence under its own share lock could deadlock.
            self.claim(marker.execution, marker.fence)
        with self._reported(), self._engine.connect() as connection:
            writing = connection.execution_options(sqlite_begin="IMMEDIATE")
            with writing.begin():
                self._dialect.begin_write(writing)
                if marker:
                    self._progress.admit(writing, marker)
                yield writing

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._reported(), self._engine.connect() as connection:
            yield connection

    def _mark(
        self, connection: Connection, marker: Marker | None, added: int = 0, updated: int = 0
    ) -> None:
        if marker is not None:
            self._progress.mark(connection, marker, added, updated)

    @contextmanager
    def _reported(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            raise StoreError(
                f"store {self.name}: {self._place}: {reason(error)}",
                help="Mend the database, then resume the run; nothing was written by halves.",
            ) from error


def reason(error: SQLAlchemyError) -> str:
    """Return what the database said, in one line, without the statement and its values."""
    said = str(error.orig) if isinstance(error, DBAPIError) else str(error)
    return said.strip().splitlines()[0] if said.strip() else type(error).__name__
