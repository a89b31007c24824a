"""Comparing who is in a thing with the interests that were declared, before anybody sees it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.db import connection, transaction
from django.db.models import Q

from dimmer.apps.agencies.models import Practitioner, Team
from dimmer.apps.agencies.queries import lead_team_of
from dimmer.apps.interests.actions.answering import follow
from dimmer.apps.interests.actions.declaring import tell_register
from dimmer.apps.interests.models import Interest, Match, State, What
from dimmer.apps.interests.queries import (
    Interested,
    Met,
    Thing,
    holder_of,
    instead_of,
    interested,
    place_of,
)
from dimmer.apps.ledger import actions as ledger
from dimmer.apps.vault import actions as vault
from dimmer.apps.vault import queries as vault_queries
from dimmer.apps.vault.models import Kind
from dimmer.apps.vault.queries import RecordKey, key_of
from dimmer.core.matching import Known
from dimmer.database.reader import AsTeam, reading_as_others, showing
from dimmer.database.turns import share_turn, take_turns

_TAKEN_BACK = Q(state=State.LIFTED, answered_by=None)
"""By `unmeet`; what the register lifted has somebody who answered."""


@transaction.atomic
def meet(things: Iterable[Thing], *, team: Team, at: datetime) -> list[str]:
    """Keep off things those who have an interest in somebody in them; part of the act that makes them visible.

    Those of the team, of its agency's lead and of its senior route are asked about, since it may be shown to each.
    Whoever is kept off is told nothing. Meeting again changes nothing, and what the register lifted stays lifted.

    Returns the ids of new matches, for the facts of the act's entry.
    """
    everybody = [(thing, each) for thing in things for each in thing.people]
    found = _asked([each.known for _, each in everybody], team=team)
    met = [
        (_match_of(thing.about, row, part=each.part), row, thing, each)
        for (thing, each), rows in zip(everybody, found, strict=True)
        for row in rows
    ]
    stands = _stands([pk for pk, *_ in met])
    made = []
    for pk, row, thing, each in met:
        said = {"reference": thing.reference, "name": each.name, "born": each.born}
        new = pk not in stands
        if new and _write(pk, row, what=What.MET, about=thing.about, said=said, at=at):
            made.append(str(pk))
    return made


def _stands(matches: Collection[UUID]) -> set[UUID]:
    """Those that meeting again would leave as they are: a thing that is looked through once more has hundreds."""
    with showing(connection):
        rows = Match.objects.filter(pk__in=matches)
        return set(rows.exclude(_TAKEN_BACK).values_list("pk", flat=True))


def _match_of(about: UUID, row: Interested, *, part: UUID) -> UUID:
    return uuid5(about, f"{row.who} {row.interest} {part} {row.is_strong}")


@transaction.atomic
def unmeet(about: UUID, *, parts: Collection[UUID], at: datetime) -> list[str]:
    """Let those in who were kept off a thing because of somebody who is in it no more: a link was taken back.

    What the register said of others stays. Said anew, the link keeps them off anew.

    Args:
        parts: who is in it now, by the ids that they were compared under.

    Returns the ids of the matches that count no longer, for the facts of the act's entry.
    """
    with showing(connection):
        rows = Match.objects.filter(about=about, what=What.MET).exclude(state=State.LIFTED)
        gone = [row for row in rows.select_related("who__team") if not _is_of(row, parts)]
        for row in gone:
            row.state, row.answered_by, row.answered_at = State.LIFTED, None, at
            row.save(update_fields=["state", "answered_by", "answered_at"])
    for row in gone:
        for team in Team.objects.filter(agency=row.who.team.agency_id):  # it may be told to another
            vault.hide(row.pk, kind=Kind.MATCH, team=team.pk)
        follow(row, at=at)
    return [str(row.pk) for row in gone]


def _is_of(row: Match, parts: Iterable[UUID]) -> bool:
    assert row.about is not None  # noqa: S101  (asked by the caller)
    said = Interested(row.who_id, row.interest_id, row.is_strong)
    return any(row.pk == _match_of(row.about, said, part=part) for part in parts)


def _asked(many: Sequence[Known], *, team: Team) -> list[list[Interested]]:
    # whoever compares what was there before waits for us: `settled`
    share_turn(connection, team.pk, among=3)
    others = {each.team.pk for each in instead_of(team)}
    return interested(many, teams=sorted({team.pk, *others}))


@transaction.atomic
def keep_apart(about: UUID, *, known: Sequence[Known], team: Team, at: datetime) -> None:
    """Keep those off a pack who declared an interest in somebody whom its sender left out; no register is told.

    Only where two things agree that identify a person, since nobody there may be asked whether it is the same: the
    question would tell who was left out. What the register says of others whom the pack names changes nothing here.
    Again changes nothing.
    """
    rows = [row for rows in _asked(known, team=team) for row in rows if row.is_strong]
    who = Practitioner.objects.in_bulk({row.who for row in rows})
    for pk in sorted(who):
        vault.keep_from(about, practitioner=pk, team=who[pk].team_id, at=at, apart=True)


@transaction.atomic
def leave_to_somebody(
    thing: UUID,
    *,
    kind: Kind,
    key: RecordKey,
    team: Team,
    about: UUID | None = None,
    but: UUID | None = None,
    at: datetime,
) -> None:
    """Where nobody of a team can see a thing, let its agency's lead see it, or else those of its senior route.

    Part of the act that shows it or keeps somebody off it. Done again it changes nothing.

    Args:
        about: what it is about, where that is another thing: who sees that sees it.
        but: a team that has it already, as its sender.
    """
    about = about or thing
    if vault_queries.is_seen(thing, kind=kind, team=team.pk):
        return
    for route in instead_of(team):
        if route.team.pk == but:
            continue
        if route.people:
            to = [who.pk for who in route.people if who.team_id == route.team.pk]
            vault.show_only(about, to=to, team=route.team.pk)
        vault.grant(key, to=[route.team.pk], at=at)
        vault.show(thing, kind=kind, about=about, to=[route.team.pk], at=at)
        if vault_queries.is_seen(thing, kind=kind, team=route.team.pk):
            return


def settled(team: UUID) -> None:
    """Wait until every act that began to make things of the team visible has ended. In a transaction of its own."""
    take_turns(connection, team, among=3)


@transaction.atomic
def looked_for(met: Met, *, by: Practitioner, at: datetime) -> list[str]:
    """Tell the register where somebody looked for a person in whom they have an interest; never them."""
    (rows,) = interested([met.known], teams=[by.team_id])
    mine = [row for row in rows if row.who == by.pk]
    said = {"reference": "", "name": met.name, "born": met.born}
    made = [(uuid4(), row) for row in mine[:1]]
    for pk, row in made:
        _write(pk, row, what=What.SEARCH, about=None, said=said, at=at)
    return [str(pk) for pk, _ in made]


@transaction.atomic
def tried_glass(
    about: UUID, *, reference: str, by: Practitioner, because: str, at: datetime
) -> list[str]:
    """Tell the register that somebody tried to break the glass of what they are kept off; never them."""
    pk, said = uuid4(), {"reference": reference, "name": because, "born": ""}
    row = Interested(by.pk, None, is_strong=False)
    _write(pk, row, what=What.GLASS, about=about, said=said, at=at)
    return [str(pk)]


def _write(
    pk: UUID,
    met: Interested,
    *,
    what: What,
    about: UUID | None,
    said: Mapping[str, str],
    at: datetime,
) -> bool:
    take_turns(connection, pk, among=4)
    with showing(connection):
        before = Match.objects.filter(pk=pk).first()
    if before:
        return _again(before, at=at)
    who = Practitioner.objects.select_related("team").get(pk=met.who)
    holder = holder_of(who)
    key = vault.new_record(readers=[holder.pk], at=at)
    row = Match(
        id=pk, what=what, who=who, interest_id=met.interest, about=about, is_strong=met.is_strong, at=at,
        record=key.record, state=State.KEPT if met.is_strong and what == What.MET else State.ASKED,
    )  # fmt: skip
    row.sealed = key.seal(dict(said), place_of(row))
    with showing(connection):
        row.save(force_insert=True)
    tell_register(pk, kind=Kind.MATCH, about=about, who=who, holder=holder, key=key, at=at)
    return True


def _again(row: Match, *, at: datetime) -> bool:
    """Keep somebody off again where a link that was taken back (`unmeet`) is said anew."""
    if row.state != State.LIFTED or row.answered_by_id:
        return False
    row.state, row.answered_at = State.KEPT if row.is_strong else State.ASKED, None
    with showing(connection):
        row.save(update_fields=["state", "answered_at"])
    who = Practitioner.objects.select_related("team").get(pk=row.who_id)
    holder = holder_of(who)
    with reading_as_others(connection) as read_as:
        read_as(AsTeam(holder.pk))
        key = key_of(row.record, team=holder.pk)
    tell_register(row.pk, kind=Kind.MATCH, about=row.about, who=who, holder=holder, key=key, at=at)
    return True


@transaction.atomic
def looked_through(
    team: UUID, *, interests: Iterable[UUID], matches: Iterable[str], at: datetime
) -> None:
    """Enter that what was there before was compared with new interests: once for a team, whatever was found.

    The database must be reading as the team.
    """
    with showing(connection):
        Interest.objects.filter(pk__in=list(interests)).update(looked_through_at=at)
    lead = lead_team_of(Team.objects.get(pk=team).agency_id)
    key = vault.new_record(readers=[lead.pk if lead else team], at=at)
    facts: dict[str, Any] = {"team": str(team), "matches": sorted(matches)}
    ledger.append(
        kind="interests.looked-through", at=at, facts=facts, record=key.record, seal=key.seal
    )
