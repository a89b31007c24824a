"""The reference page of the second reading: who may use what, towards whom, where, since when and what for."""

from collections.abc import Iterator, Mapping, Sequence

from dimmer.core.advice.lawbook import Lawbook
from dimmer.core.law.rule import Gate, Rule
from dimmer.lawbook.light_reading import LightReading, light_readings
from dimmer.lawbook.second_reading import ALL, VOCABULARY, Reading, groups, readings

_HEAD = """\
# Who may use what

Which agencies may rest on which power, duty, basis or condition, towards whom, where, since when and what for; and how
much of what each is given. Each table was read from its source a second time, apart from the lawbook, and a test holds
that the lawbook and it agree: the row applies for the kinds that are named here, and for no other. *Perhaps* means that
the text does not name this kind, and that guidance or custom counts it in: ask a lawyer before you rest on it. A table
says who may, never that you should: whether a row fits the matter is for [the advice](cases.md). No lawyer has checked
it yet.
"""
_GATES = {
    Gate.POWER: "Powers and duties",
    Gate.BASIS: "Bases",
    Gate.CONDITION: "Conditions",
    Gate.CONFIDENTIALITY: "Ways through confidence",
    Gate.REGIME: "Regimes",
}
_LIGHT = """\
## How much of what

The light that each recipient is given at least, without anybody's agreement or the holder's own reason. One table is
one situation, of which one thing at a time is put otherwise: for what is listed this light is given, and for no other.
"""
_LABELS = {
    "holders": "agency_kinds",
    "recipients": "agency_kinds",
    "nations": "nations",
    "purposes": "purposes",
    "categories": "categories",
    "requests": "request_forms",
    "roles": "roles",
}
_HEADINGS = {
    "holders": "Who holds it",
    "recipients": "Who receives it",
    "nations": "Where",
    "purposes": "What for",
    "categories": "What",
    "requests": "Asked for by",
    "dangers": "Danger",
    "roles": "About",
}
_ALL = {
    "nations": "everywhere",
    "holders": "anybody",
    "recipients": "anybody",
    "purposes": "anything",
    "roles": "anybody",
}


def readings_page(book: Lawbook) -> str:
    """The page, in Markdown: by gate, and then in the order of the readings; the lights; the groups."""
    rules = {rule.name: rule for rule in book.rules}
    lines = [_HEAD]
    for gate, heading in _GATES.items():
        of_rules: dict[str, list[Reading]] = {}
        for reading in readings():
            if reading.row in rules and rules[reading.row].gate is gate:
                of_rules.setdefault(reading.row, []).append(reading)
        lines += [f"## {heading}", ""]
        for name, read in of_rules.items():
            lines += _of_rule(rules[name], read, book)
    lines.append(_LIGHT)
    for light in light_readings():
        lines += _of_light(light, book)
    lines += ["## Groups", "", "| group | who is in it | source |", "|---|---|---|"]
    labels = book.vocabulary.group("agency_kinds")
    lines += [
        f"| {_group(name)} | {'; '.join(labels[one] for one in members)} | {source} |"
        for name, source, members in groups()
    ]
    return "\n".join([*lines, ""])


def _of_rule(rule: Rule, read: list[Reading], book: Lawbook) -> Iterator[str]:
    yield f"### {rule.title} ({rule.id}, {rule.name})"
    yield ""
    yield f"{rule.summary} {rule.authority.citation}."
    yield ""
    for reading in read:
        rows = list(_rows(reading.listed, VOCABULARY, book))
        rows += [
            (key.title(), f"{day.day} {day:%B} {day.year}") for key, day in reading.days.items()
        ]
        yield from _table([*rows, ("Source", reading.source)])


def _of_light(reading: LightReading, book: Lawbook) -> Iterator[str]:
    labels = {key: book.vocabulary.group(group) for key, group in _LABELS.items()}
    situation = reading.situation
    what = "; ".join(labels["categories"][one] for one in reading.categories)
    yield f"### {reading.light.name.title()}: {what}"
    yield ""
    yield (
        f"As to {labels['recipients'][situation['recipients']]}, to "
        f"{labels['purposes'][situation['purposes']].lower()}, {situation['dangers']} danger, about: "
        f"{labels['roles'][situation['roles']].lower()}."
    )
    yield ""
    yield from _table([*_rows(reading.listed, reading.listed, book), ("Source", reading.source)])


def _rows(
    listed: Mapping[str, tuple[str, ...]], order: Mapping[str, object], book: Lawbook
) -> Iterator[tuple[str, str]]:
    for varied in order:
        if varied in listed:
            group = _LABELS.get(varied)
            labels = book.vocabulary.group(group) if group else {}
            yield _HEADINGS[varied], _said(listed[varied], labels, _ALL.get(varied, ALL))


def _table(rows: Sequence[tuple[str, str]]) -> Iterator[str]:
    yield from ("| | |", "|---|---|")
    yield from (f"| {heading} | {words} |" for heading, words in rows)
    yield ""


def _said(listed: tuple[str, ...], labels: Mapping[str, str], everything: str) -> str:
    words = []
    for one in listed:
        mark, _, code = one.rpartition(" ")
        word = _group(code[1:]) if code.startswith("@") else labels.get(code, code)
        word = everything if code == ALL else word
        words.append({"not": f"but not {word}", "perhaps": f"*perhaps* {word}"}.get(mark, word))
    return "; ".join(words)


def _group(name: str) -> str:
    return f"**{name.replace('-', ' ').replace('nhs', 'NHS')}**"
