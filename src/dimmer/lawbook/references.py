"""Law that opens and closes nothing by itself, and law that is left out on purpose: to be read, and found."""

from datetime import date

from dimmer.core.law.parse import parse_nations, parse_spells
from dimmer.core.law.rule import Authority, Confidence, LeftOut, Reference, Status
from dimmer.core.law.table import BadLawbook, Table

KINDS = (
    "principle",
    "condition",
    "right",
    "exemption",
    "definition",
    "function",
    "power",
    "duty",
    "offence",
    "guidance",
    "organisation",
)


def parse_references(
    file: Table,
) -> tuple[tuple[Reference, ...], tuple[LeftOut, ...]]:
    """Make the references, and what is left out.

    Raises:
        BadLawbook: a key, kind or nation is unknown; an id is there twice; nothing says how it is carried
            out, nor why not.
    """
    checked = file.table("checked")
    by, on = checked.text("by"), checked.day("on")
    checked.close()
    found = tuple(_reference(row, (by, on)) for row in file.tables("reference"))
    left = tuple(_left_out(row) for row in file.tables("left_out"))
    file.close()
    ids = [*(row.id for row in found), *(row.id for row in left)]
    if twice := sorted({one for one in ids if ids.count(one) > 1}):
        raise BadLawbook(f"{file.where}: {' '.join(twice)} is there twice")
    return found, left


def _reference(row: Table, checked: tuple[str, date]) -> Reference:
    id_, kind, applied = row.text("id"), row.text("kind"), row.texts("applied")
    where = f"{row.where} {id_}"
    if kind not in KINDS:
        raise BadLawbook(f"{where}: {kind} is no kind of law")
    why = row.text("why", "")
    if bool(applied) == bool(why):
        raise BadLawbook(f"{where}: say what carries it out, or else why nothing does")
    authority = Authority(
        citation=row.text("citation"),
        url=row.text("url"),
        status=row.choice("status", Status, Status.IN_FORCE),
        confidence=row.choice("confidence", Confidence),
        checked_by=checked[0],
        checked_on=checked[1],
        spells=parse_spells(row),
    )
    if bool(authority.spells) == (authority.status is Status.ENACTED):
        raise BadLawbook(f"{where}: in force on some days, or else enacted and not commenced")
    found = Reference(
        id_, kind, row.text("title"), row.text("summary"), authority, parse_nations(row), applied, why
    )  # fmt: skip
    row.close()
    return found


def _left_out(row: Table) -> LeftOut:
    found = LeftOut(row.text("id"), row.text("title"), row.text("why"))
    row.close()
    return found
