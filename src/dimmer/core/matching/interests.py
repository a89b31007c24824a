"""What somebody in whom a practitioner has an interest is told by: short texts, each strong or weak.

Rules of this module:
- who declares and who is met are described by the same texts, so that asking costs the same whoever is met;
- strong is two things that identify a person together; weak is what a relative or a namesake would share too;
- both keep somebody off: a weak text asks a person whether it must stay so.
"""

from collections.abc import Iterator
from itertools import combinations

from dimmer.core.matching.known import Known, Name

_TWO = 2


def told_by(known: Known) -> dict[str, bool]:
    """The texts of somebody, and whether each is strong. Which of two is declared makes no difference."""
    found: dict[str, bool] = {}
    for text, is_strong in _texts(known):
        found[text] = is_strong or found.get(text, False)
    return found


def told_by_whole_name(known: Known) -> dict[str, bool]:
    """The texts of somebody without those that relatives and neighbours share."""
    found = told_by(known)
    return {text: found[text] for text in found if not text.startswith(("surname ", "home "))}


def by_name_alone(name: Name) -> frozenset[str]:
    """The texts of a whole name, however it is spelt: of a practitioner nothing else is known."""
    return frozenset(_spelt_alike(name)) if len(name.parts) >= _TWO else frozenset()


def _texts(known: Known) -> Iterator[tuple[str, bool]]:
    for kind, value in known.numbers:
        yield f"number {kind} {value}", True
    for postcode in known.postcodes:
        yield f"home {postcode}", False
    for name in known.names:
        whole = " ".join(sorted(name.parts))
        yield f"surname {_heard(name, -1)}", False
        for text in _spelt_alike(name):
            yield text, False
        if len(name.parts) >= _TWO:
            for postcode in known.postcodes:
                yield f"whole+home {whole} {postcode}", True
        for day in filter(None, (born.whole() for born in known.born)):
            if len(name.parts) >= _TWO:
                yield f"whole+day {whole} {day.isoformat()}", True
            for at in range(len(name.parts)):
                yield f"sound+day {_heard(name, at)} {day.isoformat()}", False


def _spelt_alike(name: Name) -> Iterator[str]:
    """Two parts of a name in either order, as they sound, and with a letter of one left out."""
    for one, other in combinations(range(len(name.parts)), 2):
        yield f"sounds {' '.join(sorted((_heard(name, one), _heard(name, other))))}"
        for beside, part in (
            (name.parts[one], name.parts[other]),
            (name.parts[other], name.parts[one]),
        ):
            for letters in {part, *(part[:at] + part[at + 1 :] for at in range(len(part)))} - {""}:
                yield f"letters {beside} {letters}"


def _heard(name: Name, at: int) -> str:
    return name.sounds[at] or name.parts[at]
