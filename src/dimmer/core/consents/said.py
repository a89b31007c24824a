"""One record of what somebody said about sharing: what about, by whom, how it was given."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from uuid import UUID


class Kind(Enum):
    """What kind of record it is: consent in data protection is an agreement, and three others are kept apart."""

    AGREEMENT = "agreement"
    PERMISSION = "permission-in-confidence"
    SERVICE = "service"
    WISHES = "wishes"
    REFUSAL = "refusal"
    RESTRICTION = "restriction"
    WITHDRAWAL = "withdrawal"
    CAPACITY = "capacity"


class State(Enum):
    """How one thing stands, for one recipient and purpose; the widest first."""

    GIVEN = "given"
    NOT_SOUGHT = "not-sought"  # nothing that counts was said about it
    INVALID = "invalid"  # agreed, and it does not count: `Standing.why`
    RESTRICTED = "restricted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class By(Enum):
    """Who said it."""

    SELF = "self"
    PARENT = "parent"  # whoever has parental responsibility, for a child
    ATTORNEY = "attorney"
    DEPUTY = "deputy"


class Unless(Enum):
    """What lifts a restriction, in the words of whoever made it; a person judges whether it is so."""

    NEVER = "never"
    ASK = "ask-first"
    DANGER = "only-in-danger"


class Fault(Enum):
    """Why an agreement does not count."""

    COERCION = "coercion-suspected"
    ABUSER = "abuser-not-known-absent"
    INTERPRETER = "interpreter-of-the-family"
    EXPLAINED = "not-explained"
    NOT_IN_SCOPE = "not-in-scope"
    CANNOT_DECIDE = "cannot-decide"
    DECIDES_ALONE = "child-decides-alone"


EXPLAINED = ("what", "who", "why", "take-back")
"""What must have been explained: what is shared, with whom, why, and that it can be taken back at any time."""
BROUGHT = "brought"
"""Under which a record that was brought from another system notes the id that it had there."""
CARD = "card"
"""Under which a record that came of a sorted card notes the pile."""
Names = frozenset[str] | None


@dataclass(frozen=True, slots=True)
class Scope:
    """What a record is about. None is everything; a set that is there and empty is nothing.

    Args:
        categories: kinds of information.
        recipients: kinds of agency, or ids of agencies, teams or people.
        purposes: what for.
    """

    categories: Names = None
    recipients: Names = None
    purposes: Names = None

    def covers(self, category: str, recipient: Collection[str], purpose: str | None) -> bool:
        """Whether one thing is within it.

        Args:
            recipient: all the names of one recipient: its kind, its agency's id, its team's.
            purpose: None where it is not known: then only what is about every purpose covers it.
        """
        return (
            (self.categories is None or category in self.categories)
            and self.reaches(recipient)
            and (self.purposes is None or purpose in self.purposes)
        )

    def touches(self, category: str, recipient: Collection[str], purpose: str | None) -> bool:
        """As `covers`, and true where the purpose is not known: what narrows counts in doubt."""
        return Scope(self.categories, self.recipients).covers(category, recipient, None) and (
            self.purposes is None or purpose is None or purpose in self.purposes
        )

    def reaches(self, recipient: Collection[str]) -> bool:
        """Whether the recipient is within it."""
        return self.recipients is None or not self.recipients.isdisjoint(recipient)

    def is_less_than(self, other: "Scope") -> bool:
        """Whether it covers part of the other and nothing else."""
        pairs = [
            (self.categories, other.categories),
            (self.recipients, other.recipients),
            (self.purposes, other.purposes),
        ]
        return self != other and all(_within(mine, theirs) for mine, theirs in pairs)

    def holds(self, other: "Scope") -> bool:
        """Whether it covers all of the other."""
        return self == other or other.is_less_than(self)

    def meets(self, other: "Scope") -> bool:
        """Whether anything is within both."""
        return (
            _meet(self.categories, other.categories)
            and _meet(self.recipients, other.recipients)
            and self.shares_purpose(other)
        )

    def shares_purpose(self, other: "Scope") -> bool:
        """Whether a purpose is within both: capacity is for one decision."""
        return _meet(self.purposes, other.purposes)


def _meet(mine: Names, theirs: Names) -> bool:
    return mine is None or theirs is None or not mine.isdisjoint(theirs)


def _within(mine: Names, theirs: Names) -> bool:
    return theirs is None or (mine is not None and mine <= theirs)


@dataclass(frozen=True, slots=True)
class How:
    """How something was said. None is not known, which is neither yes nor no.

    Args:
        words: what the person said, in their words.
        asked_with: the words that they were asked with.
        explained: of `EXPLAINED`, what was.
        interpreter: none, professional, or family.
    """

    words: str = ""
    asked_with: str = ""
    is_alone: bool | None = None
    is_abuser_absent: bool | None = None
    interpreter: str = ""
    explained: frozenset[str] = frozenset()
    is_coercion_suspected: bool | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """One record's content.

    Args:
        ends_on: the last day on which an agreement counts; for what narrows, a day to look at it again.
        why_they_may: why somebody else may say it for the person: the order, the registered power.
        is_in_scope: whether this decision is within that power; None is not known.
        is_only: a restriction that names the only recipients there may be, instead of those there may not.
        finding: of a capacity record: has, lacks, doubt, child-competent or child-not-competent.
        reason: why it was resolved so, or why the finding.
        replaces: records that it replaces by name.
        notes: what else is said, by its code: support given, who assessed, the impact that was explained.
    """

    kind: Kind
    starts_on: date
    scope: Scope = Scope()
    ends_on: date | None = None
    by: By = By.SELF
    why_they_may: str = ""
    is_in_scope: bool | None = None
    how: How = How()
    is_only: bool = False
    unless: Unless = Unless.NEVER
    finding: str = ""
    reason: str = ""
    replaces: frozenset[UUID] = frozenset()
    notes: Mapping[str, str] = field(default_factory=dict)

    def faults(self) -> tuple[Fault, ...]:
        """Why it does not count as an agreement, by what stands in it alone."""
        how = self.how
        found = {
            Fault.COERCION: how.is_coercion_suspected is not False,
            Fault.ABUSER: how.is_abuser_absent is not True,
            Fault.INTERPRETER: how.interpreter not in ("none", "professional"),
            Fault.EXPLAINED: not how.explained >= frozenset(EXPLAINED),
            Fault.NOT_IN_SCOPE: self.by is not By.SELF and self.is_in_scope is not True,
        }
        return tuple(fault for fault, there in found.items() if there)

    def forbids(self, category: str, recipient: Collection[str], purpose: str | None) -> bool:
        """Whether a refusal, withdrawal or restriction narrows one thing."""
        if self.is_only:
            about = Scope(self.scope.categories, None, self.scope.purposes)
            inside = self.scope.reaches(recipient)
            return about.touches(category, recipient, purpose) and not inside
        return self.scope.touches(category, recipient, purpose)
