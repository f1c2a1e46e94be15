"""What was found in a version of a file, ready to be sent.

Two results of a file have the same id when the client need not be told again: nothing was found
in either, or the same in the same text. An equal list about another text is told again, since
an editor moves its marks along with the text.
"""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final

from reqon_server.diagnostics.translate import failed, translate
from reqon_server.plain import plain
from reqon_server.runs.failures import failures

if TYPE_CHECKING:
    from reqon_server.snapshot import View

log = logging.getLogger(__name__)

CLEAN: Final = "clean"


@dataclass(frozen=True, slots=True)
class Findings:
    """The diagnostics of a file as JSON values. `version` is None for a file on disk."""

    uri: str
    version: int | None
    items: list[Any]
    result_id: str

    def report(self, previous: str | None) -> dict[str, Any]:
        """Return the report of a pull by a client that has the result `previous`."""
        if previous == self.result_id:
            return {"kind": "unchanged", "resultId": self.result_id}
        return {"kind": "full", "resultId": self.result_id, "items": self.items}


def findings(view: View) -> Findings:
    """Check a file. For the analysis thread."""
    try:
        items = [translate(found, view) for found in view.report.diagnostics]
        items += failures(view)
    except Exception:
        # The editor must not go on showing what was true of an older text.
        log.exception("cannot check %s", view.uri)
        items = [failed()]
    return _findings(view, plain(items))


def _findings(view: View, items: list[Any]) -> Findings:
    if not items:
        return Findings(view.uri, view.version, [], CLEAN)
    digest = blake2b(view.text.encode("utf-8", "surrogatepass"), digest_size=8)
    digest.update(json.dumps(items).encode())
    return Findings(view.uri, view.version, items, digest.hexdigest())


def none(uri: str) -> Findings:
    """Return the findings of a file that is gone, or no longer ours."""
    return Findings(uri, None, [], CLEAN)
