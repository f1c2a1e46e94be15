"""The options of requests: what is sent, and how the pages of a listing are read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from reqon_language.vocabulary.enumerations import (
    IN_DOUBT_POLICIES,
    PAGINATION_KINDS,
    SINCE_FORMATS,
)
from reqon_language.vocabulary.sources import RATE_LIMIT, RETRY
from reqon_language.vocabulary.specs import BlockSpec, OptionSpec, block

REQUESTS: Final[Mapping[str, BlockSpec]] = {
    "fetch": block(
        "fetch",
        OptionSpec("params", ("fields",), "Query parameters."),
        OptionSpec("query", ("fields",), "Query parameters; the same as `params`."),
        OptionSpec("body", ("value",), "What is sent, as JSON."),
        OptionSpec("headers", ("fields",), "Headers; they win over those of the source."),
        OptionSpec("source", ("source",), "The source the request goes to."),
        OptionSpec(
            "paginate",
            ("pagination", "block"),
            "How the pages of a listing are requested.",
            words=PAGINATION_KINDS,
            block="paginate",
        ),
        OptionSpec("until", ("value",), "Stop after the page for which this holds."),
        RETRY,
        OptionSpec(
            "since",
            ("since",),
            "Ask only for what changed: `since: lastSync`.",
            block="since",
        ),
        OptionSpec("sinceParam", ("text",), "The parameter `since` is sent in.", default="`since`"),
        OptionSpec(
            "syncKey",
            ("text",),
            "The name the watermark is kept under.",
            default="the source and the path",
        ),
        OptionSpec(
            "sinceFormat",
            ("open word",),
            "How the watermark is written.",
            words=SINCE_FORMATS,
            default="`iso`",
        ),
        OptionSpec(
            "timeout",
            ("duration",),
            "How long one attempt may take.",
            default="that of the source",
        ),
        RATE_LIMIT,
        OptionSpec("allow", ("list",), "Statuses of 400 and more that are not errors."),
        OptionSpec("backfill", ("flag",), "Read the whole history once, resumably."),
        OptionSpec(
            "onInDoubt",
            ("word",),
            "What a resumed run does about a request whose answer was lost.",
            words=IN_DOUBT_POLICIES,
            default="`retry`; `fail` for a POST or PATCH without idempotency key",
        ),
    ),
    "since": block(
        "since",
        OptionSpec(
            "param", ("text",), "The parameter the watermark is sent in.", default="`since`"
        ),
        OptionSpec(
            "format",
            ("open word",),
            "How the watermark is written.",
            words=SINCE_FORMATS,
            default="`iso`",
        ),
        OptionSpec("updateFrom", ("text",), "The field of the response to continue from."),
        OptionSpec("header", ("text",), "The header the watermark is sent in."),
    ),
    "paginate": block(
        "paginate",
        OptionSpec(
            "type", ("word",), "How pages are numbered.", words=PAGINATION_KINDS, required=True
        ),
        OptionSpec(
            "param",
            ("text",),
            "The parameter that chooses the page.",
            default="the name of the `type`",
        ),
        OptionSpec("pageSize", ("number",), "How many items a full page has.", default="`100`"),
        OptionSpec("cursorPath", ("text",), "Where the next cursor stands in the response."),
        OptionSpec("itemsPath", ("text",), "Where the items stand in the response."),
        OptionSpec(
            "maxPages",
            ("count",),
            "Stop after this many pages.",
            default="`1000`; without limit where `until` is given",
        ),
        OptionSpec("maxItems", ("count",), "Stop after this many items."),
    ),
}
