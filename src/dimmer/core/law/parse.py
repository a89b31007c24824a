"""Make rules of the lawbook's rows, refusing unknown facts, ids, fields, codes and terms."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date

from dimmer.core.law import codes
from dimmer.core.law.columns import in_all
from dimmer.core.law.expression import (
    BadClause,
    Compiled,
    Language,
    all_of,
    any_of,
    compile_clause,
    compile_clauses,
    opposite,
    remembered,
    some,
)
from dimmer.core.law.rule import (
    Authority,
    Closure,
    Confidence,
    DutyRule,
    Effect,
    Gate,
    Rule,
    Spell,
    Status,
)
from dimmer.core.law.season import Seasons
from dimmer.core.law.table import BadLawbook, Table
from dimmer.core.law.view import CLAIM_BITS, Scope

_STOPS = frozenset({Gate.PURPOSE, Gate.BAR, Gate.NEED, Gate.HARM})
_CONTENT = Scope.ITEM | Scope.CATEGORY
_EACH = {"case": Scope.CASE, "person": Scope.PERSON}
_OVER = {
    "some_person": Scope.PERSON,
    "some_item": Scope.ITEM,
    "some_recipient": Scope.RECIPIENT,
}


@dataclass(slots=True)
class Numbers:
    """Numbers for answers that are remembered: each claim has its own.

    Attributes:
        given: how many were given.
        seasons: the days on which some row begins or ends.
    """

    given: int = 0
    seasons: Seasons = field(default_factory=Seasons)

    def remember(self, part: Compiled) -> Compiled:
        """Have a claim answered once for each place."""
        number = self.given
        if number >> CLAIM_BITS:
            raise BadLawbook("more claims than an answer's number has room for")
        self.given += 1
        return remembered(part, number)


def parse_classes(rows: Iterable[Table]) -> dict[str, frozenset[str]]:
    """Make classes of codes; a class may take in classes above it."""
    found: dict[str, frozenset[str]] = {}
    known = {*codes.RECIPIENT_KINDS, *codes.CATEGORIES, *codes.PURPOSES, *codes.ROLES}
    for row in rows:
        name = row.text("name")
        row.text("words")
        row.text("source", "")
        members: set[str] = set()
        for member in row.texts("members"):
            if member.startswith("@"):
                if member[1:] not in found:
                    raise BadLawbook(f"{row.where}: no class {member} above")
                members |= found[member[1:]]
            elif member not in known:
                raise BadLawbook(f"{row.where}: {member!r} is no code")
            else:
                members.add(member)
        row.close()
        if name in found:
            raise BadLawbook(f"{row.where}: there are two classes {name}")
        found[name] = frozenset(members)
    return found


def parse_terms(
    rows: Iterable[Table],
    classes: Mapping[str, frozenset[str]],
    presumed: Mapping[str, object],
    given: Mapping[str, Compiled],
    numbers: Numbers,
) -> Language:
    """Compile terms in the order in which they stand; a term may use the terms above it."""
    terms: dict[str, Compiled] = dict(given)
    for row in rows:
        name = row.text("name")
        row.text("words")
        row.text("source", "")
        language = Language(classes, terms, presumed)
        if name in terms:
            raise BadLawbook(f"{row.where}: there are two terms {name}")
        with _refusing(row.where):
            compiled = _term(row, language)
        row.close()
        terms[name] = replace(numbers.remember(compiled), says=name)
    return Language(classes, terms, presumed)


def _term(row: Table, language: Language) -> Compiled:
    parts: list[Compiled] = []
    if row.has("all"):
        parts.append(compile_clauses(row.clauses("all"), language))
    if row.has("any"):
        alternatives = [compile_clause(clause, language) for clause in row.clauses("any")]
        parts.append(any_of(alternatives, " or ".join(part.says for part in alternatives)))
    parts += [
        some(compile_clauses(row.clauses(key), language), over)
        for key, over in _OVER.items()
        if row.has(key)
    ]
    parts += [opposite(compile_clause(clause, language)) for clause in row.clauses("unless")]
    if not parts:
        raise BadLawbook(f"{row.where}: says nothing")
    return all_of(parts, " and ".join(part.says for part in parts))


@contextmanager
def _refusing(where: str) -> Iterator[None]:
    """Say in which row of the lawbook a clause is wrong."""
    try:
        yield
    except BadClause as error:
        raise BadLawbook(f"{where}: {error}") from None


def parse_rules(file: Table, language: Language, numbers: Numbers, *, powers: bool) -> list[Rule]:
    """Make the rules of one file: those of gate "power", or all the others.

    Powers come first, since the other gates may turn on which powers and duties were found.
    """
    instrument = file.text("instrument")
    checked = file.table("checked")
    by, on = checked.text("by"), checked.day("on")
    checked.close()
    rules = [
        _rule(row, instrument, (by, on), language, numbers)
        for row in file.tables("rule")
        if (row.values.get("gate") == Gate.POWER.value) == powers
    ]
    file.close()
    return rules


def _rule(
    row: Table,
    instrument: str,
    checked: tuple[str, date],
    language: Language,
    numbers: Numbers,
) -> Rule:
    name = row.text("name")
    row = Table(f"{row.where} {name}", row.values)
    row.text("name")
    gate = row.choice("gate", Gate)
    effect = row.choice("effect", Effect, Effect.OPENS)
    if (gate in _STOPS) == (effect is Effect.OPENS):
        raise BadLawbook(
            f"{row.where}: a rule of gate {gate.value} cannot be one that {effect.value}"
        )
    nations = parse_nations(row)
    authority = _authority(row, instrument, checked)
    with _refusing(row.where):
        parts = _parts(row, language, authority, nations, numbers)
        possible = numbers.remember(_joined(part for part in parts if not part.scope))
        pertains = numbers.remember(
            _joined([possible, *(p for p in parts if p.scope and not p.scope & _CONTENT)])
        )
        needs_document = gate is Gate.CONDITION and row.truth("policy_document", default=False)
        policy_document = all_of((), "always") if needs_document else None
        if policy_document is not None and row.has("policy_document_unless"):
            policy_document = opposite(
                compile_clauses(row.clauses("policy_document_unless"), language)
            )
        closed = tuple(_closure(closure, language) for closure in row.tables("closed"))
    duties = row.texts("duties")
    if strange := sorted(set(duties) - set(codes.DUTIES)):
        raise BadLawbook(f"{row.where}: {' '.join(strange)} is no duty")
    rule = Rule(
        name=name,
        id=row.text("id"),
        gate=gate,
        effect=effect,
        title=row.text("title"),
        summary=row.text("summary"),
        authority=authority,
        nations=nations,
        both_ends=row.truth("both_ends", default=False),
        possible=possible,
        pertains=pertains,
        applies=_applies(parts, pertains, numbers),
        parts=tuple(parts),
        duty=row.truth("duty", default=False),
        fallback=row.truth("fallback", default=False),
        policy_document=policy_document,
        closed=closed,
        why=row.text("why") if gate in _STOPS else "",
        spreads=row.truth("spreads", default=True),
        duties=duties,
        whom=row.text("whom", ""),
        record=row.texts("record"),
        by_content=any(part.scope & _CONTENT for part in parts),
        is_announced=authority.status is Status.ANNOUNCED,
    )
    row.close()
    return rule


def _parts(
    row: Table,
    language: Language,
    authority: Authority,
    nations: frozenset[str],
    numbers: Numbers,
) -> list[Compiled]:
    """Everything that must hold for a row to apply, claims about the whole matter first."""
    spells = ((spell.starts, spell.ends or date.max) for spell in authority.spells)
    parts: list[Compiled] = [numbers.seasons.in_force(nations, spells)]
    if row.truth("both_ends", default=False):
        names = " ".join(sorted(nations))
        parts.append(compile_clause(f"recipient.nation in {names}", language))
    for key, path in (
        ("who", "holder.kind"),
        ("recipients", "recipient.kind"),
        ("purposes", "purpose.kinds"),
        ("categories", "category"),
    ):
        if row.has(key):
            members = " ".join(row.texts(key))
            parts.append(compile_clause(f"{path} in {members}", language))
    parts += [compile_clause(clause, language) for clause in row.clauses("needs")]
    parts += [opposite(compile_clause(clause, language)) for clause in row.clauses("unless")]
    return sorted(parts, key=lambda part: part.scope.bit_count())


def _applies(parts: list[Compiled], pertains: Compiled, numbers: Numbers) -> Compiled:
    """All parts; all places of a sheet ask them one by one, for which the parts of parts are no gain."""
    narrow = _joined([pertains, *(part for part in parts if part.scope & _CONTENT)])
    return numbers.remember(replace(narrow, columns=in_all([part.columns for part in parts])))


def _joined(parts: Iterable[Compiled]) -> Compiled:
    found = list(parts)
    return all_of(found, " and ".join(part.says for part in found))


def _closure(row: Table, language: Language) -> Closure:
    with _refusing(row.where):
        when = compile_clauses(row.clauses("when"), language)
    closure = Closure(when, row.text("why"), beside_a_no=row.truth("beside_a_no", default=True))
    row.close()
    return closure


def parse_spells(row: Table) -> tuple[Spell, ...]:
    """The spells of days in force of a row.

    Raises:
        BadLawbook: one ends before it starts.
    """
    spells = []
    for spell in row.tables("in_force"):
        starts = spell.day("from")
        ends = spell.day("until") if spell.has("until") else None
        spell.close()
        if ends is not None and ends <= starts:
            raise BadLawbook(f"{spell.where}: ends before it starts")
        spells.append(Spell(starts, ends))
    return tuple(spells)


def parse_nations(row: Table) -> frozenset[str]:
    """The nations of a row: all four where it names none.

    Raises:
        BadLawbook: it names what is none.
    """
    nations = row.texts("nations", codes.NATIONS)
    if strange := sorted(set(nations) - set(codes.NATIONS)):
        raise BadLawbook(f"{row.where}: {' '.join(strange)} is no nation")
    return frozenset(nations)


def _authority(row: Table, instrument: str, checked: tuple[str, date]) -> Authority:
    return Authority(
        citation=f"{instrument}, {row.text('provision')}",
        url=row.text("url"),
        status=row.choice("status", Status, Status.IN_FORCE),
        confidence=row.choice("confidence", Confidence, Confidence.MEDIUM),
        checked_by=checked[0],
        checked_on=checked[1],
        spells=parse_spells(row),
    )


def parse_duties(file: Table, language: Language, numbers: Numbers) -> list[DutyRule]:
    """Make the rules that say when a duty follows."""
    instrument = file.text("instrument")
    checked = file.table("checked")
    by, on = checked.text("by"), checked.day("on")
    checked.close()
    found = []
    for row in file.tables("duty"):
        code = row.text("code")
        if code not in codes.DUTIES:
            raise BadLawbook(f"{row.where}: {code} is no duty")
        each = row.text("each", "case")
        if each not in _EACH:
            raise BadLawbook(f"{row.where}: {each} is neither case nor person")
        authority = _authority(row, instrument, (by, on))
        with _refusing(row.where):
            nations = parse_nations(row)
            parts = _parts(row, language, authority, nations, numbers)
        found.append(
            DutyRule(
                name=row.text("name"),
                code=code,
                each=each,
                words=row.text("words"),
                deadline=row.text("deadline", ""),
                whom=row.text("whom", ""),
                fallback=row.truth("fallback", default=False),
                nations=nations,
                applies=_joined(parts),
                parts=tuple(parts),
                by_cell=any(part.scope & ~_EACH[each] for part in parts),
                authority=authority,
            )
        )
        row.close()
    file.close()
    return found
