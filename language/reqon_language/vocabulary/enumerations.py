"""The words that options take, with what they mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

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
