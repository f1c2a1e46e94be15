"""Which page comes next, where its items are, and when a listing is over (specification 4.7)."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reqon.errors import ConfigurationError
from reqon.http.pagination import (
    CursorLoop,
    PageCursor,
    PageFormatError,
    PageLimitError,
    Pagination,
    PaginationError,
    advance,
    items_of,
    parameter_value,
    truncated,
)
from reqon.http.paths import value_at

OFFSET = Pagination("offset", "offset", 2)
PAGE = Pagination("page", "page", 2)
CURSOR = Pagination("cursor", "after", 2, cursor_path="next")


@pytest.mark.parametrize(
    ("pagination", "cursor", "value"),
    [
        (OFFSET, PageCursor(), 0),
        (OFFSET, PageCursor(page=3), 6),
        (PAGE, PageCursor(), 1),
        (PAGE, PageCursor(page=3), 4),
        (CURSOR, PageCursor(), None),
        (CURSOR, PageCursor(page=1, cursor="abc"), "abc"),
    ],
)
def test_the_parameter_of_the_next_page(pagination, cursor, value):
    assert parameter_value(pagination, cursor) == value


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("next", "n"),
        ("meta.next", "m"),
        (".meta.next", "m"),
        ("data[0].id", 1),
        ("data[-1].id", 3),
        ("data[length(data)-1].id", 3),
        ("data[length(response.data) - 2].id", 2),
        ("data[7].id", None),
        ("data[-4]", None),
        ("data.id", None),
        ("next.of", None),
        ("missing.at.all", None),
    ],
)
def test_a_path_into_a_body(path, value):
    body = {"next": "n", "meta": {"next": "m"}, "data": [{"id": 1}, {"id": 2}, {"id": 3}]}
    assert value_at(body, path) == value


def test_a_path_into_a_bare_array():
    assert value_at([{"id": 1}, {"id": 2}], "[-1].id") == 2


@pytest.mark.parametrize("path", ["", "a..b", ".", "a[", "a[x]", "a[1", "a]", "[0]b"])
def test_a_text_that_is_no_path_is_an_error(path):
    with pytest.raises(ConfigurationError, match="is not a path into a response"):
        value_at({}, path)


@pytest.mark.parametrize(
    ("body", "path", "member", "found"),
    [
        ([1, 2], None, None, ([1, 2], None)),
        ([1, 2], "data.rows", None, ([1, 2], None)),
        ({"total": 2, "rows": [1], "tags": ["x"]}, None, None, ([1], "rows")),
        ({"warnings": [], "rows": [1]}, None, "rows", ([1], "rows")),
        ({"warnings": ["w"]}, None, "rows", ([], "rows")),
        ({"rows": None}, None, "rows", ([], "rows")),
        ({"data": {"rows": [1, 2]}, "tags": []}, "data.rows", None, ([1, 2], None)),
        ({"data": {}}, "data.rows", None, ([], None)),
        ({"total": 0}, None, None, ([], None)),
        (None, None, None, ([], None)),
    ],
)
def test_where_the_items_of_a_page_are(body, path, member, found):
    assert items_of(body, path, member) == found


@pytest.mark.parametrize(
    ("body", "path", "member"),
    [
        ("<html>Maintenance</html>", None, None),
        ("<html>Maintenance</html>", "data", None),
        (7, None, None),
        ({"rows": 12}, "rows", None),
        ({"rows": {"a": 1}}, None, "rows"),
    ],
)
def test_a_page_that_cannot_be_one_does_not_end_the_listing_quietly(body, path, member):
    with pytest.raises(PageFormatError):
        items_of(body, path, member)


@pytest.mark.parametrize("end", [None, "", 0, False, [], {}])
def test_an_empty_cursor_ends_the_listing(end):
    assert advance(CURSOR, PageCursor(), {"next": end}, 2) is None
    assert advance(CURSOR, PageCursor(), {}, 2) is None


@pytest.mark.parametrize("bad", [True, ["x"], {"a": 1}])
def test_a_cursor_that_is_no_text_or_number_is_an_error(bad):
    with pytest.raises(PaginationError, match="the cursor at `next` is a"):
        advance(CURSOR, PageCursor(), {"next": bad}, 2)


@pytest.mark.parametrize("pagination", [OFFSET, PAGE])
@pytest.mark.parametrize(("count", "goes_on"), [(0, False), (1, False), (2, True), (5, True)])
def test_a_page_that_is_not_full_is_the_last(pagination, count, goes_on):
    following = advance(pagination, PageCursor(page=4, items=8), {"n": 1}, count)
    assert (following is not None) == goes_on
    if following:
        assert (following.page, following.items) == (5, 8 + count)


@pytest.mark.parametrize(("count", "cut"), [(2, True), (1, False), (0, False)])
def test_without_the_path_of_the_cursor_a_full_page_cuts_the_listing_short(count, cut):
    """RQ5103: nothing says how to go on, so a full page may not be the last there is."""
    pagination = Pagination("cursor", "after", 2)
    following = advance(pagination, PageCursor(), {"next": "abc"}, count)
    assert (following is not None and truncated(pagination, following)) is cut


@pytest.mark.parametrize("pagination", [OFFSET, PAGE])
def test_the_same_page_twice_is_a_server_that_ignores_the_parameter(pagination):
    body = [{"id": 1}, {"id": 2}]
    cursor = advance(pagination, PageCursor(), body, 2)
    with pytest.raises(CursorLoop, match="Does the server know the parameter"):
        advance(pagination, cursor, body, 2)


def test_an_empty_page_with_the_cursor_just_sent_is_the_end():
    """Change feeds answer like this; nothing is lost by stopping."""
    assert advance(CURSOR, PageCursor(1, "c"), {"next": "c"}, 0) is None
    with pytest.raises(CursorLoop):
        advance(CURSOR, advance(CURSOR, PageCursor(), {"next": "c"}, 2), {"next": "c"}, 2)


@given(start=st.integers(0, 40), length=st.integers(1, 80), resumed=st.booleans())
def test_a_circle_of_cursors_is_noticed(start, length, resumed):
    """At the first repetition while circles are short, and always within a few rounds."""
    cursor = PageCursor()
    for page in range(start + 4 * length + 200):
        position = page if page < start else start + (page - start) % length
        try:
            following = advance(CURSOR, cursor, {"next": f"c{position}"}, 2)
        except CursorLoop:
            break
        assert following is not None
        cursor = PageCursor.from_json(orjson.loads(orjson.dumps(following.to_json())))
        cursor = cursor if resumed else following
    else:
        raise AssertionError("the circle was not noticed")
    assert page >= start + length
    if length <= 32:
        assert page == start + length


def test_the_position_stays_small_however_long_the_listing():
    cursor = PageCursor()
    for page in range(3000):
        cursor = advance(CURSOR, cursor, {"next": f"cursor-{page}"}, 2)
    assert len(orjson.dumps(cursor.to_json())) < 1000


@pytest.mark.parametrize(
    ("caps", "cursor", "outcome"),
    [
        ({}, PageCursor(page=999, items=1998), False),
        ({}, PageCursor(page=1000, items=2000), PageLimitError),
        ({"max_pages": None}, PageCursor(page=10_000), False),
        ({"max_pages": 5, "max_pages_asked": True}, PageCursor(page=4), False),
        ({"max_pages": 5, "max_pages_asked": True}, PageCursor(page=5), True),
        ({"max_items": 10}, PageCursor(page=2, items=9), False),
        ({"max_items": 10}, PageCursor(page=2, items=11), True),
    ],
)
def test_a_cap_is_an_error_unless_the_mission_asked_for_it(caps, cursor, outcome):
    pagination = Pagination("page", "page", 2, **caps)
    if isinstance(outcome, bool):
        assert truncated(pagination, cursor) == outcome
    else:
        with pytest.raises(outcome, match=r"goes on after 1000 pages \(2000 items\)"):
            truncated(pagination, cursor)


class Listing:
    """A server that lists `items`; where it cuts pages is its own affair for cursors."""

    def __init__(self, items: list[int], cuts: list[int], *, bare: bool) -> None:
        self.items, self.bare = items, bare
        self.bounds = sorted({0, *(cut for cut in cuts if cut < len(items))})

    def page(self, pagination: Pagination, value: Any) -> Any:
        if pagination.kind == "cursor":
            index = 0 if value is None else int(value[1:])
            ends = [*self.bounds[1:], len(self.items)]
            rows = self.items[self.bounds[index] : ends[index]]
            following = f"c{index + 1}" if index + 1 < len(self.bounds) else None
            return {"meta": {"next": following}, "rows": [{"id": item} for item in rows]}
        start = value if pagination.kind == "offset" else (value - 1) * pagination.size
        rows = [{"id": item} for item in self.items[start : start + pagination.size]]
        return rows if self.bare else {"total": len(self.items), "rows": rows, "tags": ["x"]}


@given(
    kind=st.sampled_from(["offset", "page", "cursor"]),
    size=st.integers(1, 7),
    total=st.integers(0, 40),
    cuts=st.lists(st.integers(0, 40)),
    bare=st.booleans(),
    resumed=st.booleans(),
)
def test_every_item_comes_back_once_and_in_order(kind, size, total, cuts, bare, resumed):
    """However the server cuts its pages, and when every page is a resume from the journal."""
    pagination = Pagination(kind, "p", size, cursor_path="meta.next")
    server = Listing(list(range(total)), cuts, bare=bare)
    items: list[Any] = []
    member: str | None = None
    cursor: PageCursor | None = PageCursor()
    while cursor is not None:
        assert not truncated(pagination, cursor)
        body = server.page(pagination, parameter_value(pagination, cursor))
        batch, member = items_of(body, pagination.items_path, member)
        items += batch
        cursor = advance(pagination, cursor, body, len(batch))
        if cursor is not None and resumed:
            cursor = PageCursor.from_json(orjson.loads(orjson.dumps(cursor.to_json())))
        if cursor is not None:
            assert cursor.items == len(items)
    assert [item["id"] for item in items] == list(range(total))
