"""Saying in whom one has an interest, naming a senior route, and ending either."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID, uuid5

from django.db import connection, transaction

from dimmer.apps.agencies.models import Practitioner, Team
from dimmer.apps.interests.models import Interest, InterestToken, SeniorRoute
from dimmer.apps.interests.queries import (
    InterestRead,
    holder_of,
    known_from,
    looks_after,
    of_agency,
    place_of,
    tokens_of,
)
from dimmer.apps.ledger import actions as ledger
from dimmer.apps.vault import actions as vault
from dimmer.apps.vault import queries as vault_queries
from dimmer.apps.vault.models import Kind
from dimmer.apps.vault.queries import RecordKey
from dimmer.core.matching import told_by, told_by_whole_name
from dimmer.database.reader import showing
from dimmer.database.turns import take_turns

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
    tell_register(pk, kind=Kind.INTEREST, who=who, holder=holder, key=key, at=at)
    facts = {"interest": str(pk), "who": str(who.pseudonym), "by": str(by.pseudonym)}
    ledger.append(kind="interest.declared", at=at, facts=facts, record=key.record, seal=key.seal)
    return pk


def tell_register(
    pk: UUID,
    *,
    kind: Kind,
    about: UUID | None = None,
    who: Practitioner,
    holder: Team,
    key: RecordKey,
    at: datetime,
) -> None:
    """Show it to those who look after the register: not to whom it is about, nor to whoever is kept off the thing.

    Where that is nobody, since they look after it alone, to those who oversee another team of the agency.
    """
    vault.keep_from(about or pk, practitioner=who.pk, team=who.team_id, at=at)
    vault.show(pk, kind=kind, about=about or pk, to=[holder.pk], at=at)
    rest = Team.objects.filter(agency=holder.agency_id).exclude(pk=holder.pk).order_by("name")
    for team in rest:
        if vault_queries.is_seen(pk, kind=kind, team=holder.pk):
            break
        vault.grant(key, to=[team.pk], at=at)
        vault.show(pk, kind=kind, about=about or pk, to=[team.pk], at=at)
        holder = team


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
    with showing(
        connection
    ):  # of what may now be left to them some may be about somebody of theirs
        Interest.objects.filter(who__in=[senior, deputy]).update(looked_through_at=None)
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
