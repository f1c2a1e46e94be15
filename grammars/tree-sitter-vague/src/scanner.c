// The tokens of `.vague` files: the C twin of `syntax/lexer.py` and `syntax/words.py`.
//
// Keywords are contextual. For a word this scanner lists the terminals it could be, best first,
// from the word, the tokens around it and the line breaks between them, and takes the first one
// the parse state accepts. A test holds that both sides choose alike.

#include "tree_sitter/alloc.h"
#include "tree_sitter/parser.h"

#include "terminals.h"

#include <string.h>

enum { NONE = -1, AT_END = -2, LONGEST = 63 };

// What is remembered between tokens: the kind of the latest one, before it was told whether it
// is a keyword, whether a line broke since, and whether anything at all stands between.
typedef struct {
  int latest;
  bool broken;
  bool apart;
} State;

typedef struct {
  int kind;
  bool begins_line;
  bool touches;
  char text[LONGEST + 1];
} Token;

typedef struct {
  TSLexer *lexer;
  const bool *valid;
  const State *state;
  Token token, next, third, fourth;
  int known;  // how many tokens after the first were read
} Scan;

static bool is_blank(int32_t c) {
  return c == ' ' || (c >= '\t' && c <= '\r') || c == 0xa0 || c == 0xfeff;
}

static bool is_digit(int32_t c) { return c >= '0' && c <= '9'; }

static bool is_letter(int32_t c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool ends_line(int32_t c) { return c == '\n' || c == '\r'; }

static void advance(TSLexer *lexer) { lexer->advance(lexer, false); }

static void skip_line(TSLexer *lexer) {
  while (!lexer->eof(lexer) && !ends_line(lexer->lookahead)) advance(lexer);
}

// Reads on behind `/*`. Returns whether a line broke inside.
static bool skip_block(TSLexer *lexer) {
  bool broken = false;
  advance(lexer);
  while (!lexer->eof(lexer)) {
    int32_t c = lexer->lookahead;
    advance(lexer);
    broken |= c == '\n';
    if (c == '*' && lexer->lookahead == '/') {
      advance(lexer);
      break;
    }
  }
  return broken;
}

// Reads a string. One that is left open ends with its line, unless its quote follows later and
// does not look like the opening one of another string.
static void read_string(TSLexer *lexer, bool mark) {
  int32_t quote = lexer->lookahead;
  bool open = false;
  advance(lexer);
  for (;;) {
    int32_t c = lexer->lookahead;
    if (lexer->eof(lexer)) {
      if (!open && mark) lexer->mark_end(lexer);
      return;
    }
    if (c == quote) {
      advance(lexer);
      c = lexer->lookahead;
      bool opening = is_letter(c) || is_digit(c) || c == '/' || c == '.';
      if (mark && (!open || !opening)) lexer->mark_end(lexer);
      return;
    }
    if (ends_line(c) && !open) {
      open = true;
      if (mark) lexer->mark_end(lexer);
    }
    advance(lexer);
    if (c == '\\' && !lexer->eof(lexer) && !ends_line(lexer->lookahead)) advance(lexer);
  }
}

static void skip_digits(TSLexer *lexer) {
  while (is_digit(lexer->lookahead) || lexer->lookahead == '_') advance(lexer);
}

static int read_number(TSLexer *lexer, bool mark) {
  char suffix[4] = {0};
  int length = 0;
  skip_digits(lexer);
  if (mark) lexer->mark_end(lexer);
  if (lexer->lookahead == '.') {
    advance(lexer);
    if (!is_digit(lexer->lookahead)) return T_NUMBER;
    skip_digits(lexer);
    if (mark) lexer->mark_end(lexer);
  }
  if (lexer->lookahead == '%') {
    // `20%` is a percentage, `20%n` a remainder.
    advance(lexer);
    int32_t c = lexer->lookahead;
    bool operand = is_letter(c) || is_digit(c) || (c && c < 128 && strchr("([.\"'+-", (char)c));
    if (operand && !lexer->eof(lexer)) return T_NUMBER;
    if (mark) lexer->mark_end(lexer);
    return T_PERCENTAGE;
  }
  while (is_letter(lexer->lookahead) || is_digit(lexer->lookahead)) {
    int32_t c = lexer->lookahead;
    if (length < 3) suffix[length] = (char)c;
    length++;
    advance(lexer);
    bool exponent = length == 1 && (c == 'e' || c == 'E');
    if (exponent && (lexer->lookahead == '+' || lexer->lookahead == '-')) advance(lexer);
  }
  if (mark) lexer->mark_end(lexer);
  bool unit = length == 1 && strchr("smhdw", suffix[0]) != NULL;
  return unit || (length == 2 && strcmp(suffix, "ms") == 0) ? T_DURATION : T_NUMBER;
}

static int read_sign(TSLexer *lexer, bool mark) {
  char text[4] = {0};
  int found = NONE;
  for (int length = 0; length < 3 && !lexer->eof(lexer); length++) {
    int32_t c = lexer->lookahead;
    if (c >= 128) break;
    text[length] = (char)c;
    bool known = false, longer = false;
    for (int i = 0; SIGNS[i].text; i++) {
      if (strncmp(SIGNS[i].text, text, length + 1) != 0) continue;
      longer = true;
      if (strcmp(SIGNS[i].text, text) == 0) {
        found = SIGNS[i].terminal;
        known = true;
      }
    }
    if (!longer) break;
    advance(lexer);
    if (known && mark) lexer->mark_end(lexer);
  }
  return found;
}

static int read_word(TSLexer *lexer, Token *token, bool mark) {
  int length = 0;
  while (is_letter(lexer->lookahead) || is_digit(lexer->lookahead)) {
    if (length < LONGEST) token->text[length++] = (char)lexer->lookahead;
    advance(lexer);
  }
  token->text[length] = 0;
  if (mark) lexer->mark_end(lexer);
  return T_NAME;
}

static void read_text(TSLexer *lexer, Token *token, bool mark) {
  int32_t c = lexer->lookahead;
  token->text[0] = 0;
  if (lexer->eof(lexer)) {
    token->kind = AT_END;
  } else if (is_letter(c)) {
    token->kind = read_word(lexer, token, mark);
  } else if (is_digit(c)) {
    token->kind = read_number(lexer, mark);
  } else if (c == '"' || c == '\'') {
    read_string(lexer, mark);
    token->kind = T_STRING;
  } else {
    token->kind = read_sign(lexer, mark);
  }
}

// Reads the token behind the one read last, with the blanks and comments before it.
static void read_ahead(TSLexer *lexer, Token *token) {
  token->begins_line = false;
  token->touches = true;
  for (;;) {
    int32_t c = lexer->lookahead;
    if (lexer->eof(lexer)) break;
    if (is_blank(c)) {
      token->begins_line |= c == '\n';
      advance(lexer);
    } else if (c == '#') {
      skip_line(lexer);
    } else if (c == '/') {
      advance(lexer);
      if (lexer->lookahead == '/') {
        skip_line(lexer);
      } else if (lexer->lookahead == '*') {
        token->begins_line |= skip_block(lexer);
      } else {
        token->kind = T_SLASH;
        token->text[0] = 0;
        return;
      }
    } else {
      break;
    }
    token->touches = false;
  }
  read_text(lexer, token, false);
}

static const Token *next(Scan *scan) {
  if (scan->known < 1) {
    read_ahead(scan->lexer, &scan->next);
    scan->known = 1;
  }
  return &scan->next;
}

static const Token *third(Scan *scan) {
  next(scan);
  if (scan->known < 2) {
    read_ahead(scan->lexer, &scan->third);
    scan->known = 2;
  }
  return &scan->third;
}

static const Token *fourth(Scan *scan) {
  third(scan);
  if (scan->known < 3) {
    read_ahead(scan->lexer, &scan->fourth);
    scan->known = 3;
  }
  return &scan->fourth;
}

static const Word *word_of(const char *text) {
  for (const Word *word = WORDS; word->text; word++) {
    if (strcmp(word->text, text) == 0) return word;
  }
  return NULL;
}

static bool has(const Word *word, int flag) { return word && (word->flags & flag); }

static bool after_arrow(const Scan *scan) {
  return scan->state->latest == T_ARROW || scan->state->latest == T_FAT_ARROW;
}

static bool starts_operand(int kind) {
  return kind == T_NAME || kind == T_NUMBER || kind == T_DURATION || kind == T_PERCENTAGE ||
         kind == T_STRING || kind == T_LBRACE || kind == T_LPAR || kind == T_LSQB ||
         kind == T_DOT || kind == T_CIRCUMFLEX;
}

static bool starts_condition(int kind) {
  return starts_operand(kind) || kind == T_NOT_SIGN || kind == T_MINUS;
}

static bool is_one_of(const char *text, const char *one, const char *other) {
  return strcmp(text, one) == 0 || strcmp(text, other) == 0;
}

static bool is_key(Scan *scan) {
  if (next(scan)->kind == T_QUESTION) return third(scan)->kind == T_COLON;
  return next(scan)->kind == T_COLON;
}

// Whether the word behind this one is a key.
static bool precedes_key(Scan *scan) {
  if (third(scan)->kind == T_QUESTION) return fourth(scan)->kind == T_COLON;
  return third(scan)->kind == T_COLON;
}

static bool before_step(const Scan *scan) {
  int latest = scan->state->latest;
  return latest == T_LBRACE || latest == T_RBRACE || latest == T_COMMA || after_arrow(scan);
}

// Whether the word goes on with an `assume` on its line instead of being the next field.
static bool is_meta(const Scan *scan) {
  int latest = scan->state->latest;
  return is_one_of(scan->token.text, "message", "severity") && !scan->token.begins_line &&
         latest != T_COMMA && latest != T_LBRACE;
}

// Whether a `?` ends a type instead of asking for one of two values.
static bool is_optional(Scan *scan) {
  const Token *following = next(scan);
  switch (following->kind) {
    case T_COMMA: case T_RBRACE: case T_COLON: case T_QUESTION: case AT_END: case T_RPAR:
    case T_RSQB: case T_MORE: case T_VBAR: case T_TILDE: case T_EQUALS: case T_ELLIPSIS:
      return true;
  }
  if (!scan->token.touches) return false;
  if (following->begins_line || is_one_of(following->text, "when", "where")) return true;
  bool name = following->kind == T_NAME || following->kind == T_STRING;
  return name && !following->touches && precedes_key(scan);
}

static bool is_custom(Scan *scan) {
  if (next(scan)->kind != T_LBRACE || next(scan)->begins_line) return false;
  return scan->token.begins_line || before_step(scan);
}

static bool begins_statement(Scan *scan) {
  if (!scan->token.begins_line || next(scan)->begins_line) return false;
  int kind = next(scan)->kind;
  if (kind == T_NAME) return !has(word_of(next(scan)->text), IS_INFIX);
  return kind == T_STRING || kind == T_NUMBER;
}

static bool begins_operand_here(Scan *scan) {
  const Token *following = next(scan);
  return starts_operand(following->kind) && !(following->kind == T_DOT && following->touches);
}

// The candidates of one token, best first.
typedef struct {
  int terminals[8];
  int count;
} Options;

static void offer(Options *options, int terminal) {
  options->terminals[options->count++] = terminal;
}

static void offer_names(Scan *scan, const Word *word, Options *options) {
  int latest = scan->state->latest;
  if (latest == T_ELLIPSIS) {
    offer(options, T_NAME);
    return;
  }
  const Token *following = next(scan);
  bool arrow = following->kind == T_ARROW || following->kind == T_FAT_ARROW;
  if (is_key(scan)) {
    if (is_meta(scan)) offer(options, T_META);
    offer(options, T_KEY);
  } else if (following->kind == T_STRING) {
    offer(options, T_SOURCE_PREFIX);
    if (!following->begins_line && third(scan)->kind != T_COLON) offer(options, T_TAG);
  } else if (has(word, IS_UNIT) && latest == T_NUMBER) {
    offer(options, T_UNIT);
  } else if (!arrow && after_arrow(scan) && !scan->token.begins_line) {
    if (is_custom(scan)) offer(options, T_CUSTOM);
    offer(options, T_ARM_ACTION);
  } else if (following->kind == T_COMMA || following->kind == T_RBRACE) {
    offer(options, T_SHORTHAND);
  } else if (is_custom(scan)) {
    offer(options, T_CUSTOM);
  } else if (following->kind == T_NAME && !following->begins_line) {
    const Word *other = word_of(following->text);
    if (!other || other->terminal < 0) offer(options, T_SOURCE_PREFIX);
  }
  offer(options, T_NAME);
}

// `id: unique int` and `id: int unique`, but not `id: unique`, which reads a field.
static bool is_modifier(Scan *scan) {
  if (scan->state->latest != T_COLON) return true;
  int kind = next(scan)->kind;
  bool alone = next(scan)->begins_line || !(starts_condition(kind) || kind == T_EQUALS);
  return !alone && !precedes_key(scan);
}

// Whether what stands in the braces of a `catch` are arms.
static bool has_arms(Scan *scan) {
  if (next(scan)->kind != T_LBRACE) return false;
  int kind = third(scan)->kind;
  if (kind != T_NAME) return kind != T_RBRACE && kind != T_ELLIPSIS && kind != AT_END;
  kind = fourth(scan)->kind;
  return kind == T_ARROW || kind == T_FAT_ARROW || strcmp(fourth(scan)->text, "where") == 0;
}

static bool is_declaration(const char *text) {
  return is_one_of(text, "dataset", "context") || is_one_of(text, "distribution", "contract");
}

// Words whose reading as a keyword depends on what follows. Returns whether `text` is one.
static bool offer_ruled(Scan *scan, const char *text, Options *options) {
  const Token *following = next(scan);
  if (strcmp(text, "match") == 0) {
    if (begins_operand_here(scan)) offer(options, T_MATCH);
  } else if (strcmp(text, "each") == 0) {
    if (begins_operand_here(scan)) offer(options, T_EACH);
  } else if (strcmp(text, "any") == 0) {
    if (strcmp(following->text, "of") == 0) offer(options, T_ANY);
  } else if (strcmp(text, "if") == 0) {
    if (starts_condition(following->kind)) {
      if (!scan->token.begins_line) offer(options, T_STAGE_IF);
      offer(options, T_IF);
    }
  } else if (strcmp(text, "every") == 0) {
    int kind = following->kind;
    if (kind == T_NUMBER || kind == T_DURATION || kind == T_NAME || kind == T_LPAR) {
      offer(options, T_EVERY);
    }
  } else if (strcmp(text, "abort") == 0) {
    bool bare = following->begins_line || !starts_operand(following->kind);
    offer(options, bare ? T_ABORT_BARE : T_ABORT);
  } else if (strcmp(text, "queue") == 0) {
    bool target = following->kind == T_NAME || following->kind == T_LBRACE;
    offer(options, following->begins_line || !target ? T_QUEUE_BARE : T_QUEUE);
  } else if (strcmp(text, "delete") == 0) {
    if (following->kind == T_NAME && third(scan)->kind == T_LSQB) offer(options, T_STORE_DELETE);
    offer(options, T_METHOD);
  } else if (is_declaration(text)) {
    bool named = following->kind == T_NAME && !following->begins_line;
    bool alone = scan->token.begins_line && following->begins_line;
    if (named || alone) offer(options, word_of(text)->terminal);
  } else if (strcmp(text, "generate") == 0) {
    int kind = following->kind;
    if (kind == T_NUMBER || kind == T_NAME || kind == T_LPAR) offer(options, T_GENERATE);
  } else if (strcmp(text, "array") == 0) {
    if (following->kind == T_LESS && following->touches) offer(options, T_ARRAY);
  } else if (strcmp(text, "per") == 0) {
    if (following->kind == T_NAME) offer(options, T_PER);
  } else if (is_one_of(text, "unique", "private")) {
    if (is_modifier(scan)) offer(options, word_of(text)->terminal);
  } else if (strcmp(text, "catch") == 0) {
    bool arms = has_arms(scan);
    offer(options, arms ? T_CATCH_ARMS : T_CATCH);
    offer(options, arms ? T_CATCH : T_CATCH_ARMS);
  } else {
    return false;
  }
  return true;
}

static void offer_word(Scan *scan, Options *options) {
  const char *text = scan->token.text;
  const Word *word = word_of(text);
  bool keyword = word && word->terminal >= 0;
  if (!keyword || (is_key(scan) && !has(word, IS_LITERAL))) {
    // `a is null ? x : y`: a keyword before `?` may still be one.
    if (keyword && next(scan)->kind == T_QUESTION) offer(options, word->terminal);
    offer_names(scan, word, options);
    return;
  }
  if (!offer_ruled(scan, text, options)) offer(options, word->terminal);
  if (options->count && has(word, IS_STATEMENT) && begins_statement(scan)) return;
  offer_names(scan, word, options);
}

static void offer_sign(Scan *scan, Options *options) {
  int kind = scan->token.kind;
  if (kind == T_LBRACE) offer(options, T_TYPE_LBRACE);
  if (kind == T_LSQB) offer(options, T_TYPE_LSQB);
  if (kind == T_QUESTION) {
    if (is_optional(scan)) offer(options, T_OPTIONAL);
    offer(options, kind);
  } else if (!scan->token.begins_line) {
    offer(options, kind);
  } else if (kind == T_LBRACE) {
    offer(options, T_NL_LBRACE);
    offer(options, T_LBRACE);
  } else if (kind == T_LPAR) {
    offer(options, T_NL_LPAR);
  } else if (kind == T_LSQB) {
    offer(options, T_NL_LSQB);
  } else if (kind == T_DOT) {
    offer(options, T_NL_DOT);
  } else {
    offer(options, kind);
  }
}

static bool finish(Scan *scan, State *state, int terminal) {
  state->latest = scan->token.kind;
  state->broken = false;
  state->apart = false;
  scan->lexer->result_symbol = (TSSymbol)terminal;
  return true;
}

static bool finish_comment(TSLexer *lexer, State *state, bool broken) {
  lexer->mark_end(lexer);
  state->broken = broken;
  state->apart = true;
  lexer->result_symbol = T_COMMENT;
  return true;
}

void *tree_sitter_vague_external_scanner_create(void) {
  State *state = ts_malloc(sizeof(State));
  state->latest = NONE;
  state->broken = true;
  state->apart = true;
  return state;
}

void tree_sitter_vague_external_scanner_destroy(void *payload) { ts_free(payload); }

unsigned tree_sitter_vague_external_scanner_serialize(void *payload, char *buffer) {
  const State *state = payload;
  buffer[0] = (char)state->latest;
  buffer[1] = (char)(state->broken | state->apart << 1);
  return 2;
}

void tree_sitter_vague_external_scanner_deserialize(
    void *payload, const char *buffer, unsigned length) {
  State *state = payload;
  state->latest = length == 2 ? (signed char)buffer[0] : NONE;
  state->broken = length == 2 ? (buffer[1] & 1) != 0 : true;
  state->apart = length == 2 ? (buffer[1] & 2) != 0 : true;
}

static bool finish_empty(Scan *scan, State *state, int terminal) {
  state->broken = terminal == T_CHAIN ? false : scan->token.begins_line;
  state->apart = !scan->token.touches;
  scan->lexer->result_symbol = (TSSymbol)terminal;
  return true;
}

// Behind an operand: the token that goes on with the expression, or an empty one that ends it.
// With the end marked, an expression is followed by the same tokens wherever it stands, which
// keeps the parse table small.
static bool go_on_or_end(Scan *scan, State *state) {
  TSLexer *lexer = scan->lexer;
  int32_t c = lexer->lookahead;
  lexer->mark_end(lexer);
  bool value = is_digit(c) || c == '"' || c == '\'';
  if (lexer->eof(lexer) || (value && !scan->valid[T_NUMBER])) {
    return finish_empty(scan, state, T_EXPRESSION_END);
  }
  if (value) {
    read_text(lexer, &scan->token, true);
    return finish(scan, state, scan->token.kind);
  }
  read_text(lexer, &scan->token, false);
  int kind = scan->token.kind;
  if (kind == T_NAME) {
    const Word *word = word_of(scan->token.text);
    if (has(word, IS_UNIT) && state->latest == T_NUMBER) {
      kind = T_UNIT;
    } else {
      kind = word ? word->terminal : NONE;
      // `1..` may end there or go on with a name; a keyword on a new line begins a statement.
      bool name = kind < 0 || !scan->token.begins_line;
      if (name && scan->valid[T_NAME] && (kind < 0 || !scan->valid[kind])) kind = T_NAME;
    }
  } else if (scan->token.begins_line && kind == T_DOT) {
    // `.name(` on a line of its own goes on with a chain of calls; `.name` starts anew.
    bool chained = next(scan)->kind == T_NAME && third(scan)->kind == T_LPAR;
    return finish_empty(scan, state, chained && scan->valid[T_CHAIN] ? T_CHAIN : T_EXPRESSION_END);
  } else if (scan->token.begins_line && (kind == T_LPAR || kind == T_LSQB)) {
    kind = NONE;
  } else if (kind == T_QUESTION) {
    bool asks = !is_optional(scan) && scan->valid[T_ASK];
    return finish_empty(scan, state, asks ? T_ASK : T_EXPRESSION_END);
  }
  if (kind < 0 || !scan->valid[kind]) return finish_empty(scan, state, T_EXPRESSION_END);
  lexer->mark_end(lexer);
  return finish(scan, state, kind);
}

bool tree_sitter_vague_external_scanner_scan(
    void *payload, TSLexer *lexer, const bool *valid) {
  State *state = payload;
  Scan scan = {.lexer = lexer, .valid = valid, .state = state, .known = 0};
  bool broken = state->broken, apart = state->apart;
  while (!lexer->eof(lexer) && is_blank(lexer->lookahead)) {
    broken |= lexer->lookahead == '\n';
    apart = true;
    lexer->advance(lexer, true);
  }
  scan.token.begins_line = broken;
  scan.token.touches = !apart;
  bool may_end = valid[T_EXPRESSION_END] && !valid[T_RECOVERING];
  if (lexer->eof(lexer)) {
    if (!may_end) return false;
    lexer->mark_end(lexer);
    return finish_empty(&scan, state, T_EXPRESSION_END);
  }
  if (lexer->lookahead == '#') {
    skip_line(lexer);
    return finish_comment(lexer, state, broken);
  }
  if (lexer->lookahead == '/') {
    advance(lexer);
    if (lexer->lookahead == '/') {
      skip_line(lexer);
      return finish_comment(lexer, state, broken);
    }
    if (lexer->lookahead == '*') {
      broken |= skip_block(lexer);
      return finish_comment(lexer, state, broken);
    }
    lexer->mark_end(lexer);
    scan.token.kind = T_SLASH;
    return valid[T_SLASH] && finish(&scan, state, T_SLASH);
  }
  if (may_end) return go_on_or_end(&scan, state);
  read_text(lexer, &scan.token, true);
  if (scan.token.kind < 0) return false;
  Options options = {.count = 0};
  if (scan.token.kind == T_NAME) {
    offer_word(&scan, &options);
  } else {
    offer_sign(&scan, &options);
  }
  for (int i = 0; i < options.count; i++) {
    int terminal = options.terminals[i];
    if (valid[terminal]) return finish(&scan, state, terminal);
  }
  return false;
}
