"""Text to tree to model to answers. Pure: no files, no network, no clock, no protocol types."""

from reqon_language.syntax import SyntaxError_, Tree, parse

__all__ = ["SyntaxError_", "Tree", "parse"]
