"""Files that are left alone by the collector are not kept for that."""

from __future__ import annotations

import gc
import weakref
from pathlib import Path

import pytest

from reqon_language.model import Project
from reqon_language.syntax import parse
from reqon_server.collector import seldom

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").rglob("*.vague"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_what_is_replaced_goes_by_itself(path: Path) -> None:
    """Nothing in a model points back to what points at it."""
    try:
        with seldom():
            project = Project().with_file("a", parse(path.read_text(encoding="utf-8")))
        model = weakref.ref(project.model("a"))
        gc.disable()
        project = project.with_file("a", parse("mission A { }"))
        assert model() is None
    finally:
        gc.enable()
        gc.unfreeze()
