"""Which names the target of a store may have, so that none reaches outside its place.

The checker says so while one types, the runtime before it opens the store.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

LONGEST_PART: Final = 200
"""Bytes; file systems allow 255, and a suffix and a temporary name must still fit."""
LONGEST_TARGET: Final = 1000
LONGEST_TABLE: Final = 63
"""Bytes; PostgreSQL cuts longer identifiers, and two tables would become one."""

_RESERVED: Final = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
_TABLE: Final = re.compile(r"[^\W\d][\w./ -]*")


def target_problem(target: str) -> str | None:
    """Return what is wrong with the target of a file, as what one says of it; None for nothing."""
    checks = (
        (not target, "is empty"),
        (not target.isprintable(), "holds a control character"),
        (target.startswith("/") or "\\" in target or ":" in target, "is not a relative name"),
        (len(target.encode(errors="replace")) > LONGEST_TARGET, "is too long"),
        (
            unicodedata.normalize("NFKC", target) != target,
            "holds look-alike characters; write it in their plain form",
        ),
    )
    for wrong, problem in checks:
        if wrong:
            return problem
    for part in target.split("/"):
        if part.startswith(".") or not part.strip() or part != part.strip():
            return "may not leave its directory, nor have hidden or empty parts"
        if len(part.encode()) > LONGEST_PART:
            return f"has a part longer than {LONGEST_PART} bytes"
        if _RESERVED.fullmatch(part):
            return "is a device name on some systems"
    return None


def table_problem(target: str) -> str | None:
    """Return what is wrong with a target as the name of a table; None for nothing."""
    problem = target_problem(target)
    if problem is not None:
        return problem
    if not _TABLE.fullmatch(target):
        return "is no table name: use letters, digits and _, beginning with a letter"
    if len(target.encode()) > LONGEST_TABLE:
        return f"is longer than {LONGEST_TABLE} bytes"
    if target.lower().startswith(("_reqon", "sqlite_", "pg_")):
        return "begins with a prefix the database or Reqon keeps for itself"
    return None
