"""The text each statement keyword begins, with placeholders.

Placeholders are those of the Language Server Protocol (`${1:name}`, `$0` for the last place).
What the keywords mean stands in `keywords.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

STATEMENTS: Final[Mapping[str, str]] = {
    "mission": "mission ${1:Name} {\n\t$0\n}",
    "import": 'import ${1:Name} from "${2:./file.vague}"',
    "source": 'source ${1:Api} {\n\tauth: ${2|none,bearer,basic,api_key,oauth2|},\n\tbase: "${3:https://}"\n}',
    "schema": "schema ${1:Name} {\n\t${2:id}: ${3:string}$0\n}",
    "transform": "transform ${1:Name}: ${2:Source} -> ${3:Target} {\n\t$0\n}",
    "action": "action ${1:Name} {\n\t$0\n}",
    "dataset": "dataset ${1:Name} {\n\t${2:records}: ${3:100} of ${4:Schema}$0\n}",
    "context": "context ${1:Name} {\n\t$0\n}",
    "distribution": "distribution ${1:Name} {\n\t$0\n}",
    "contract": "contract ${1:Name} {\n\tinvariant $0\n}",
    "get": 'get "${1:/}"$0',
    "post": 'post "${1:/}" { body: ${2:response} }$0',
    "put": 'put "${1:/}" { body: ${2:response} }$0',
    "patch": 'patch "${1:/}" { body: ${2:response} }$0',
    "delete": 'delete "${1:/}"$0',
    "call": "call ${1:Source}.${2:operation}$0",
    "for": "for ${1:item} in ${2:items} {\n\t$0\n}",
    "map": "map ${1:response} -> ${2:Schema} {\n\t$0\n}",
    "store": "store ${1:response} -> ${2:store} { key: ${3:.id} }$0",
    "apply": "apply ${1:Transform} to ${2:response}$0",
    "validate": "validate ${1:response} {\n\tassume $0\n}",
    "assume": "assume $0",
    "match": (
        'match ${1:response} {\n\t${2:Schema} -> $0,\n\t_ -> ${3:abort "unexpected response"}\n}'
    ),
    "let": "let ${1:name} = $0",
    "if": "if ${1:condition} {\n\t$0\n}",
    "try": "try {\n\t$0\n} catch {\n\t\n}",
    "run": "run ${0:Action}",
    "wait": "wait {\n\ttimeout: ${1:30m}$0\n}",
    "pause": "pause {\n\tduration: ${1:1 day}$0\n}",
    "queue": "queue ${1:store} { item: ${2:response} }$0",
    "jump": "jump ${1:Action} then ${2|retry,continue|}",
    "clear": "clear ${0:store}",
    "generate": "generate ${1:10} of ${2:Schema} as ${3:name}$0",
    "abort": 'abort "${1:message}"',
    "retry": "retry { maxAttempts: ${1:3} }$0",
    "skip": "skip",
    "continue": "continue",
}
"""Keyword to snippet, in the order they are proposed."""

STORE_DECLARATION: Final = 'store ${1:name}: ${2|file,memory,sql,nosql,postgrest|}("${1:name}")'
