"""Taking a permission back: at commit what rested on it is closed, and everybody who received is to be told.

Rules of this module: one transaction; the concern is locked before its proposals, so that what is shared meanwhile
is found, or is not shared; a notice says whom it is about and nothing else.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID, uuid5

from django.db import connection, transaction
from django.utils import timezone

from dimmer.apps.agencies.models import Practitioner, Team
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.actions import NobodyThere, NoReason, NotNow
from dimmer.apps.concerns.models import Concern
from dimmer.apps.concerns.queries import ConcernRead
from dimmer.apps.consents import actions as consents
from dimmer.apps.decisions.actions import reconsider, refuse_or_agree
from dimmer.apps.decisions.models import Proposal, SecondCheck
from dimmer.apps.decisions.queries import Rests, resting
from dimmer.apps.disclosures import actions as disclosures
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.disclosures.queries import DisclosureRead, said_of_files
from dimmer.apps.ledger import actions as ledger
from dimmer.apps.notices.actions.answering import keep_no_more
from dimmer.apps.notices.actions.reaching import hide_everywhere, let_open
from dimmer.apps.notices.models import Cause, Did, GivenOn, Notice, What
from dimmer.apps.notices.queries import UNDO, names_in, place_of, record_of
from dimmer.apps.requests import actions as requests
from dimmer.apps.vault import actions as vault
from dimmer.apps.vault.models import Kind
from dimmer.core.consents import How, Said, Scope
from dimmer.core.consents import Kind as SaidKind
from dimmer.core.route import Step
from dimmer.database.reader import showing

# Written out: a row of Django's for each of a thousand recipients takes ten times as long.
_RECORD = """
    insert into notice (
        id, number, cause_id, sender_id, team_id, disclosure_id, given_on_id, closes, at, due_at, tries, did
    )
    select gen_random_uuid(), nextval('notice_number'), %s, %s, team, disclosure, given, closes, %s, %s, 0, ''
    from unnest(%s::uuid[], %s::uuid[], %s::uuid[], %s::boolean[]) with ordinality
        as told (team, disclosure, given, closes, place)
    order by place
"""


POLICE = "police"
_MOST = 10_000
"""Ids asked about at once: a statement takes no more than 65,535."""


def _portions(ids: Iterable[UUID]) -> Iterator[list[UUID]]:
    rest = iter(ids)
    while some := list(islice(rest, _MOST)):
        yield some


@transaction.atomic
def withdraw(
    found: ConcernRead,
    *,
    token: UUID,
    person: UUID,
    scope: Scope,
    how: How,
    safety: Mapping[str, Any],
    within: timedelta,
    by: Practitioner,
    at: datetime,
) -> Cause:
    """Record that somebody took back, or limited, what they had agreed to; at commit it holds. The same token once.

    What rests on it and was not shared yet comes back to be decided again. What was shared is closed to its
    recipients until each says what it did. Everybody who received under it gets one notice. Where somebody may be
    forcing them, all of it comes back to the worker the same day, to be decided without it.

    Args:
        token: the id of what is made; bound to the person.
        scope: what they take back: all of it, or for some recipients and kinds of information.
        safety: how their `identity` was checked, and of what was `explained` to them the codes.
        within: how long recipients have to answer.

    Raises:
        NobodyThere: nobody in the concern has that id.
        NotNow: by somebody of another team than the one whose concern it is.
    """
    if by.team_id != found.concern.team_id:
        raise NotNow("only the team whose concern it is")
    current, proposals = held(found)
    if old := Cause.objects.filter(pk=token).first():
        return old
    someone = next((each for each in found.people if each.id == person), None)
    if someone is None:
        raise NobodyThere
    said = Said(SaidKind.WITHDRAWAL, timezone.localdate(at), scope=scope, how=how)
    consents.record(found, person=person, said=said, by=by, at=at, token=token)
    rests = resting(found, someone, scope=scope)
    alone = {each for each, how in rests.items() if how is Rests.ALONE}
    for proposal in proposals:
        if proposal.pk in alone:
            come_back(found, proposal, by=by, at=at)
    key = vault.new_record(readers=[current.team_id], at=at)
    row = Cause(
        id=token, team_id=current.team_id, concern=current, person_id=person,
        what=What.WITHDRAWAL if scope == Scope() else What.RESTRICTION, by=by, at=at, record=key.record,
    )  # fmt: skip
    row.sealed = found.key.seal(dict(safety), place_of(row))
    told = {"name": someone.name, "reference": current.reference}
    row.told = key.seal(told, place_of(row, "told"))
    row.save(force_insert=True)
    under = {each for each, how in rests.items() if how is not Rests.NOT}
    made = [
        each
        for each in Disclosure.objects.filter(proposal__concern=current)
        .select_related("recipient__agency")
        .order_by("at", "pk")
        if each.proposal_id in under and names_in(each, found, person)
    ]
    # a link is shut whatever else it may rest on: nobody there is told by it, and somebody rings first
    closed = {
        each.pk for each in made if each.proposal_id in alone or each.recipient.agency.is_outside
    }
    tell(row, made, closed, due_at=at + within)
    for some in _portions(closed):
        Disclosure.objects.filter(pk__in=some, closed_at=None).update(closed_at=at)
        requests.end_with(some, at=at, is_for_good=False)
    disclosures.stand_with_what_is_open(current.pk, at=at)
    if how.is_coercion_suspected:
        _to_a_person_today(
            found, someone.key, [each for each in made if each.pk in closed], by=by, at=at
        )
    concerns.note(
        found, "notice.given", by=by, at=at, cause=str(row.pk), told=len(made), closed=len(closed)
    )
    return row


def held(found: ConcernRead) -> tuple[Concern, list[Proposal]]:
    """The concern and its proposals, locked: what is shared or given on meanwhile comes before or after."""
    current = Concern.objects.select_for_update().get(pk=found.concern.pk)
    rows = Proposal.objects.select_for_update().filter(concern=current)
    return current, list(rows.order_by("pk"))


def come_back(
    found: ConcernRead,
    proposal: Proposal,
    *,
    by: Practitioner,
    at: datetime,
    why: str = "What they had agreed to was taken back",
) -> None:
    """A decision to share that has not been carried out is to be taken again."""
    step = Step(proposal.step)
    if step is Step.TO_SHARE:
        reconsider(found, proposal_id=proposal.pk, by=by, at=at)
    elif step is Step.HELD:
        rows = SecondCheck.objects.select_for_update(of=("self",)).filter(at=None)
        for row in rows.filter(decision__proposal=proposal).select_related("decision__proposal"):
            refuse_or_agree(found, row, by=by, is_agreed=False, because=why, at=at)


def tell(row: Cause, made: Collection[Disclosure], closed: set[UUID], *, due_at: datetime) -> None:
    """One notice for everybody who received one of these, in one statement; and for whom it was given on to."""
    told: list[tuple[UUID, UUID, UUID | None, bool]] = [
        (each.recipient_id, each.pk, None, each.pk in closed) for each in made
    ]
    for some in () if row.what == What.PLAN else _portions(each.pk for each in made):
        told += [  # no plan goes with what is passed on
            (each.to_id or each.team_id, each.disclosure_id, each.pk, False)
            for each in GivenOn.objects.filter(disclosure__in=some).order_by("at", "pk")
        ]
    columns = [list(column) for column in zip(*told, strict=True)] or [[], [], [], []]
    with connection.cursor() as cursor:
        cursor.execute(_RECORD, [row.pk, row.team_id, row.at, due_at, *columns])


def _to_a_person_today(
    found: ConcernRead, key: str, made: list[Disclosure], *, by: Practitioner, at: datetime
) -> None:
    """Somebody may be forcing them: what kept them safe is to be decided again today, without their permission."""
    answers = {f"people.{key}.coercion_suspected": True}
    concerns.answer(found, by=by, answers=answers, at=at)
    pk, owner = found.concern.pk, found.concern.team_id
    for each in made:
        vault.show_later(each.proposal_id, kind=Kind.REVIEW, about=pk, team=owner, at=at)


@transaction.atomic
def undo(found: ConcernRead, *, cause_id: UUID, by: Practitioner, at: datetime) -> None:
    """Take a withdrawal back that was recorded by mistake, within a minute. Done twice, it is done once.

    What nobody has seen vanishes; whoever has seen it gets a notice that it was a mistake. What a recipient has
    deleted meanwhile stays deleted, and what came back to be decided stays to be decided.

    Raises:
        NotNow: the minute is over, or the light was turned down: what opened it is destroyed.
    """
    held(found)
    row = Cause.objects.get(pk=cause_id, concern=found.concern)
    if row.undone_at:
        return
    if row.person_id is None or abs(at - row.at) > UNDO:
        raise NotNow("the minute is over, or its key is gone")
    day, withdrawn = timezone.localdate(row.at), frozenset({record_of(row)})
    mistake = Said(SaidKind.WISHES, day, reason="Recorded by mistake", replaces=withdrawn)
    consents.record(
        found, person=row.person_id, said=mistake, by=by, at=at, is_resolution=True,
        token=uuid5(row.pk, "undone"),
    )  # fmt: skip
    row.undone_at = at
    row.save(update_fields=["undone_at"])
    rows = Notice.objects.select_for_update(of=("self",)).filter(cause=row, corrects=None)
    seen = vanished = 0
    for each in rows.select_related("disclosure").order_by("number"):
        if not each.did_at:
            each.gone_at = at
            each.save(update_fields=["gone_at"])
            hide_everywhere(each)
            if each.closes:
                let_open(each)
        elif each.did == Did.KEPT:  # nothing has to be kept under another route any more
            keep_no_more(each, team=found.concern.team_id)
        if each.seen_at:
            Notice.objects.create(
                cause=row, sender_id=each.sender_id, team_id=each.team_id, disclosure=each.disclosure,
                given_on_id=each.given_on_id, corrects=each, at=at, due_at=each.due_at,
            )  # fmt: skip
            seen += 1
        else:
            vanished += 1
    disclosures.stand_with_what_is_open(found.concern.pk, at=at)
    concerns.note(
        found, "notice.undone", by=by, at=at, cause=str(row.pk), seen=seen, vanished=vanished
    )


class AskFirst(NotNow):
    """What the police shared is passed on only once they have answered (`onward`); or in an emergency."""


@transaction.atomic
def give_on(
    found: DisclosureRead,
    *,
    token: UUID,
    how: str,
    to: Team | None,
    who: str,
    phone: str,
    by: Practitioner,
    at: datetime,
    pieces: Collection[int] | None = None,
    files: Collection[int] = (),
    has_asked: bool = False,
) -> GivenOn:
    """Write down that somebody else was given it too: in a meeting, by telephone, by post, or passed on.

    Where something was to be told of it already, they are told too. The same token writes it once.

    Args:
        token: the id of what is made; bound to what was shared.
        to: their team, where it is on the service; else `who` and `phone` say whom to ring.
        pieces: the places in the pack of what they were given of it, from 0; None where nobody said.
        files: the numbers of the files that they were given, from 1.
        has_asked: the originator gave leave, or is told with it that it was passed on.

    Raises:
        NoReason: it is not said who.
        AskFirst: it is the police's, and they were not asked.
    """
    if to is None and not who.strip():
        raise NoReason
    made = found.disclosure
    if found.is_received and made.sender.agency.kind == POLICE and not has_asked:
        raise AskFirst
    # who takes it back or undoes that holds this too: whichever comes second finds what the first wrote
    Proposal.objects.select_for_update().get(pk=made.proposal_id)
    if old := GivenOn.objects.filter(pk=token).first():
        return old
    key = vault.new_record(readers=[by.team_id], at=at)
    row = GivenOn(
        id=token, disclosure=made, sender_id=made.sender_id, team=by.team, to=to, how=how, by=by, at=at,
        record=key.record,
    )  # fmt: skip
    said: dict[str, Any] = {"who": who, "phone": phone}
    if pieces is not None:
        held, many = range(len(found.pack.get("items", ()))), len(said_of_files(found.pack))
        said["pieces"] = sorted({*pieces} & {*held})
        said["files"] = sorted({*files} & {*range(1, many + 1)})
    row.sealed = key.seal(said, place_of(row))
    row.save(force_insert=True)
    told = Notice.objects.filter(
        disclosure=made, given_on=None, corrects=None, gone_at=None, cause__undone_at=None
    ).exclude(cause__what=What.PLAN)  # no plan goes with what is passed on
    with showing(connection):  # a recipient adds what is neither theirs nor the sender's to read
        for each in told.select_related("cause"):
            Notice.objects.create(
                cause=each.cause, sender_id=each.sender_id, team_id=row.to_id or row.team_id,
                disclosure=made, given_on=row, at=at, due_at=at + (each.due_at - each.at),
            )  # fmt: skip
    facts = {"disclosure": str(made.pk), "by": str(by.pseudonym), "given": str(row.pk)}
    ledger.append(
        kind="disclosure.given-on", at=at, facts=facts, record=found.key.record, seal=found.key.seal
    )
    return row
