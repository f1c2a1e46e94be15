"""What `initialize` says of each method, known without importing what answers it.

`methods.json` is written by `make generate` from the functions themselves (see `methods.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import orjson
from lsprotocol import types

from reqon_server.plain import converter

FILE: Final = Path(__file__).with_name("methods.json")


def advertised() -> Iterator[tuple[str, Any]]:
    """Yield each method with the options that stand in the capabilities, None without any."""
    structure = converter().structure
    for row in orjson.loads(FILE.read_bytes()):
        kind = row.get("type")
        options = structure(row["options"], getattr(types, kind)) if kind else None
        yield row["method"], options


def written(methods: Iterable[tuple[str, Any]]) -> bytes:
    """Return the content of the file for methods and their options."""
    unstructure = converter().unstructure
    rows = [
        {"method": method}
        if options is None
        else {"method": method, "type": type(options).__name__, "options": unstructure(options)}
        for method, options in methods
    ]
    return orjson.dumps(rows, option=orjson.OPT_INDENT_2) + b"\n"
