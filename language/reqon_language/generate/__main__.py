"""Write the generated files of the project: `make generate`.

parser.c is made by the tree-sitter command, which few machines have. Without it everything else
is written, and a test says when parser.c is older than grammar.js.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

from reqon_language.generate.outputs import (
    PARSER_HASH,
    TREE_SITTER,
    Sources,
    grammar_hash,
    render,
)

ROOT = Path(__file__).parents[3]
_PAGES = ROOT / "docs" / "diagnostics"


def sources() -> Sources:
    """Read the hand-written texts."""
    return Sources(
        (ROOT / "grammars" / "vague.lark").read_text(encoding="utf-8"),
        Path(__file__).with_name("language.template.md").read_text(encoding="utf-8"),
        version("reqon"),
    )


def main() -> int:
    """Write what changed and say so; the exit status is 1 when parser.c stays out of date."""
    texts = render(sources())
    for name, text in texts.items():
        _write(ROOT / name, text)
    for page in _PAGES.glob("RQ*.md"):
        if f"docs/diagnostics/{page.name}" not in texts:
            page.unlink()
            sys.stdout.write(f"removed {page.relative_to(ROOT)}\n")
    return _write_parser(grammar_hash(texts[f"{TREE_SITTER}/grammar.js"]))


def _write_parser(wanted: str) -> int:
    made_from = ROOT / PARSER_HASH
    if made_from.exists() and made_from.read_text(encoding="utf-8") == wanted:
        return 0
    command = shutil.which(os.environ.get("TREE_SITTER", "tree-sitter"))
    if command is None:
        sys.stderr.write(
            "parser.c is older than grammar.js, and there is no `tree-sitter` command; "
            "set TREE_SITTER to its path\n"
        )
        return 1
    subprocess.run([command, "generate"], cwd=ROOT / TREE_SITTER, check=True)  # noqa: S603
    _write(made_from, wanted)
    return 0


def _write(path: Path, text: str) -> None:
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    sys.stdout.write(f"wrote {path.relative_to(ROOT)}\n")


if __name__ == "__main__":
    sys.exit(main())
