"""A rule of law or guidance: one row of the lawbook, with its authority and its days in force."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from dimmer.core.law.expression import Compiled


class Gate(Enum):
    """The questions that the law asks of every person, category and recipient, in order."""

    REGIME = "regime"  # UK GDPR, or Part 3 of the Data Protection Act 2018
    BASIS = "basis"  # UK GDPR Article 6, or Part 3
    CONDITION = "condition"  # Article 9 or 10 and Schedule 1, or Schedule 8
    POWER = "power"  # a public body's power or duty
    CONFIDENTIALITY = "confidentiality"  # a way through the duty of confidence
    PURPOSE = "purpose"  # a purpose that information may be given for
    BAR = "bar"  # what an enactment or a privilege keeps closed
    NEED = "need"  # necessity and proportionality, wishes included
    HARM = "harm"  # who could learn, and what that could do


class Effect(Enum):
    """What a rule does where it applies."""

    OPENS = "opens"  # its gate, for this person, category and recipient
    WITHHOLDS = "withholds"
    ASKS = "asks"  # withholds until the person has been asked and agrees
    HOLDS = "holds"  # withholds until advice has been taken or a fact is known
    ANONYMISES = "anonymises"  # withholds what identifies somebody; the rest may go


class Status(Enum):
    """Whether a rule is law today."""

    IN_FORCE = "in_force"
    ANNOUNCED = "announced"  # enacted; a day was announced; the instrument was not seen
    ENACTED = "enacted_not_commenced"
    REPEALED = "repealed"
    GUIDANCE = "guidance"


class Confidence(Enum):
    """How sure the lawbook is of a rule."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Spell:
    """Days in force: the first is in it, the last is not; None means no end is known."""

    starts: date
    ends: date | None = None

    def includes(self, day: date) -> bool:
        """Whether the day lies in the spell."""
        return self.starts <= day and (self.ends is None or day < self.ends)


@dataclass(frozen=True, slots=True)
class Closure:
    """Why a rule that somebody might reach for is closed.

    Args:
        beside_a_no: whether it may be said in advice that asks somebody, or in which somebody said no. What says
            that a no would change nothing may not.
    """

    when: Compiled
    why: str
    beside_a_no: bool = True


@dataclass(frozen=True, slots=True)
class Authority:
    """Who says so."""

    citation: str
    url: str
    status: Status
    confidence: Confidence
    checked_by: str
    checked_on: date
    spells: tuple[Spell, ...]

    def is_in_force(self, day: date) -> bool:
        """Whether it is in force on the day."""
        return any(spell.includes(day) for spell in self.spells)


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One row of the lawbook.

    Args:
        name: unique; several rules may share an `id`, one for each limb of a provision.
        possible: the part of `applies` that is the same for the whole matter.
        pertains: the part that is the same for every item about one person to one recipient.
        applies: whether it applies, nation and day included.
        nations: where the holder must be; `both_ends` asks the same of the recipient.
        duty: whether it is a duty to share, which supports Article 6(1)(c).
        fallback: a general power, named only where there is no express one.
        policy_document: None, or when an appropriate policy document is needed for it.
        spreads: whether it withholds the whole item, not only this person's or category's part.
        duties: codes of the duties that come with it.
        parts: what must all hold for it to apply.
        by_content: whether its answer may differ from item to item, or category to category.
        is_announced: its commencement has not been seen: it may be named, never relied on alone.
    """

    name: str
    id: str
    gate: Gate
    effect: Effect
    title: str
    summary: str
    authority: Authority
    nations: frozenset[str]
    both_ends: bool
    possible: Compiled
    pertains: Compiled
    applies: Compiled
    parts: tuple[Compiled, ...]
    duty: bool
    fallback: bool
    policy_document: Compiled | None
    closed: tuple[Closure, ...]
    why: str
    spreads: bool
    duties: tuple[str, ...]
    whom: str
    record: tuple[str, ...]
    is_announced: bool
    by_content: bool


@dataclass(frozen=True, slots=True, eq=False)
class DutyRule:
    """When a duty follows, for whom, and in what words.

    Args:
        each: what the duty is printed for: the case, or each person.
        parts: what must all hold for it to apply.
        by_cell: whether it turns on more than what it is printed for.
        words: plain words; `{person}` and `{recipient}` are filled in.
        deadline: by when, in plain words; empty where there is none.
        whom: whose advice or act it calls for; rows of one code for the same matter name theirs together.
        fallback: whom it names is named only where no other row names anybody.
    """

    name: str
    code: str
    each: str
    words: str
    deadline: str
    whom: str
    fallback: bool
    nations: frozenset[str]
    applies: Compiled
    parts: tuple[Compiled, ...]
    by_cell: bool
    authority: Authority


@dataclass(frozen=True, slots=True)
class Reference:
    """Law that opens and closes nothing by itself.

    Args:
        kind: what sort of law it is, such as "right" or "offence".
        applied: the rows, terms, duties and facts that carry it out.
        why: why no gate asks, where nothing carries it out.
    """

    id: str
    kind: str
    title: str
    summary: str
    authority: Authority
    nations: frozenset[str]
    applied: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Law of which there is no row, on purpose."""

    id: str
    title: str
    why: str
