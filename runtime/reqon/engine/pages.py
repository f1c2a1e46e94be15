"""Fetching the pages of a listing, one after the other, the next one ahead of time if wanted."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass, replace
from typing import Any

from reqon.engine import watermarks
from reqon.engine.calls import send
from reqon.engine.requests import Prepared
from reqon.engine.run import Frame
from reqon.http import Request, Response
from reqon.http.pagination import (
    PageCursor,
    PaginationError,
    advance,
    items_of,
    parameter_value,
    truncated,
)
from reqon.journal import address
from reqon.plan.mission import Step
from reqon.plan.steps.fetch import Fetch
from reqon.plan.steps.paginate import Paging
from reqon.values import truthy


@dataclass(frozen=True, slots=True)
class Listing:
    """A paginated fetch being run."""

    work: Fetch
    paging: Paging
    step: Step
    frame: Frame
    prepared: Prepared


@dataclass(frozen=True, slots=True)
class Page:
    """One page. `done` is where the listing stands after it, `following` where to go on.

    `member` is the name the items were found under; `cut`: there is more, and a cap of the
    mission forbids to read it.
    """

    number: int
    items: list[Any]
    member: str | None
    done: PageCursor
    following: PageCursor | None
    cut: bool


class FailedPageError(Exception):
    """A page was answered with a status of 400 or more."""

    def __init__(self, response: Response, request: Request, number: int) -> None:
        super().__init__(f"page {number}: status {response.status}")
        self.response = response
        self.request = request
        self.number = number


async def read_pages(
    listing: Listing, cursor: PageCursor | None, member: str | None, *, ahead: bool
) -> AsyncGenerator[Page, None]:
    """Yield the pages from `cursor` on; with `ahead` the next is fetched while one is used.

    Raises `FailedPageError`, `HttpError`, `PaginationError`, `StoppedError`.
    """
    coming: asyncio.Task[Page] | None = None
    try:
        while cursor is not None:
            listing.frame.run.check_stop()
            page = await (coming or _fetch(listing, cursor, member))
            coming = None
            cursor, member = page.following, page.member
            if ahead and cursor is not None:
                coming = asyncio.create_task(_fetch(listing, cursor, member))
                # The request leaves before the page in hand takes the event loop.
                await asyncio.sleep(0)
            yield page
    finally:
        if coming is not None:
            coming.cancel()
            await asyncio.gather(coming, return_exceptions=True)


async def _fetch(listing: Listing, cursor: PageCursor, member: str | None) -> Page:
    frame, pagination = listing.frame, listing.paging.pagination
    request, sent = listing.prepared.request, parameter_value(pagination, cursor)
    if sent is not None:
        request = replace(request, params={**request.params, pagination.parameter: sent})
    place = address.page(frame.at(listing.step.index), cursor.page)
    response = await send(
        request, listing.prepared.target, listing.work, listing.step, frame, place
    )
    if response is None:
        return Page(cursor.page, [], member, cursor, None, cut=False)
    if not response.ok:
        raise FailedPageError(response, request, cursor.page)
    _watch(listing, cursor, response)
    frame.run.notes.paged(listing.step.path, response.body)
    try:
        return _read(listing, cursor, member, response.body, sent)
    except PaginationError as error:
        error.location = error.location or listing.paging.location
        raise


def _read(listing: Listing, cursor: PageCursor, member: str | None, body: Any, sent: Any) -> Page:
    pagination = listing.paging.pagination
    items, member = items_of(body, pagination.items_path, member)
    following = advance(pagination, cursor, body, len(items))
    done = following or replace(cursor, page=cursor.page + 1, items=cursor.items + len(items))
    if following is not None and _ended(listing, body, sent):
        following = None
    cut = following is not None and truncated(pagination, following)
    if pagination.max_items is not None and done.items > pagination.max_items:
        items = items[: pagination.max_items - cursor.items]
        done, cut = replace(done, items=pagination.max_items), True
    return Page(cursor.page, items, member, done, None if cut else following, cut)


def _ended(listing: Listing, body: Any, sent: Any) -> bool:
    """Ask `until`, with the page as `response` and the parameter's name bound to what was sent."""
    until = listing.paging.until
    if until is None:
        return False
    scope = listing.frame.scope.child({listing.paging.pagination.parameter: sent})
    scope.response = body
    return truthy(until(scope))


def _watch(listing: Listing, cursor: PageCursor, response: Response) -> None:
    """Stage the watermark of an incremental fetch with its first page."""
    key, since = listing.prepared.sync_key, listing.work.since
    if key is None or since is None:
        return
    branch = listing.frame.branch
    if cursor.page == 0 or key not in branch.watermarks:
        watermarks.begin(branch, key, response, by_field=since.update_from is not None)
    if since.update_from is not None:
        watermarks.observe(branch, key, since.update_from, response.body)
