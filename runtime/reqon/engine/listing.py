"""A paginated fetch: its pages accumulated, or written to the store behind it one by one.

While a store takes a page the next one is on its way, and no more than two are held. A resume
goes on with the page after the last one consumed.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

from reqon.engine import watermarks
from reqon.engine.pages import FailedPageError, Listing, Page, read_pages
from reqon.engine.steps.store import write_records
from reqon.http.pagination import PageCursor
from reqon.journal import address
from reqon.plan.mission import Step
from reqon.values import ItemsView

_EXPIRED = frozenset({400, 404, 410})


@dataclass(frozen=True, slots=True)
class _Start:
    """Where a listing begins or goes on; no cursor when all pages were consumed before."""

    cursor: PageCursor | None
    member: str | None = None
    resumed: bool = False


async def accumulate(listing: Listing) -> ItemsView:
    """Read all pages and return their items."""
    frame, step = listing.frame, listing.step
    start = _start(listing)
    items: list[Any] = []
    if start.resumed:
        items.extend(frame.run.journal.load_items(frame.address, step.index))
    member = start.member
    async with aclosing(_pages(listing, start, ahead=False)) as pages:
        async for page in pages:
            if page.number == 0:
                items.clear()
            items.extend(page.items)
            member = page.member
            _note(listing, page, page.items)
    return ItemsView(items, () if member is None else (member,))


async def stream(listing: Listing, store: Step) -> None:
    """Write each page to the store of the step that follows the fetch."""
    frame, step = listing.frame, listing.step
    async with aclosing(_pages(listing, _start(listing), ahead=True)) as pages:
        async for page in pages:
            place = address.page(frame.at(step.index), page.number)
            await write_records(store.work, store, frame, page.items, place)
            _note(listing, page, None)


async def _pages(listing: Listing, start: _Start, *, ahead: bool) -> AsyncGenerator[Page, None]:
    """Yield the pages that are left; a cursor that expired meanwhile starts the listing anew."""
    cursor, member = start.cursor, start.member
    try:
        async with aclosing(read_pages(listing, cursor, member, ahead=ahead)) as pages:
            async for page in pages:
                yield page
    except FailedPageError as error:
        first = start.resumed and cursor is not None and error.number == cursor.page
        if not first or error.response.status not in _EXPIRED:
            raise
        _start_anew(listing, error.response.status)
    else:
        return
    async with aclosing(read_pages(listing, PageCursor(), None, ahead=ahead)) as pages:
        async for page in pages:
            yield page


def _start(listing: Listing) -> _Start:
    """Return where an earlier run of this step left off, or the beginning."""
    resume = listing.frame.resume
    progress = resume.pages.get(listing.step.index) if resume is not None else None
    if progress is None:
        return _Start(PageCursor())
    kept = progress.cursor
    listing.frame.run.notes.resumed(listing.step.path, items=kept["items"], pages=kept["page"])
    cursor = None if kept["last"] else PageCursor.from_json(kept)
    return _Start(cursor, kept["member"], resumed=True)


def _start_anew(listing: Listing, status: int) -> None:
    """Read the listing from the start under new addresses, so that its pages are stored again."""
    frame, step = listing.frame, listing.step
    frame.run.warn(
        f"the server no longer accepts the page the listing stopped at (status {status}); "
        f"the listing is read again from its start",
        step,
        frame,
    )
    frame.run.journal.step_retried(frame.address, step.index)
    frame.rewinds += 1


def _note(listing: Listing, page: Page, items: list[Any] | None) -> None:
    """Journal a page that was consumed, and tell how far the listing is."""
    frame, step = listing.frame, listing.step
    run = frame.run
    run.notes.listed(step.path, page.items)
    if run.keeps_steps:
        kept = {"last": page.following is None, "member": page.member}
        run.journal.page_done(
            frame.address,
            step.index,
            cursor={**page.done.to_json(), **kept},
            count=len(page.items),
            items=items,
        )
    key = listing.prepared.sync_key
    if page.following is None and key is not None:
        watermarks.complete(frame.branch, key, page.done.items, cut=page.cut)
    if page.cut:
        run.warn(f"the listing was cut after {page.done.items} items", step, frame)
    run.events.emit(
        "loop.iteration",
        action=frame.action,
        step=step.title,
        address=frame.at(step.index),
        current=page.done.items,
        total=None,
        page=page.done.page,
    )
