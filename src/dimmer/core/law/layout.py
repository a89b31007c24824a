"""Which bit of a field of a sheet is which place of a matter; the same for all matters of one shape."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from dimmer.core.law.facts import Facts
from dimmer.core.law.paths import Path, may_be_in_responsibility
from dimmer.core.law.view import Scope, View

Places = int  # one bit for each place
Place = tuple[int, int, int, int]  # recipient, item, person, and category of the item, from 0
Shape = tuple[tuple[object, ...], ...]
_PARTS = (Scope.RECIPIENT, Scope.ITEM, Scope.PERSON)
_KEPT = 4096


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """The bits of a field.

    The places of an item stand in the order in which the item names people, and after them, for claims
    about somebody whom it is not about, everybody else.

    Args:
        places: the place of each bit.
        cells: the places where the item is about the person.
        sides: the places of each recipient, person, item, and pair of item and category.
    """

    places: tuple[Place, ...]
    cells: Places
    sides: dict[Scope, tuple[Places, ...]]
    _stands: dict[int, tuple[tuple[Place, Places], ...]] = field(default_factory=dict)
    _told: dict[Path, dict[object, Places]] = field(default_factory=dict)

    def standing(self, scope: Scope) -> tuple[tuple[Place, Places], ...]:
        """Where a claim of the scope has to be asked from, and the places that are the same from there."""
        stands = self._stands.get(int(scope))  # an enumeration is slow to hash
        if stands is None:
            parts = [at for at, part in enumerate(_PARTS) if scope & part]
            if scope & Scope.CATEGORY:
                parts = sorted({*parts, 1, 3})
            same: dict[tuple[int, ...], list[int]] = {}
            for bit, place in enumerate(self.places):
                same.setdefault(tuple(place[at] for at in parts), []).append(bit)
            stands = self._stands[int(scope)] = tuple(
                (self.places[bits[0]], sum(1 << bit for bit in bits)) for bits in same.values()
            )
        return stands

    def told(self, path: Path, facts: Facts) -> dict[object, Places]:
        """What a relation is that turns only on the shape, asked of any matter that has it."""
        told = self._told.get(path)
        if told is None:
            told = self._told[path] = {}
            view = View(facts)
            for place, places in self.standing(path.scope):
                stand_at(view, place)
                value = path.look(view)
                told[value] = told.get(value, 0) | places
        return told


_LAYOUTS: dict[Shape, Layout] = {}


def stand_at(view: View, place: Place) -> None:
    """Look from a place."""
    view.at_recipient(place[0])
    view.at_item(place[1])
    view.at_person(place[2])
    view.at_category(view.item.categories[place[3]])


def shape_of(facts: Facts) -> Shape:
    """What the bits turn on, who is whom and whose child: ids of people, and of the rest no words."""
    # lists, since a generator takes half as long again, and this is asked of every matter
    return (
        tuple([row.person for row in facts.recipients]),
        tuple([(item.about, len(item.categories)) for item in facts.items]),
        tuple(
            [
                (who.id, may_be_in_responsibility(who), who.parental_responsibility)
                for who in facts.people
            ]
        ),
    )


def layout_of(facts: Facts) -> Layout:
    """The layout of a matter; matters of one shape share it, for as many shapes as are remembered."""
    shape = shape_of(facts)
    found = _LAYOUTS.get(shape)
    if found is None:
        found = lay_out(facts)
        if len(_LAYOUTS) < _KEPT:
            _LAYOUTS[shape] = found
    return found


def lay_out(facts: Facts) -> Layout:
    """Give each place of a matter its bit."""
    number = {person.id: at for at, person in enumerate(facts.people)}
    everybody = range(len(facts.people))
    places: list[Place] = []
    recipients, people = [0] * len(facts.recipients), [0] * len(facts.people)
    items = [0] * len(facts.items)
    pairs = {(i, c): 0 for i, item in enumerate(facts.items) for c in range(len(item.categories))}
    cells, bit = 0, 1
    for r in range(len(recipients)):
        for i, item in enumerate(facts.items):
            about = [number[who] for who in item.about]
            for p in (*about, *(other for other in everybody if other not in about)):
                for c in range(len(item.categories)):
                    places.append((r, i, p, c))
                    recipients[r] |= bit
                    people[p] |= bit
                    items[i] |= bit
                    pairs[i, c] |= bit
                    if p in about:
                        cells |= bit
                    bit <<= 1
    sides = {
        Scope.RECIPIENT: tuple(recipients),
        Scope.PERSON: tuple(people),
        Scope.ITEM: tuple(items),
        Scope.CATEGORY: tuple(pairs.values()),
    }
    return Layout(tuple(places), cells, sides)


def bits(places: Places) -> Iterator[int]:
    """The numbers of the places, from the lowest."""
    while places:
        lowest = places & -places
        yield lowest.bit_length() - 1
        places ^= lowest
