// Generated from grammars/vague.lark by `make generate`; do not edit.

module.exports = grammar({
  name: "vague",
  extras: ($) => [/[\s\u00a0\ufeff]/, $.comment],
  externals: ($) => [
    "abort",
    $._abort_bare,
    "action",
    "affects",
    "and",
    "&&",
    "any",
    "apply",
    $._arm_action,
    "array",
    "->",
    "as",
    $.assign,
    "assume",
    "call",
    "catch",
    $._catch_arms,
    "checkpoint",
    "^",
    "clear",
    "??",
    ":",
    ",",
    $.compare,
    "concurrency",
    "constraints",
    "context",
    "continue",
    "contract",
    $._custom,
    "dataset",
    "distribution",
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
    "generate",
    "if",
    "implements",
    "import",
    "in",
    "invariant",
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
    $._meta,
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
    $._optional,
    "or",
    "||",
    "parallel",
    "pause",
    "per",
    "%",
    $.percentage,
    "+",
    "private",
    "?",
    "queue",
    $._queue_bare,
    "..",
    "}",
    "refine",
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
    "~",
    "to",
    "transform",
    "true",
    "try",
    $._type_lbrace,
    $._type_lsqb,
    "unique",
    $.unit,
    "validate",
    "|",
    "violating",
    "wait",
    "when",
    "where",
    "with",
    $.word_operator,
    $.comment,
    $._expression_end,
    $._chain,
    $._ask,
    $._recovering,
  ],
  rules: {
    program: ($) =>
      repeat(seq($._item, repeat(","))),

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
          $.dataset,
          $.context,
          $.distribution,
          $.contract,
        ),
      ),

    mission: ($) =>
      prec.right(
        seq(
          "mission",
          field("name", $.name),
          $._lbrace,
          repeat(seq($._mission_member, repeat(","))),
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
          repeat(seq(choice($._step, $.entry), repeat(","))),
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
          seq("transform", $.name, $._lbrace, repeat(seq($._variant, repeat(","))), "}"),
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
      prec.right(
        choice(
          seq(
            "schema",
            field("name", $.name),
            $._schema_body,
            optional($.refine),
            optional($.mutations),
          ),
          seq("schema", $.name, repeat1($._schema_clause)),
        ),
      ),

    _schema_body: ($) =>
      prec.right(choice($.fields, seq(repeat1($._schema_clause), $._following_fields))),

    _schema_clause: ($) =>
      prec.right(choice($.schema_from, $.implements, $.contexts)),

    schema_from: ($) =>
      prec.right(seq("from", $.qualified_name)),

    implements: ($) =>
      prec.right(seq("implements", $.name, repeat(seq(",", $.name)))),

    contexts: ($) =>
      prec.right(seq("with", $.context_use, repeat(seq(",", $.context_use)))),

    context_use: ($) =>
      prec.right(seq($.name, optional(seq("(", optional($._arguments), ")")))),

    qualified_name: ($) =>
      prec.right(seq($.name, repeat(seq(".", $.name)))),

    dataset: ($) =>
      prec.right(
        seq(
          "dataset",
          field("name", $.name),
          optional("violating"),
          choice($.fields, seq($.contexts, $._following_fields)),
        ),
      ),

    context: ($) =>
      prec.right(
        choice(
          seq("context", field("name", $.name), $.fields),
          seq("context", $.name, "=", seq($._expr, $._expression_end)),
          seq("context", $.key, ":", $._type),
        ),
      ),

    contract: ($) =>
      prec.right(seq("contract", field("name", $.name), $.fields)),

    distribution: ($) =>
      prec.right(
        choice(
          seq("distribution", field("name", $.name), $.buckets),
          seq("distribution", $.name, "=", seq($._expr, $._expression_end)),
          seq("distribution", $.key, ":", $._type, optional($.buckets)),
        ),
      ),

    buckets: ($) =>
      prec.right(seq($._lbrace, repeat(seq($._bucket, repeat(","))), "}")),

    _bucket: ($) =>
      prec.right($.bucket),

    bucket: ($) =>
      prec.right(
        seq(seq($._ternary, $._expression_end), ":", seq($._ternary, $._expression_end)),
      ),

    refine: ($) =>
      prec.right(seq("refine", $._lbrace, repeat(seq($._refinement, repeat(","))), "}")),

    _refinement: ($) =>
      prec.right($.refinement),

    refinement: ($) =>
      prec.right(seq("if", seq($._pipe, $._expression_end), $._following_fields)),

    mutations: ($) =>
      prec.right(seq("then", $._lbrace, repeat(seq($._mutation, repeat(","))), "}")),

    _mutation: ($) =>
      prec.right($.mutation),

    mutation: ($) =>
      prec.right(
        seq(
          seq($._postfix, $._expression_end),
          choice("=", $.assign),
          seq($._expr, $._expression_end),
        ),
      ),

    fields: ($) =>
      prec.right(
        seq(alias($._type_lbrace, "{"), repeat(","), repeat(seq($._field, repeat(","))), "}"),
      ),

    _following_fields: ($) =>
      prec.right(alias($._following_fields_fields, $.fields)),

    _following_fields_fields: ($) =>
      prec.right(seq($._lbrace, repeat(seq($._field, repeat(","))), "}")),

    _field: ($) =>
      prec.right(choice($.field, $.schema_base, $.assume, $.constraints, $.affects, $.elision)),

    field: ($) =>
      prec.right(
        seq(
          $._key,
          optional(alias($._optional, "?")),
          ":",
          repeat($._modifier),
          $._field_type,
          repeat($._field_clause),
        ),
      ),

    _field_type: ($) =>
      prec.right(choice($._type, seq("=", $._choice))),

    _modifier: ($) =>
      prec.right(choice("unique", "private")),

    _field_clause: ($) =>
      prec.right(choice($.when, $.distributed, $.constrained, $._modifier)),

    when: ($) =>
      prec.right(seq("when", seq($._pipe, $._expression_end))),

    distributed: ($) =>
      prec.right(seq("~", seq($._pipe, $._expression_end))),

    constrained: ($) =>
      prec.right(seq("where", seq($._pipe, $._expression_end))),

    schema_base: ($) =>
      prec.right(seq("...", $.qualified_name)),

    affects: ($) =>
      prec.right(seq("affects", $.name, "=>", seq($._expr, $._expression_end))),

    constraints: ($) =>
      prec.right(seq($._constrain, $._lbrace, repeat(seq($._constraint, repeat(","))), "}")),

    _constrain: ($) =>
      prec.right(choice("constraints", "validate")),

    _constraint: ($) =>
      prec.right(choice(seq($._pipe, $._expression_end), $.assume)),

    _type: ($) =>
      prec.right(choice($._type_option, alias($._type_union_type, $.union_type))),

    _type_union_type: ($) =>
      prec.right(seq($._type, "|", $._type_option)),

    _type_option: ($) =>
      prec.right(choice($._type_operand, alias($._type_option_weighted, $.weighted))),

    _type_option_weighted: ($) =>
      prec.right(seq($._weight, ":", $._type_operand)),

    _type_operand: ($) =>
      prec.right(choice($._type_value, alias($._type_operand_optional_type, $.optional_type))),

    _type_operand_optional_type: ($) =>
      prec.right(seq($._type_value, alias($._optional, "?"))),

    _type_value: ($) =>
      prec.right(
        choice(seq($._ternary, $._expression_end), $.fields, $.array_type, $.collection),
      ),

    array_type: ($) =>
      prec.right(
        seq(
          alias($._type_lsqb, "["),
          optional(seq($._type, repeat(seq(",", $._type)), optional(","))),
          "]",
        ),
      ),

    collection: ($) =>
      prec.right(seq($._amount, "of", $._collected, repeat($._collection_part))),

    _amount: ($) =>
      prec.right(
        choice(
          seq($._ternary, $._expression_end),
          seq(seq($._ternary, $._expression_end), $.per),
          seq($.per, seq($._ternary, $._expression_end)),
        ),
      ),

    _collected: ($) =>
      prec.right(choice(seq($._ternary, $._expression_end), $.fields, $.array_type)),

    _collection_part: ($) =>
      prec.right(choice($._one_context, "violating", $._following_fields)),

    per: ($) =>
      prec.right(seq("per", $.qualified_name)),

    _one_context: ($) =>
      prec.right(alias($._one_context_contexts, $.contexts)),

    _one_context_contexts: ($) =>
      prec.right(seq("with", $.context_use)),

    generic: ($) =>
      prec.right(seq("array", "<", $._generic_argument, ">")),

    _generic_argument: ($) =>
      prec.right(choice($._generic_option, alias($._generic_argument_union_type, $.union_type))),

    _generic_argument_union_type: ($) =>
      prec.right(seq($._generic_argument, "|", $._generic_option)),

    _generic_option: ($) =>
      prec.right(
        choice($._generic_value, alias($._generic_option_optional_type, $.optional_type)),
      ),

    _generic_option_optional_type: ($) =>
      prec.right(seq($._generic_value, alias($._optional, "?"))),

    _generic_value: ($) =>
      prec.right(
        choice(
          seq($._range, $._expression_end),
          alias($._generic_value_binary, $.binary),
          $.fields,
          $.array_type,
        ),
      ),

    _generic_value_binary: ($) =>
      prec.right(seq(seq($._range, $._expression_end), "in", seq($._range, $._expression_end))),

    block: ($) =>
      prec.right(seq($._lbrace, repeat(seq($._step, repeat(","))), "}")),

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
          $.generate,
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
          repeat(seq($._assumption, repeat(","))),
          "}",
          optional(seq("or", $.block)),
        ),
      ),

    _assumption: ($) =>
      prec.right(choice($.assume, $.entry, $.elision)),

    assume: ($) =>
      prec.right(seq(choice("assume", "invariant"), $._claim, repeat($._assume_part))),

    _claim: ($) =>
      prec.right(
        choice(
          seq($._pipe, $._expression_end),
          seq(alias($._type_lbrace, "{"), repeat(seq($._constraint, repeat(","))), "}"),
          seq(
            "if",
            seq($._pipe, $._expression_end),
            $._lbrace,
            repeat(seq($._constraint, repeat(","))),
            "}",
          ),
        ),
      ),

    _assume_part: ($) =>
      prec.right(choice(seq(":", $.string), $.string, $.meta)),

    meta: ($) =>
      prec.right(seq(alias($._meta, $.key), ":", seq($._ternary, $._expression_end))),

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
          repeat(seq($._step_arm, repeat(","))),
          "}",
          optional($.catch_arms),
        ),
      ),

    catch_arms: ($) =>
      prec.right(
        choice(
          seq(
            alias($._catch_arms, "catch"),
            $._lbrace,
            repeat1(seq($._step_arm, repeat(","))),
            "}",
          ),
          seq("catch", $._lbrace, repeat(seq($._step_arm, repeat(","))), "}"),
        ),
      ),

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
      prec.right(
        seq(
          "try",
          $.block,
          choice(
            seq("catch", $.block),
            seq(
              alias($._catch_arms, "catch"),
              $._lbrace,
              repeat1(seq($._step_arm, repeat(","))),
              "}",
            ),
          ),
        ),
      ),

    generate: ($) =>
      prec.right(
        seq(
          "generate",
          seq($._ternary, $._expression_end),
          "of",
          $.qualified_name,
          optional(seq("as", $.name)),
          optional($._inline_object),
        ),
      ),

    custom: ($) =>
      prec.right(seq(alias($._custom, $.name), $._inline_object)),

    _expr: ($) =>
      prec.right(choice($._choice, alias($._expr_filter, $.filter))),

    _expr_filter: ($) =>
      prec.right(seq($._choice, "where", $._pipe)),

    _choice: ($) =>
      prec.right(choice($._option, alias($._choice_pipe_call, $.pipe_call))),

    _choice_pipe_call: ($) =>
      prec.right(seq($._choice, "|", $._option)),

    _option: ($) =>
      prec.right(
        choice(seq($._ternary, $._expression_end), alias($._option_weighted, $.weighted)),
      ),

    _option_weighted: ($) =>
      prec.right(seq($._weight, ":", seq($._ternary, $._expression_end))),

    _weight: ($) =>
      prec.right(choice($.number, $.percentage)),

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
      prec.right(
        seq($._or, seq($._ask, "?"), seq($._ternary, $._expression_end), ":", $._ternary),
      ),

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
          $.percentage,
          $.string,
          "true",
          "false",
          "null",
          $.name,
          $.field_access,
          $.parent,
          $.parenthesized,
          $.array,
          $.match_expression,
          $.any_of,
          $.tagged,
          $.generic,
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

    parent: ($) =>
      prec.right(seq("^", $.name)),

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
          repeat(seq($._value_arm, repeat(","))),
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
      prec.right(seq($._lbrace, repeat(seq($._entry, repeat(","))), "}")),

    _inline_object: ($) =>
      prec.right(alias($._inline_object_object, $.object)),

    _inline_object_object: ($) =>
      prec.right(seq("{", repeat(","), repeat(seq($._entry, repeat(","))), "}")),

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
      prec.right(seq(choice("{", alias($._nl_lbrace, "{")), repeat(","))),

    _lpar: ($) =>
      prec.right(choice("(", alias($._nl_lpar, "("))),

    _lsqb: ($) =>
      prec.right(choice("[", alias($._nl_lsqb, "["))),
  },
});
