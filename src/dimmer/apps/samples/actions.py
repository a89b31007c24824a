"""Announcing a draw, drawing it by a later head of the ledger, writing down what was found, and reading that."""

from collections.abc import Iterable, Mapping
from dataclasses import astuple
from datetime import date, datetime
from uuid import UUID, uuid4, uuid5

from django.db import connection, transaction
from django.utils import timezone

from dimmer.apps.agencies.models import Practitioner, Team
from dimmer.apps.agencies.queries import lead_team_of, teams
from dimmer.apps.concerns.actions import NoReason, NotNow
from dimmer.apps.ledger import actions as ledger
from dimmer.apps.samples.models import Draw, Drawn, Finding
from dimmer.apps.samples.queries import (
    Case,
    DrawnRead,
    DrawRead,
    Gathered,
    case_of,
    draw,
    entered_between,
    gathered,
    head_of,
    place_of,
)
from dimmer.apps.vault import actions as vault
from dimmer.apps.vault.models import Kind
from dimmer.core.sampling import LONGEST, Announced, Listed, Stratum, digest_of, sample, write_list
from dimmer.database.reader import AsTeam, reading_as_others
from dimmer.database.turns import take_turns


class NotYetCovered(Exception):
    """No signed head of the ledger covers the announcement yet: nobody can know what will be drawn."""


@transaction.atomic
def announce(
    *,
    token: UUID,
    first: date,
    last: date,
    sizes: Mapping[Stratum, int],
    by: Practitioner,
    at: datetime,
) -> Draw:
    """Announce a draw: the list of every decision of the period goes onto the ledger as a digest. Once for a token.

    Nothing of it can be changed afterwards, and what is drawn from it nobody knows yet.

    Args:
        last: the last day of the period, which must be over.

    Raises:
        NotNow: the period is not over, or has no day or too many decisions; or nothing is to be drawn.
    """
    take_turns(connection, f"draw {token}")
    if old := Draw.objects.filter(pk=token).first():
        return old
    if not first <= last < timezone.localdate(at) or not any(sizes.values()):
        raise NotNow("the period is not over, or nothing is to be drawn")
    rows = _every(first=first, last=last, at=at)
    listed = tuple(row.listed for row in rows)
    text = write_list(Announced(draw=token, first=first, last=last, sizes=sizes, listed=listed))
    if len(text) > LONGEST:
        raise NotNow("the period holds more than any list")
    left_out = max(0, entered_between(first, last) - len(rows))
    key = vault.new_record(readers=[by.team_id], at=at)
    entry = ledger.append(
        kind="draw.announced",
        at=at,
        facts={
            "draw": str(token), "by": str(by.pseudonym), "first": first.isoformat(), "last": last.isoformat(),
            "list_sha256": digest_of(text), "listed": len(rows), "left_out": left_out,
            **{each.value.replace("-", "_"): sizes.get(each, 0) for each in Stratum},
        },
        record=key.record,
        seal=key.seal,
    )  # fmt: skip
    made = Draw(id=token, team_id=by.team_id, by=by, at=at, first=first, last=last, entry=entry)
    made.record = key.record
    made.sealed = key.seal(
        {
            "text": text,
            "where": {str(row.listed.entry): [str(row.team), str(row.decision)] for row in rows},
            "figures": [list(astuple(row.counted)) for row in rows],
            "left_out": left_out,
        },
        place_of(made),
    )
    made.save(force_insert=True)
    return made


def _every(*, first: date, last: date, at: datetime) -> list[Gathered]:
    """Each team's own are read as that team."""
    found = []
    with reading_as_others(connection) as read_as:
        for team in teams().select_related("agency"):
            read_as(AsTeam(team.pk))
            found += gathered(team, first=first, last=last, at=at)
    return found


@transaction.atomic
def draw_now(pk: UUID, *, by: Practitioner, at: datetime) -> None:
    """Draw by the first signed head that covers the announcement. Drawn twice, it is drawn once.

    Raises:
        NotYetCovered: there is no such head yet.
    """
    found = draw(pk, reader=by, lock=True)
    if found is None or found.row.drawn_at:
        return
    head = head_of(found)
    if head is None:
        raise NotYetCovered
    size, root = head
    rows = _drawn(found, sample(found.announced, root=root), by=by, at=at)
    Drawn.objects.bulk_create(rows)
    found.row.drawn_at, found.row.head = at, size
    found.row.save(update_fields=["drawn_at", "head"])
    _enter_draw("draw.drawn", found, by=by, at=at, size=size, root=root.hex(), drawn=len(rows))


def _drawn(
    found: DrawRead, listed: Iterable[Listed], *, by: Practitioner, at: datetime
) -> list[Drawn]:
    """What is kept of each. Whose decision it is finds in the history of the concern that it was drawn."""
    rows = []
    with reading_as_others(connection) as read_as:
        for place, each in enumerate(listed, 1):
            team, decision = map(UUID, found.where[str(each.entry)])
            read_as(AsTeam(team))
            opened = case_of(decision, team=team)
            row = Drawn(
                id=uuid5(found.row.pk, str(each.entry)), draw=found.row, place=place,
                stratum=each.stratum.value, team_id=team, about=uuid4(),
            )  # fmt: skip
            case: Case = {}
            if opened is not None:
                made, concern, case = opened
                row.about = made.proposal.concern_id
                ledger.append(
                    kind="decision.drawn",
                    at=at,
                    facts={
                        "decision": str(made.pk),
                        "draw": str(found.row.pk),
                        "drawn": str(row.pk),
                    },
                    record=concern.record,
                    seal=concern.seal,
                )
            key = vault.new_record(readers=[by.team_id], at=at)
            row.record, row.sealed = key.record, key.seal(case, place_of(row))
            rows.append(row)
    return rows


@transaction.atomic
def find(drawn: DrawnRead, *, said: Mapping[str, str], by: Practitioner, at: datetime) -> Finding:
    """Write down what was found of a drawn decision, and tell who oversees its team, and its lead. Found once.

    Raises:
        NoReason: nothing is said of what was right, what was not, or what the team is advised.
        NotNow: nobody opens the decision any more.
    """
    if not any(said.get(name, "").strip() for name in ("right", "wrong", "advice")):
        raise NoReason
    if not drawn.case:
        raise NotNow("the decision was disposed of before it was drawn")
    take_turns(connection, f"finding {drawn.row.pk}")
    if old := Finding.objects.filter(pk=drawn.row.pk).first():
        return old
    row, key = drawn.row, drawn.key
    made = Finding(drawn=row, by=by, at=at)
    made.sealed = key.seal(dict(said), place_of(made))
    made.save(force_insert=True)
    told = _told(row.team)
    vault.grant(key, to=told, at=at)
    vault.show(row.pk, kind=Kind.FINDING, about=row.about, to=told, at=at)
    _enter("finding.made", drawn, by=by, at=at, is_right=said["is_right"])
    return made


def _told(team: Team) -> set[UUID]:
    lead = lead_team_of(team.agency_id)
    return {team.pk, *([lead.pk] if lead else [])}


@transaction.atomic
def note(drawn: DrawnRead, *, by: Practitioner, at: datetime) -> None:
    """Say that somebody who oversees the team has read what was found, and goes through it with the team. Once."""
    rows = Drawn.objects.filter(pk=drawn.row.pk, noted_at=None)
    if rows.update(noted_by=by, noted_at=at):
        _enter("finding.noted", drawn, by=by, at=at)


@transaction.atomic
def opened(drawn: DrawnRead, *, by: Practitioner, at: datetime) -> None:
    """Enter that somebody read what was drawn, or what was found of it."""
    _enter("drawn.opened", drawn, by=by, at=at)


@transaction.atomic
def looked_at(found: DrawRead, *, by: Practitioner, at: datetime) -> None:
    """Enter that somebody read what a draw lists, or its figures."""
    _enter_draw("draw.opened", found, by=by, at=at)


def _enter_draw(
    kind: str, found: DrawRead, *, by: Practitioner, at: datetime, **more: str | int
) -> None:
    facts = {"draw": str(found.row.pk), "by": str(by.pseudonym), **more}
    ledger.append(kind=kind, at=at, facts=facts, record=found.key.record, seal=found.key.seal)


def _enter(kind: str, drawn: DrawnRead, *, by: Practitioner, at: datetime, **more: str) -> None:
    facts = {"drawn": str(drawn.row.pk), "by": str(by.pseudonym), **more}
    ledger.append(kind=kind, at=at, facts=facts, record=drawn.key.record, seal=drawn.key.seal)
