"""Which stored decisions a change of law between two days touches: what `dimmer law diff` asks the database."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from dimmer import lawbook
from dimmer.cli.service import begin
from dimmer.cli.service.replay import Asked, NotSetUp, Replayed, plain, replay_all
from dimmer.core.advice.replay import DUTIES, ROUTES, Sign
from dimmer.database import place, url
from dimmer.database.prepare import prepare
from dimmer.database.problem import DatabaseProblem
from dimmer.keyring.provider import NoKey

if TYPE_CHECKING:
    from dimmer.apps.reviews.queries import Other


class NoneAtHand(Exception):
    """Stored decisions cannot be asked here: the message says why."""


def touched(
    first: date, last: date, *, rows: Collection[str], nation: str | None
) -> tuple[dict[str, Any], list[str]]:
    """The stored decisions that a change of law touches, in plain values and in lines.

    Where they cannot be asked, both say why.

    Args:
        rows: the ids of the rows that begin or end after the first day and by the last.
        nation: only decisions under the law of that nation.
    """
    if not rows:
        return {"rounds": None, "why": "nothing begins or ends"}, []
    try:
        found = _replayed(Asked(last, first, frozenset(rows), nation))
    except NoneAtHand as error:
        said = f"Which stored decisions this touches cannot be said. {error}"
        return {"rounds": None, "why": str(error)}, [said]
    whole = {
        "rounds": found.rounds,
        "emergencies": found.emergencies,
        "touched": [plain(row) for row in found.others],
    }
    return whole, list(_lines(found))


def _replayed(asked: Asked) -> Replayed:
    if url.is_embedded() and not place.is_made():
        raise NoneAtHand("There is no database here.")
    try:
        prepare()
        begin()
        return replay_all(asked, lawbook.book())
    except (DatabaseProblem, NoKey, NotSetUp) as error:
        raise NoneAtHand(str(error)) from None


def _lines(found: Replayed) -> Iterator[str]:
    if not found.rounds:
        yield "No decision that rests on advice is stored."
    else:
        yield f"Stored decisions that this touches: {len(found.others):,} of {found.rounds:,}"
    if found.emergencies:
        yield f"{found.emergencies:,} were emergencies, shared without advice: not among them."
    for row in found.others:
        yield from _line(row)


def _line(row: "Other") -> Iterator[str]:
    yield f"{row.reference}  {', '.join(row.recipients)}  {row.on} under {row.edition}"
    if row.after is None:
        yield "      its facts cannot be read by this edition"
        return
    parts = ", ".join(row.parts) or "advised alike"
    yield f"      {parts}: {row.before if row.before == row.after else f'{row.before}, now {row.after}'}"
    for sign, signs in (("+", row.begins), ("-", row.ends)):
        if named := _named(signs):
            yield f"      {sign} {named}"
    if row.rests_on:
        yield f"      advised on {', '.join(row.rests_on)}"


def _named(signs: Sequence[Sign]) -> str:
    """Rows of routes by id, duties by code."""
    routes = [sign.says[1] for sign in signs if sign.part == ROUTES]
    duties = [f"duty {sign.says[0]}" for sign in signs if sign.part == DUTIES]
    return ", ".join(dict.fromkeys([*routes, *duties]))
