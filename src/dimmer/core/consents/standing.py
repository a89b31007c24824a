"""How all that somebody said stands on a day, for one kind of information, recipient and purpose.

Rules of this module:
- only an agreement gives, for what it covers; agreement to a service, views and wishes open nothing, ever;
- a refusal, a withdrawal or a restriction narrows what it is about, whenever it was said;
- of two agreements of which one is less than the other, what only the greater covers is in dispute;
- an agreement that does not count blocks the others that cover the same;
- a later agreement lifts what it replaces by name, and only as far as it covers: the rest of a no still stands, also
  where a person resolves it so. Any other resolution lifts the whole of what it replaces. Nothing else widens, and
  what narrows does not lapse by the calendar;
- what was taken back is no disagreement with the agreement before it: only a new agreement brings it back.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from dimmer.core.consents.said import CARD, By, Fault, Kind, Said, Scope, State

_WIDENS = frozenset({Kind.AGREEMENT, Kind.PERMISSION})
_LAPSES = _WIDENS | {Kind.SERVICE}
_NARROWS = {
    Kind.WITHDRAWAL: State.WITHDRAWN,
    Kind.REFUSAL: State.REFUSED,
    Kind.RESTRICTION: State.RESTRICTED,
}
_CANNOT = frozenset({"lacks", "doubt", "child-not-competent"})
_RANK = {state: place for place, state in enumerate(State)}


@dataclass(frozen=True, slots=True)
class Record:
    """One version of what somebody said.

    Args:
        number: its place among the records about the same person in the same concern, from 1.
        is_resolution: whether a person settled with it which of several counts.
    """

    id: UUID
    number: int
    said: Said
    is_resolution: bool = False

    def replaces(self, other: "Record") -> bool:
        """Whether it names an earlier one as what it stands in place of."""
        return other.id in self.said.replaces and other.number < self.number


@dataclass(frozen=True, slots=True)
class _Thing:
    category: str
    recipient: frozenset[str]
    purpose: str | None

    def is_in(self, scope: Scope) -> bool:
        return scope.covers(self.category, self.recipient, self.purpose)


@dataclass(frozen=True, slots=True)
class Standing:
    """How it all stands on a day.

    Args:
        records: those in force then, in order.
        replaced: of those, the ids of what gives nothing any more.
    """

    records: tuple[Record, ...] = ()
    replaced: frozenset[UUID] = frozenset()

    def of(
        self,
        category: str,
        recipient: str | Collection[str],
        purpose: str | None = None,
        *,
        kind: Kind = Kind.AGREEMENT,
    ) -> State:
        """How one thing stands.

        Args:
            recipient: all the names of one recipient (its kind, its agency's id, its team's), or its kind
                where that is all that is known: then a record that names one agency is not met.
            purpose: None where it is not known.
            kind: consent in data protection, or permission under a duty of confidence.
        """
        names = frozenset([recipient] if isinstance(recipient, str) else recipient)
        thing = _Thing(category, names, purpose)
        narrowed = [
            _NARROWS[each.said.kind]
            for each in self.restrictions()
            if each.said.forbids(category, names, purpose) and not self._lifted(each, thing, kind)
        ]
        if narrowed:
            return narrowest(narrowed)
        blocking = [
            each
            for each in self.records
            if each.said.kind is kind and not self._lifted(each, thing, kind)
        ]
        giving = [
            each
            for each in blocking
            if each.id not in self.replaced and thing.is_in(each.said.scope)
        ]
        if any(
            less.said.scope.is_less_than(more.said.scope) and not thing.is_in(less.said.scope)
            for more in giving
            for less in blocking
        ):
            return State.RESTRICTED
        if any(thing.is_in(each.said.scope) and self.why(each) for each in blocking):
            return State.INVALID
        return State.GIVEN if giving else State.NOT_SOUGHT

    def _lifted(self, record: Record, thing: _Thing, kind: Kind) -> bool:
        return any(
            each.replaces(record)
            and each.said.kind is kind
            and thing.is_in(each.said.scope)
            and not self.why(each)
            for each in self.records
            if each.id not in self.replaced
        )

    def disputes(self) -> Iterator[tuple[Record, Record]]:
        """Agreements that disagree: one, and another that covers more; until a person resolves it."""
        for more in self.records:
            if more.said.kind not in _WIDENS or more.id in self.replaced:
                continue
            for less in self.records:
                is_less = less.said.scope.is_less_than(more.said.scope)
                if less.said.kind is more.said.kind and is_less and not more.replaces(less):
                    yield less, more

    def clashes(self) -> Iterator[tuple[Record, Record]]:
        """What narrows, and an agreement whose things it is also about, unless the agreement replaced it.

        What takes an agreement back is none: whoever said both has said which counts.
        """
        for narrow in self.restrictions():
            for wide in self.records:
                is_open = wide.said.kind in _WIDENS and wide.id not in self.replaced
                settled = narrow.replaces(wide) or _takes_back(narrow, wide)
                if is_open and not settled and _limits(narrow, wide):
                    yield narrow, wide

    def is_limited(self, record: Record) -> bool:
        """Whether something that narrows is about part of an agreement, which did not replace it."""
        return any(_limits(each, record) for each in self.restrictions())

    def is_taken_back(self, record: Record) -> bool:
        """Whether a withdrawal is about all of an agreement, so that nothing of it is left."""
        return any(
            _takes_back(each, record)
            and _limits(each, record)
            and each.said.scope.holds(record.said.scope)
            for each in self.restrictions()
        )

    def why(self, record: Record) -> tuple[Fault, ...]:
        """Why an agreement does not count: by how it was given, and by what was found of who can decide."""
        found = list(record.said.faults())
        for each in self.records:
            said = each.said
            if said.kind is not Kind.CAPACITY or not said.scope.shares_purpose(record.said.scope):
                continue
            if record.said.by is By.SELF and said.finding in _CANNOT:
                found.append(Fault.CANNOT_DECIDE)
            if record.said.by is By.PARENT and said.finding == "child-competent":
                found.append(Fault.DECIDES_ALONE)
            if said.how.is_coercion_suspected:
                found.append(Fault.COERCION)
        return tuple(dict.fromkeys(found))

    def restrictions(self) -> tuple[Record, ...]:
        """What narrows: what every later sharer is to know the fact of."""
        return tuple(each for each in self.records if each.said.kind in _NARROWS)

    def narrowing(self) -> tuple[Record, ...]:
        """What leaves less than was decided on: a no, or that they cannot decide this or may be made to say it."""
        return tuple(
            each for each in self.records if each.said.kind in _NARROWS or _is_doubt(each.said)
        )


def _is_doubt(said: Said) -> bool:
    is_doubted = said.finding in _CANNOT or said.how.is_coercion_suspected is True
    return said.kind is Kind.CAPACITY and is_doubted


def _limits(narrow: Record, wide: Record) -> bool:
    meets = narrow.said.is_only or narrow.said.scope.meets(wide.said.scope)
    return meets and not wide.replaces(narrow)


def _takes_back(narrow: Record, wide: Record) -> bool:
    """Whether it is a withdrawal of a yes before it; a yes that was settled to count is no newer than it was."""
    is_copy = wide.is_resolution and CARD not in wide.said.notes
    return narrow.said.kind is Kind.WITHDRAWAL and (narrow.number > wide.number or is_copy)


def narrowest(states: Iterable[State]) -> State:
    """Of several, the one that leaves least; not sought where there is none."""
    return max(states, key=_RANK.__getitem__, default=State.NOT_SOUGHT)


def standing(records: Iterable[Record], on: date) -> Standing:
    """How the records about one person stand on a day."""
    rows = sorted((each for each in records if each.said.starts_on <= on), key=_number)
    gone: set[UUID] = set()
    for each in reversed(rows):  # the last first: a resolution that is itself gone lifts nothing
        if each.is_resolution and each.id not in gone:
            gone |= {
                row.id
                for row in rows
                if each.replaces(row) and _may_lift(each, row, on) and not _lifts_part(each, row)
            }
    replaced = {
        row.id
        for row in rows
        if any(each.replaces(row) and each.said.kind is row.said.kind for each in rows)
    }
    stay = tuple(each for each in rows if each.id not in gone and not _has_ended(each, on))
    return Standing(stay, frozenset(replaced & {each.id for each in stay}))


def _number(record: Record) -> int:
    return record.number


def _may_lift(resolution: Record, before: Record, on: date) -> bool:
    """An agreement that was settled away stays away; what narrows comes back when what lifted it has ended."""
    return before.said.kind in _LAPSES or not _has_ended(resolution, on)


def _lifts_part(resolution: Record, before: Record) -> bool:
    """An agreement lifts a no as far as it covers, and not the rest of it; a card is sorted anew as a whole."""
    is_yes = resolution.said.kind in _WIDENS and CARD not in resolution.said.notes
    if not is_yes or before.said.kind not in _NARROWS:
        return False
    return before.said.is_only or not resolution.said.scope.holds(before.said.scope)


def _has_ended(record: Record, on: date) -> bool:
    ends = record.said.ends_on
    return record.said.kind in _LAPSES and ends is not None and ends < on
