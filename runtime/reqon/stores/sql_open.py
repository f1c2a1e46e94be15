"""Opening a `sql` store: which database, whether it can be used, and its tables."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import (
    URL,
    BigInteger,
    Column,
    Engine,
    Identity,
    Integer,
    MetaData,
    Table,
    Text,
    inspect,
    make_url,
)
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from reqon.errors import ConfigurationError, StoreError
from reqon.files import Durability
from reqon.stores.sql import SqlStore, reason
from reqon.stores.sql_dialects import (
    BUSY_SECONDS,
    Dialect,
    Postgres,
    Sqlite,
    lock_advisory,
    postgres_engine,
    sqlite_engine,
)
from reqon.stores.sql_progress import SqlProgress
from reqon.stores.target import table_name

DAMAGED = ("file is not a database", "malformed")


def open_sql_store(
    name: str,
    target: str,
    url: str | Path,
    durability: Durability = Durability.POWER,
    *,
    busy_seconds: float = BUSY_SECONDS,
) -> SqlStore:
    """Open a table in the SQLite file `url`, or in the database of a SQLAlchemy URL.

    Raises `ConfigurationError` for a target that is no table name and a database that cannot
    be reached or written, and `StoreError` for a damaged one. No message holds a password.
    """
    table = _records_table(table_name(name, target))
    location = _location(name, url)
    place = _place(location)
    with _explained(name, place):
        engine = _engine(location, durability, busy_seconds)
        dialect = _dialect(engine, table)
        progress = SqlProgress(target, dialect.insert)
        try:
            _prepare(engine, name, table, progress.table)
        except BaseException:
            engine.dispose()
            raise
    return SqlStore(
        name,
        target,
        place=place,
        engine=engine,
        dialect=dialect,
        table=table,
        progress=progress,
    )


@contextmanager
def _explained(name: str, place: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        problem = str(error.strerror)
    except SQLAlchemyError as error:
        problem = reason(error)
        if any(sign in problem for sign in DAMAGED):
            raise StoreError(
                f"store {name}: {place}: {problem}; the file was left as it is",
                help="Restore it from a backup, or move it away to start empty.",
            ) from error
    else:
        return
    raise ConfigurationError(
        f"store {name}: cannot use {place}: {problem}",
        help="See that the database is running and may be written, or name another one.",
    )


def _location(name: str, url: str | Path) -> URL:
    if isinstance(url, Path):
        return URL.create("sqlite", database=str(url))
    try:
        location = make_url(url)
    except ArgumentError as error:
        raise ConfigurationError(
            f"store {name}: its database URL cannot be read",
            help="Write it as postgresql://user@host/database or sqlite:///path/to/file.sqlite.",
        ) from error
    backend = location.drivername.partition("+")[0]
    if backend in {"postgresql", "postgres"}:
        return location.set(drivername="postgresql+psycopg")
    if backend == "sqlite" and location.database not in {None, "", ":memory:"}:
        return location.set(drivername="sqlite")
    raise ConfigurationError(
        f"store {name}: {location.drivername!r} is not available as a database of sql stores",
        help="Use PostgreSQL (postgresql://…) or a SQLite file (sqlite:///…).",
    )


def _place(location: URL) -> str:
    """Say where the database is, without its user, password and parameters."""
    if location.drivername == "sqlite":
        return str(location.database)
    return f"{location.host or 'localhost'}:{location.port or 5432}/{location.database or ''}"


def _engine(location: URL, durability: Durability, busy_seconds: float) -> Engine:
    if location.drivername == "sqlite":
        return sqlite_engine(location, durability, busy_seconds)
    try:
        return postgres_engine(location)
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        raise ConfigurationError(
            "PostgreSQL stores need the package psycopg",
            help="Install it: pip install 'reqon[postgres]'.",
        ) from error


def _dialect(engine: Engine, table: Table) -> Dialect:
    quoted = engine.dialect.identifier_preparer.format_table(table)
    return Sqlite(quoted) if engine.dialect.name == "sqlite" else Postgres(quoted)


def _records_table(name: str) -> Table:
    number = BigInteger().with_variant(Integer, "sqlite")
    return Table(
        name,
        MetaData(),
        Column("seq", number, Identity(), primary_key=True),
        Column("key", Text, nullable=False, unique=True),
        Column("record", Text, nullable=False),
        sqlite_autoincrement=True,
        quote=True,
    )


def _prepare(engine: Engine, name: str, table: Table, progress: Table) -> None:
    """Create the tables, and see that a table already there is one of ours."""
    with engine.connect() as plain:
        connection = plain.execution_options(sqlite_begin="IMMEDIATE")
        with connection.begin():
            if engine.dialect.name == "postgresql":
                lock_advisory(connection, "tables")
            for each in (table, progress):
                each.create(connection, checkfirst=True)
            found = {column["name"] for column in inspect(connection).get_columns(table.name)}
    if not found >= {"seq", "key", "record"}:
        raise ConfigurationError(
            f"store {name}: the table {table.name} exists and was not made by Reqon",
            help="Give the store another target; Reqon keeps its records in a table of its own "
            "with the columns seq, key and record.",
        )
