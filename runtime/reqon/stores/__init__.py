"""Stores: ordered sets of keyed JSON records that a mission writes and reads."""

from __future__ import annotations

from reqon.stores.base import (
    Committed,
    FencedError,
    Marker,
    Record,
    Store,
    WriteMode,
    WriteResult,
)
from reqon.stores.registry import StoreDefinition, StoresConfig, open_store

__all__ = [
    "Committed",
    "FencedError",
    "Marker",
    "Record",
    "Store",
    "StoreDefinition",
    "StoresConfig",
    "WriteMode",
    "WriteResult",
    "open_store",
]
