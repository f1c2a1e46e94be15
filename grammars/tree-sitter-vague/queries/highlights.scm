; Generated from the grammar and its tables by `make generate`; do not edit.

(comment) @comment
(string) @string
(number) @number
(duration) @number
(unit) @number
["true" "false"] @boolean
"null" @constant.builtin

(name) @variable
((name) @variable.builtin
  (#any-of? @variable.builtin "response" "webhook" "pausedResponse"))
(key) @property
(field_access (name) @property)
(member "." (name) @property)
(call . (name) @function)
(call . (name) @function.builtin
  (#any-of? @function.builtin "abs" "addDays" "addHours" "addMonths" "all" "avg" "camelCase" "capitalize" "ceil" "chunks" "concat" "count" "day" "dayOfWeek" "days" "daysAgo" "daysFromNow" "diffDays" "entries" "env" "exists" "filter" "find" "findIndex" "first" "flatten" "floor" "formatDate" "fromUnix" "generateId" "get" "hasKey" "hour" "hours" "includes" "isAfter" "isBefore" "isEmpty" "join" "kebabCase" "keys" "last" "length" "lower" "lowercase" "map" "max" "median" "merge" "min" "minute" "minutes" "month" "none" "now" "omit" "parseDate" "parseDecimal" "parseNumber" "pick" "pow" "product" "range" "reduce" "replace" "round" "slugify" "snakeCase" "some" "sort" "sortBy" "split" "sqrt" "substring" "subtractDays" "sum" "timestamp" "toArray" "toBoolean" "toNumber" "toString" "today" "trim" "trimEnd" "trimStart" "unique" "upper" "uppercase" "uuid" "values" "year"))

(type_name (name) @type)
((type_name (name) @type.builtin)
  (#any-of? @type.builtin "string" "number" "int" "integer" "decimal" "float" "double" "boolean" "bool" "date" "datetime" "array" "object" "any" "null"))
(mission name: (name) @module)
(schema name: (name) @type)
(transform name: (_) @function)
(action name: (name) @function)
(source name: (name) @namespace)
(store name: (_) @namespace)
(map "->" . (name) @type)
(store_step "->" . (name) @namespace)
(stage (name) @function)
(arm_action) @function

["action" "import" "let" "mission" "schema" "source" "store" "transform"] @keyword
[(method) "call"] @keyword
["apply" "assume" "clear" "map" "pause" "validate" "wait"] @keyword
["abort" "catch" "continue" "else" "for" "if" "jump" "match" "queue" "retry" "run" "skip" "then" "try"] @keyword.control
["checkpoint" "concurrency" "every" "onError" "parallel"] @keyword.control
["as" "each" "from" "to"] @keyword
["and" "any" (word_operator) "in" "is" "not" "of" "or" "where"] @keyword.operator

["->" "=>" "=" "?" "??" "|" "||" "&&" "!" "+" "-" "*" "/" "%" "<" ">" ".." "..."] @operator
(compare) @operator
["{" "}" "(" ")" "[" "]"] @punctuation.bracket
["," ":" "."] @punctuation.delimiter
