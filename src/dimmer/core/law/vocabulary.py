"""The words of the lawbook: labels of codes, and the question for each fact that may be asked."""

from collections.abc import Mapping
from dataclasses import dataclass

from dimmer.core.law import codes, schema
from dimmer.core.law.table import BadLawbook, Table

GROUPS: dict[str, tuple[str, ...]] = {
    "nations": codes.NATIONS,
    "channels": codes.CHANNELS,
    "agency_kinds": codes.RECIPIENT_KINDS,
    "areas": codes.AREAS,
    "request_forms": codes.REQUEST_FORMS,
    "purposes": codes.PURPOSES,
    "levels": codes.LEVELS,
    "urgencies": codes.URGENCIES,
    "roles": codes.ROLES,
    "capacities": codes.CAPACITIES,
    "consents": codes.CONSENTS,
    "gender_recognition": codes.RECOGNITION,
    "categories": codes.CATEGORIES,
    "natures": codes.NATURES,
    "outcomes": codes.OUTCOMES,
    "actions": codes.ACTIONS,
    "duties": codes.DUTIES,
    "lights": ("dark", "pointer", "headline", "detail", "full"),
}

Answered = str | bool | int | None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Plain-English labels: group, then code, then label."""

    labels: Mapping[str, Mapping[str, str]]

    def group(self, name: str) -> Mapping[str, str]:
        """The labels of one group by code, in the order of the codes."""
        return self.labels[name]

    def label(self, group: str, code: str) -> str:
        """The label of one code."""
        return self.labels[group][code]


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that may be given: its value in the facts (None: I do not know), and its label.

    Args:
        roles: the roles of people of whom it may be given; empty for all.
    """

    value: Answered
    label: str
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """How a fact is asked of a practitioner, in plain words.

    Args:
        fact: the key of the fact, as `people.capacity` or `risk.marac_threshold`.
        words: the question; `{person}` is filled in where it is about somebody.
        why: why it is asked.
        choices: the answers, the last of which is always "I do not know".
        presumed: how the rules count it while nobody has answered; None where they cannot go on.
        authority: who says that it is so presumed; empty where nothing is presumed.
        roles: the roles of people of whom it is asked; empty for all.
        asked: whether it is asked when it would change the advice.
        elsewhere: where it is asked or recorded instead, in words; empty where it is always asked.
        purposes: the purposes for which it is asked; empty for all.
        living: whether it is asked of nobody who has died or is not yet born.
        born: whether it is asked of nobody who is not yet born.
    """

    fact: str
    words: str
    why: str
    choices: tuple[Choice, ...]
    presumed: Answered
    authority: str
    roles: tuple[str, ...]
    asked: bool
    living: bool = False
    elsewhere: str = ""
    purposes: tuple[str, ...] = ()
    born: bool = False

    def choices_for(self, role: str) -> tuple[Choice, ...]:
        """The answers that make sense of somebody with this role: a victim is not offered the age of a small child."""
        return tuple(choice for choice in self.choices if not choice.roles or role in choice.roles)


def parse_vocabulary(file: Table) -> Vocabulary:
    """Make the vocabulary; a code without a label, or a label without a code, is refused."""
    labels: dict[str, dict[str, str]] = {}
    for group, known in GROUPS.items():
        table = file.table(group)
        labels[group] = {code: table.text(code) for code in known}
        table.close()
    file.close()
    return Vocabulary(labels)


def parse_questions(file: Table) -> dict[str, Question]:
    """Make the questions; every fact that may be left out must have one."""
    found: dict[str, Question] = {}
    optional = {
        f"{table}.{field.name}": field
        for table, fields in (*schema.TABLES.items(), *schema.LISTS.items())
        for field in fields
        if not field.required
    }
    for row in file.tables("question"):
        fact = row.text("fact")
        if fact not in optional or fact in found:
            raise BadLawbook(
                f"{row.where}: {fact} is no fact that may be left out, or stands twice"
            )
        presumed = row.answer("presumed")
        question = Question(
            fact=fact,
            words=row.text("words"),
            why=row.text("why"),
            choices=tuple(_choices(row, optional[fact])),
            presumed=presumed,
            authority=row.text("authority") if presumed is not None else "",
            roles=row.texts("roles"),
            asked=row.truth("asked", default=True),
            living=row.truth("living", default=False),
            elsewhere=row.text("elsewhere", ""),
            purposes=row.texts("purposes"),
            born=row.truth("born", default=False),
        )
        roles = (*question.roles, *(role for choice in question.choices for role in choice.roles))
        if strange := sorted(set(roles) - set(codes.ROLES)):
            raise BadLawbook(f"{row.where}: {' '.join(strange)} is no role")
        if strange := sorted(set(question.purposes) - set(codes.PURPOSES)):
            raise BadLawbook(f"{row.where}: {' '.join(strange)} is no purpose")
        row.close()
        found[fact] = question
    file.close()
    return found


def _choices(row: Table, field: schema.Field) -> list[Choice]:
    choices = []
    for choice in row.tables("choices"):
        value = choice.answer("value")
        choices.append(Choice(value, choice.text("label"), choice.texts("roles")))
        choice.close()
        if value is None or (field.allowed and value not in field.allowed):
            raise BadLawbook(f"{choice.where}: {value!r} is no answer to it")
    return [*choices, Choice(None, "I do not know")]
