"""Text to tree: lexer, LALR driver with recovery, lossless tree and typed tree."""

from reqon_language.syntax.errors import ParseError
from reqon_language.syntax.tree import Tree, parse, parse_expression

__all__ = ["ParseError", "Tree", "parse", "parse_expression"]
