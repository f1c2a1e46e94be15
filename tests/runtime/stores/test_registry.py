"""From a declaration to a store, and what is said about declarations that cannot be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from reqon.errors import ConfigurationError
from reqon.stores import Marker, StoreDefinition, StoresConfig, WriteMode, open_store


@pytest.mark.parametrize(
    ("adapter", "kept_in"),
    [("memory", "shadow/t.log"), ("file", "stores/t.json"), ("sql", "stores.sqlite")],
)
def test_each_adapter_has_its_place(adapter, kept_in, tmp_path):
    """And says who it is."""
    config = StoresConfig(tmp_path, shadow=tmp_path / "shadow")
    store = open_store(StoreDefinition("s", adapter, "t"), config)
    assert (store.name, store.adapter, store.target) == ("s", adapter, "t")
    assert list(store.notes) == []
    store.close()
    assert (tmp_path / kept_in).exists()
    assert (tmp_path / kept_in).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("definition", "message", "help_text"),
    [
        (StoreDefinition("s", "fiel", "t"), "there is no adapter 'fiel'", "Did you mean file?"),
        (StoreDefinition("s", "x", "t"), "there is no adapter 'x'", "memory, file, sql"),
        (StoreDefinition("s", "nosql", "t"), "not available yet in this version", "file("),
        (StoreDefinition("s", "postgrest", "t"), "not available yet in this version", "sql("),
        (StoreDefinition("s", "sql", "t", {"ulr": "x"}), "no option 'ulr'", "Did you mean url?"),
        (StoreDefinition("s", "file", "t", {"url": "x"}), "no option 'url'", "Leave it out"),
        (StoreDefinition("s", "sql", "t", {"url": 5}), "must be a string", ""),
        (StoreDefinition("s", "sql", "t", {"url": ""}), "its `url` is empty", "set?"),
    ],
)
def test_what_cannot_be_used_is_explained(definition, message, help_text, tmp_path):
    """With a way out, and before anything is created."""
    with pytest.raises(ConfigurationError, match=message) as caught:
        open_store(definition, StoresConfig(tmp_path))
    assert help_text in (caught.value.help or "")
    assert not any(tmp_path.iterdir())


def test_a_database_is_found_by_option_store_or_adapter(tmp_path: Path):
    """The nearer one wins."""
    urls = {"sql": f"sqlite:///{tmp_path}/all.sqlite", "mine": f"sqlite:///{tmp_path}/mine.sqlite"}
    config = StoresConfig(tmp_path, urls=urls)
    option = {"url": f"sqlite:///{tmp_path}/option.sqlite"}
    for definition, file in (
        (StoreDefinition("mine", "sql", "t", option), "option.sqlite"),
        (StoreDefinition("mine", "sql", "t"), "mine.sqlite"),
        (StoreDefinition("other", "sql", "t"), "all.sqlite"),
    ):
        open_store(definition, config).close()
        assert [path.name for path in tmp_path.iterdir()] == [file]
        (tmp_path / file).unlink()


def test_sql_stores_share_a_database_but_not_their_progress(tmp_path):
    """Two stores of one mission, written by one branch, keep their own counters."""
    config = StoresConfig(tmp_path)
    first, second = (open_store(StoreDefinition(t, "sql", t), config) for t in ("a", "b"))
    first.write([("1", {}), ("2", {})], WriteMode.REPLACE, Marker("e", "1.0", "1.0.0", 1))
    second.write([("1", {})], WriteMode.REPLACE, Marker("e", "1.0", "1.0.1", 1))
    assert first.committed("e", "1.0").added == 2
    assert second.committed("e", "1.0").added == 1
    first.forget("e")
    assert first.committed("e", "1.0") is None
    assert second.committed("e", "1.0").position == "1.0.1"
    first.close()
    second.close()
