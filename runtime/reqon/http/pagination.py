"""Which page comes next. Pure: the engine sends the requests and keeps the items.

Specification 4.7 and C.3, rulings D36 and D41.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Any, Literal, Self

import orjson

from reqon.errors import ReqonError
from reqon.http.paths import value_at
from reqon.values import describe

DEFAULT_MAX_PAGES = 1000
_RECENT = 32


class PaginationError(ReqonError):
    """A listing that cannot be read to its end."""


class PageFormatError(PaginationError):
    """A body in which no list of items can be meant."""


class CursorLoop(PaginationError):  # noqa: N818
    """The server led back to a page it already sent; going on would never end."""


class PageLimitError(PaginationError):
    """The listing is longer than a cap the mission did not ask for (ruling D41)."""


@dataclass(frozen=True, slots=True)
class Pagination:
    """How a source pages: `parameter` is the query parameter, `size` the items of a full page.

    `max_pages` None means no cap, which is what `until` implies; `max_pages_asked` says that
    the mission wrote the number itself. `max_items` is always asked for.
    """

    kind: Literal["offset", "page", "cursor"]
    parameter: str
    size: int
    cursor_path: str | None = None
    items_path: str | None = None
    max_pages: int | None = DEFAULT_MAX_PAGES
    max_items: int | None = None
    max_pages_asked: bool = False


@dataclass(frozen=True, slots=True)
class PageCursor:
    """Where a listing stands between two pages; small, whatever the number of pages.

    `page` counts completed pages, `items` what they held. `seen` are digests of the latest
    cursors (of the latest page for offset and page); `anchor` is an older one, moved at every
    power of two, so that a circle of any length is noticed.
    """

    page: int = 0
    cursor: Any = None
    items: int = 0
    seen: tuple[str, ...] = ()
    anchor: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Return what the journal keeps."""
        return {
            "page": self.page,
            "cursor": self.cursor,
            "items": self.items,
            "seen": list(self.seen),
            "anchor": self.anchor,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Return the cursor that `to_json` described."""
        return cls(
            page=data["page"],
            cursor=data["cursor"],
            items=data["items"],
            seen=tuple(data["seen"]),
            anchor=data["anchor"],
        )


def parameter_value(pagination: Pagination, cursor: PageCursor) -> Any:
    """Return the value to send for the next page, None when the parameter is left out."""
    match pagination.kind:
        case "offset":
            return cursor.page * pagination.size
        case "page":
            return cursor.page + 1
        case "cursor":
            return cursor.cursor


def items_of(body: Any, items_path: str | None, member: str | None) -> tuple[list[Any], str | None]:
    """Return the items of one page and the name of the member that held them.

    In order: the body itself, `items_path`, the member the previous page had (`member`), the
    first member that is a list. A page without a list is empty, but a body that is not an
    object at all (an HTML page with status 200, say) raises PageFormatError instead of ending the
    listing.
    """
    if isinstance(body, list):
        return body, member
    if items_path is not None and isinstance(body, dict):
        return _list_or_empty(value_at(body, items_path), f"`{items_path}`"), member
    if body is None:
        return [], member
    if not isinstance(body, dict):
        raise PageFormatError(
            f"the page is {describe(body)}, not a list or an object",
            help="Look at what the server sends; an error page may come with status 200.",
        )
    if member is not None:
        return _list_or_empty(body.get(member), f"`{member}`"), member
    for name, value in body.items():
        if isinstance(value, list):
            return value, name
    return [], None


def advance(pagination: Pagination, cursor: PageCursor, body: Any, count: int) -> PageCursor | None:
    """Return where the listing stands after a page of `count` items; None when it is finished.

    Raises CursorLoop when the server repeats itself.
    """
    done = replace(cursor, page=cursor.page + 1, items=cursor.items + count)
    if pagination.kind == "cursor":
        return _after_cursor_page(pagination, cursor, done, body, count)
    if count == 0 or count < pagination.size:
        return None
    digest = _digest(body)
    if digest in cursor.seen:
        raise CursorLoop(
            f"page {done.page} is the same as the page before it, "
            f"although `{pagination.parameter}` differed",
            help=f"Does the server know the parameter `{pagination.parameter}`?",
        )
    return replace(done, seen=(digest,))


def truncated(pagination: Pagination, cursor: PageCursor) -> bool:
    """Whether a cap the mission asked for stops the listing here, before it is finished.

    Without the path of the next cursor (RQ5103) a full page is the last that can be read.

    Ask with what `advance` returned. Raises PageLimitError at a cap nobody asked for.
    """
    if pagination.max_items is not None and cursor.items >= pagination.max_items:
        return True
    if pagination.kind == "cursor" and pagination.cursor_path is None:
        return True
    if pagination.max_pages is None or cursor.page < pagination.max_pages:
        return False
    if pagination.max_pages_asked:
        return True
    raise PageLimitError(
        f"the listing goes on after {cursor.page} pages ({cursor.items} items)",
        help="Write `maxPages: <n>` to accept a part of it, "
        "`until: <condition>` to say where it ends, or ask for larger pages.",
    )


def _after_cursor_page(
    pagination: Pagination, cursor: PageCursor, done: PageCursor, body: Any, count: int
) -> PageCursor | None:
    if pagination.cursor_path is None:
        return done if count >= pagination.size else None
    following = value_at(body, pagination.cursor_path)
    if following is None or following in (0, "", [], {}):
        return None
    if isinstance(following, bool) or not isinstance(following, str | int | float):
        raise PaginationError(
            f"the cursor at `{pagination.cursor_path}` is {describe(following)}",
            help="A cursor is a text or a number; name the member that holds it.",
        )
    if count == 0 and following == cursor.cursor:
        return None
    digest = _digest(following)
    if digest in cursor.seen or digest == cursor.anchor:
        raise CursorLoop(
            f"page {done.page} leads back to a cursor already used",
            help="The server would repeat itself for ever. "
            "Does another member tell the end (`until: …`)?",
        )
    power_of_two = done.page & (done.page - 1) == 0
    return replace(
        done,
        cursor=following,
        seen=(*cursor.seen, digest)[-_RECENT:],
        anchor=digest if power_of_two else cursor.anchor,
    )


def _list_or_empty(value: Any, place: str) -> list[Any]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise PageFormatError(
            f"{place} is {describe(value)}, not a list",
            help="Say where the items are: `itemsPath: …`.",
        )
    return value


def _digest(value: Any) -> str:
    return blake2b(orjson.dumps(value), digest_size=8).hexdigest()
