"""The diagnostics: one file per family, each rule with its code, documentation and examples.

`check(tree)` asks them all; `RULES` documents them.
"""

from __future__ import annotations

from reqon_language.rules.checking import RULES, Report, check, report
from reqon_language.rules.diagnostic import SEVERITIES, Diagnostic, Related, Severity
from reqon_language.rules.rule import Rule

__all__ = [
    "RULES",
    "SEVERITIES",
    "Diagnostic",
    "Related",
    "Report",
    "Rule",
    "Severity",
    "check",
    "report",
]
