"""Everything that is generated from the grammar and the tables, as texts.

Highlighters, the tree-sitter grammar and the reference documentation. The renderers are pure:
they take nothing but the tables of this package and return texts; `__main__.py` writes them.
"""

from __future__ import annotations
