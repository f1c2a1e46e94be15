"""What is special about databases: their tables, their failures, what others see in them."""

from __future__ import annotations

import json
import resource
import sqlite3
from pathlib import Path

import pytest
import sqlalchemy

from reqon.errors import ConfigurationError, StoreError
from reqon.files import Durability
from reqon.stores import FencedError, Marker, WriteMode
from reqon.stores.sql_open import open_sql_store

REPLACE = WriteMode.REPLACE


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "stores.sqlite"


def test_others_can_read_the_table(path):
    """`select … from products` works with any tool: a sequence number, the key, the JSON text."""
    store = open_sql_store("s", "products", path)
    store.write([("b", {"price": 2}), ("a", {"price": 1})], REPLACE)
    with sqlite3.connect(path) as connection:
        rows = connection.execute("SELECT seq, key, record FROM products ORDER BY seq").fetchall()
    connection.close()
    assert rows == [(1, "b", '{"price":2}'), (2, "a", '{"price":1}')]
    store.close()


@pytest.mark.parametrize(
    ("durability", "synchronous"),
    [(Durability.PROCESS, 1), (Durability.POWER, 2), (Durability.STRICT, 2)],
)
def test_durability_decides_how_sqlite_syncs(path, durability, synchronous):
    """NORMAL (1) survives the process, FULL (2) the machine; both in write-ahead mode."""
    store = open_sql_store("s", "t", path, durability)
    with store._engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == synchronous
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
    store.close()


def test_a_table_of_somebody_else_is_left_alone(path):
    """It has no place for our records, and nothing of it is changed."""
    path.parent.mkdir()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE products (id, name)")
    connection.close()
    with pytest.raises(ConfigurationError, match="products exists and was not made by Reqon"):
        open_sql_store("s", "products", path)


def test_a_file_that_is_no_database_is_refused_and_kept(path):
    """The message names it."""
    path.parent.mkdir()
    path.write_text("customers,orders\n" * 100)
    with pytest.raises(StoreError, match="file is not a database") as caught:
        open_sql_store("s", "t", path)
    assert str(path) in caught.value.message
    assert path.read_text() == "customers,orders\n" * 100


def test_a_locked_database_is_reported(path):
    """After the wait, with the path, and nothing is written."""
    store = open_sql_store("s", "t", path, busy_seconds=0.01)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="database is locked") as caught:
        store.write([("a", {})], REPLACE, Marker("e", "1.0", "1", 1))
    assert str(path) in caught.value.message
    other.execute("ROLLBACK")
    other.close()
    assert store.count() == 0
    store.write([("a", {})], REPLACE, Marker("e", "1.0", "1", 1))
    assert store.committed("e", "1.0").added == 1
    store.close()


def test_a_full_disk_leaves_the_database_as_it_was(path):
    """Rows and marker of the failed write are out together, and it can be repeated later."""
    store = open_sql_store("s", "t", path)
    store.write([("a", {})], REPLACE, Marker("e", "1.0", "1", 1))
    rows = [(f"{n}", {"v": "x" * 500}) for n in range(2000)]
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, hard))
    try:
        with pytest.raises(StoreError, match=str(path)) as caught:
            store.write(rows, REPLACE, Marker("e", "1.0", "2", 1))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert "INSERT" not in str(caught.value)
    assert store.keys() == ["a"]
    assert store.committed("e", "1.0").position == "1"
    store.write(rows, REPLACE, Marker("e", "1.0", "2", 1))
    assert store.committed("e", "1.0").added == 2001
    store.close()


def test_a_table_full_of_rows_is_scanned_while_it_is_written(path):
    """A loop over a store may write to that store."""
    store = open_sql_store("s", "t", path)
    store.write([(f"{n}", {"n": n}) for n in range(2500)], REPLACE)
    for key, record in store.scan():
        if record["n"] % 500 == 0:
            store.write([(key, {"n": -1}), (f"new-{key}", {})], REPLACE)
    assert store.count() == 2505
    store.close()


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("mysql://user:canary@host/db", "'mysql' is not available"),
        ("sqlite://", "'sqlite' is not available"),
        ("not a url", "cannot be read"),
        ("postgresql://user:canary@127.0.0.1:1/db?password=canary", "127.0.0.1:1/db"),
    ],
)
def test_a_database_that_cannot_be_used_is_reported_without_its_password(url, problem):
    """When the store is opened, as a matter of configuration."""
    with pytest.raises(ConfigurationError, match=problem) as caught:
        open_sql_store("s", "t", url)
    assert "canary" not in str(caught.value)
    assert caught.value.help


@pytest.mark.postgres
def test_postgres_says_where_it_is_without_the_password(database):
    """Also when the server goes away while a store is open."""
    store = open_sql_store("s", "t", database.replace("+psycopg", ""))
    store.write([("a", {})], REPLACE)
    engine = sqlalchemy.create_engine(database)
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE t")
    engine.dispose()
    with pytest.raises(StoreError, match=r"127\.0\.0\.1:\d+/postgres") as caught:
        store.write([("b", {})], REPLACE)
    assert "canary" not in str(caught.value)
    store.close()


@pytest.mark.postgres
def test_postgres_lets_no_write_slip_past_a_new_owner(database):
    """While a write of the former owner is under way, a claim waits; here, it gives up waiting."""
    owner = open_sql_store("s", "t", database)
    owner.claim("e", 1)
    heir = open_sql_store("s", "t", f"{database}?options=-clock_timeout%3D20ms")
    with owner._writing(Marker("e", "1.0", "1", 1)):
        with pytest.raises(StoreError, match="lock timeout"):
            heir.claim("e", 2)
        assert heir.committed("e", "1.0") is None
    heir.claim("e", 2)
    with pytest.raises(FencedError):
        owner.write([("a", {})], REPLACE, Marker("e", "1.0", "2", 1))
    owner.close()
    heir.close()


@pytest.mark.postgres
def test_postgres_survives_a_lost_connection(database):
    """Idle connections a server has dropped are replaced before they are used."""
    store = open_sql_store("s", "t", database)
    store.write([("a", {})], REPLACE)
    engine = sqlalchemy.create_engine(database)
    with engine.connect() as connection:
        connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
    engine.dispose()
    store.write([("b", {})], REPLACE)
    assert store.keys() == ["a", "b"]
    store.close()


@pytest.mark.postgres
def test_postgres_keeps_the_json_text(database):
    """So that `record::json ->> 'name'` works, and numbers keep their form."""
    store = open_sql_store("s", "Odd-Name v1", database)
    store.write([("a", {"n": 1.0, "name": "x"})], REPLACE)
    engine = sqlalchemy.create_engine(database)
    with engine.connect() as connection:
        row = connection.exec_driver_sql(
            "SELECT record, record::json ->> 'name' FROM \"Odd-Name v1\""
        ).one()
    engine.dispose()
    assert tuple(row) == ('{"n":1.0,"name":"x"}', "x")
    assert json.loads(row[0]) == {"n": 1.0, "name": "x"}
    store.close()
