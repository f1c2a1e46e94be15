"""From a fetch step to the request it sends: its expressions evaluated, in the order of 4.3."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from reqon.engine import watermarks
from reqon.engine.calls import Target
from reqon.engine.run import Frame, Run
from reqon.engine.scope import Scope
from reqon.errors import EvaluationError
from reqon.http import NO_BODY, Request
from reqon.plan.expressions import Evaluate
from reqon.plan.mission import Step
from reqon.plan.steps.fetch import Fetch, unknown_source
from reqon.values import MISSING, describe


@dataclass(frozen=True, slots=True)
class Prepared:
    """A request without its page, where it goes, and the sync checkpoint it belongs to."""

    request: Request
    target: Target
    sync_key: str | None


def prepare(work: Fetch, step: Step, frame: Frame) -> Prepared:
    """Evaluate the expressions of a fetch. Raises `EvaluationError`."""
    run = frame.run
    path = work.path(frame.scope)
    source = _source(work, frame)
    key = watermarks.sync_key(work.since, source, work.template)
    last = watermarks.last_sync(run, key) if work.since or work.reads_last_sync else None
    scope = frame.scope.block({"lastSync": last}) if work.reads_last_sync else frame.scope
    params: dict[str, Any] = {}
    for part in work.params:
        params.update(_object(part, scope, "params", step))
    headers = _object(work.headers, scope, "headers", step)
    body = NO_BODY if work.body is None else work.body(scope)
    if work.since is not None:
        value = last if work.since.value is None else work.since.value(scope)
        if value is not None and value is not MISSING:
            value = watermarks.formatted(value, work.since.format)
            if work.since.header is not None:
                headers[work.since.header] = value
            else:
                params[work.since.parameter] = value
    plan = run.plan.sources[source]
    return Prepared(
        request=Request(
            method=work.method,
            path=path,
            params=params,
            headers=headers,
            body=body,
            timeout_ms=work.timeout_ms,
            retry=work.retry.over(plan.retry) if work.retry is not None else None,
            stay_on_origin=not work.template.startswith(("http://", "https://")),
        ),
        target=_target(run, source),
        sync_key=key if work.since is not None else None,
    )


def _source(work: Fetch, frame: Frame) -> str:
    if isinstance(work.source, str):
        return work.source
    name = work.source(frame.scope)
    if not isinstance(name, str) or name not in frame.run.plan.sources:
        raise unknown_source(str(name), tuple(frame.run.plan.sources))
    return name


def _target(run: Run, source: str) -> Target:
    return Target(
        source, run.clients[source], run.plan.sources[source].idempotency_header is not None
    )


def _object(part: Evaluate | None, scope: Scope, option: str, step: Step) -> dict[str, Any]:
    value = None if part is None else part(scope)
    if value is None or value is MISSING:
        return {}
    if not isinstance(value, dict):
        raise EvaluationError(
            f"`{option}` must be an object, got {describe(value)}", location=step.location
        )
    return dict(value)
