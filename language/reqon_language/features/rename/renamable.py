"""What can be renamed, and of the rest why not."""

from __future__ import annotations

from dataclasses import dataclass

from reqon_language.features.navigation import (
    DocumentTarget,
    EnvironmentTarget,
    FieldTarget,
    FileTarget,
    Meant,
    NameTarget,
    WordTarget,
)
from reqon_language.features.rename.refusal import Refusal, shown
from reqon_language.model import Project
from reqon_language.syntax.ast import Span


@dataclass(frozen=True, slots=True)
class Renamable:
    """A name at `span` that stands for `target`, and that `placeholder` is offered in place of."""

    span: Span
    placeholder: str
    target: NameTarget | FieldTarget


def renamable(project: Project, path: str, meant: Meant) -> Renamable | Refusal:
    """Return a name that can be renamed, or a sentence that says why it cannot."""
    name = meant.name
    if meant.reference is not None and meant.reference.place == "escaped path":
        place = shown(project, path, meant.span)
        return Refusal(f"`{name}` stands in a string with escapes ({place}); write it without.")
    if len(meant.targets) > 1:
        owners = " and ".join(dict.fromkeys(_owner(target) for target in meant.targets))
        return Refusal(f"`{name}` may be a field of {owners} here; rename it where it is declared.")
    if not meant.targets:
        return Refusal(f"Nothing in this project declares `{name}`, so it cannot be renamed.")
    (target,) = meant.targets
    match target:
        case NameTarget() | FieldTarget():
            return Renamable(meant.span, name, target)
        case DocumentTarget(document=document):
            return Refusal(f"`{name}` is declared in {document}; it has to be renamed there.")
        case EnvironmentTarget():
            return Refusal(f"`{name}` is set by the environment, where it has to be renamed.")
        case FileTarget():
            return Refusal("This is a file; rename it, and the missions that name it follow.")
        case WordTarget(kind="function"):
            return Refusal(f"`{name}` is a built-in function and cannot be renamed.")
        case WordTarget():
            return Refusal(f"`{name}` is a name of the language and cannot be renamed.")


def _owner(target: object) -> str:
    if isinstance(target, FieldTarget):
        return f"`{target.schema}`"
    return target.document if isinstance(target, DocumentTarget) else "something else"
