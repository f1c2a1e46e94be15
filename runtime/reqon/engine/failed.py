"""Responses of status 400 and above: who may use them, and how they survive a resume.

Such a body may flow into a `match` or where `allow` lists its status; any other step that takes
`response` for data fails instead (rulings D27, D38).
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from reqon.engine.run import Branch, Frame
from reqon.engine.scope import HttpInfo
from reqon.http import HttpStatusError, Response
from reqon.values import iso, parse_date

_NOT_KEPT: Final = frozenset({"set-cookie", "authorization", "proxy-authorization"})


def refuse_failed_response(frame: Frame) -> None:
    """Raise `HttpStatusError` if `response` is a failed one that no step has dealt with."""
    refused = frame.branch.refused
    if refused is not None and frame.scope.get_response() is refused[0]:
        raise refused[1]


def accept_failed_response(branch: Branch) -> None:
    """Note that a `match` has told the failed response from a good one."""
    branch.refused = None


def response_facts(branch: Branch, step: int) -> dict[str, Any] | None:
    """Return what a later `match` may ask of the latest response, for the journal.

    `step` is the step that has just dealt with it.
    """
    http = branch.http
    if http is None:
        return None
    refused = branch.refused[1] if branch.refused is not None else None
    return {
        "step": step,
        "status": http.status,
        "headers": {name: text for name, text in http.headers.items() if name not in _NOT_KEPT},
        "refused": None
        if refused is None
        else {
            "message": refused.message,
            "method": refused.method,
            "url": refused.url,
            "startedAt": iso(refused.response.started_at),
        },
    }


def recall_response(facts: dict[str, Any] | None, frame: Frame) -> None:
    """Restore the latest response of a branch; its body is the `response` of the frame."""
    branch = frame.branch
    branch.refused = None
    if facts is None:
        return
    if facts["refused"] is not None and frame.resume is not None:
        frame.failed_fetch = facts["step"] if facts["step"] == frame.resume.done else None
    body = frame.scope.get_response()
    branch.http = HttpInfo(facts["status"], facts["headers"], body)
    refused = facts["refused"]
    if refused is not None:
        response = Response(
            status=facts["status"],
            headers=facts["headers"],
            body=body,
            url=refused["url"],
            started_at=parse_date(refused["startedAt"]) or datetime.now(UTC),
        )
        error = HttpStatusError(
            refused["message"].partition(": ")[2],
            response=response,
            method=refused["method"],
            location=None,
            help="Handle the status in an arm of the `match`, or list it in `allow`.",
        )
        branch.refused = (body, error)
