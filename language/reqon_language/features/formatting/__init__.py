"""The formatter: one canonical layout for `.vague` text, on the lossless tree. Pure.

Its rules are in `layout` (which construct is laid out how) and `lists` (what stands between
brackets); what makes it safe is in `safety`. Tests hold that it never changes what a program
means, keeps every comment, and changes nothing the second time.
"""

from reqon_language.features.formatting.edits import format_edits
from reqon_language.features.formatting.safety import format_text

__all__ = ["format_edits", "format_text"]
