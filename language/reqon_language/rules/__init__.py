"""The diagnostics: one file per family, each rule with its code, documentation and examples.

`check(tree)` asks them all; `RULES` documents them. How to mend what they find is in `fixes`,
which nobody has to load who only checks.
"""

from __future__ import annotations

from reqon_language.rules.checking import RULES, Report, check, report, report_in
from reqon_language.rules.diagnostic import SEVERITIES, Diagnostic, Related, Severity
from reqon_language.rules.fix import Fix, Safety, apply, compatible
from reqon_language.rules.rule import Rule

__all__ = [
    "RULES",
    "SEVERITIES",
    "Diagnostic",
    "Fix",
    "Related",
    "Report",
    "Rule",
    "Safety",
    "Severity",
    "apply",
    "check",
    "compatible",
    "report",
    "report_in",
]
