"""From the lossless tree to the typed one. Shapes only: names are resolved in `model`."""

from reqon_language.syntax.lower.declarations import lower_program

__all__ = ["lower_program"]
