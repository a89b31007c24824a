"""Asking who has looked. Whoever asks is entered, each time that they read the answer or take it away."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from uuid import UUID, uuid5

from django.db import connection, transaction

from dimmer.apps.agencies.access import leads
from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.concerns.actions import NoReason, NotNow
from dimmer.apps.interests import actions as interests
from dimmer.apps.interests.queries import Thing
from dimmer.apps.ledger import actions as ledger
from dimmer.apps.people.queries import met_as
from dimmer.apps.seen.models import Asker, Given, How, Question
from dimmer.apps.seen.queries import (
    FoundAt,
    QuestionRead,
    Sheet,
    place_of,
    place_of_given,
)
from dimmer.apps.vault import actions as vault
from dimmer.apps.vault import queries as vault_queries
from dimmer.apps.vault.models import Kind
from dimmer.database.turns import take_turns


@transaction.atomic
def ask(
    *,
    token: UUID,
    chosen: Sequence[FoundAt],
    asker: Asker,
    why: str,
    by: Practitioner,
    at: datetime,
) -> UUID:
    """Ask who has looked at what is kept about somebody; return the question's id. Once for a token.

    It is shown to those who lead in the team, and to nobody who has an interest in the somebody: not to whoever asks,
    if they have.

    Raises:
        NoReason: it is not said why.
        NotNow: no record was chosen, one is another agency's, or whoever asks does not lead.
    """
    if not why.strip():
        raise NoReason
    agencies = {each.team.agency_id for each in chosen}
    if agencies != {by.team.agency_id} or not leads(by):
        raise NotNow("no record of one's own agency, or not its lead")
    pk = uuid5(token, str(by.pk))
    take_turns(connection, f"seen {pk}")
    is_there = vault_queries.is_shown(pk, kind=Kind.SEEN, reader=by.pk)
    if is_there or vault_queries.is_kept(pk, practitioner=by.pk):
        return pk
    key = vault.new_record(readers=[by.team_id], at=at)
    row = Question(id=pk, team=by.team, by=by, at=at, asker=asker, record=key.record)
    records = [[str(each.team.pk), str(each.id)] for each in chosen]
    row.sealed = key.seal({"why": why, "records": records}, place_of(row))
    row.save(force_insert=True)
    met = interests.meet(
        [Thing(pk, tuple(met_as(each.found.kept) for each in chosen))], team=by.team, at=at
    )
    vault.show(pk, kind=Kind.SEEN, about=pk, to=[by.team_id], at=at)
    ledger.append(
        kind="seen.asked",
        at=at,
        facts={
            "question": str(pk), "by": str(by.pseudonym), "team": str(by.team_id), "asker": asker.value,
            "records": [pk for _, pk in records], "met": met,
        },
        record=key.record,
        seal=key.seal,
    )  # fmt: skip
    return pk


@transaction.atomic(savepoint=False)  # one statement: there is nothing to take back to
def opened(found: QuestionRead, *, by: Practitioner, at: datetime) -> None:
    """Enter that a lead read who has looked."""
    _enter("seen.opened", found, by=by, at=at)


@transaction.atomic(savepoint=False)
def taken(found: QuestionRead, *, digest: str, by: Practitioner, at: datetime) -> None:
    """Enter that a lead took away as a file who has looked.

    Args:
        digest: SHA-256 of the file, in hexadecimal: whether a file is the one that was taken can be told.
    """
    _enter("seen.taken", found, by=by, at=at, sha256=digest)


@transaction.atomic(savepoint=False)
def sheet_opened(found: QuestionRead, *, by: Practitioner, at: datetime) -> None:
    """Enter that a lead read what the person may have on paper, or why nothing is offered."""
    _enter("seen-sheet.opened", found, by=by, at=at)


@transaction.atomic(savepoint=False)
def lists_opened(found: QuestionRead, *, by: Practitioner, at: datetime) -> None:
    """Enter that a lead read on whose lists it stood."""
    _enter("seen-lists.opened", found, by=by, at=at)


@transaction.atomic
def give(
    found: QuestionRead,
    sheet: Sheet | None,
    *,
    token: UUID,
    how: How,
    sure: str,
    by: Practitioner,
    at: datetime,
) -> None:
    """Write down that the person was given who has looked. Once for a token.

    Args:
        sheet: what they were given.

    Raises:
        NoReason: it is not said how it was made sure that it is they.
        NotNow: nothing is offered for them.
    """
    if not sure.strip():
        raise NoReason
    if sheet is None:
        raise NotNow("nothing is offered")
    pk = uuid5(token, str(found.row.pk))
    take_turns(connection, f"seen {found.row.pk}")
    if Given.objects.filter(pk=pk).exists():
        return
    digest = sha256(repr(sheet).encode()).digest()
    row = Given(id=pk, question=found.row, by=by, at=at, how=how, digest=digest)
    row.sealed = found.key.seal({"sure": sure}, place_of_given(row))
    row.save(force_insert=True)
    _enter("seen.given", found, by=by, at=at, given=str(pk), how=how.value, sha256=digest.hex())


def _enter(kind: str, found: QuestionRead, *, by: Practitioner, at: datetime, **more: str) -> None:
    facts = {
        "question": str(found.row.pk), "by": str(by.pseudonym), "team": str(by.team_id), **more,
    }  # fmt: skip
    ledger.append(kind=kind, at=at, facts=facts, record=found.key.record, seal=found.key.seal)
