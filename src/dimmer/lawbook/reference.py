"""The reference page of facts files, made from the schema and the lawbook's own words."""

from collections.abc import Iterator
from importlib.resources import files

from dimmer.core.advice.lawbook import Lawbook
from dimmer.core.law import codes, schema
from dimmer.core.law.schema import Field, Kind

_HEAD = """\
# Facts files

<!-- Made by dimmer.lawbook.reference from the schema and the lawbook; a test says when it is stale. -->

`dimmer advise FACTS.toml` reads one matter from a TOML file and prints what law and guidance support on those
facts. A named person decides. Unknown keys, unknown codes and wrong types are refused: the message names the
file, the key and the allowed values, and the exit status is 2. Where a file is no TOML, the message names the line.

A key that may be left out is then **not known**, which is neither yes nor no. Where law or guidance presumes an
answer the page says so, and by what authority. What would change the advice is printed under "what is not known".

A recipient is printed as the person's id, or as its kind, with `:other` after the kind where its area is another one.

## One to begin from

Copy it into a file, change it, and ask `.venv/bin/dimmer advise`. More stand in `src/dimmer/lawbook/cases`.

"""
_NAMES = {
    "recipients": "each `[[recipients]]`",
    "people": "each `[[people]]`: everybody that the information is about",
    "items": "each `[[items]]`: a piece of information",
    "request": "`[request]`, only where somebody asked",
    "agreement": "`[agreement]`, where there is one",
}
_GROUPS = {
    codes.NATIONS: "nations",
    codes.CHANNELS: "channels",
    codes.AGENCY_KINDS: "agency_kinds",
    codes.RECIPIENT_KINDS: "agency_kinds",
    codes.AREAS: "areas",
    codes.REQUEST_FORMS: "request_forms",
    codes.PURPOSES: "purposes",
    codes.LEVELS: "levels",
    codes.URGENCIES: "urgencies",
    codes.ROLES: "roles",
    codes.CAPACITIES: "capacities",
    codes.CONSENTS: "consents",
    codes.RECOGNITION: "gender_recognition",
    codes.CATEGORIES: "categories",
    codes.NATURES: "natures",
}


def facts_file_page(book: Lawbook) -> str:
    """The page, in Markdown."""
    example = files("dimmer.lawbook").joinpath("cases", "V01.toml").read_text(encoding="utf-8")
    return "\n".join((f"{_HEAD}```toml\n{example}```\n", *_tables(book), *_labels(book))) + "\n"


def _tables(book: Lawbook) -> Iterator[str]:
    yield from _table(book, "", "The file itself", schema.TOP)
    for name, fields in (*schema.TABLES.items(), *schema.LISTS.items()):
        yield from _table(book, name, _NAMES.get(name, f"`[{name}]`"), fields)


def _table(book: Lawbook, name: str, title: str, fields: tuple[Field, ...]) -> Iterator[str]:
    yield f"## {title[0].upper()}{title[1:]}\n"
    yield "| key | holds | asked as; counted while not known |"
    yield "|---|---|---|"
    for field in fields:
        question = book.questions.get(f"{name}.{field.name}")
        words = question.words.replace("{person}", "this person") if question else ""
        if question and question.presumed is not None:
            presumed = {True: "yes", False: "no"}.get(question.presumed, f"`{question.presumed}`")  # type: ignore[call-overload]
            words += f" Counted as {presumed}: {question.authority}."
        if question and question.elsewhere:
            words += f" Not asked one by one: {question.elsewhere}."
        needed = "" if field.required else " (may be left out)"
        yield f"| `{field.name}`{needed} | {_holds(field)} | {words} |"
    yield ""


def _holds(field: Field) -> str:
    if field.allowed in _GROUPS:
        group = _GROUPS[field.allowed].replace("_", " ")
        several = "one or more of the" if field.kind is Kind.CODES else "one of the"
        return f"{several} {group} below"
    if field.allowed:
        return f"any of {', '.join(f'`{code}`' for code in field.allowed)}"
    return {
        Kind.NUMBER: f"a whole number from 0 to {schema.OLDEST}",
        Kind.DAY: "a date, as 2026-11-01: the day of the decision, whose law is applied",
    }.get(field.kind, field.kind.value)


def _labels(book: Lawbook) -> Iterator[str]:
    yield "## Codes\n"
    for group in dict.fromkeys(_GROUPS.values()):
        yield f"### {group.replace('_', ' ').capitalize()}\n"
        yield "| code | means |"
        yield "|---|---|"
        yield from (
            f"| `{code}` | {label} |" for code, label in book.vocabulary.group(group).items()
        )
        yield ""
