"""The programs the fragments of `constructs/` stand in, so that a case shows one construct.

`file` is no frame: the case is a whole file. `members` are members of a mission, `steps` are
steps of an action behind a request, `values` are the mappings of a `map`, one value each, whose
`.field`s may be anything. Each frame is in the canonical style and has sources, stores and
schemas a fragment can use.
"""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import indent

_HEAD = """mission Frame {
  source Api { auth: none, base: "https://api.example.org" }
  store items: file("items")
  store done: memory("done")

  schema Item {
    id: string,
    name: string,
    price: number,
    stock: int,
    tags: array<string>,
    note: string?
  }
  schema Row { id: string, label: string }
  schema Failure { error: string, code: number }

  transform ToRow: Item -> Row { id: .id, label: .name }

  action Load {
    get "/items"
    match response {
      [Item] -> store response -> items { key: .id },
      _ -> abort "no items"
    }
  }
"""
_CASE = _HEAD + '\n  action Case {\n    get "/items/1"\n'
_MAPPED = """    for item in items {
      map response.row -> View {
"""
_STORED = """      }
      store response -> done { key: item.id }
    }
  }

  run Load then Case
}
"""

FRAMES = {
    "file": ("", "", ""),
    "members": (f"{_HEAD}\n", "  ", "\n  run Load\n}\n"),
    "steps": (_CASE, "    ", "  }\n\n  run Load then Case\n}\n"),
    "values": (f"{_CASE}{_MAPPED}", "        ", _STORED),
}
"""Text before a fragment, its indentation, text behind it."""

UNUSED = {"RQ3013", "RQ3017", "RQ3021"}
"""That nothing uses a declaration: said of whole files only, a fragment has no users."""


@dataclass(frozen=True)
class Framed:
    """A fragment in its frame: the whole text, and where the fragment stands in it."""

    text: str
    start: int
    end: int

    def holds(self, start: int, end: int) -> bool:
        """Whether the range lies in the fragment."""
        return self.start <= start and end <= self.end


def framed(frame: str, fragment: str) -> Framed:
    """Put a fragment, whose lines begin at the margin, into a frame."""
    before, margin, after = FRAMES[frame]
    inner = indent(fragment, margin)
    return Framed(before + inner + after, len(before), len(before) + len(inner))


def unframed(frame: str, text: str) -> str:
    """Return the fragment of a text made by `framed`, or of its formatted form."""
    before, margin, after = FRAMES[frame]
    assert text.startswith(before), "the frame is not in the canonical style"
    assert text.endswith(after), "the frame is not in the canonical style"
    inner = text[len(before) : len(text) - len(after)]
    return "".join(line.removeprefix(margin) for line in inner.splitlines(keepends=True))
