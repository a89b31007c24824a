"""Advice in words, for somebody tired: what may go to whom, why, what follows, what is missing."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import groupby
from textwrap import fill
from typing import Any

from dimmer.core.advice import Action, Advice, Facts, Lawbook, headline
from dimmer.core.advice.explain import Finding, explain, gate_by_gate
from dimmer.core.advice.otherwise import Turn
from dimmer.core.law.rule import Gate

_WIDTH = 96
_FORESIGHT = timedelta(days=366)
"""How far ahead the lawbook is taken to hold: what is to come into force is published before."""
_SIGNS = {
    Action.SHARE: "+",
    Action.REDACT: "~",
    Action.ASK_AGREEMENT: "?",
    Action.WITHHOLD: "-",
}


def told(facts: Facts, advice: Advice, book: Lawbook) -> str:
    """The advice, to be read from top to bottom."""
    parts = [
        _heading(facts, advice, book),
        _items(facts, advice, book),
        _duties(advice),
        _missing(advice, book),
        _taken(advice, book),
        _routes(facts, advice, book),
        _barred(advice),
        _sources(advice),
    ]
    return "\n\n".join(part for part in parts if part)


def _paragraph(text: str, indent: str = "  ", first: str | None = None) -> str:
    return fill(
        text,
        _WIDTH,
        initial_indent=indent if first is None else first,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _heading(facts: Facts, advice: Advice, book: Lawbook) -> str:
    nation = book.vocabulary.label("nations", facts.nation)
    return "\n".join(
        (
            facts.title,
            "",
            f"{_headline(advice, book).upper()}.",
            _paragraph(
                "This is advice. A named person decides, and may decide otherwise with a reason. "
                f"Law of {nation} on {facts.date.isoformat()}, edition {advice.edition}; "
                "not yet checked by a lawyer.",
                "",
            ),
            *_out_of_sight(facts, book),
        )
    )


def _headline(advice: Advice, book: Lawbook) -> str:
    outcome = advice.outcome.value
    label = book.vocabulary.label("outcomes", outcome)
    return headline(label, outcome, (duty.as_dict() for duty in advice.duties))


def _out_of_sight(facts: Facts, book: Lawbook) -> Iterator[str]:
    """What to say where the lawbook knows little of the day that was asked about."""
    regimes = [rule.authority.spells for rule in book.rules if rule.gate is Gate.REGIME]
    begins = min(spell.starts for spells in regimes for spell in spells)
    known = book.edition.dated
    if facts.date < begins:
        yield _paragraph(
            f"This lawbook begins on {begins}. It does not hold the law of that day.", ""
        )
    elif facts.date > known + _FORESIGHT:
        yield _paragraph(
            f"Nobody knows the law of that day. This is the law as it was known on {known}.", ""
        )


def _recipient(facts: Facts, name: str, book: Lawbook) -> str:
    for recipient in facts.recipients:
        if recipient.name == name:
            label = recipient.person or book.vocabulary.label("agency_kinds", recipient.kind)
            return f"{label}, another area" if recipient.area == "other" else label
    return name


def _items(facts: Facts, advice: Advice, book: Lawbook) -> str:
    out = ["WHAT EACH MAY SEE"]
    vocabulary = book.vocabulary
    rows = sorted(advice.items, key=lambda row: row.recipient)
    for name, group in groupby(rows, key=lambda row: row.recipient):
        out.append(f"  {_recipient(facts, name, book)}")
        for row in group:
            item = facts.items[row.item - 1]
            what = ", ".join(vocabulary.label("categories", one) for one in item.categories)
            action = vocabulary.label("actions", row.action.value)
            line = f"item {row.item} ({what}; about {', '.join(item.about)}): {action}. "
            if item.identifying is False and row.action is Action.SHARE:
                line += "Nobody can be identified from it. "
            elif row.action in (Action.SHARE, Action.REDACT):
                line += f"Light: {vocabulary.label('lights', row.given.name.lower())}. "
            if row.action is not Action.SHARE:
                line += f"{row.why[0].upper()}{row.why[1:].rstrip('.')}. "
            if row.action is Action.REDACT:
                gone = ", ".join(
                    f"{person}: {vocabulary.label('categories', one)}"
                    for person, one in row.withheld
                )
                line += f"Take out {gone}."
            out.append(_paragraph(line.strip(), "        ", f"    {_SIGNS[row.action]} "))
    return "\n".join(out)


def _duties(advice: Advice) -> str:
    out = ["WHAT FOLLOWS"]
    for duty in advice.duties:
        when = f" When: {duty.deadline}." if duty.deadline else ""
        whom = f" Whom: {duty.whom}." if duty.whom else ""
        out.append(_paragraph(f"{duty.words.rstrip('.')}.{whom}{when}", "    ", "  - "))
    return "\n".join(out)


def _missing(advice: Advice, book: Lawbook) -> str:
    """What is not known; a question whose answers change the same of several stands once."""
    together: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for row in advice.missing:
        if not row.is_asked:
            continue
        question = book.questions[row.question]
        parts = row.fact.split(".")
        name = parts[1] if len(parts) == 3 else ""  # noqa: PLR2004 - table, row and fact
        labels = {_answer(choice.value): choice.label for choice in question.choices}
        changes = "; ".join(
            f"{labels.get(answer, answer)}: {_changed(to, book)}" for answer, to in row.changes
        )
        together.setdefault((row.question, changes), []).append((name, row.fact))
    if not together:
        return ""
    out = ["WHAT IS NOT KNOWN, AND WOULD CHANGE THIS"]
    for (key, changes), rows in together.items():
        names = " or ".join(name for name, _ in rows)
        words = book.questions[key].words.replace("{person}", names)
        asked = ", ".join(fact for _, fact in rows)
        out.append(_paragraph(f"{words} ({asked}) {changes}.", "    ", "  ? "))
    return "\n".join(out)


def _taken(advice: Advice, book: Lawbook) -> str:
    """What nobody is asked for, and could change this all the same: by question, and where it is missing."""
    together: dict[str, list[str]] = {}
    for row in advice.missing:
        if not row.is_asked:
            together.setdefault(row.question, []).append(row.fact)
    if not together:
        return ""
    out = ["WHAT NOBODY IS ASKED FOR, AND COULD CHANGE THIS IF SOMEBODY SAID SO"]
    for key, where in together.items():
        words = book.questions[key].words.replace("{person}", "this person")
        out.append(_paragraph(f"{words} ({', '.join(where)})", "    ", "  . "))
    return "\n".join(out)


def _answer(value: object) -> str:
    return (
        {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)
    )


def _changed(to: str, book: Lawbook) -> str:
    outcome = to.removeprefix("outcome: ")
    if outcome == to:
        return f"changes {to}"
    return book.vocabulary.label("outcomes", outcome)


def _routes(facts: Facts, advice: Advice, book: Lawbook) -> str:
    """The open routes; those by which the same rules are open to one recipient stand together."""
    if not advice.routes:
        return ""
    together: dict[tuple[str, str], list[str]] = {}
    is_now = any(duty.code == "record-afterwards" for duty in advice.duties)
    then = "take advice straight after" if is_now else "take advice before you rely on it"
    for row in advice.routes:
        what = ", ".join(book.vocabulary.label("categories", one) for one in row.categories)
        ways = "; ".join(
            f"{name}: {', '.join(ids)}"
            for name, ids in (
                ("basis", row.basis),
                ("condition", row.condition),
                ("power or duty", row.power),
                ("confidence", row.confidentiality),
            )
            if ids
        )
        if row.confidence == "low":
            ways += f" (low confidence: {then})"
        together.setdefault((row.recipient, ways), []).append(f"{row.person} ({what})")
    out = ["ROUTES THAT ARE OPEN"]
    for (recipient, ways), whom in together.items():
        label = _recipient(facts, recipient, book)
        out.append(_paragraph(f"{label}, about {', '.join(whom)}", "      ", "  > "))
        out.append(_paragraph(ways, "      "))
    return "\n".join(out)


def _barred(advice: Advice) -> str:
    if not advice.barred:
        return ""
    out = ["ROUTES THAT ARE CLOSED, AND WHY"]
    out += [_paragraph(f"{row.id}: {row.why}", "      ", "  x ") for row in advice.barred]
    return "\n".join(out)


def _sources(advice: Advice) -> str:
    out = ["SOURCES"]
    for identifier, authority in advice.citations:
        unsure = f" [{authority.status.value}, confidence {authority.confidence.value}]"
        out.append(_paragraph(f"{identifier}: {authority.citation}{unsure}", "      ", "  "))
        out.append(f"      {authority.url}")
    return "\n".join(out)


def told_why(facts: Facts, book: Lawbook) -> str:
    """Every gate and rule for every item, person, category and recipient."""
    out = ["\nEVERY GATE AND RULE"]
    for place in gate_by_gate(facts, book, with_silent=True):
        out.append(
            f"\nitem {place.item} to {place.recipient}, about {place.person}, {place.category}: "
            f"{place.cell.position.value}"
        )
        out.append(_paragraph(place.cell.why))
        for gate in place.gates:
            out.append(f"  {gate.gate.value}: {gate.stands.value}")
            out.extend(_turned("kept so by", gate.turned))
            out.extend(line for finding in gate.findings for line in _lines(finding))
    return "\n".join(out)


def _lines(finding: Finding) -> Iterator[str]:
    answer, rule = finding.answer.name.lower(), finding.rule
    yield f"    {answer:7} {rule.id} {rule.title} [{rule.name}]"
    yield from _turned("turned by", finding.turned)
    yield from _turned("turned together by", finding.together)
    if finding.facts:
        known = ", ".join(f"{fact} = {_said(value)}" for fact, value in finding.facts)
        yield _paragraph(known, "            ")


def _turned(words: str, turned: tuple[Turn, ...]) -> Iterator[str]:
    if turned:
        told = ", ".join(f"{turn.fact} = {_said(turn.value)}" for turn in turned)
        yield _paragraph(f"{words} {told}", "            ", "          ! ")


def _said(value: object) -> str:
    """A value as the facts file has it."""
    match value:
        case None:
            return "not answered"
        case bool():
            return "true" if value else "false"
        case tuple() | frozenset():
            return " ".join(sorted(str(one) for one in value)) or "none"
        case _:
            return str(value)


def explained(facts: Facts, book: Lawbook) -> list[dict[str, Any]]:
    """The same in plain values."""
    return [
        {
            "item": finding.item,
            "recipient": finding.recipient,
            "person": finding.person,
            "category": finding.category,
            "gate": finding.gate.value,
            "rule": finding.rule.name,
            "id": finding.rule.id,
            "answer": finding.answer.name.lower(),
            "facts": _plain(finding.facts),
            "turned": _plain(finding.turned),
            "together": _plain(finding.together),
        }
        for finding in explain(facts, book)
    ]


def _plain(facts: Iterable[tuple[str, object]]) -> dict[str, object]:
    return {
        fact: value if isinstance(value, str | bool | int | None) else _said(value)
        for fact, value in facts
    }
