"""Projects whose texts say where things stand: `$name:` marks the word or string behind it.

Every project has the same mission in files of another kind, and every state changes all texts,
so that one expectation holds for all of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

SPEC = """\
openapi: 3.1.0
paths:
  /clients:
    get:
      operationId: listClients
      responses:
        "200":
          content:
            application/json:
              schema:
                type: array
                items: {type: object, properties: {id: {type: string}, name: {type: string}}}
"""
SOURCE = '  source $source:Crm from $spec:"./crm.yaml" { auth: none }\n'
STORE = 'store $store:clients: file("clients")\n'
SCHEMA = "schema $schema:Client { id: string, $field:name: string }\n"
COPY = "transform Copy: $from:Client -> $into:Client {\n  $grey:\n}\n"
FETCH = """\
action $action:Fetch {
  call Crm.$operation:listClients { timeout: $unit:5000 }
  for item in response {
    map item -> $target:Client { id: .id, $set:name: .name }
    $half:store $value:response -> $stored:clients { key: $bare:id }
  }
  let least = 0
  let bound = $constant:least + 1
  let total = length($argument:clients)
  if $expression:total > 0 { skip }
}
"""
END = "  run $run:Fetch\n}\n"


def inside(*parts: str) -> str:
    """Return declarations as members of a mission."""
    return "".join(f"  {line}" for part in parts for line in part.splitlines(keepends=True))


HEAD = f"mission $mission:Sync {{\n{SOURCE}"
WHOLE = HEAD + inside(STORE, SCHEMA, COPY, FETCH) + END
OTHER = re.sub(r"\$\w+:", "", WHOLE).replace("Sync", "Other")
PROJECTS: Mapping[str, Mapping[str, str]] = {
    "a file": {"one.vague": WHOLE},
    "a file of several missions": {"all.vague": f"{OTHER}\n{WHOLE}"},
    "a folder": {
        "mission.vague": HEAD + END,
        "stores.vague": STORE,
        "schemas/client.vague": SCHEMA + COPY,
        "actions/fetch.vague": FETCH,
    },
    "a file that imports": {
        "main.vague": 'import { $import:Client } from "./shared.vague"\n\n'
        + HEAD + inside(STORE, COPY, FETCH) + END,
        "shared.vague": SCHEMA,
    },
    "two workspace folders": {"north/one.vague": WHOLE, "south/two.vague": OTHER},
}  # fmt: skip
HALF_TYPED = (
    "map item -",
    "let y = length(",
    'abort "x',
    "store response ->",
    "if item.name ==",
    "pau",
)
"""Lines that somebody is typing, in the middle of a loop."""


def _half_typed(typed: str) -> Callable[[str], str]:
    return lambda text: re.sub(r"(?m)^( *)\$half:", rf"\1{typed}\n\1", text)


STATES: Mapping[str, Callable[[str], str]] = {
    "whole": lambda text: text.replace("$half:", ""),
    **{f"half-typed: {typed}": _half_typed(typed) for typed in HALF_TYPED},
    "carriage returns and astral characters": lambda text: re.sub(
        r"(?m)^( *)(?=\S)(?!\$grey)", r"\1/* 🛒é */ ", text.replace("$half:", "")
    ).replace("\n", "\r\n"),
}
"""What becomes of each text; the marks move with it."""


@dataclass(frozen=True)
class Mark:
    """Where something stands: a file by its name, and code points of its text."""

    file: str
    start: int
    end: int


@dataclass(frozen=True)
class Texts:
    """The files of a project in a state, and the marks by their names."""

    files: Mapping[str, str]
    marks: Mapping[str, Mark]


def read(kind: str, state: str) -> Texts:
    """Return a project in a state, without its marks."""
    files, marks = {}, {}
    for name, marked in PROJECTS[kind].items():
        text, at = "", 0
        whole = STATES[state](marked)
        for found in re.finditer(r"\$(\w+):", whole):
            text += whole[at : found.start()]
            at = found.end()
            word = re.compile(r'\w+|"[^"]*"|').match(whole, at)
            marks[found[1]] = Mark(name, len(text), len(text) + len(word[0] if word else ""))
        files[name] = text + whole[at:]
    return Texts(files, marks)
