"""The schedule of retention as a page of the reference, and a term in words."""

from collections.abc import Iterable

from dimmer.core.retention import From, Run, Term
from dimmer.lawbook.retention import Scheduled

_SINCE = {
    From.BIRTH: "from birth",
    From.DEATH: "from death",
    From.ORDER: "from the court's order",
    From.LAST_CONTACT: "from the last contact",
    From.CLOSURE: "from the day it is closed",
    From.MADE: "from the day it is made",
    From.PROCESSING_ENDED: "from the day the processing ends",
}


def term_in_words(term: Term) -> str:
    """How long, and when somebody looks again."""
    again = f"looked at again every {_years(term.review_every)}" if term.review_every else ""
    if not term.runs:
        return f"without end, {again}: {term.reason}"
    runs = "; else ".join(map(run_in_words, term.runs))
    return f"{runs}, {again}" if again else runs


def run_in_words(run: Run) -> str:
    """So many years, and from when."""
    who = f" of somebody who died under {run.died_under}" if run.died_under else ""
    return f"{_years(run.years)} {_SINCE[run.since]}{who}"


def _years(number: int) -> str:
    return "year" if number == 1 else f"{number} years"


def retention_page(rows: Iterable[Scheduled]) -> str:
    """The schedule as Markdown."""
    lines = [
        "# How long records are kept",
        "",
        "What statutes ask and what is common. **The schedule of each agency governs**: this stands beside it, and",
        "nothing is thrown away by it. Nothing is kept without end but for a reason, and with a day on which somebody",
        "looks again. Rows are data: `src/dimmer/lawbook/retention.toml`; `dimmer law retention` prints them.",
        "",
        "| what | how long | who keeps it | nations | source | confidence |",
        "|---|---|---|---|---|---|",
    ]
    return "\n".join([*lines, *map(_line, rows), ""])


def _line(row: Scheduled) -> str:
    cells = (
        row.of,
        term_in_words(row.term),
        " ".join(f"`{kind}`" for kind in row.holders) or "whoever holds it",
        ", ".join(row.nations),
        f"[{row.citation}]({row.url})",
        f"{row.confidence.value}; {row.checked_by}",
    )
    return f"| {' | '.join(cells)} |"
