"""What a file means: its declarations, its scopes and what every name in it refers to.

`analyze(tree)` gives a `FileModel`; every feature and rule asks that, and nobody else
resolves names.
"""

from __future__ import annotations

from reqon_language.model.analysis import analyze
from reqon_language.model.file import FileModel, Visible, VisibleName
from reqon_language.model.lent import Lent
from reqon_language.model.names import Names
from reqon_language.model.project import Beside, Project
from reqon_language.model.references import Reference
from reqon_language.model.summary import Declaration, FileSummary, summarize

__all__ = [
    "Beside",
    "Declaration",
    "FileModel",
    "FileSummary",
    "Lent",
    "Names",
    "Project",
    "Reference",
    "Visible",
    "VisibleName",
    "analyze",
    "summarize",
]
