"""Compiling the text of a mission's members."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reqon.plan import MissionPlan, compile_program
from reqon_language import parse

HEAD = 'mission Test { source Api { auth: none, base: "http://x" } store out: memory("out")\n'


def mission(members: str) -> MissionPlan:
    """Compile members that stand from line 2 on, below a source `Api` and a store `out`."""
    (plan,) = compile_program(parse(f"{HEAD}{members}\n}}"), "t.vague")
    return plan


@pytest.fixture
def compiled() -> Callable[[str], MissionPlan]:
    return mission
