"""Text to tree: lexer, LALR driver with recovery, lossless tree and typed tree."""

from reqon_language.syntax.errors import SyntaxError_
from reqon_language.syntax.tree import Tree, parse, parse_expression

__all__ = ["SyntaxError_", "Tree", "parse", "parse_expression"]
