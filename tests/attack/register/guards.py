"""How a test of the register switches one guard off, and how something comes to the point of leaving."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from dimmer.apps.agencies.models import Agency, Practitioner
from dimmer.apps.concerns.queries import ConcernRead, concern
from dimmer.apps.decisions import actions as decisions
from dimmer.apps.decisions.models import Decision, Proposal
from dimmer.apps.disclosures import actions as disclosures
from dimmer.apps.disclosures.queries import could_provoke, disclosure
from dimmer.core.route import Step
from dimmer.database import url
from shares import decided, released, without_plan
from stage import NOW, raised, reading

PLAIN = "He said that he will not stop."
HERS = "7 Made-up Crescent"
HE = {"name": "Marek Nowak", "role": "alleged-perpetrator"}
SHE = {"name": "Zofia Nowak", "role": "child", "address": HERS, "postcode": "ZZ1 1ZZ"}


@contextmanager
def off(place: str, instead: Any) -> Iterator[None]:
    """One guard stands aside: whatever is there by that dotted name gives way to what lets everything by."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(place, instead)
        yield


@contextmanager
def nobody_else() -> Iterator[None]:
    """No second person is asked to release anything, whoever gets it."""
    never = lambda _recipient, _decision: False  # noqa: E731
    rooms = "dimmer.apps.disclosures"
    with (
        off(f"{rooms}.queries.shared.needs_release", never),
        off(f"{rooms}.actions.sharing.needs_release", never),
    ):
        yield


@contextmanager
def unguarded() -> Iterator[None]:
    """The leak guard, which stands behind many another, finds nothing."""
    nothing = lambda *_, **__: ()  # noqa: E731
    with off("dimmer.apps.disclosures.queries.releasing.clues_in", nothing):
        yield


@contextmanager
def rows_open(*tables: str, database: str) -> Iterator[None]:
    """No row-level security on tables of the test's own database, as only their owner can decide."""
    with psycopg.connect(url.owner(database=database), autocommit=True) as owner:
        change = SQL("alter table {} {} row level security")
        for table in tables:
            owner.execute(change.format(Identifier(table), SQL("disable")))
        try:
            yield
        finally:
            for table in tables:
                owner.execute(change.format(Identifier(table), SQL("enable")))


def towards(who: Practitioner, kind: str) -> None:
    """Let somebody's agency be of another kind, for example a prison."""
    Agency.objects.filter(pk=who.team.agency_id).update(kind=kind)
    who.team.agency.refresh_from_db()


def ticked(
    area: Any,
    *,
    people: tuple[dict[str, Any], ...] = (SHE,),
    texts: tuple[str, ...] = (PLAIN,),
    found: ConcernRead | None = None,
    everything: bool = True,
    **words: str,
) -> Decision:
    """Amina ticked all there is, for Carys's team: the worst that a hurried colleague can do.

    Without `everything`, what the advice goes as far as.
    """
    found = found or raised(
        area.amina, people=people, items=tuple({"text": each} for each in texts)
    )
    said = {"because": "So", "purpose": "Keep her safe", "asked": "See her", **words}
    (made,) = decided(area.amina, area.carys.team, found=found, everything=everything, words=said)
    return made


def agreed(made: Decision, *, by: Practitioner) -> Proposal:
    """A second person agreed too, where one is asked: two pairs of eyes missed it."""
    if Proposal.objects.get(pk=made.proposal_id).step == Step.HELD.value:
        with reading(by):
            found = concern(made.proposal.concern_id, reader=by)
            decisions.check(
                found, decision_id=made.pk, by=by, is_agreed=True, because="Seen", at=NOW
            )
    return Proposal.objects.get(pk=made.proposal_id)


def sent(area: Any, proposal: Proposal, *, to: Practitioner | None = None) -> str:
    """What the recipient (Carys) reads, once Amina has sent it and weighed nothing."""
    to = to or area.carys
    released(proposal, by=area.amina, second=area.mona)
    with reading(area.amina):
        found = concern(proposal.concern_id, reader=area.amina)
        if could_provoke(found, proposal.recipient, holder=area.amina.team.agency):
            without_plan(found, area.amina)
        made = disclosures.disclose(found, proposal_id=proposal.pk, by=area.amina, at=NOW)
    with reading(to):
        return str(disclosure(made.pk, reader=to).pack)
