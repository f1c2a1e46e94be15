"""The table `_reqon_progress`: markers and fences, in the same database as the rows.

A marker's row is (execution, writer, store). The row with an empty writer and store holds the
fence of an execution: a writer reads it under a share lock, so that no write slips in while a
new owner raises it. The statements are built once, for building costs more than running.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    BindParameter,
    Column,
    Connection,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    bindparam,
    delete,
    select,
)

from reqon.stores.base import Committed, Marker
from reqon.stores.progress import fenced

KEY = ("exec", "writer", "store")


class SqlProgress:
    """The progress of all stores of one database, as one of them sees it."""

    def __init__(self, store: str, insert: Any) -> None:
        self.table = _progress_table()
        self._store = store
        at = self.table.c
        row = insert(self.table).execution_options(preserve_rowcount=True)
        self._mark = row.on_conflict_do_update(
            index_elements=KEY,
            set_={
                "pos": row.excluded.pos,
                "fence": row.excluded.fence,
                "added": at.added + row.excluded.added,
                "updated": at.updated + row.excluded.updated,
            },
            where=at.fence <= row.excluded.fence,
        )
        self._claim = row.on_conflict_do_update(
            index_elements=KEY,
            set_={"fence": row.excluded.fence},
            where=at.fence <= row.excluded.fence,
        )
        execution: BindParameter[str] = bindparam("execution")
        self._fence = select(at.fence).where(at.exec == execution, at.writer == "", at.store == "")
        self._fence_shared = self._fence.with_for_update(read=True)
        self._committed = select(at.pos, at.added, at.updated).where(
            at.exec == execution, at.writer == bindparam("by"), at.store == store
        )
        self._forget = delete(self.table).where(at.exec == execution, at.store.in_((store, "")))

    def admit(self, connection: Connection, marker: Marker) -> None:
        """Hold the fence where it is until the transaction ends; raises `FencedError`."""
        at = {"execution": marker.execution}
        owner = connection.execute(self._fence_shared, at).scalar()
        if owner is None:
            self.claim(connection, marker.execution, marker.fence)
        elif owner > marker.fence:
            raise fenced(marker.execution, marker.fence, owner)

    def claim(self, connection: Connection, execution: str, fence: int) -> None:
        """Raise the fence of an execution; raises `FencedError` when it is higher already."""
        row = {"exec": execution, "writer": "", "store": "", "pos": "", "fence": fence}
        if not connection.execute(self._claim, {**row, "added": 0, "updated": 0}).rowcount:
            raise self._fenced(connection, execution, fence)

    def mark(self, connection: Connection, marker: Marker, added: int, updated: int) -> None:
        """Write the marker and add to its counters; raises `FencedError`."""
        row = {
            "exec": marker.execution,
            "writer": marker.writer,
            "store": self._store,
            "pos": marker.position,
            "fence": marker.fence,
            "added": added,
            "updated": updated,
        }
        if not connection.execute(self._mark, row).rowcount:
            raise self._fenced(connection, marker.execution, marker.fence)

    def committed(self, connection: Connection, execution: str, writer: str) -> Committed | None:
        """Answer `Store.committed`."""
        at = {"execution": execution, "by": writer}
        row = connection.execute(self._committed, at).one_or_none()
        return None if row is None else Committed(row.pos, row.added, row.updated)

    def forget(self, connection: Connection, execution: str) -> None:
        """Delete the execution's markers in this store, and its fence."""
        connection.execute(self._forget, {"execution": execution})

    def _fenced(self, connection: Connection, execution: str, fence: int) -> Exception:
        owner = connection.execute(self._fence, {"execution": execution}).scalar()
        return fenced(execution, fence, fence + 1 if owner is None else owner)


def _progress_table() -> Table:
    return Table(
        "_reqon_progress",
        MetaData(),
        Column("exec", Text, nullable=False),
        Column("writer", Text, nullable=False),
        Column("store", Text, nullable=False),
        Column("pos", Text, nullable=False),
        Column("fence", BigInteger, nullable=False),
        Column("added", BigInteger, nullable=False),
        Column("updated", BigInteger, nullable=False),
        PrimaryKeyConstraint(*KEY),
    )
