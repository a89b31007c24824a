"""Declaring interests, keeping those off who have one, and what the register says to it.

A match leaves no entry of its own on the ledger, where a kind and a moment stand in clear and would tell whoever
declared: the ids of matches go, sealed, into the entry of the act in which they were made.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.db import connection, transaction

from dimmer.apps.agencies.models import Practitioner, Team
from dimmer.apps.agencies.queries import lead_team_of
from dimmer.apps.interests.models import Interest, InterestToken, Match, SeniorRoute, State, What
from dimmer.apps.interests.queries import (
    Interested,
    InterestRead,
    MatchRead,
    Met,
    Thing,
    holder_of,
    interested,
    known_from,
    looks_after,
    of_agency,
    place_of,
    tokens_of,
)
from dimmer.apps.ledger import actions as ledger
from dimmer.apps.vault import actions as vault
from dimmer.apps.vault.models import Kind
from dimmer.core.matching import Known, told_by, told_by_whole_name
from dimmer.database.reader import showing
from dimmer.database.turns import share_turn, take_turns

EMPLOYS = "employs"
"""The relation of an agency to whoever works for it."""


class NotTheirs(ValueError):
    """It is for whoever looks after the register, and not about themselves."""


class NoReason(ValueError):
    """It needs a written reason: ask for it."""


@transaction.atomic
def declare(
    *,
    token: UUID,
    who: Practitioner,
    by: Practitioner,
    said: Mapping[str, str],
    at: datetime,
) -> UUID:
    """Declare an interest of one's own, or as who looks after the register of a colleague. The same token once.

    From this commit on whoever is met is compared with it. What was there before is compared by the clock, so that
    declaring takes the same work whether there is anything or not.

    Args:
        said: relation, name, born (parts with hyphens), postcode, note.

    Raises:
        NotTheirs: of somebody else, by whoever does not look after their interests.
    """
    if who.pk != by.pk and not (looks_after(by) and of_agency(by).filter(pk=who.pk).exists()):
        raise NotTheirs
    pk, holder = uuid5(token, str(by.pk)), holder_of(who)
    take_turns(connection, pk)  # sent twice at once, the second waits and finds the first
    with showing(connection):
        if Interest.objects.filter(pk=pk).exists():
            return pk
    key = vault.new_record(readers=[holder.pk], at=at)
    row = Interest(id=pk, who=who, by=by, at=at, record=key.record)
    row.sealed = key.seal(dict(said), place_of(row))
    known = known_from(
        names=[said["name"]], born=[said.get("born", "")], postcodes=[said.get("postcode", "")]
    )
    texts, under = told_by(known), who.team_id
    if said["relation"] == EMPLOYS:  # it keeps nobody off: it leads to the senior route
        texts, under = told_by_whole_name(known), who.team.agency_id
    tokens = zip(tokens_of(texts, team=under), texts.values(), strict=True)
    with showing(connection):
        row.save(force_insert=True)
        InterestToken.objects.bulk_create(
            InterestToken(team=under, token=each, interest=pk, is_strong=is_strong)
            for each, is_strong in tokens
        )
    _tell_register(pk, kind=Kind.INTEREST, who=who, holder=holder, at=at)
    facts = {"interest": str(pk), "who": str(who.pseudonym), "by": str(by.pseudonym)}
    ledger.append(kind="interest.declared", at=at, facts=facts, record=key.record, seal=key.seal)
    return pk


def _tell_register(
    pk: UUID,
    *,
    kind: Kind,
    about: UUID | None = None,
    who: Practitioner,
    holder: Team,
    at: datetime,
) -> None:
    """Show it to those who look after the register: not to whom it is about, nor to whoever is kept off the thing."""
    vault.keep_from(about or pk, practitioner=who.pk, team=who.team_id, at=at)
    vault.show(pk, kind=kind, about=about or pk, to=[holder.pk], at=at)


@transaction.atomic
def name_senior(
    *, senior: Practitioner, deputy: Practitioner, by: Practitioner, at: datetime
) -> None:
    """Name whom concerns go to in which somebody works for the agency, and who stands in. Twice changes nothing.

    Raises:
        NotTheirs: by whoever does not look after the agency's register, or not two people of one of its teams.
    """
    agency = by.team.agency
    are_fit = senior.team_id == deputy.team_id and senior.pk != deputy.pk and senior.team.receives
    if not (looks_after(by) and are_fit and senior.team.agency_id == agency.pk):
        raise NotTheirs
    take_turns(connection, agency.pk)  # sent twice at once, the second waits and finds the first
    rows = SeniorRoute.objects.filter(pk=agency.pk, senior=senior, deputy=deputy)
    if rows.exists():
        return
    named = {"senior": senior, "deputy": deputy, "by": by, "at": at}
    SeniorRoute.objects.update_or_create(pk=agency.pk, defaults=named)
    key = vault.new_record(readers=[by.team_id], at=at)
    facts = {
        name: str(who.pseudonym) for name, who in (("who", senior), ("deputy", deputy), ("by", by))
    }
    ledger.append(kind="senior.named", at=at, facts=facts, record=key.record, seal=key.seal)


@transaction.atomic
def end(found: InterestRead, *, by: Practitioner, because: str, at: datetime) -> None:
    """Say that an interest holds no longer. What it kept somebody off stays so until each is looked at.

    Raises:
        NoReason: it is not said why.
        NotTheirs: it is one's own.
    """
    if not because.strip():
        raise NoReason
    if found.row.who_id == by.pk:
        raise NotTheirs
    row = Interest.objects.select_for_update().get(pk=found.row.pk)
    if row.ended_at:
        return
    row.ended_at, row.ended_by = at, by
    row.ending = found.key.seal({"because": because}, place_of(row, "ending"))
    row.save(update_fields=["ended_at", "ended_by", "ending"])
    facts = {"interest": str(row.pk), "by": str(by.pseudonym)}
    ledger.append(
        kind="interest.ended", at=at, facts=facts, record=found.key.record, seal=found.key.seal
    )


@transaction.atomic
def meet(things: Iterable[Thing], *, team: Team, at: datetime) -> list[str]:
    """Keep off things those who have an interest in somebody in them; part of the act that makes them visible.

    Those of the team and of its agency's lead are asked about, since it may be shown to either. Whoever is kept off
    is told nothing. Meeting again changes nothing, and what the register lifted stays lifted.

    Returns the ids of new matches, for the facts of the act's entry.
    """
    everybody = [(thing, each) for thing in things for each in thing.people]
    found = _asked([each.known for _, each in everybody], team=team)
    made = []
    for (thing, each), rows in zip(everybody, found, strict=True):
        said = {"reference": thing.reference, "name": each.name, "born": each.born}
        for row in rows:
            pk = _match_of(thing.about, row, part=each.part)
            if _write(pk, row, what=What.MET, about=thing.about, said=said, at=at):
                made.append(str(pk))
    return made


def _match_of(about: UUID, row: Interested, *, part: UUID) -> UUID:
    return uuid5(about, f"{row.who} {row.interest} {part} {row.is_strong}")


@transaction.atomic
def unmeet(about: UUID, *, parts: Collection[UUID], at: datetime) -> None:
    """Let those in who were kept off a thing because of somebody who is in it no more: a link was taken back.

    What the register said of others stays. Said anew, the link keeps them off anew.

    Args:
        parts: who is in it now, by the ids that they were compared under.
    """
    with showing(connection):
        rows = Match.objects.filter(about=about, what=What.MET).exclude(state=State.LIFTED)
        gone = [row for row in rows.select_related("who__team") if not _is_of(row, parts)]
        for row in gone:
            row.state, row.answered_by, row.answered_at = State.LIFTED, None, at
            row.save(update_fields=["state", "answered_by", "answered_at"])
    for row in gone:
        vault.hide(row.pk, kind=Kind.MATCH, team=holder_of(row.who).pk)
        _follow(row, at=at)


def _is_of(row: Match, parts: Iterable[UUID]) -> bool:
    assert row.about is not None  # noqa: S101  (asked by the caller)
    said = Interested(row.who_id, row.interest_id, row.is_strong)
    return any(row.pk == _match_of(row.about, said, part=part) for part in parts)


def _asked(many: Sequence[Known], *, team: Team) -> list[list[Interested]]:
    # whoever compares what was there before waits for us: `settled`
    share_turn(connection, team.pk, among=3)
    lead = lead_team_of(team.agency_id)
    return interested(many, teams=sorted({team.pk, *([lead.pk] if lead else [])}))


@transaction.atomic
def keep_apart(about: UUID, *, known: Sequence[Known], team: Team, at: datetime) -> None:
    """Keep those off a pack who declared an interest in somebody whom its sender left out; no register is told.

    Only where two things agree that identify a person, since nobody there may be asked whether it is the same: the
    question would tell who was left out. Again changes nothing.
    """
    rows = [row for rows in _asked(known, team=team) for row in rows if row.is_strong]
    who = Practitioner.objects.in_bulk({row.who for row in rows})
    for pk in sorted(who):
        vault.keep_from(about, practitioner=pk, team=who[pk].team_id, at=at)


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
    _tell_register(pk, kind=Kind.MATCH, about=about, who=who, holder=holder, at=at)
    return True


def _again(row: Match, *, at: datetime) -> bool:
    """Keep somebody off again where a link that was taken back (`unmeet`) is said anew."""
    if row.state != State.LIFTED or row.answered_by_id:
        return False
    row.state, row.answered_at = State.KEPT if row.is_strong else State.ASKED, None
    with showing(connection):
        row.save(update_fields=["state", "answered_at"])
    who = Practitioner.objects.select_related("team").get(pk=row.who_id)
    _tell_register(row.pk, kind=Kind.MATCH, about=row.about, who=who, holder=holder_of(who), at=at)
    return True


@transaction.atomic
def answer(found: MatchRead, *, by: Practitioner, is_kept: bool, note: str, at: datetime) -> None:
    """Say whether somebody stays kept off. It can be said anew; the latest counts.

    Raises:
        NoReason: they are to be let in, and it is not said why.
        NotTheirs: it is about oneself.
    """
    if not is_kept and not note.strip():
        raise NoReason
    if found.row.who_id == by.pk:
        raise NotTheirs
    row = Match.objects.select_for_update(of=("self",)).select_related("who").get(pk=found.row.pk)
    before = State(row.state)
    row.state = State.KEPT if is_kept else State.LIFTED
    if row.answered_at and row.state == before:
        return
    row.answered_by, row.answered_at = by, at
    row.answer = found.key.seal({"note": note}, place_of(row, "answer"))
    row.save(update_fields=["state", "answered_by", "answered_at", "answer"])
    if row.what == What.MET:
        _follow(row, at=at)
    facts: dict[str, Any] = {"match": str(row.pk), "by": str(by.pseudonym), "kept": is_kept}
    ledger.append(
        kind="interest.answered", at=at, facts=facts, record=found.key.record, seal=found.key.seal
    )


def _follow(row: Match, *, at: datetime) -> None:
    """Let somebody in whom no other match keeps off the same thing; or keep them off again."""
    assert row.about is not None  # noqa: S101  (asked by the caller)
    with showing(connection):
        others = Match.objects.filter(who=row.who, about=row.about, what=What.MET)
        others = others.exclude(state=State.LIFTED)
        is_off = others.exists()
    given = {"practitioner": row.who_id, "team": row.who.team_id}
    if is_off:
        vault.keep_from(row.about, at=at, **given)
    else:
        vault.let_in(row.about, **given)


@transaction.atomic(savepoint=False)  # one statement: there is nothing to take back to
def opened(found: InterestRead | MatchRead, *, by: Practitioner, at: datetime) -> None:
    """Enter that somebody who looks after the register opened an interest or a match."""
    facts = {"opened": str(found.row.pk), "by": str(by.pseudonym)}
    ledger.append(
        kind="interest.opened", at=at, facts=facts, record=found.key.record, seal=found.key.seal
    )


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
