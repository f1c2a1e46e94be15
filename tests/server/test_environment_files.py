"""A `.env` beside missions: what depends on it is looked at again when it changes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types

from server.clients import capabilities_of
from server.editor import start_editor

MISSION = """\
mission Orders {
  source Shop { auth: none, base: env("SHOP_URL") }
  action Fetch { get "/orders" }
  run Fetch
}
"""
PLACE = (1, MISSION.splitlines()[1].index("SHOP_URL"))


def codes(found: list[types.Diagnostic]) -> set[Any]:
    return {diagnostic.code for diagnostic in found}


@pytest.mark.parametrize("below", ["", "missions"])
async def test_a_change_of_an_environment_file_is_felt(tmp_path: Path, below: str) -> None:
    """In the finding about names that are not set, in definition, and in completion."""
    mission, variables = tmp_path / below / "orders.vague", tmp_path / ".env"
    mission.parent.mkdir(exist_ok=True)
    mission.write_text(MISSION)
    async with start_editor(capabilities_of("vscode", pulls=False), tmp_path) as editor:
        uri = editor.open(MISSION, mission)
        assert "RQ6018" not in codes(await editor.diagnostics(uri))
        assert await editor.define(uri, *PLACE) is None

        variables.write_text("OTHER=1\n")
        editor.changed(variables)
        await editor.until(lambda: "RQ6018" in codes(editor.shown(uri)))
        offered = [item.label for item in (await editor.complete(uri, *PLACE)).items]
        assert "OTHER" in offered

        variables.write_text("OTHER=1\nexport SHOP_URL='https://shop.example'\n")
        editor.changed(variables)
        await editor.until(lambda: "RQ6018" not in codes(editor.shown(uri)))
        [place] = await editor.define(uri, *PLACE)
        assert place.target_uri == variables.as_uri()
        assert place.target_selection_range.start == types.Position(1, len("export "))

        variables.write_text("export OTHER=1\n")
        editor.changed(variables)
        await editor.until(lambda: "RQ6018" in codes(editor.shown(uri)))
        variables.unlink()
        editor.changed(variables)
        await editor.until(lambda: "RQ6018" not in codes(editor.shown(uri)))
        assert await editor.define(uri, *PLACE) is None


async def test_a_client_that_pulls_is_asked_to_pull_again(tmp_path: Path) -> None:
    """And then gets what is true now; `.env.local` counts as well."""
    mission, variables = tmp_path / "orders.vague", tmp_path / ".env.local"
    mission.write_text(MISSION)
    async with start_editor("vscode", tmp_path) as editor:
        uri = editor.open(MISSION, mission)
        assert "RQ6018" not in codes(await editor.diagnostics(uri))
        await editor.until(lambda: editor.watches("reqon-files"))
        variables.write_text("OTHER=1\n")
        editor.changed(variables)
        await editor.pulled(uri, lambda found: "RQ6018" in codes(found))
