"""The facts of a matter, as given: what nobody has answered stays None, which is neither yes nor no."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds the information.

    `policy_documents` names the conditions for which an appropriate policy document (Data
    Protection Act 2018, Schedule 1 Part 4) is in place; None means all that are needed.
    """

    kind: str
    commissioned: bool | None = None
    policy_documents: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who would receive it: an agency of a kind, or one of the people of the matter."""

    kind: str
    person: str | None = None
    area: str = "same"
    nation: str | None = None
    conflict: bool | None = None

    @property
    def name(self) -> str:
        """How the recipient is printed: the person, or its kind, with `:other` for another area."""
        return self.person or self.kind + (":other" if self.area == "other" else "")


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody asked for, where somebody asked."""

    form: str
    reasons_given: bool | None = None
    fields_named: bool | None = None


@dataclass(frozen=True, slots=True)
class Purpose:
    """What the information is for."""

    kinds: tuple[str, ...]
    stated: bool | None = None


@dataclass(frozen=True, slots=True)
class Risk:
    """How great the danger is, to whom, and how soon."""

    level: str
    urgency: str
    marac_threshold: bool | None = None
    child_significant_harm: bool | None = None
    serious_crime: bool | None = None
    others_at_risk: bool | None = None
    staff_implicated: bool | None = None
    life_in_danger: bool | None = None
    sharing_may_increase_risk: bool | None = None
    honour: bool | None = None


@dataclass(frozen=True, slots=True)
class Agreement:
    """Whether an information sharing agreement covers this flow."""

    in_force: bool | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody that the information is about."""

    id: str
    role: str
    age: int | None = None
    unborn: bool | None = None
    deceased: bool | None = None
    capacity: str | None = None
    care_needs: bool | None = None
    consent: str | None = None
    consent_covers: tuple[str, ...] | None = None
    consent_refuses: tuple[str, ...] | None = None
    coercion_suspected: bool | None = None
    telling_is_unsafe: bool | None = None
    channel_is_safe: bool | None = None
    parental_responsibility: tuple[str, ...] | None = None
    carer: bool | None = None
    gender_recognition: str | None = None
    protected_location: bool | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of information."""

    about: tuple[str, ...]
    categories: tuple[str, ...]
    nature: str | None = None
    historical: bool | None = None
    disputed: bool | None = None
    inaccurate: bool | None = None
    needed: bool | None = None
    identifying: bool | None = None
    confidential: bool | None = None
    collected_on_consent: bool | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the advice turns on. Made by `parse_facts`, which refuses what is not valid."""

    id: str
    title: str
    nation: str
    date: date
    holder: Holder
    recipients: tuple[Recipient, ...]
    purpose: Purpose
    risk: Risk
    people: tuple[Person, ...]
    items: tuple[Item, ...]
    channel: str | None = None
    request: Request | None = None
    agreement: Agreement | None = None
