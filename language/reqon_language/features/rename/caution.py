"""What goes by a name outside of the missions, where no edit reaches it."""

from __future__ import annotations

from reqon_language.features.navigation import FieldTarget, NameTarget


def caution(target: NameTarget | FieldTarget) -> str:
    """Return a sentence for the user to confirm, "" where the name means nothing elsewhere."""
    if isinstance(target, FieldTarget):
        return ""
    if target.binding is not None and target.binding.kind == "pagination":
        return "This is also the parameter that is sent with each page."
    if target.declaration.kind == "source":
        return "Credentials in files are kept under the name of their source."
    if target.declaration.kind == "mission":
        return "Executions are kept under the name of their mission; one that waits is not found."
    return ""
