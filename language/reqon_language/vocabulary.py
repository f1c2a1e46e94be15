"""Option blocks and enumerations of the language, each listed once.

The checker, completion, hover and the documentation read these tables; a word or an option
that is not here does not exist. Nothing here judges or resolves: see `rules/` and `model/`.
Source: language specification 1.8 and 2.2-2.5, durability 1.3 and 4.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

Shape: TypeAlias = Literal[
    "value",  # any expression
    "text",  # a string
    "path",  # a string with `{placeholders}`
    "number",  # a number, not negative
    "count",  # a whole number from 1
    "flag",  # true or false
    "duration",  # 30s, 7 days, "7d" or a plain number
    "word",  # one of `words`, bare or quoted
    "open word",  # one of `words`, or any other string
    "block",  # `{ … }` with the options of BLOCKS[block]
    "fields",  # `{ name: value }` with free names
    "list",  # `[ … ]`
    "source",
    "store",
    "pagination",
    "since",
    "schedule",
    "triggers",
]


@dataclass(frozen=True, slots=True)
class OptionSpec:
    """One option: its key, the shapes its value may have, and one line of documentation.

    `words` maps the words of an enumeration to what they mean. `block` names the entry of
    `BLOCKS` that a `{…}` value, or a `{…}` after the value, must follow. `element` says that
    the value is computed for a current element, so `.field` may be written in it. `default` is
    what holds without the option, as documentation writes it; "" where there is no one value.
    `unit` is that of a plain number, where it is not the one of its shape.
    """

    key: str
    shapes: tuple[Shape, ...]
    doc: str
    words: Mapping[str, str] | None = None
    block: str | None = None
    required: bool = False
    element: bool = False
    default: str = ""
    unit: Literal["", "ms", "s"] = ""

    @property
    def plain_unit(self) -> Literal["", "ms", "s"]:
        """The unit of a plain number: milliseconds for durations, unless `unit` says otherwise."""
        return self.unit or ("ms" if "duration" in self.shapes else "")


@dataclass(frozen=True, slots=True)
class BlockSpec:
    """The options one kind of `{…}` block knows. `title` is how messages call the block."""

    title: str
    options: Mapping[str, OptionSpec]


AUTH_KINDS: Final[Mapping[str, str]] = {
    "none": "Send no credentials.",
    "bearer": "Send `Authorization: Bearer <token>`.",
    "basic": "Send a user name and a password (RFC 7617).",
    "api_key": "Send a key in a header or in the query.",
    "oauth2": "Send a bearer token and refresh it when it expires (RFC 6749).",
}
ADAPTERS: Final[Mapping[str, str]] = {
    "memory": "Keep the records in memory for the duration of the run.",
    "file": "Keep the records in a JSON file below the data directory.",
    "sql": "Keep the records in a table of a SQL database.",
    "nosql": "Keep the records in a document store.",
    "postgrest": "Keep the records behind a PostgREST API.",
}
PAGINATION_KINDS: Final[Mapping[str, str]] = {
    "offset": "Send how many items were read so far: `offset(name, size)`.",
    "page": "Send the page number, counted from 1: `page(name, size)`.",
    "cursor": 'Send the cursor of the previous page: `cursor(name, size, "path")`.',
    "link": "Follow the `Link` header: `link()`.",
}
BACKOFFS: Final[Mapping[str, str]] = {
    "exponential": "Double the wait after each attempt.",
    "linear": "Lengthen the wait by the initial delay after each attempt.",
    "constant": "Wait equally long after each attempt.",
}
RATE_STRATEGIES: Final[Mapping[str, str]] = {
    "pause": "Wait until the limit is reset.",
    "throttle": "Spread the requests so that the limit is not reached.",
    "fail": "Fail at once when the limit is reached.",
}
CHECKPOINT_MODES: Final[Mapping[str, str]] = {
    "afterStep": "Save the position after every completed step and iteration.",
    "onFailure": "Save the position only when a step fails.",
}
TRACE_MODES: Final[Mapping[str, str]] = {
    "full": "Record variables and `response` around every step.",
    "minimal": "Record step types, times and errors only.",
}
STATE_STORES: Final[Mapping[str, str]] = {
    "file": "Keep execution state in files below the data directory (default).",
    "memory": "Keep execution state in memory; it is lost when the process ends.",
}
PARALLEL_MODES: Final[Mapping[str, str]] = {
    "wait-all": "Wait for every action of the stage, then fail if one failed (default).",
    "fail-fast": "Cancel the other actions of the stage as soon as one fails.",
    "continue": "Go on with the next stage although an action failed.",
}
VALIDATION_MODES: Final[Mapping[str, str]] = {
    "strict": "A response that does not match its schema is an error.",
    "warn": "A response that does not match its schema is logged (default).",
}
DURABILITIES: Final[Mapping[str, str]] = {
    "process": "Survive the end of the process; the operating system decides when to write.",
    "power": "Survive a power failure, losing at most 5 ms of position.",
    "strict": "Survive a power failure, losing nothing; slower.",
}
ON_ERROR_POLICIES: Final[Mapping[str, str]] = {
    "abort": "Stop the mission at the first failed item (default).",
    "continue": "Record the failure and go on with the next item.",
    "queue": "Put the failed item into a store and go on with the next one.",
}
SEVERITIES: Final[Mapping[str, str]] = {
    "error": "A constraint that does not hold fails the step (default).",
    "warning": "A constraint that does not hold is logged.",
}
IN_DOUBT_POLICIES: Final[Mapping[str, str]] = {
    "retry": "Send it again, with the same idempotency key (default).",
    "skip": "Go on as if it had been answered.",
    "fail": "Stop, and name the request.",
}
SINCE_FORMATS: Final[Mapping[str, str]] = {
    "iso": "2024-01-20T09:00:00Z",
    "unix": "Seconds since 1970.",
    "unix-ms": "Milliseconds since 1970.",
    "date-only": "2024-01-20",
}
SCHEDULE_KINDS: Final[Mapping[str, str]] = {
    "every": "Run in equal intervals: `every 6 hours`.",
    "cron": 'Run by a cron expression: `cron "0 2 * * *"`.',
    "at": 'Run once, or daily at a time of day: `at "23:55"`.',
}
TRIGGERS: Final[Mapping[str, str]] = {
    "timeout": "Resume when the duration has passed (default).",
    "webhook": 'Resume when a request arrives: `webhook "/approved"`.',
    "wait": 'The same as `webhook`: `wait "/approved"`.',
}
PRIMITIVE_TYPES: Final[Mapping[str, str]] = {
    "string": "Text.",
    "number": "Any number.",
    "int": "A whole number.",
    "integer": "A whole number.",
    "decimal": "A number.",
    "float": "A number.",
    "double": "A number.",
    "boolean": "true or false.",
    "bool": "true or false.",
    "date": "A date, or text that reads as one (ISO 8601).",
    "datetime": "A date with a time, or text that reads as one (ISO 8601).",
    "array": "A list.",
    "object": "A record.",
    "any": "Anything, null included.",
    "null": "Null.",
}
TESTED_TYPES: Final[Mapping[str, str]] = {
    **PRIMITIVE_TYPES,
    "undefined": "A field that is absent.",
}
"""The type words `is` knows."""
TIME_UNITS: Final = ("second", "minute", "hour", "day", "week")
IMPLICIT_NAMES: Final[Mapping[str, str]] = {
    "response": "The body of the latest response, or the result of the latest map or apply.",
    "webhook": "The event a `wait` received, or null.",
    "pausedResponse": "What `response` was before a `pause`.",
}
LAST_SYNC: Final = "lastSync"
REQUEST_NAMES: Final[Mapping[str, str]] = {
    LAST_SYNC: "The start of the last successful sync of this request, or null.",
}
"""Names known inside the options of a request only."""

RESERVED_WORDS: Final = frozenset(
    "mission action source store call run for map each paginate until retry key partial upsert "
    "since lastSync get post put patch delete GET POST PUT PATCH DELETE nosql sql memory file "
    "postgrest oauth2 bearer basic api_key none offset cursor page schedule cron every at hours "
    "minutes seconds days weeks continue skip abort queue jump is transform apply to as try wait "
    "timeout path expectedEvents eventFilter storage from let schema import context distribution "
    "dataset with where when in per any of match affects constraints validate assume then refine "
    "if violating unique private and or not null true false int decimal date".split()
)
"""The words the 0.2 reference reserves everywhere; here none of them is."""


def _block(title: str, *options: OptionSpec) -> BlockSpec:
    return BlockSpec(title, {option.key: option for option in options})


_RETRY = OptionSpec(
    "retry", ("block",), "How often and how patiently a failed request is repeated.", block="retry"
)
_RATE_LIMIT = OptionSpec(
    "rateLimit", ("block",), "How fast requests may be sent.", block="rateLimit"
)
_TIMEOUT = OptionSpec(
    "timeout",
    ("duration",),
    "How long one request may take.",
    default="`30s`",
)
_TIME_ZONE = OptionSpec(
    "timezone",
    ("text",),
    'The time zone of the schedule, such as "Europe/Berlin".',
    default="the time zone of the system",
)
_SKIP_IF_RUNNING = OptionSpec(
    "skipIfRunning",
    ("flag",),
    "Skip a scheduled run while the previous one still runs.",
    default="`true`",
)

BLOCKS: Final[Mapping[str, BlockSpec]] = {
    "mission": _block(
        "mission",
        OptionSpec(
            "schedule",
            ("schedule",),
            "When the daemon runs the mission.",
            words=SCHEDULE_KINDS,
            block="schedule",
        ),
        OptionSpec(
            "maxConcurrency",
            ("count",),
            "How many actions of a stage, or runs of the mission, may run at once.",
        ),
        _SKIP_IF_RUNNING,
        OptionSpec(
            "retryOnFailure",
            ("block", "count"),
            "Run the mission again after a failure.",
            block="retry",
        ),
        _TIME_ZONE,
        OptionSpec(
            "runImmediately", ("flag",), "Run once when the daemon starts.", default="`true`"
        ),
        OptionSpec("timeout", ("duration",), "How long one run may take."),
        OptionSpec("jitter", ("duration",), "Delay each scheduled run by up to this long."),
        OptionSpec(
            "parallelMode",
            ("word",),
            "What happens when one action of a parallel stage fails.",
            words=PARALLEL_MODES,
            default="`wait-all`",
        ),
        OptionSpec(
            "checkpoint",
            ("word",),
            "When the position is saved, so that a run can be resumed.",
            words=CHECKPOINT_MODES,
            block="checkpoint",
        ),
        OptionSpec("trace", ("word",), "What is recorded about each step.", words=TRACE_MODES),
        OptionSpec("stateRetention", ("duration",), "How long execution records are kept."),
        OptionSpec(
            "stateStore",
            ("word",),
            "Where execution state is kept.",
            words=STATE_STORES,
            default="`file`",
        ),
        OptionSpec("enableState", ("flag",), "Whether execution state is kept."),
        OptionSpec(
            "durability",
            ("word",),
            "What saved state survives.",
            words=DURABILITIES,
            default="`power` with `checkpoint: afterStep`, else `process`",
        ),
    ),
    "schedule": _block(
        "schedule",
        _TIME_ZONE,
        OptionSpec("maxConcurrency", ("count",), "How many runs may overlap.", default="`1`"),
        _SKIP_IF_RUNNING,
        OptionSpec("retry", ("block",), "Repeat a failed scheduled run.", block="schedule retry"),
    ),
    "schedule retry": _block(
        "schedule retry",
        OptionSpec("maxRetries", ("count",), "How often a failed run is repeated."),
        OptionSpec("delaySeconds", ("number",), "How long to wait before, in seconds.", unit="s"),
    ),
    "checkpoint": _block(
        "checkpoint", OptionSpec("store", ("store",), "The store checkpoints go to.")
    ),
    "source": _block(
        "source",
        OptionSpec("auth", ("word",), "How requests are authenticated.", words=AUTH_KINDS),
        OptionSpec("base", ("text",), "The URL that request paths are appended to."),
        OptionSpec("headers", ("fields",), "Headers sent with every request."),
        OptionSpec(
            "validateResponses", ("flag",), "Check responses against the OpenAPI description."
        ),
        OptionSpec(
            "validationMode",
            ("word",),
            "What happens to a response that does not match.",
            words=VALIDATION_MODES,
            default="`warn`",
        ),
        _TIMEOUT,
        _RETRY,
        _RATE_LIMIT,
        OptionSpec(
            "circuitBreaker",
            ("block",),
            "Stop sending for a while after repeated failures.",
            block="circuitBreaker",
        ),
        OptionSpec("token", ("value",), 'The bearer token, best from `env("NAME")`.'),
        OptionSpec("username", ("value",), "The user name of `auth: basic`."),
        OptionSpec("password", ("value",), 'The password, best from `env("NAME")`.'),
        OptionSpec("apiKey", ("value",), 'The API key, best from `env("NAME")`.'),
        OptionSpec(
            "apiKeyHeader", ("value",), "The header the API key is sent in.", default="`X-API-Key`"
        ),
        OptionSpec("oauth", ("block",), "Where and how tokens are obtained.", block="oauth"),
        OptionSpec(
            "specAuth",
            ("block",),
            "Credentials for downloading the OpenAPI description.",
            block="specAuth",
        ),
        OptionSpec("proxy", ("value",), "The proxy requests go through, or a list of them."),
        OptionSpec(
            "idempotency",
            ("word", "block"),
            "The header that carries idempotency keys, or none.",
            words={"none": "Send no idempotency keys."},
            block="idempotency",
            default="the header `Idempotency-Key`",
        ),
    ),
    "oauth": _block(
        "oauth",
        OptionSpec("tokenUrl", ("text",), "The URL tokens are requested from."),
        OptionSpec("clientId", ("value",), "The client's identifier."),
        OptionSpec("clientSecret", ("value",), 'The secret, best from `env("NAME")`.'),
        OptionSpec("scopes", ("value",), "The scopes to ask for: a list or a string."),
    ),
    "specAuth": _block(
        "specAuth",
        OptionSpec("type", ("word",), "How the download is authenticated.", words=AUTH_KINDS),
        OptionSpec("token", ("value",), 'The token, best from `env("NAME")`.'),
    ),
    "idempotency": _block(
        "idempotency", OptionSpec("header", ("text",), "The header's name.", required=True)
    ),
    "rateLimit": _block(
        "rateLimit",
        OptionSpec(
            "strategy",
            ("word",),
            "What to do when the limit is reached.",
            words=RATE_STRATEGIES,
        ),
        OptionSpec(
            "maxWait",
            ("duration",),
            "The longest wait.",
            default="300 s",
            unit="s",
        ),
        OptionSpec(
            "fallbackRpm",
            ("number",),
            "Requests per minute until a limit is known.",
            default="`60`",
        ),
        OptionSpec("requestsPerMinute", ("number",), "The most requests sent per minute."),
        OptionSpec("adaptive", ("flag",), "Let the server's limit headers overrule."),
        OptionSpec("model", ("block",), "The server's limit, described.", block="rate model"),
    ),
    "rate model": _block(
        "rate model",
        OptionSpec("type", ("value",), "The kind of limit."),
        OptionSpec("capacity", ("number",), "How many requests may be sent at once."),
        OptionSpec("refill", ("number",), "How many requests are refilled per second."),
        OptionSpec("safety", ("number",), "The share of the limit to use."),
    ),
    "circuitBreaker": _block(
        "circuitBreaker",
        OptionSpec(
            "failureThreshold", ("count",), "Failures that open the circuit.", default="`5`"
        ),
        OptionSpec(
            "resetTimeout", ("duration",), "How long the circuit stays open.", default="`30s`"
        ),
        OptionSpec(
            "successThreshold", ("count",), "Successes that close the circuit.", default="`2`"
        ),
        OptionSpec(
            "failureWindow",
            ("duration",),
            "The time in which failures are counted.",
            default="`60s`",
        ),
        OptionSpec("failureRate", ("number",), "The share of failures that opens the circuit."),
        OptionSpec(
            "minimumRequests", ("count",), "Requests needed before the rate counts.", default="`20`"
        ),
    ),
    "retry": _block(
        "retry",
        OptionSpec(
            "maxAttempts",
            ("count",),
            "How often to try, the first attempt included.",
            default="`3`",
        ),
        OptionSpec(
            "backoff", ("word",), "How the waits grow.", words=BACKOFFS, default="`exponential`"
        ),
        OptionSpec(
            "initialDelay",
            ("duration",),
            "The first wait.",
            default="`1s`",
        ),
        OptionSpec("maxDelay", ("duration",), "The longest wait.", default="`30s`"),
        OptionSpec("delay", ("value",), "The wait before the next attempt, computed."),
        OptionSpec("timeout", ("duration",), "How long one attempt may take."),
    ),
    "fetch": _block(
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
        _RETRY,
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
        _RATE_LIMIT,
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
    "since": _block(
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
    "paginate": _block(
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
    "store": _block(
        "store",
        OptionSpec(
            "batch", ("count", "block"), "How many records are written at once.", block="batch"
        ),
    ),
    "batch": _block(
        "batch",
        OptionSpec("size", ("count",), "How many records are written at once."),
        OptionSpec("maxDelay", ("duration",), "The longest a record waits to be written."),
        OptionSpec("durability", ("word",), "What a batch survives.", words=DURABILITIES),
    ),
    "store step": _block(
        "store",
        OptionSpec(
            "key", ("value",), "What a record is stored under.", element=True, default="`.id`"
        ),
        OptionSpec("partial", ("flag",), "Merge into the record, and mark it incomplete."),
        OptionSpec("upsert", ("flag",), "Merge into the record, or add it."),
    ),
    "wait": _block(
        "wait",
        OptionSpec("timeout", ("duration",), "How long to wait.", default="`5m`"),
        OptionSpec("path", ("path",), "The path the events are sent to."),
        OptionSpec(
            "expectedEvents",
            ("count", "list"),
            "How many events, or which, to wait for.",
            default="`1`",
        ),
        OptionSpec("eventFilter", ("value",), "Which events count.", element=True),
        OptionSpec("retry", ("block", "flag"), "Wait again after a time-out.", block="retry"),
        OptionSpec(
            "retryOnTimeout", ("block", "flag"), "Wait again after a time-out.", block="retry"
        ),
        OptionSpec("storage", ("store", "block"), "The store events are kept in.", block="storage"),
    ),
    "storage": _block(
        "storage",
        OptionSpec("target", ("store",), "The store events are kept in.", required=True),
        OptionSpec("key", ("value",), "What an event is stored under.", element=True),
    ),
    "pause": _block(
        "pause",
        OptionSpec("duration", ("duration",), "How long to pause at most.", required=True),
        OptionSpec("persist", ("store",), "The store the paused state is kept in."),
        OptionSpec(
            "resumeOn",
            ("triggers",),
            "What resumes the mission.",
            words=TRIGGERS,
            default="`timeout`",
        ),
    ),
    "queue": _block(
        "queue",
        OptionSpec(
            "item",
            ("value",),
            "What is queued.",
            default="the matched value",
        ),
        OptionSpec("key", ("value",), "What it is queued under.", element=True),
    ),
    "action": _block(
        "action",
        OptionSpec("concurrency", ("count",), "How many iterations of its loops run at once."),
    ),
}

HYPHENATED: Final = frozenset(
    word
    for block in BLOCKS.values()
    for option in block.options.values()
    for word in option.words or ()
    if "-" in word
)
"""The words of options that are not written like a name: `date-only` reads as a subtraction."""
