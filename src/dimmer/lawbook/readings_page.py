"""The reference page of the second reading: who may use what, towards whom, where, since when and what for."""

from collections.abc import Iterator, Mapping

from dimmer.core.advice.lawbook import Lawbook
from dimmer.core.law.rule import Gate, Rule
from dimmer.lawbook.second_reading import ALL, VOCABULARY, Reading, groups, readings

_HEAD = """\
# Who may use what

Which agencies may rest on which power, duty, basis or condition, towards whom, where, since when and what for. Each
table was read from its source a second time, apart from the lawbook, and a test holds that the lawbook and it agree:
the row applies for the kinds that are named here, and for no other. *Perhaps* means that the text does not name
this kind, and that guidance or custom counts it in: ask a lawyer before you rest on it. A table says who may, never
that you should: whether the matter is one for the row is for [the advice](cases.md). No lawyer has checked it yet.
"""
_GATES = {
    Gate.POWER: "Powers and duties",
    Gate.BASIS: "Bases",
    Gate.CONDITION: "Conditions",
    Gate.CONFIDENTIALITY: "Ways through confidence",
    Gate.REGIME: "Regimes",
}
_LABELS = {
    "holders": "agency_kinds",
    "recipients": "agency_kinds",
    "nations": "nations",
    "purposes": "purposes",
    "categories": "categories",
    "requests": "request_forms",
}
_HEADINGS = {
    "holders": "Who holds it",
    "recipients": "Who receives it",
    "nations": "Where",
    "purposes": "What for",
    "categories": "What",
    "requests": "Asked for by",
}
_ALL = {
    "holders": "anybody",
    "recipients": "anybody",
    "nations": "anywhere",
    "purposes": "anything",
}


def readings_page(book: Lawbook) -> str:
    """The page, in Markdown: by gate, and then in the order of the readings."""
    rules = {rule.name: rule for rule in book.rules}
    lines = [_HEAD]
    for gate, heading in _GATES.items():
        of_rules: dict[str, list[Reading]] = {}
        for reading in readings():
            if reading.row in rules and rules[reading.row].gate is gate:
                of_rules.setdefault(reading.row, []).append(reading)
        lines += [f"## {heading}", ""]
        for name, read in of_rules.items():
            lines += _entry(rules[name], read, book)
    lines += ["## Groups", "", "| group | who is in it | source |", "|---|---|---|"]
    labels = book.vocabulary.group("agency_kinds")
    lines += [
        f"| {_group(name)} | {'; '.join(labels[one] for one in members)} | {source} |"
        for name, source, members in groups()
    ]
    return "\n".join([*lines, ""])


def _entry(rule: Rule, read: list[Reading], book: Lawbook) -> Iterator[str]:
    yield f"### {rule.title} ({rule.id})"
    yield ""
    yield f"{rule.summary} {rule.authority.citation}."
    yield ""
    for reading in read:
        yield "| | |"
        yield "|---|---|"
        for varied in VOCABULARY:
            if varied in reading.listed:
                labels = book.vocabulary.group(_LABELS[varied])
                yield f"| {_HEADINGS[varied]} | {_said(reading.listed[varied], labels, varied)} |"
        for key, day in reading.days.items():
            yield f"| {key.title()} | {day.day} {day:%B} {day.year} |"
        yield f"| Source | {reading.source} |"
        yield ""


def _said(listed: tuple[str, ...], labels: Mapping[str, str], varied: str) -> str:
    if listed == VOCABULARY[varied]:
        return _ALL[varied]
    words = []
    for one in listed:
        mark, _, code = one.rpartition(" ")
        word = _group(code[1:]) if code.startswith("@") else labels.get(code, code)
        word = _ALL[varied] if code == ALL else word
        words.append(f"{'but not' if mark == 'not' else '*perhaps*'} {word}" if mark else word)
    return "; ".join(words)


def _group(name: str) -> str:
    return f"**{name.replace('-', ' ').replace('nhs', 'NHS')}**"
