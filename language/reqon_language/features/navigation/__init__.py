"""From a place of a project to what is meant there, and from what is meant to its places.

`meant_at` answers the first question, `places_of` the second; definition, references, rename and
the call hierarchy are made of these two.
"""

from reqon_language.features.navigation.meaning import Meant, meant_at
from reqon_language.features.navigation.places import places_of
from reqon_language.features.navigation.targets import (
    DocumentTarget,
    EnvironmentTarget,
    FieldTarget,
    FileTarget,
    NameTarget,
    Target,
    WordTarget,
)

__all__ = [
    "DocumentTarget",
    "EnvironmentTarget",
    "FieldTarget",
    "FileTarget",
    "Meant",
    "NameTarget",
    "Target",
    "WordTarget",
    "meant_at",
    "places_of",
]
