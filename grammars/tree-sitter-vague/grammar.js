// Generated from grammars/vague.lark by `make generate`; do not edit.

module.exports = grammar({
  name: "vague",
  extras: ($) => [/[\s\u00a0\ufeff]/, $.comment],
  externals: ($) => [
    "abort",
    $._abort_bare,
    "action",
    "and",
    "&&",
    "any",
    "apply",
    $._arm_action,
    "->",
    "as",
    "assume",
    "call",
    "catch",
    "checkpoint",
    "clear",
    "??",
    ":",
    ",",
    $.compare,
    "concurrency",
    "continue",
    $._custom,
    ".",
    $.duration,
    "each",
    "...",
    "else",
    "=",
    "every",
    "false",
    "=>",
    "for",
    "from",
    "if",
    "import",
    "in",
    "is",
    "jump",
    $.key,
    "{",
    "<",
    "let",
    "(",
    "[",
    "map",
    "match",
    $.method,
    "-",
    "mission",
    ">",
    $.name,
    $._nl_dot,
    $._nl_lbrace,
    $._nl_lpar,
    $._nl_lsqb,
    "not",
    "!",
    "null",
    $.number,
    "of",
    "onError",
    "or",
    "||",
    "parallel",
    "pause",
    "%",
    "+",
    "?",
    "queue",
    $._queue_bare,
    "..",
    "}",
    "retry",
    ")",
    "]",
    "run",
    "schema",
    $._shorthand,
    "skip",
    "/",
    "source",
    $._source_prefix,
    $._stage_if,
    "*",
    "store",
    $._store_delete,
    $.string,
    $._tag,
    "then",
    "to",
    "transform",
    "true",
    "try",
    $.unit,
    "validate",
    "|",
    "wait",
    "where",
    $.word_operator,
    $.comment,
    $._expression_end,
    $._chain,
    $._recovering,
  ],
  rules: {
    program: ($) =>
      repeat(seq($._item, optional(","))),

    _item: ($) =>
      prec.right(choice($.mission, $.import, $._member, $._action_step)),

    _member: ($) =>
      prec.right(
        choice(
          $.source,
          $.store,
          $.schema,
          $.transform,
          $.action,
          $.run,
          $.entry,
          $.let,
          $.elision,
        ),
      ),

    mission: ($) =>
      prec.right(
        seq(
          "mission",
          field("name", $.name),
          $._lbrace,
          repeat(seq($._mission_member, optional(","))),
          "}",
        ),
      ),

    _mission_member: ($) =>
      prec.right($._member),

    import: ($) =>
      prec.right(
        choice(
          seq("import", $.name, "from", $.string),
          seq(
            "import",
            $._lbrace,
            $.name,
            repeat(seq(",", $.name)),
            optional(","),
            "}",
            "from",
            $.string,
          ),
        ),
      ),

    source: ($) =>
      prec.right(
        seq(
          "source",
          field("name", $.name),
          optional(seq("from", $.string)),
          optional($.object),
        ),
      ),

    store: ($) =>
      prec.right(
        seq(
          "store",
          field("name", $.key),
          ":",
          seq($._pipe, $._expression_end),
          optional($.object),
        ),
      ),

    action: ($) =>
      prec.right(
        seq(
          "action",
          field("name", $.name),
          $._lbrace,
          repeat(seq(choice($._step, $.entry), optional(","))),
          "}",
        ),
      ),

    run: ($) =>
      prec.right(seq("run", $.stage, repeat(seq("then", $.stage)))),

    stage: ($) =>
      prec.right(
        choice(
          seq($.name, optional($._condition)),
          seq(
            $._lsqb,
            $.name,
            repeat(seq(",", $.name)),
            optional(","),
            "]",
            optional($._condition),
          ),
          seq($._lsqb, "]", optional($._condition)),
        ),
      ),

    _condition: ($) =>
      prec.right(seq(alias($._stage_if, "if"), seq($._pipe, $._expression_end))),

    transform: ($) =>
      prec.right(
        choice(
          seq("transform", field("name", $.key), ":", $.name, "->", $.name, $.object),
          seq("transform", $.name, "->", $.name, $.object),
          seq("transform", $.name, $._lbrace, repeat(seq($._variant, optional(","))), "}"),
        ),
      ),

    _variant: ($) =>
      prec.right($.variant),

    variant: ($) =>
      prec.right(
        seq(
          $._lpar,
          $.name,
          ")",
          optional(seq("where", seq($._pipe, $._expression_end))),
          "->",
          $.name,
          $.object,
        ),
      ),

    schema: ($) =>
      prec.right(seq("schema", field("name", $.name), $.fields)),

    fields: ($) =>
      prec.right(seq($._lbrace, repeat(seq($._field, optional(","))), "}")),

    _field: ($) =>
      prec.right(choice($.field, $.schema_base, $.elision)),

    field: ($) =>
      prec.right(seq($._key, optional("?"), ":", $._type)),

    schema_base: ($) =>
      prec.right(seq("...", $.name)),

    _type: ($) =>
      prec.right(choice($._union, alias($._type_optional_type, $.optional_type))),

    _type_optional_type: ($) =>
      prec.right(seq($._union, "?")),

    _union: ($) =>
      prec.right(choice($._type_atom, alias($._union_union_type, $.union_type))),

    _union_union_type: ($) =>
      prec.right(seq($._union, "|", $._type_atom)),

    _type_atom: ($) =>
      prec.right(
        choice(
          $.type_name,
          alias($._type_atom_range_type, $.range_type),
          alias($._type_atom_array_type, $.array_type),
          $.fields,
          $.string,
          $.number,
          alias($._type_atom_unary, $.unary),
          "true",
          "false",
        ),
      ),

    _type_atom_range_type: ($) =>
      prec.right(
        seq(
          $.type_name,
          "in",
          seq($._add, $._expression_end),
          "..",
          seq($._add, $._expression_end),
        ),
      ),

    _type_atom_array_type: ($) =>
      prec.right(seq($._lsqb, $._type, "]")),

    _type_atom_unary: ($) =>
      prec.right(seq("-", $.number)),

    type_name: ($) =>
      prec.right(
        choice(
          seq($.name, repeat(seq(".", $.name))),
          seq($.name, "<", $._type, ">"),
          seq($.name, "(", $.number, repeat(seq(",", $.number)), ")"),
          "null",
        ),
      ),

    block: ($) =>
      prec.right(seq($._lbrace, repeat(seq($._step, optional(","))), "}")),

    _step: ($) =>
      prec.right(choice($._action_step, $.let, $.run, $.elision)),

    _action_step: ($) =>
      prec.right(
        choice(
          $.fetch,
          $.call_operation,
          $.for,
          $.map,
          $.apply,
          $.validate,
          $.store_step,
          $.match,
          $.wait,
          $.pause,
          $.skip,
          $.continue,
          $.abort,
          $.retry,
          $.queue,
          $.jump,
          $.delete_record,
          $.clear,
          $.if,
          $.try,
          $.custom,
        ),
      ),

    fetch: ($) =>
      prec.right(
        seq(
          $.method,
          optional(alias($._source_prefix, $.name)),
          seq($._ternary, $._expression_end),
          optional(seq("from", $.name)),
          optional($._inline_object),
        ),
      ),

    call_operation: ($) =>
      prec.right(seq("call", $.name, ".", $.name, optional($._inline_object))),

    for: ($) =>
      prec.right(
        seq(
          "for",
          field("name", $.name),
          "in",
          seq($._pipe, $._expression_end),
          optional(seq("where", seq($._pipe, $._expression_end))),
          repeat($._for_clause),
          $.block,
        ),
      ),

    _for_clause: ($) =>
      prec.right(choice($.checkpoint_every, "parallel", $.concurrency, $.on_error)),

    checkpoint_every: ($) =>
      prec.right(seq("checkpoint", "every", seq($._unary, $._expression_end))),

    concurrency: ($) =>
      prec.right(seq("concurrency", seq($._unary, $._expression_end))),

    on_error: ($) =>
      prec.right(seq("onError", $.name, optional($.name))),

    map: ($) =>
      prec.right(
        seq("map", seq($._pipe, $._expression_end), "->", $.name, optional($._inline_object)),
      ),

    apply: ($) =>
      prec.right(
        seq("apply", $.name, "to", seq($._pipe, $._expression_end), optional(seq("as", $.name))),
      ),

    validate: ($) =>
      prec.right(
        seq(
          "validate",
          optional(seq($._subject, $._expression_end)),
          $._lbrace,
          repeat(seq($._assumption, optional(","))),
          "}",
          optional(seq("or", $.block)),
        ),
      ),

    _assumption: ($) =>
      prec.right(choice($.assume, $.entry, $.elision)),

    assume: ($) =>
      prec.right(seq("assume", seq($._pipe, $._expression_end), optional(seq(":", $.string)))),

    store_step: ($) =>
      prec.right(
        seq(
          "store",
          optional("each"),
          seq($._pipe, $._expression_end),
          "->",
          $.name,
          optional($._inline_object),
        ),
      ),

    match: ($) =>
      prec.right(
        seq(
          "match",
          optional(seq($._subject, $._expression_end)),
          $._lbrace,
          repeat(seq($._step_arm, optional(","))),
          "}",
          optional($.catch_arms),
        ),
      ),

    catch_arms: ($) =>
      prec.right(seq("catch", $._lbrace, repeat(seq($._step_arm, optional(","))), "}")),

    _step_arm: ($) =>
      prec.right(choice($.step_arm, $.elision)),

    step_arm: ($) =>
      prec.right(
        seq(
          seq($._pipe, $._expression_end),
          optional(seq("where", seq($._pipe, $._expression_end))),
          choice("->", "=>"),
          $._arm_body,
        ),
      ),

    _arm_body: ($) =>
      prec.right(choice($.block, $._step, $.arm_action)),

    arm_action: ($) =>
      prec.right(alias($._arm_action, $.name)),

    let: ($) =>
      prec.right(seq("let", field("name", $.name), "=", seq($._expr, $._expression_end))),

    wait: ($) =>
      prec.right(seq("wait", $.object)),

    pause: ($) =>
      prec.right(seq("pause", $.object)),

    skip: ($) =>
      prec.right("skip"),

    continue: ($) =>
      prec.right("continue"),

    abort: ($) =>
      prec.right(
        choice(seq("abort", seq($._pipe, $._expression_end)), alias($._abort_bare, "abort")),
      ),

    retry: ($) =>
      prec.right(seq("retry", optional($._inline_object))),

    queue: ($) =>
      prec.right(
        choice(
          seq("queue", optional($.name), optional($._inline_object)),
          alias($._queue_bare, "queue"),
        ),
      ),

    jump: ($) =>
      prec.right(seq("jump", $.name, optional(seq("then", choice("retry", "continue"))))),

    delete_record: ($) =>
      prec.right(
        seq(alias($._store_delete, "delete"), $.name, "[", seq($._expr, $._expression_end), "]"),
      ),

    clear: ($) =>
      prec.right(seq("clear", $.name)),

    if: ($) =>
      prec.right(
        seq(
          "if",
          seq($._pipe, $._expression_end),
          $.block,
          optional(seq("else", choice($.block, $.if))),
        ),
      ),

    try: ($) =>
      prec.right(seq("try", $.block, "catch", $.block)),

    custom: ($) =>
      prec.right(seq(alias($._custom, $.name), $._inline_object)),

    _expr: ($) =>
      prec.right(choice($._pipe, alias($._expr_filter, $.filter))),

    _expr_filter: ($) =>
      prec.right(seq($._pipe, "where", $._pipe)),

    _pipe: ($) =>
      prec.right(choice($._ternary, alias($._pipe_pipe_call, $.pipe_call))),

    _pipe_pipe_call: ($) =>
      prec.right(seq($._pipe, "|", $._ternary)),

    _ternary: ($) =>
      prec.right(
        choice(
          $._or,
          alias($._ternary_conditional, $.conditional),
          alias($._ternary_conditional_2, $.conditional),
        ),
      ),

    _ternary_conditional: ($) =>
      prec.right(seq($._or, "?", seq($._ternary, $._expression_end), ":", $._ternary)),

    _ternary_conditional_2: ($) =>
      prec.right(
        seq(
          "if",
          seq($._pipe, $._expression_end),
          "then",
          $._ternary,
          optional(seq("else", $._ternary)),
        ),
      ),

    _or: ($) =>
      prec.right(choice($._and, alias($._or_binary, $.binary))),

    _or_binary: ($) =>
      prec.right(seq($._or, choice("or", "||"), $._and)),

    _and: ($) =>
      prec.right(choice($._coalesce, alias($._and_binary, $.binary))),

    _and_binary: ($) =>
      prec.right(seq($._and, choice("and", "&&"), $._coalesce)),

    _coalesce: ($) =>
      prec.right(choice($._not, alias($._coalesce_binary, $.binary))),

    _coalesce_binary: ($) =>
      prec.right(seq($._coalesce, "??", $._not)),

    _not: ($) =>
      prec.right(choice($._comparison, alias($._not_unary, $.unary))),

    _not_unary: ($) =>
      prec.right(seq(choice("not", "!"), $._not)),

    _comparison: ($) =>
      prec.right(
        choice(
          $._range,
          alias($._comparison_binary, $.binary),
          alias($._comparison_binary_2, $.binary),
          alias($._comparison_type_test, $.type_test),
        ),
      ),

    _comparison_binary: ($) =>
      prec.right(
        seq($._comparison, choice($.compare, "<", ">", "in", $.word_operator), $._range),
      ),

    _comparison_binary_2: ($) =>
      prec.right(seq($._comparison, "not", "in", $._range)),

    _comparison_type_test: ($) =>
      prec.right(seq($._comparison, "is", optional("not"), choice($.name, "null"))),

    _range: ($) =>
      prec.right(
        choice($._add, alias($._range_binary, $.binary), alias($._range_binary_2, $.binary)),
      ),

    _range_binary: ($) =>
      prec.right(seq($._add, "..", $._add)),

    _range_binary_2: ($) =>
      prec.right(seq($._add, "..")),

    _add: ($) =>
      prec.right(choice($._mul, alias($._add_binary, $.binary))),

    _add_binary: ($) =>
      prec.right(seq($._add, choice("+", "-"), $._mul)),

    _mul: ($) =>
      prec.right(choice($._unary, alias($._mul_binary, $.binary))),

    _mul_binary: ($) =>
      prec.right(seq($._mul, choice("*", "/", "%"), $._unary)),

    _unary: ($) =>
      prec.right(choice($._postfix, alias($._unary_unary, $.unary))),

    _unary_unary: ($) =>
      prec.right(seq(choice("-", "+"), $._unary)),

    _postfix: ($) =>
      prec.right(
        choice(
          $._primary,
          alias($._postfix_member, $.member),
          alias($._postfix_subscript, $.subscript),
          alias($._postfix_call, $.call),
        ),
      ),

    _postfix_member: ($) =>
      prec.right(seq($._postfix, seq(optional($._chain), "."), $.name)),

    _postfix_subscript: ($) =>
      prec.right(seq($._postfix, "[", seq($._expr, $._expression_end), "]")),

    _postfix_call: ($) =>
      prec.right(seq($._postfix, "(", optional($._arguments), ")")),

    _primary: ($) =>
      prec.right(choice($._value, $.object)),

    _value: ($) =>
      prec.right(
        choice(
          $.number,
          alias($._value_duration, $.duration),
          $.duration,
          $.string,
          "true",
          "false",
          "null",
          $.name,
          $.field_access,
          $.parenthesized,
          $.array,
          $.match_expression,
          $.any_of,
          $.tagged,
        ),
      ),

    _value_duration: ($) =>
      prec.right(seq($.number, $.unit)),

    _subject: ($) =>
      prec.right(
        choice(
          $._value,
          alias($._subject_member, $.member),
          alias($._subject_subscript, $.subscript),
          alias($._subject_call, $.call),
        ),
      ),

    _subject_member: ($) =>
      prec.right(seq($._subject, seq(optional($._chain), "."), $.name)),

    _subject_subscript: ($) =>
      prec.right(seq($._subject, "[", seq($._expr, $._expression_end), "]")),

    _subject_call: ($) =>
      prec.right(seq($._subject, "(", optional($._arguments), ")")),

    field_access: ($) =>
      prec.right(seq(choice(".", alias($._nl_dot, ".")), $.name)),

    parenthesized: ($) =>
      prec.right(
        choice(
          seq(
            $._lpar,
            seq($._expr, $._expression_end),
            repeat(seq(",", seq($._expr, $._expression_end))),
            optional(","),
            ")",
          ),
          seq($._lpar, ")"),
        ),
      ),

    _arguments: ($) =>
      prec.right(seq($._argument, repeat(seq(",", $._argument)), optional(","))),

    _argument: ($) =>
      prec.right(choice(seq($._expr, $._expression_end), $.lambda, $.spread, $.elision)),

    lambda: ($) =>
      prec.right(seq($._ternary, "=>", seq($._expr, $._expression_end))),

    array: ($) =>
      prec.right(
        seq(
          $._lsqb,
          optional(seq($._element, repeat(seq(",", $._element)), optional(","))),
          "]",
        ),
      ),

    _element: ($) =>
      prec.right(choice(seq($._expr, $._expression_end), $.spread, $.elision)),

    match_expression: ($) =>
      prec.right(
        seq(
          "match",
          optional(seq($._subject, $._expression_end)),
          $._lbrace,
          repeat(seq($._value_arm, optional(","))),
          "}",
        ),
      ),

    _value_arm: ($) =>
      prec.right(choice($.value_arm, $.elision)),

    value_arm: ($) =>
      prec.right(
        seq(
          seq($._pipe, $._expression_end),
          optional(seq("where", seq($._pipe, $._expression_end))),
          choice("=>", "->"),
          seq($._expr, $._expression_end),
        ),
      ),

    any_of: ($) =>
      prec.right(
        seq(
          "any",
          "of",
          seq($._subject, $._expression_end),
          optional(seq("where", seq($._pipe, $._expression_end))),
        ),
      ),

    tagged: ($) =>
      prec.right(seq(alias($._tag, $.name), $.string)),

    spread: ($) =>
      prec.right(seq("...", seq($._expr, $._expression_end))),

    elision: ($) =>
      prec.right("..."),

    object: ($) =>
      prec.right(seq($._lbrace, repeat(seq($._entry, optional(","))), "}")),

    _inline_object: ($) =>
      prec.right(alias($._inline_object_object, $.object)),

    _inline_object_object: ($) =>
      prec.right(seq("{", repeat(seq($._entry, optional(","))), "}")),

    _entry: ($) =>
      prec.right(choice($.entry, $.shorthand, $.spread, $.elision)),

    entry: ($) =>
      prec.right(seq($._key, ":", $._entry_value, optional($.object))),

    _entry_value: ($) =>
      prec.right(choice(seq($._expr, $._expression_end), $.every)),

    every: ($) =>
      prec.right(seq("every", seq($._unary, $._expression_end))),

    shorthand: ($) =>
      prec.right(alias($._shorthand, $.name)),

    _key: ($) =>
      prec.right(choice($.key, $.string)),

    _lbrace: ($) =>
      prec.right(choice("{", alias($._nl_lbrace, "{"))),

    _lpar: ($) =>
      prec.right(choice("(", alias($._nl_lpar, "("))),

    _lsqb: ($) =>
      prec.right(choice("[", alias($._nl_lsqb, "["))),
  },
});
