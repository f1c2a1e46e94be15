"""Records of many executions, without the runs."""

from __future__ import annotations

import json
from pathlib import Path


def records_of_a_copy(path: Path, number: int) -> Path:
    """Copy a program that ran once, with a `number` of later records; return the copy."""
    copy = path.with_name("copy.vague")
    copy.write_bytes(path.read_bytes())
    (record,) = (path.parent / ".vague-data" / "execution").glob("*.json")
    content = json.loads(record.read_bytes())
    content["programPath"] = copy.name
    mission = content["mission"]
    for minute in range(number):
        content["executionId"] = f"exec_copy{minute}"
        later = f"{mission}-2999-01-01T{minute // 60:02}-{minute % 60:02}-00.json"
        record.with_name(later).write_text(json.dumps(content), encoding="utf-8")
    return copy
