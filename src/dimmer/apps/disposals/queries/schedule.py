"""Which terms of the schedule may govern what a team keeps, and when one ends."""

from dataclasses import dataclass
from datetime import date, timedelta

from dimmer import lawbook
from dimmer.apps.agencies.models import Agency
from dimmer.core import retention
from dimmer.core.retention import From, Run, Term
from dimmer.lawbook.retention import Scheduled as Row
from dimmer.lawbook.retention_page import run_in_words, term_in_words

OWN = "own"
"""The agency's own schedule, which goes before what is common."""
_RECORD = "decision-record"
_OF_OTHER_THINGS = {"policy-document", "whereabouts"}
"""What a concern is not: where somebody is goes by itself, a policy is no record of anybody."""
_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Scheduled:
    """One term: its code, in words, who says so, and the run of years (None where there is no end)."""

    code: str
    words: str
    source: str
    run: Run | None


def schedule(agency: Agency) -> list[Scheduled]:
    """The terms that agencies of its kind and nation keep such records for; a row that begins two ways is two."""
    found = []
    for row in lawbook.retention():
        is_ours = not row.holders or agency.kind in row.holders
        if not is_ours or agency.nation not in row.nations or row.name in _OF_OTHER_THINGS:
            continue
        source = _source(row)
        for number, run in enumerate(row.term.runs):
            words = f"{run_in_words(run)}: {row.of}"
            found.append(Scheduled(f"{row.name}-{number}", words, source, run))
        if not row.term.runs:
            words = f"{term_in_words(row.term)}. {row.of}"
            found.append(Scheduled(row.name, words[0].upper() + words[1:], source, None))
    return found


def ends_on(run: Run, since: date) -> date:
    """The first day on which a run of years is over."""
    term = Term((Run(run.years, run.since),), 0, "")
    found = retention.due(term, {run.since: since}, looked_on=since)
    if found.ends_on is None:
        raise ValueError("a run that began has an end")
    return found.ends_on


def years_of_a_record() -> int:
    """For how many years the record of a decision is kept: before then nobody is asked whether it goes."""
    [run] = _of_a_record().term.runs
    if run.since is not From.CLOSURE:
        raise ValueError("the record of a decision is counted from another day now")
    return run.years


def record_in_words() -> str:
    """How long the record of a decision is commonly kept, and who says so."""
    row = _of_a_record()
    words = term_in_words(row.term)
    return f"{words[0].upper() + words[1:]}: {row.of}. {_source(row)}"


def _of_a_record() -> Row:
    [row] = [row for row in lawbook.retention() if row.name == _RECORD]
    return row


def _source(row: Row) -> str:
    """Who says so, and how sure that is."""
    return f"{row.citation} ({row.confidence.value} confidence; {row.checked_by})"
