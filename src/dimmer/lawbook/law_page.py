"""The reference page of the whole law: every row of the lawbook by id, and what is left out on purpose."""

from collections.abc import Iterator

from dimmer.core.advice.lawbook import Lawbook
from dimmer.core.law.codes import NATIONS
from dimmer.core.law.rule import Authority, Gate

_HEAD = """\
# The law in the lawbook

Every rule of law that Dimmer knows, by its id, with the days and nations it is in force for. First the rows at each
gate, which open or hold back; then the law that opens and closes nothing by itself (principles, rights, exemptions,
definitions, offences, what an organisation owes), with what carries it out, or why nothing does; at the end, what is
left out on purpose. Duties and guidance are on [the page of the lawbook](lawbook.md); `dimmer law show ID` has each row
whole. A test holds that no law is missing of what this was written from. No lawyer has checked it yet.
"""
_BEGINS = "| id | what it is | who says so | nations | in force | confidence; checked |"


def law_page(book: Lawbook) -> str:
    """The page, in Markdown."""
    lines = [_HEAD]
    for gate in Gate:
        lines += [f"## {gate.value.title()}", "", _BEGINS, "|---|---|---|---|---|---|"]
        for rule in book.of(gate):
            lines.append(_line(rule.id, rule.title, rule.authority, rule.nations))
        lines.append("")
    lines += ["## Law that opens and closes nothing by itself", ""]
    lines += [f"{_BEGINS} carried out by, or why by nothing |", "|---|---|---|---|---|---|---|"]
    for one in book.references:
        applied = ", ".join(f"`{name}`" for name in one.applied) or one.why
        title = f"{one.title} ({one.kind})"
        lines.append(f"{_line(one.id, title, one.authority, one.nations)} {applied} |")
    lines += ["", "## Left out on purpose", "", "| id | what it is | why |", "|---|---|---|"]
    lines += [f"| {one.id} | {one.title} | {one.why} |" for one in book.left_out]
    return "\n".join([*lines, ""])


def _line(id_: str, title: str, authority: Authority, nations: frozenset[str]) -> str:
    cells = (
        id_,
        title,
        f"[{authority.citation}]({authority.url})",
        "all" if len(nations) == len(NATIONS) else ", ".join(n for n in NATIONS if n in nations),
        "; ".join(_days(authority)),
        f"{authority.confidence.value}; {authority.checked_by}",
    )
    return f"| {' | '.join(cells)} |"


def _days(authority: Authority) -> Iterator[str]:
    status = authority.status.value.replace("_", " ")
    if not authority.spells:
        yield status
    for spell in authority.spells:
        until = f" until before {spell.ends}" if spell.ends else ""
        yield f"from {spell.starts}{until}" + (f" ({status})" if status != "in force" else "")
