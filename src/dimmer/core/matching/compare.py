"""What agrees between two descriptions, field by field, and whether a person should be asked if they are one.

Rules of this module:
- nothing here says that two are the same: it says who is worth a look, and why;
- each part of the shorter name must find its own in the longer, so that twins and siblings, who share
  surname, address and often a middle name, are not proposed;
- a whole date that differs in more than a slip speaks against, a shared number speaks louder.
"""

from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from dimmer.core.matching.known import Born, Known, Name
from dimmer.core.matching.numbers import NUMBERS, ONE_EACH
from dimmer.core.matching.tokens import slips_of

_SHORT = 3
"""Letters below which one letter more or less is another name."""


class Names(IntEnum):
    """How far two names agree, the best last."""

    UNKNOWN = 0  # one of the two has none
    DIFFERENT = 1
    FIRST = 2  # the name written first agrees, and the others do not: a new surname, perhaps
    ONE = 3  # one of the two has a single part, and it agrees
    SOUND = 4  # each part of the shorter is heard in the longer
    LETTER = 5  # the same, with one letter wrong or exchanged in a part
    SOME = 6  # each part of the shorter stands in the longer
    SWAPPED = 7  # the same parts in another order
    SAME = 8


class Dates(IntEnum):
    """How far two dates of birth agree."""

    UNKNOWN = 0
    DIFFERENT = 1
    PART = 2  # the year agrees, and nothing that both know differs
    SLIP = 3  # one digit differs, or day and month are exchanged
    SAME = 4


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two descriptions beside each other. `numbers` are the kinds that agree, `against` those that do not."""

    names: Names
    born: Dates
    is_same_home: bool
    numbers: tuple[str, ...] = ()
    against: tuple[str, ...] = ()


def compare(one: Known, other: Known) -> Agreement:
    """What agrees. Which is which makes no difference."""
    shared = one.numbers & other.numbers
    return Agreement(
        names=max((_names(a, b) for a in one.names for b in other.names), default=Names.UNKNOWN),
        born=max((_dates(a, b) for a in one.born for b in other.born), default=Dates.UNKNOWN),
        is_same_home=bool(one.postcodes & other.postcodes),
        numbers=tuple(kind for kind in NUMBERS if kind in {each for each, _ in shared}),
        against=tuple(
            kind
            for kind in NUMBERS
            if kind in ONE_EACH
            and _kinds(one, kind)
            and _kinds(other, kind)
            and not _kinds(one, kind) & _kinds(other, kind)
        ),
    )


def _kinds(known: Known, kind: str) -> set[str]:
    return {value for each, value in known.numbers if each == kind}


def may_be_same(agreement: Agreement) -> bool:
    """Whether to ask a person if these two are one. Twins and siblings are not asked about."""
    if agreement.numbers:
        return True
    if agreement.against or agreement.born is Dates.DIFFERENT:
        return False
    if agreement.names is Names.ONE:
        return agreement.born >= Dates.SLIP
    if agreement.names < Names.SOUND:
        return False
    if agreement.born is Dates.UNKNOWN:
        return agreement.is_same_home or agreement.names >= Names.LETTER
    return True


def is_worth_showing(agreement: Agreement) -> bool:
    """Whether to show somebody to whoever searches: all that may be the same, and a little more."""
    home, born = agreement.is_same_home, agreement.born
    a_little_more = {
        Names.UNKNOWN: born is Dates.SAME,
        Names.DIFFERENT: False,
        Names.FIRST: born >= Dates.SLIP,
        Names.ONE: born > Dates.DIFFERENT or home,
    }.get(agreement.names, born is not Dates.DIFFERENT or home)
    return a_little_more or may_be_same(agreement)


def rank(agreement: Agreement) -> tuple[int, ...]:
    """To sort by, the likeliest first."""
    return (
        -len(agreement.numbers),
        len(agreement.against),
        -(3 * agreement.born + agreement.names + 2 * agreement.is_same_home),
    )


def strong(agreement: Agreement) -> tuple[str, ...]:
    """What agrees and identifies a person: two of these, and a person who says so, make a match."""
    found = [NUMBERS[kind] for kind in agreement.numbers]
    if agreement.names >= Names.SWAPPED:
        found.append("whole name")
    if agreement.born is Dates.SAME:
        found.append("whole date of birth")
    return tuple(found)


_NAMES = {
    Names.SAME: "same name",
    Names.SWAPPED: "same names in another order",
    Names.SOME: "some of the names",
    Names.LETTER: "name spelled differently",
    Names.SOUND: "name that sounds alike",
    Names.ONE: "one name agrees",
    Names.FIRST: "same first name, the others differ",
    Names.DIFFERENT: "name differs",
}
_BORN = {
    Dates.SAME: "same date of birth",
    Dates.SLIP: "date of birth one slip apart",
    Dates.PART: "what is known of the date of birth agrees",
    Dates.DIFFERENT: "date of birth differs",
}


def why(agreement: Agreement) -> str:
    """What agrees and what does not, as a sentence. It holds no value of either."""
    said = [f"same {NUMBERS[kind]}" for kind in agreement.numbers]
    said += [words for kind, words in _NAMES.items() if kind is agreement.names]
    said += [words for kind, words in _BORN.items() if kind is agreement.born]
    said += ["same postcode"] if agreement.is_same_home else []
    said += [f"{NUMBERS[kind]} differs" for kind in agreement.against]
    sentence = ", ".join(said)
    return f"{sentence[:1].upper()}{sentence[1:]}"


def _names(one: Name, other: Name) -> Names:
    if not one.parts or not other.parts:
        return Names.UNKNOWN
    one, other = sorted((one, other), key=lambda name: (len(name.parts), name.parts, name.sounds))
    if len(one.parts) == 1:
        return Names.ONE if _pairs(one, other) > Names.FIRST else Names.DIFFERENT
    if one.parts == other.parts:
        return Names.SAME
    if sorted(one.parts) == sorted(other.parts):
        return Names.SWAPPED
    found = _pairs(one, other)
    if found is not Names.DIFFERENT:
        return found
    first = _parts(one.parts[0], one.sounds[0], other.parts[0], other.sounds[0])
    return Names.FIRST if first > Names.DIFFERENT else Names.DIFFERENT


def _pairs(one: Name, other: Name) -> Names:
    """The weakest agreement when each part of the shorter takes the best that is left of the longer."""
    left = list(zip(other.parts, other.sounds, strict=True))
    rest = list(zip(one.parts, one.sounds, strict=True))
    weakest = Names.SOME
    for wanted in (Names.SOME, Names.LETTER, Names.SOUND):
        for mine in list(rest):
            for yours in left:
                if _parts(*mine, *yours) >= wanted:
                    rest.remove(mine)
                    left.remove(yours)
                    weakest = min(weakest, wanted)
                    break
    return Names.DIFFERENT if rest else weakest


def _parts(one: str, sound: str, other: str, its_sound: str) -> Names:
    if one == other:
        return Names.SOME
    if min(len(one), len(other)) >= _SHORT and _is_a_letter_apart(one, other):
        return Names.LETTER
    if sound and sound == its_sound:
        return Names.SOUND
    return Names.DIFFERENT


def _is_a_letter_apart(one: str, other: str) -> bool:
    """One letter more, less or another, or two beside each other exchanged."""
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1:
        return False
    at = next((at for at, each in enumerate(one) if each != other[at]), len(one))
    if len(one) < len(other):
        return one[at:] == other[at + 1 :]
    return (
        one[at + 1 :] == other[at + 1 :]
        or (one[at : at + 2] == other[at : at + 2][::-1] and one[at + 2 :] == other[at + 2 :])
    )  # fmt: skip


def _dates(one: Born, other: Born) -> Dates:
    mine, yours = one.whole(), other.whole()
    if mine and yours:
        return _days(mine, yours)
    if one.year is None or other.year is None:
        return Dates.UNKNOWN
    for a, b in ((one.year, other.year), (one.month, other.month), (one.day, other.day)):
        if a is not None and b is not None and a != b:
            return Dates.DIFFERENT
    return Dates.PART


def _days(one: date, other: date) -> Dates:
    if one == other:
        return Dates.SAME
    return Dates.SLIP if other in slips_of(one) else Dates.DIFFERENT
