"""Stores of every adapter for the shared suite; PostgreSQL is a real server, started here."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import sqlalchemy

from reqon.files import Durability
from reqon.stores import Store
from reqon.stores.file import open_file_store
from reqon.stores.memory import open_memory_store
from reqon.stores.sql_open import open_sql_store

ADAPTERS = ("memory", "file", "sqlite", pytest.param("postgres", marks=pytest.mark.postgres))


@dataclass
class Place:
    """One target that can be opened again and again; `second` opens it beside the first."""

    adapter: str
    open_another: Callable[[], Store]
    shared: bool
    opened: list[Store] = field(default_factory=list)

    def open(self) -> Store:
        """Open the target; its former owner is closed first."""
        self.close()
        return self.second()

    def second(self) -> Store:
        store = self.open_another()
        self.opened.append(store)
        return store

    def close(self) -> None:
        while self.opened:
            self.opened.pop().close()


@pytest.fixture(params=ADAPTERS)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    adapter = request.param
    if adapter == "memory":
        place = Place(adapter, lambda: open_memory_store("s", "t", tmp_path / "shadow"), False)
    elif adapter == "file":
        place = Place(adapter, lambda: open_file_store("s", "t", tmp_path / "stores"), False)
    else:
        url = tmp_path / "s.sqlite" if adapter == "sqlite" else request.getfixturevalue("database")
        place = Place(adapter, lambda: open_sql_store("s", "t", url, Durability.PROCESS), True)
    yield place
    place.close()


@pytest.fixture
def store(place: Place) -> Store:
    return place.open()


@pytest.fixture
def database(postgres_server: str) -> str:
    """The URL of an empty database."""
    engine = sqlalchemy.create_engine(postgres_server)
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA public")
    engine.dispose()
    return postgres_server


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    binaries = _postgres_binaries()
    if binaries is None:
        pytest.skip("PostgreSQL is not installed: no initdb and pg_ctl found")
    user = _server_user()
    if user is None:
        pytest.skip("PostgreSQL refuses to run as root, and there is no user postgres")
    directory = Path(tempfile.mkdtemp(prefix="reqon-postgres-"))
    try:
        if os.geteuid() == 0:
            shutil.chown(directory, user)
        data, port = directory / "data", _free_port()
        _run(
            user, binaries / "initdb", "-D", data, "-U", "reqon", "-A", "trust", "-E", "UTF8", "-N"
        )
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -F"
        control = (binaries / "pg_ctl", "-D", data, "-l", directory / "log", "-w")
        _run(user, *control, "-o", options, "start")
        try:
            yield f"postgresql+psycopg://reqon:canary-password@127.0.0.1:{port}/postgres"
        finally:
            _run(user, *control, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(directory)


def _postgres_binaries() -> Path | None:
    places = [*sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)]
    if found := shutil.which("initdb"):
        places.insert(0, Path(found).resolve().parent)
    return next((each for each in places if (each / "pg_ctl").exists()), None)


def _server_user() -> str | None:
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid()).pw_name
    return "postgres" if any(each.pw_name == "postgres" for each in pwd.getpwall()) else None


def _run(user: str, *command: str | Path) -> None:
    subprocess.run(
        [str(part) for part in command],
        check=True,
        cwd="/",
        stdout=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
        **({"user": user, "group": user} if os.geteuid() == 0 else {}),
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
