"""What each statement keyword means and the text it begins, with placeholders.

Placeholders are those of the Language Server Protocol (`${1:name}`, `$0` for the last place).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

STATEMENTS: Final[Mapping[str, tuple[str, str]]] = {
    "mission": (
        "A pipeline: sources, stores, actions and the order they run in.",
        "mission ${1:Name} {\n\t$0\n}",
    ),
    "import": ("Use declarations of another file.", 'import ${1:Name} from "${2:./file.vague}"'),
    "source": (
        "An HTTP API requests are sent to.",
        'source ${1:Api} {\n\tauth: ${2|none,bearer,basic,api_key,oauth2|},\n\tbase: "${3:https://}"\n}',
    ),
    "schema": ("The shape of a record.", "schema ${1:Name} {\n\t${2:id}: ${3:string}$0\n}"),
    "transform": (
        "A named mapping from one schema to another.",
        "transform ${1:Name}: ${2:Source} -> ${3:Target} {\n\t$0\n}",
    ),
    "action": ("A list of steps.", "action ${1:Name} {\n\t$0\n}"),
    "get": ("Send a GET request; its body becomes `response`.", 'get "${1:/}"$0'),
    "post": ("Send a POST request.", 'post "${1:/}" { body: ${2:response} }$0'),
    "put": ("Send a PUT request.", 'put "${1:/}" { body: ${2:response} }$0'),
    "patch": ("Send a PATCH request.", 'patch "${1:/}" { body: ${2:response} }$0'),
    "delete": (
        "Send a DELETE request, or delete a record: `delete store[key]`.",
        'delete "${1:/}"$0',
    ),
    "call": (
        "Call an operation of a source's OpenAPI description.",
        "call ${1:Source}.${2:operation}$0",
    ),
    "for": ("Run steps for each item.", "for ${1:item} in ${2:items} {\n\t$0\n}"),
    "map": (
        "Make a record of another shape; it becomes `response`.",
        "map ${1:response} -> ${2:Schema} {\n\t$0\n}",
    ),
    "store": (
        "Write a value, or each item of a list, to a store.",
        "store ${1:response} -> ${2:store} { key: ${3:.id} }$0",
    ),
    "apply": ("Map with a transform.", "apply ${1:Transform} to ${2:response}$0"),
    "validate": (
        "Check constraints; a failed one fails the action.",
        "validate ${1:response} {\n\tassume $0\n}",
    ),
    "assume": ("One constraint.", "assume $0"),
    "match": (
        "Choose by the shape of a value.",
        'match ${1:response} {\n\t${2:Schema} -> $0,\n\t_ -> ${3:abort "unexpected response"}\n}',
    ),
    "let": ("Name a value.", "let ${1:name} = $0"),
    "if": ("Run steps only if a condition holds.", "if ${1:condition} {\n\t$0\n}"),
    "try": ("Catch the failure of steps.", "try {\n\t$0\n} catch {\n\t\n}"),
    "run": ("The actions to run, in order; `[A, B]` run at the same time.", "run ${0:Action}"),
    "wait": ("Hold the process until events arrive.", "wait {\n\ttimeout: ${1:30m}$0\n}"),
    "pause": ("Release the process until a trigger.", "pause {\n\tduration: ${1:1 day}$0\n}"),
    "queue": ("Put a value into a store for later.", "queue ${1:store} { item: ${2:response} }$0"),
    "jump": ("Run another action, then come back.", "jump ${1:Action} then ${2|retry,continue|}"),
    "clear": ("Delete every record of a store.", "clear ${0:store}"),
    "abort": ("Fail the mission with a message.", 'abort "${1:message}"'),
    "retry": ("Send the latest request again.", "retry { maxAttempts: ${1:3} }$0"),
    "skip": ("Go on with the next item, or end the action.", "skip"),
    "continue": ("Go on with the step after the match.", "continue"),
}
"""Keyword to (documentation, snippet), in the order they are proposed."""

STORE_DECLARATION: Final = (
    "Where records are kept.",
    'store ${1:name}: ${2|file,memory,sql,nosql,postgrest|}("${1:name}")',
)
