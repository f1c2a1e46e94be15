; Generated from the grammar and its tables by `make generate`; do not edit.

(comment) @comment
(string) @string
(number) @number
(duration) @number
(percentage) @number
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

(type_test (name) @type)
(field ":" . (name) @type)
(field (union_type (name) @type))
(field (optional_type (name) @type))
(field (binary . (name) @type "in"))
(array_type (name) @type)
(generic (name) @type)
(collection "of" . (name) @type)
((name) @type.builtin
  (#any-of? @type.builtin "string" "number" "int" "integer" "decimal" "float" "double" "boolean" "bool" "date" "datetime" "array" "object" "any" "null")
  (#has-ancestor? @type.builtin field type_test))
(mission name: (name) @module)
(schema name: (name) @type)
(schema_from (qualified_name) @type)
(schema_base (qualified_name) @type)
(generate (qualified_name) @type)
(implements (name) @type)
(contract name: (name) @type)
(dataset name: (name) @module)
(context name: (_) @module)
(context_use . (name) @module)
(distribution name: (_) @module)
(field . (key) @property)
(transform name: (_) @function)
(action name: (name) @function)
(source name: (name) @namespace)
(store name: (_) @namespace)
(map "->" . (name) @type)
(store_step "->" . (name) @namespace)
(stage (name) @function)
(arm_action) @function

["action" "context" "contract" "dataset" "distribution" "import" "let" "mission" "schema" "source" "store" "transform"] @keyword
[(method) "call"] @keyword
["apply" "assume" "clear" "constraints" "generate" "invariant" "map" "pause" "validate" "wait"] @keyword
["abort" "catch" "continue" "else" "for" "if" "jump" "match" "queue" "retry" "run" "skip" "then" "try"] @keyword.control
["checkpoint" "concurrency" "every" "onError" "parallel"] @keyword.control
["affects" "array" "as" "each" "from" "implements" "per" "private" "refine" "to" "unique" "violating" "when" "with"] @keyword
["and" "any" (word_operator) "in" "is" "not" "of" "or" "where"] @keyword.operator

["->" "=>" "=" "?" "??" "|" "||" "&&" "!" "+" "-" "*" "/" "%" "<" ">" ".." "..." "~" "^"] @operator
(compare) @operator
(assign) @operator
["{" "}" "(" ")" "[" "]"] @punctuation.bracket
["," ":" "."] @punctuation.delimiter
