"""The schedule of how long records are kept: terms, each with its source."""

from dataclasses import dataclass
from datetime import date

from dimmer.core.law import codes
from dimmer.core.law.rule import Confidence
from dimmer.core.law.table import BadLawbook, Table
from dimmer.core.retention import From, Run, Term


@dataclass(frozen=True, slots=True)
class Scheduled:
    """One row of the schedule.

    Args:
        of: what is kept, in words.
        holders: kinds of agencies that keep it; empty for whoever does.
    """

    name: str
    of: str
    holders: tuple[str, ...]
    nations: tuple[str, ...]
    term: Term
    citation: str
    url: str
    confidence: Confidence
    checked_by: str
    checked_on: date


def parse_retention(file: Table) -> tuple[Scheduled, ...]:
    """Make the schedule.

    Raises:
        BadLawbook: a key, code or trigger is unknown; a name is there twice; something is kept without end for
            no reason, or without a day to look again.
    """
    checked = file.table("checked")
    by, on = checked.text("by"), checked.day("on")
    checked.close()
    found = tuple(_read(row, by, on) for row in file.tables("term"))
    file.close()
    if len({row.name for row in found}) < len(found):
        raise BadLawbook(f"{file.where}: a name is there twice")
    return found


def _read(row: Table, by: str, on: date) -> Scheduled:
    holders, nations = row.texts("holders"), row.texts("nations", codes.NATIONS)
    if strange := (set(holders) - set(codes.AGENCY_KINDS)) | (set(nations) - set(codes.NATIONS)):
        raise BadLawbook(f"{row.where}: {' '.join(sorted(strange))}: no such code")
    runs = tuple(_run(run) for run in row.tables("runs"))
    try:
        term = Term(runs, _years(row, "review_every", 0), row.text("reason", ""))
    except ValueError as error:
        raise BadLawbook(f"{row.where}: {error}") from None
    found = Scheduled(
        row.text("name"), row.text("of"), holders, nations, term, row.text("citation"), row.text("url"),
        row.choice("confidence", Confidence), by, on,
    )  # fmt: skip
    row.close()
    return found


def _run(row: Table) -> Run:
    died = _years(row, "died_under", 0) or None
    found = Run(_years(row, "years", None), row.choice("since", From), died)
    row.close()
    return found


def _years(row: Table, key: str, default: int | None) -> int:
    value = row.answer(key) if row.has(key) else default
    if not isinstance(value, int) or isinstance(value, bool):
        raise BadLawbook(f"{row.where}: {key} is no number of years")
    return value
