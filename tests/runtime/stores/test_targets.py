"""No target reaches outside its place, and every place is checked when a store is opened."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from reqon.errors import ConfigurationError
from reqon.files import Durability
from reqon.stores import StoreDefinition, StoresConfig, WriteMode, open_store

OUTSIDE = {
    "parent": "../x",
    "parent within": "a/../../x",
    "dot": "./x",
    "absolute": "/etc/x",
    "NUL": "x\0y",
    "newline": "x\ny",
    "empty": "",
    "empty part": "a//b",
    "trailing slash": "a/",
    "long part": "x" * 300,
    "long": "/".join(["x" * 100] * 20),
    "device": "CON",
    "device with suffix": "a/nul.txt",
    "look-alike dots": "\uff0e\uff0e/x",
    "look-alike slash": "..\uff0fx",
    "backslash": "..\\x",
    "drive": "C:x",
    "hidden": ".x",
    "surrogate": "\ud800",
    "blank": " ",
    "right-to-left": "a\u202eb",
}


@pytest.fixture
def config(tmp_path: Path) -> StoresConfig:
    return StoresConfig(tmp_path / "state", shadow=tmp_path / "shadow")


@pytest.mark.parametrize("adapter", ["file", "memory", "sql"])
@pytest.mark.parametrize("target", OUTSIDE.values(), ids=OUTSIDE)
def test_a_target_outside_is_refused(adapter, target, config, tmp_path):
    """The message names the store and shows the target; no file or directory is made."""
    with pytest.raises(ConfigurationError, match=r"^store s: the target ") as caught:
        open_store(StoreDefinition("s", adapter, target), config)
    assert len(caught.value.message) < 300
    assert caught.value.help
    assert not any(tmp_path.iterdir())


@pytest.mark.parametrize(
    "target", ["customers", "exports/orders", "Kunden-2024.v1", "größe", "a b"]
)
def test_plain_targets_are_accepted(target, config):
    """Letters of any language, digits, `_`, `-`, `.`, blanks and sub-directories."""
    for adapter in ("file", "memory", "sql"):
        store = open_store(StoreDefinition("s", adapter, target), config)
        store.write([("a", {})], WriteMode.REPLACE)
        store.close()
    assert (config.state_dir / "stores" / f"{target}.json").exists()


@pytest.mark.parametrize(
    "target", ["_reqon_progress", "sqlite_master", "pg_class", 'a"; DROP', "1a"]
)
def test_reserved_and_odd_table_names_are_refused(target, config):
    """A target cannot be the progress table, a system table, or break out of its quotes."""
    with pytest.raises(ConfigurationError, match=r"^store s: the target sql"):
        open_store(StoreDefinition("s", "sql", target), config)


def test_symbolic_links_do_not_lead_out(config, tmp_path):
    """Neither a directory on the way, nor the file, nor the log, nor the whole directory."""
    outside = tmp_path / "outside"
    outside.mkdir()
    stores = config.state_dir / "stores"
    stores.mkdir(parents=True)
    (stores / "link").symlink_to(outside)
    (stores / "file.json").symlink_to(outside / "file.json")
    (stores / "log.log").symlink_to(outside / "log.log")
    for target in ("link/x", "link/y/x", "file", "log"):
        with pytest.raises(ConfigurationError, match="symbolic link"):
            open_store(StoreDefinition("s", "file", target), config)
    shutil.rmtree(stores)
    stores.symlink_to(outside)
    with pytest.raises(ConfigurationError, match="symbolic link"):
        open_store(StoreDefinition("s", "file", "x"), config)
    assert not any(outside.iterdir())


@pytest.fixture
def unprivileged() -> Iterator[Path]:
    """A read-only directory, and not being root, for whom nothing is read-only."""
    directory = Path(tempfile.mkdtemp(prefix="reqon-readonly-"))
    (directory / "stores").mkdir()
    (directory / "stores.sqlite").touch()
    for path, mode in (
        (directory / "stores.sqlite", 0o444),
        (directory / "stores", 0o555),
        (directory, 0o555),
    ):
        path.chmod(mode)
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    yield directory
    if root:
        os.seteuid(0)
    directory.chmod(0o755)
    (directory / "stores").chmod(0o755)
    shutil.rmtree(directory)


@pytest.mark.parametrize("adapter", ["file", "sql", "memory"])
def test_a_read_only_directory_is_reported_when_a_store_is_opened(adapter, unprivileged):
    """Exit status 3 before any request, with the path in the message."""
    config = StoresConfig(unprivileged, shadow=unprivileged / "stores")
    with pytest.raises(ConfigurationError, match="Permission denied") as caught:
        open_store(StoreDefinition("s", adapter, "t"), config)
    assert str(unprivileged / "stores") in caught.value.message
    assert caught.value.exit_code == 3


@pytest.mark.parametrize("adapter", ["file", "sql", "memory"])
def test_a_file_in_the_way_of_the_directory_is_reported(adapter, tmp_path):
    """The path is named."""
    blocked = tmp_path / "state"
    blocked.touch()
    config = StoresConfig(blocked, Durability.PROCESS, shadow=blocked)
    with pytest.raises(ConfigurationError, match=str(blocked)):
        open_store(StoreDefinition("s", adapter, "t"), config)
