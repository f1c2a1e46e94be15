"""Where the name stands that a refactoring introduces, for its author to find a better one."""

from __future__ import annotations

from collections.abc import Iterable

from reqon_language.edits import TextEdit, apply_edits
from reqon_language.features.named import named_at, occurrences
from reqon_language.model import Project
from reqon_language.syntax import parse
from reqon_language.syntax.lexer import lex
from reqon_language.tabstops import Stop


def introduced(project: Project, path: str, edits: Iterable[TextEdit], name: str) -> Stop:
    """Return where a new `name` stands in the text that `edits` of the file at `path` leave.

    A field of the same name is another matter.
    """
    file = project.files[path]
    after = apply_edits(file.tree.lines.text, edits)
    model = project.with_file(path, parse(after), part=file.share.part).model(path)
    lexed = lex(after)
    for word, start in zip(lexed.texts, lexed.starts, strict=True):
        named = named_at(model, start) if word == name else None
        if named is not None and named.declaration is not None and named.kind != "field":
            return tuple(one.span for one in occurrences(model, named))
    return ()
