"""The leak guard: what in the words of a pack tells more than was decided, and what to do with each. Pure.

It points out and explains; a person weighs. What rules cannot find, a question on the page asks for.
"""

from dimmer.core.guard.kept import stand_in
from dimmer.core.guard.reading import Part, Record, part_without, review
from dimmer.core.guard.rules import Advised, Finding, Kind, Phrases, Rules

__all__ = [
    "Advised",
    "Finding",
    "Kind",
    "Part",
    "Phrases",
    "Record",
    "Rules",
    "part_without",
    "review",
    "stand_in",
]
