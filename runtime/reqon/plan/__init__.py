"""From the typed syntax tree to a plan: `compile_program(tree, path) -> list[MissionPlan]`.

Expressions become closures once, steps get stable addresses, and everything that cannot run is
refused here, before anything has run. No IO.
"""

from __future__ import annotations

from reqon.plan.errors import MissingDeclarationError, PlanError, UnsupportedError
from reqon.plan.mission import MissionPlan
from reqon.plan.program import compile_program

__all__ = [
    "MissingDeclarationError",
    "MissionPlan",
    "PlanError",
    "UnsupportedError",
    "compile_program",
]
