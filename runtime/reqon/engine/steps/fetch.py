"""Running a fetch: one request, or a listing."""

from __future__ import annotations

from typing import Any

from reqon.engine import watermarks
from reqon.engine.calls import send
from reqon.engine.listing import accumulate, stream
from reqon.engine.pages import FailedPageError, Listing
from reqon.engine.requests import Prepared, prepare
from reqon.engine.run import Frame, Prior
from reqon.engine.scope import HttpInfo
from reqon.http import Request, Response
from reqon.http.pagination import PaginationError, items_of
from reqon.plan.mission import Step
from reqon.plan.steps.fetch import Fetch
from reqon.values import ItemsView


async def run_fetch(work: Fetch, step: Step, frame: Frame) -> None:
    """Send the request; its body, or the items of the listing, become `response`."""
    level = frame.scope.level
    frame.prior = Prior(level.response)
    prepared = prepare(work, step, frame)
    if frame.run.dry:
        level.response = _imagined(work, prepared)
        return
    if work.paging is not None:
        await _run_listing(Listing(work, work.paging, step, frame, prepared))
        return
    response = await send(
        prepared.request, prepared.target, work, step, frame, frame.at(step.index)
    )
    if response is None:
        _skipped(step, frame)
        return
    _take(response, prepared.request, prepared, work, step, frame)
    if response.ok:
        frame.run.notes.answered(step.path, response.body)
    if response.ok and prepared.sync_key is not None and work.since is not None:
        path = work.since.update_from
        watermarks.begin(frame.branch, prepared.sync_key, response, by_field=path is not None)
        if path is not None:
            watermarks.observe(frame.branch, prepared.sync_key, path, response.body)
        watermarks.complete(frame.branch, prepared.sync_key, _count(response.body))


async def _run_listing(listing: Listing) -> None:
    work, step, frame = listing.work, listing.step, listing.frame
    try:
        if work.sink is not None:
            await stream(listing, work.sink)
            return
        items = await accumulate(listing)
    except FailedPageError as error:
        _take(error.response, error.request, listing.prepared, work, step, frame)
        return
    frame.branch.refused = None
    frame.branch.http = None
    frame.scope.level.response = items


def _take(
    response: Response,
    request: Request,
    prepared: Prepared,
    work: Fetch,
    step: Step,
    frame: Frame,
) -> None:
    """Make an answer `response`; a failed one only where the mission says it is data."""
    branch, body = frame.branch, response.body
    branch.refused = frame.failed_fetch = None
    if not response.ok and response.status not in work.allow:
        error = prepared.target.client.status_error(request, response, step.location)
        if not work.expects_status:
            raise error
        branch.refused = (body, error)
        frame.failed_fetch = step.index
    branch.http = HttpInfo(response.status, response.headers, body)
    frame.scope.level.response = body


def _skipped(step: Step, frame: Frame) -> None:
    """Go on without an answer, as `onInDoubt: skip` asks."""
    frame.run.warn("the call was sent before the run ended; it is left out", step, frame)
    frame.branch.refused = None
    frame.branch.http = None
    frame.scope.level.response = None


def _count(body: Any) -> int:
    """Return how many items a body holds, for `itemsSynced`."""
    try:
        return len(items_of(body, None, None)[0])
    except PaginationError:
        return 0


def _imagined(work: Fetch, prepared: Prepared) -> Any:
    """Return what a dry run has for a response."""
    if work.paging is not None:
        return ItemsView()
    return {"dryRun": True, "method": work.method, "path": prepared.request.path}
