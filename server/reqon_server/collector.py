"""When Python looks for garbage that points at itself.

Trees and models are many small objects that live long. The standard settings walk all of them
again and again while files are read, which takes a third of the time and makes single keystrokes
slow.
"""

from __future__ import annotations

import gc
from typing import Final

_YOUNG: Final = 10_000
_OLDER: Final = 50


def look_seldom() -> None:
    """Leave alone what was imported, and look at the rest less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, _OLDER, _OLDER)
