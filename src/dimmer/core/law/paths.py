"""Every fact and relation that a rule may ask about, with where it is looked up and what it may be.

A rule that names anything else is refused by the parser of the lawbook.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from dimmer.core.law import codes, schema
from dimmer.core.law.facts import Person
from dimmer.core.law.schema import Kind
from dimmer.core.law.view import Scope, View

Value = object  # a code, truth, number, text, day or tuple of them; None where nobody has answered
FACTS, PAIRS, SHAPE = "facts", "pairs", "shape"
_ADULT_IN_LAW = 18  # years
_SAID_YES = ("given", "restricted")
_SAID_NO = ("refused", "withdrawn")
_SAID_SOMETHING = (*_SAID_YES, *_SAID_NO)
_GROWN_ROLES = frozenset(
    {"alleged-perpetrator", "parent", "applicant", "informant", "third-party", "practitioner"}
)


@dataclass(frozen=True, slots=True, eq=False)
class Path:
    """A fact or relation.

    Args:
        look: finds its value from where a rule stands; None where nobody has answered.
        allowed: the codes it may hold; empty for truths and numbers.
        facts: the keys of the facts that it rests on and that may be unanswered, the main one first.
        also: the keys of other facts that it reads, whose want leaves it answered.
        table: the table of which one row decides it, where one does: FACTS for the matter's own keys,
            PAIRS for the categories of items, SHAPE where it turns only on who is whom.
        column: the key in that row, where it is no more than that.
        turns_on: the keys that decide it, of that row and of tables that are no lists, where it is more.
        settled: whether they do decide it from where a view stands.
        told: what it is by what decides it, as far as a sheet has asked.
    """

    scope: Scope
    kind: Kind
    look: Callable[[View], Value]
    allowed: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    table: str = ""
    column: str = ""
    turns_on: tuple[str, ...] = ()
    settled: Callable[[View], bool] = lambda _: True
    told: dict[tuple[object, ...], object] = field(default_factory=dict)

    def reads(self, fact: str) -> bool:
        """Whether its value may change with a fact."""
        return fact in self.facts or fact in self.also or fact in self.turns_on


def _plain(table: str, field: schema.Field, scope: Scope, look: Callable[[View], Value]) -> Path:
    fact = f"{table}.{field.name}"
    return Path(scope, field.kind, look, field.allowed, (fact,), table=table, column=field.name)


def _from(table: str, name: str) -> Callable[[View], Value]:
    """Find the value of one key of a table of the facts, of the place in view."""
    match table:
        case "people":
            return lambda view: getattr(view.person, name)
        case "recipients":
            return lambda view: getattr(view.recipient, name)
        case "items":
            return lambda view: getattr(view.item, name)
        case "request" | "agreement":
            return lambda view: (
                None if (found := getattr(view.facts, table)) is None else getattr(found, name)
            )
        case _:
            return lambda view: getattr(getattr(view.facts, table), name)


def _of_the_matter(name: str) -> Callable[[View], Value]:
    return lambda view: getattr(view.facts, name)


def _named(person: str, view: View) -> Person:
    return next(found for found in view.facts.people if found.id == person)


def _is_responsible_for_all(view: View) -> bool:
    """Whether this person holds parental responsibility for everybody else whom the item is about."""
    others = [
        each for each in view.facts.people if each.id in view.item.about and each is not view.person
    ]
    return bool(others) and all(
        view.person.id in (each.parental_responsibility or ()) for each in others
    )


def _under_18(view: View) -> bool | None:
    """Whether the person is a child. Roles that adults mostly have are presumed grown up."""
    person = view.person
    if person.unborn:
        return False  # not yet a child in law
    if person.age is not None:
        return person.age < _ADULT_IN_LAW
    if person.role == "child" or person.capacity in ("child-competent", "child-not-competent"):
        return True
    if person.parental_responsibility and person.role != "adult-at-risk":
        return True  # somebody holds it for a child alone
    if person.role in _GROWN_ROLES or person.capacity in ("has", "lacks", "doubt"):
        return False
    return False if person.role == "adult-at-risk" or person.care_needs is not None else None


def covers(view: View) -> bool | None:
    """Whether the person's consent, given or restricted, covers this category and recipient; a no to it wins."""
    person = view.person
    if person.consent not in _SAID_YES:
        return False if person.consent not in (None, "unknown") else None
    if person.consent_refuses is not None and _is_within(person.consent_refuses, view):
        return False
    if person.consent_covers is None:
        return True if person.consent == "given" else None
    return _is_within(person.consent_covers, view)


def refused(view: View) -> bool | None:
    """Whether the person said no to this category for this recipient.

    A no is to everything, and a limit to all that is not agreed to, where nobody has said what the no is to.
    """
    person = view.person
    if person.consent in (None, "unknown"):
        return None
    if person.consent in _SAID_SOMETHING and person.consent_refuses is not None:
        return _is_within(person.consent_refuses, view)
    if person.consent == "restricted":
        return None if (is_covered := covers(view)) is None else not is_covered
    return person.consent in _SAID_NO


def _is_limited(person: Person) -> bool:
    """Whether what they said is about some kinds of information or some recipients alone."""
    is_yes = person.consent in _SAID_YES and person.consent_covers is not None
    return is_yes or person.consent_refuses is not None


def _is_within(scope: Sequence[str], view: View) -> bool:
    """Whether this category and recipient are among kinds of information, and of agencies and people.

    All of a sort of which none is named; a list that is empty holds nothing.
    """
    kinds = [what for what in scope if what in codes.CATEGORIES]
    whom = [what for what in scope if what not in codes.CATEGORIES]
    recipient = view.recipient
    return (
        bool(scope)
        and (not kinds or view.category in kinds)
        and (not whom or recipient.kind in whom or recipient.person in whom)
    )


def _recipient_person(view: View) -> Person | None:
    return _named(view.recipient.person, view) if view.recipient.person else None


def _recipient_role(view: View) -> str:
    person = _recipient_person(view)
    return person.role if person else "none"


def _recipient_channel_is_safe(view: View) -> bool | None:
    person = _recipient_person(view)
    return True if person is None else person.channel_is_safe


def _recipient_is_carer(view: View) -> bool | None:
    person = _recipient_person(view)
    return False if person is None else person.carer


def _holds_responsibility(view: View) -> bool:
    return any(
        view.recipient.person in (person.parental_responsibility or ())
        for person in view.facts.people
    )


def may_be_in_responsibility(person: Person) -> bool:
    """Whether somebody may hold parental responsibility for this person: a child, whatever their role.

    Of an accused pupil or a young victim it counts once it is said who holds it.
    """
    if person.age is not None and person.age >= _ADULT_IN_LAW:
        return False
    return person.role == "child" or bool(person.parental_responsibility)


def _responsibility_for(view: View) -> bool | None:
    holders = view.person.parental_responsibility
    if view.recipient.person is None or not may_be_in_responsibility(view.person):
        return False
    return None if holders is None else view.recipient.person in holders


_TRUTH = Kind.TRUTH
_R, _P, _I, _C = Scope.RECIPIENT, Scope.PERSON, Scope.ITEM, Scope.CATEGORY

RELATIONS: dict[str, Path] = {
    "day": Path(Scope.CASE, Kind.DAY, lambda view: view.facts.date.isoformat()),
    "request.made": Path(
        Scope.CASE,
        _TRUTH,
        lambda view: view.facts.request is not None,
        table="request",
        turns_on=("request.form",),
    ),
    "request.form": Path(
        Scope.CASE,
        Kind.CODE,
        lambda view: view.facts.request.form if view.facts.request else "none",
        (*codes.REQUEST_FORMS, "none"),
        table="request",
        turns_on=("request.form",),
    ),
    "recipient.nation": Path(
        _R,
        Kind.CODE,
        lambda view: view.recipient.nation or view.facts.nation,
        codes.NATIONS,
        table="recipients",
        turns_on=("recipients.nation", "facts.nation"),
    ),
    "recipient.role": Path(
        _R,
        Kind.CODE,
        _recipient_role,
        (*codes.ROLES, "none"),
        also=("people.role",),
        table="recipients",
        turns_on=("recipients.person",),
        settled=lambda view: view.recipient.person is None,
    ),
    "recipient.channel_is_safe": Path(
        _R,
        _TRUTH,
        _recipient_channel_is_safe,
        facts=("people.channel_is_safe",),
        table="recipients",
        turns_on=("recipients.person",),
        settled=lambda view: view.recipient.person is None,
    ),
    "recipient.is_carer": Path(
        _R,
        _TRUTH,
        _recipient_is_carer,
        facts=("people.carer",),
        table="recipients",
        turns_on=("recipients.person",),
        settled=lambda view: view.recipient.person is None,
    ),
    "recipient.holds_responsibility": Path(
        _R, _TRUTH, _holds_responsibility, also=("people.parental_responsibility",), table=SHAPE
    ),
    "recipient.responsible_for_person": Path(
        _R | _P,
        _TRUTH,
        _responsibility_for,
        facts=("people.parental_responsibility",),
        also=("people.role", "people.age"),
        table=SHAPE,
    ),
    "recipient.is_person": Path(
        _R | _P, _TRUTH, lambda view: view.recipient.person == view.person.id, table=SHAPE
    ),
    "recipient.is_subject": Path(
        _R | _I, _TRUTH, lambda view: view.recipient.person in view.item.about, table=SHAPE
    ),
    "item.about_others": Path(
        _R | _I,
        _TRUTH,
        lambda view: any(who != view.recipient.person for who in view.item.about),
        table=SHAPE,
    ),
    "item.about_person": Path(
        _P | _I, _TRUTH, lambda view: view.person.id in view.item.about, table=SHAPE
    ),
    "item.about_several": Path(_I, _TRUTH, lambda view: len(view.item.about) > 1, table=SHAPE),
    "person.holds_responsibility": Path(
        _P,
        _TRUTH,
        lambda view: any(
            view.person.id in (person.parental_responsibility or ()) for person in view.facts.people
        ),
        also=("people.parental_responsibility",),
        table=SHAPE,
    ),
    "person.holds_responsibility_here": Path(
        _P | _I,
        _TRUTH,
        _is_responsible_for_all,
        also=("people.parental_responsibility",),
        table=SHAPE,
    ),
    "person.under_18": Path(
        _P,
        _TRUTH,
        _under_18,
        facts=("people.age", "people.capacity", "people.care_needs", "people.unborn"),
        also=("people.parental_responsibility",),
        table="people",
        turns_on=(
            "people.role",
            "people.age",
            "people.capacity",
            "people.care_needs",
            "people.unborn",
            "people.parental_responsibility",
        ),
    ),
    "consent.covers": Path(
        _R | _P | _C,
        _TRUTH,
        covers,
        facts=("people.consent", "people.consent_covers"),
        also=("people.consent_refuses", "recipients.kind"),
        table="people",
        turns_on=("people.consent", "people.consent_covers", "people.consent_refuses"),
        settled=lambda view: not _is_limited(view.person),
    ),
    "consent.refused": Path(
        _R | _P | _C,
        _TRUTH,
        refused,
        facts=("people.consent", "people.consent_covers"),
        also=("people.consent_refuses", "recipients.kind"),
        table="people",
        turns_on=("people.consent", "people.consent_covers", "people.consent_refuses"),
        settled=lambda view: not _is_limited(view.person),
    ),
    "recipients.several": Path(
        Scope.CASE, _TRUTH, lambda view: len(view.facts.recipients) > 1, table=SHAPE
    ),
    "category": Path(
        _C, Kind.CODE, lambda view: view.category, codes.CATEGORIES, table=PAIRS, column="category"
    ),
}


def _table() -> dict[str, Path]:
    found = {
        field.name: Path(
            Scope.CASE,
            field.kind,
            _of_the_matter(field.name),
            field.allowed,
            (field.name,),
            table=FACTS,
            column=field.name,
        )
        for field in schema.TOP
        if field.name in ("nation", "channel")
    }
    scopes = {"people": ("person", _P), "recipients": ("recipient", _R), "items": ("item", _I)}
    for table, fields in (*schema.TABLES.items(), *schema.LISTS.items()):
        prefix, scope = scopes.get(table, (table, Scope.CASE))
        for each in fields:
            found[f"{prefix}.{each.name}"] = _plain(table, each, scope, _from(table, each.name))
    return found | RELATIONS


PATHS: dict[str, Path] = _table()
