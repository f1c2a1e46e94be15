"""Text to tree to model to answers. Pure: no files, no network, no clock, no protocol types."""

from reqon_language.syntax import ParseError, Tree, parse

__all__ = ["ParseError", "Tree", "parse"]
