"""RQ7020 in the editor: an edit that no waiting execution could go on with is told of at once."""

from __future__ import annotations

from pathlib import Path

from server.editor import start_editor
from server.letters import at_the_command_line

MISSION = """mission Count {
  checkpoint: afterStep
  source Api { auth: none, base: "https://api.example.com" }
  store numbers: file("numbers")
  action Fill {
    store { id: "one" } -> numbers { key: .id }
    abort "not yet"
  }
  run Fill
}
"""


async def test_an_edit_is_told_of_that_a_resume_in_the_workspace_folder_would_refuse(
    tmp_path: Path,
) -> None:
    """The execution is recorded where the editor runs missions, not beside this one's file."""
    path = tmp_path / "missions" / "count.vague"
    path.parent.mkdir()
    path.write_text(MISSION, encoding="utf-8")
    failed = await at_the_command_line(tmp_path, str(path))
    assert await failed.wait() == 1
    async with start_editor("vscode", tmp_path) as editor:
        uri = editor.open(MISSION, path)
        assert "RQ7020" not in [one.code for one in await editor.diagnostics(uri)]
        editor.edit(uri, 2, (5, 17, 5, 20, "two"))
        assert "RQ7020" in [one.code for one in await editor.diagnostics(uri)]
