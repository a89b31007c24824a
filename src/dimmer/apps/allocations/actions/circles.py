"""Who works on what: naming, cover, hand-over, stepping aside, breaking the glass.

Each act and its ledger entry stand or fall together; what somebody sees follows in the same transaction.
Sent twice, it is done once.
"""

from datetime import datetime, time, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from dimmer.apps.agencies.models import Practitioner, Team
from dimmer.apps.agencies.queries import lead_team_of
from dimmer.apps.allocations.models import Allocation, BrokenGlass, What
from dimmer.apps.allocations.queries import (
    Circle,
    GlassRead,
    concern_behind_glass,
    packs_behind_glass,
    place_of,
)
from dimmer.apps.concerns.actions import NoReason, NotNow
from dimmer.apps.concerns.models import Concern
from dimmer.apps.concerns.queries import dashed
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.interests import actions as interests
from dimmer.apps.ledger import actions as ledger
from dimmer.apps.vault import actions as vault
from dimmer.apps.vault.models import Kind, Named, Standing
from dimmer.apps.vault.queries import can_open, is_kept, is_seen, key_of
from dimmer.core.ledger import Fact
from dimmer.database.turns import take_turns

GLASS_FOR = timedelta(hours=4)
"""How long broken glass lets somebody see a concern."""
_WORKDAY_ENDS = time(17)
_SUBDIVISIONS = {"england": "ENG", "wales": "WLS", "scotland": "SCT", "northern-ireland": "NIR"}
"""Nations, as ISO 3166-2 has them."""


class NobodyLeft(ValueError):
    """Nobody would see it any more: somebody else is to be named first."""


@transaction.atomic
def name(
    circle: Circle,
    *,
    who: Practitioner,
    by: Practitioner,
    because: str,
    until: datetime | None = None,
    at: datetime,
) -> None:
    """Let a colleague see and work on a thing; with `until`, as cover to that moment.

    Raises:
        NoReason: it is not said what they will do.
        NotNow: not by this person, or for somebody of another team, or who has an interest in it.
    """
    if not because.strip():
        raise NoReason
    if (
        not circle.may_be_changed_by(by)
        or who.team_id != by.team_id
        or who.left_at
        or who.waits_since
    ):
        raise NotNow("not theirs to name")
    if is_kept(circle.about, practitioner=who.pk):
        raise NotNow("they have an interest in it")
    if (now := _standing(circle, who)) and (now.state, now.until) == (Standing.NAMED, until):
        return
    if circle.alone:
        vault.show_only(circle.about, to=[who.pk], team=by.team_id)
    vault.name(circle.about, practitioner=who.pk, team=by.team_id, at=at, until=until)
    vault.regroup([circle.about], team=by.team_id)
    _note(circle, What.NAMED, who=who, by=by, because=because, until=until, at=at)


@transaction.atomic
def release(
    circle: Circle, *, who: Practitioner, by: Practitioner, because: str, at: datetime
) -> None:
    """Let somebody who is named see it no longer.

    Raises:
        NoReason: it is not said why.
        NotNow: not by this person, or they are not named.
        NobodyLeft: nobody else would see it.
    """
    if not because.strip():
        raise NoReason
    if not circle.may_be_changed_by(by) or not circle.names(who.pk):
        raise NotNow("not named")
    if not circle.can_do_without(who.pk):
        raise NobodyLeft
    _take_off(circle, who=who, by=by, because=because, at=at)


def _take_off(
    circle: Circle, *, who: Practitioner, by: Practitioner, because: str, at: datetime
) -> None:
    now = _standing(circle, who)
    if now is None or now.state != Standing.NAMED:
        return
    vault.unname(circle.about, practitioner=who.pk)
    vault.regroup([circle.about], team=by.team_id)
    _note(circle, What.ENDED, who=who, by=by, because=because, at=at)


def _standing(circle: Circle, who: Practitioner) -> Named | None:
    """How somebody stands to the thing now. Of two acts on it at once the second waits here."""
    take_turns(connection, circle.about, among=2)
    return Named.objects.filter(about=circle.about, practitioner=who.pk).first()


@transaction.atomic
def hand_over(
    circle: Circle, *, to: Practitioner, by: Practitioner, because: str, at: datetime
) -> None:
    """Name a colleague in one's own place.

    Raises:
        NoReason: it is not said why.
        NotNow: not by this person, or to somebody of another team.
    """
    name(circle, who=to, by=by, because=because, at=at)
    _take_off(circle, who=by, by=by, because=because, at=at)


@transaction.atomic
def step_aside(circle: Circle, *, by: Practitioner, because: str, at: datetime) -> None:
    """Never see it again, whatever one's role: it is about oneself, one's family, a friend, a colleague.

    Raises:
        NoReason: it is not said why.
        NobodyLeft: nobody else would see it.
    """
    if not because.strip():
        raise NoReason
    if not circle.is_open and not circle.can_do_without(by.pk):
        raise NobodyLeft
    if (now := _standing(circle, by)) and now.state == Standing.OFF:
        return
    vault.keep_off(circle.about, practitioner=by.pk, team=by.team_id, at=at)
    vault.regroup([circle.about], team=by.team_id)
    _note(circle, What.ASIDE, who=by, by=by, because=because, at=at)


@transaction.atomic
def break_glass(reference: str, *, by: Practitioner, because: str, at: datetime) -> None:
    """Open a concern of one's own team for a few hours, to be read and nothing else (`queries.through_glass`).

    The manager and the lead are shown it at once, and look at it by the end of the next working day. Where
    there is no such concern, or they have an interest in it, nothing is opened and nothing is said: it looks the
    same. That it was tried is entered each time, and an interest is told to the register.

    Raises:
        NoReason: it is not said why it cannot wait.
    """
    if not because.strip():
        raise NoReason
    row = concern_behind_glass(reference, team=by.team, lock=True)
    things: list[Concern | Disclosure] = (
        [row] if row else [*packs_behind_glass(reference, team=by.team)]
    )
    told, theirs = [], []
    for thing in things:
        if is_kept(thing.pk, practitioner=by.pk):
            told += interests.tried_glass(
                thing.pk, reference=dashed(reference), by=by, because=because, at=at
            )
        elif can_open(
            thing.record, team=by.team_id
        ):  # else it was disposed of: as if it were not there
            theirs.append(thing)
    asked = vault.new_record(readers=[by.team_id], at=at)
    facts: dict[str, Fact] = {"by": str(by.pseudonym), "told": told}
    ledger.append(kind="glass.tried", at=at, facts=facts, record=asked.record, seal=asked.seal)
    for thing in theirs:
        _break(thing, by=by, because=because, at=at)


def _break(thing: Concern | Disclosure, *, by: Practitioner, because: str, at: datetime) -> None:
    is_concern = isinstance(thing, Concern)
    what = {"concern" if is_concern else "disclosure": thing}
    if BrokenGlass.objects.filter(by=by, until__gt=at, **what).exists():
        return
    key = key_of(thing.record, team=by.team_id)
    made = BrokenGlass(
        by=by,
        at=at,
        until=at + GLASS_FOR,
        due_at=next_workday(at, nation=by.team.agency.nation),
        **what,
    )
    made.sealed = key.seal({"because": because}, place_of(made))
    made.save(force_insert=True)
    lead = lead_team_of(by.team.agency_id)
    readers = {by.team_id, *([lead.pk] if lead else [])}
    vault.grant(key, to=readers, at=at)
    vault.show(made.pk, kind=Kind.GLASS, about=thing.pk, to=readers, at=made.due_at)
    if not any(is_seen(made.pk, kind=Kind.GLASS, team=team) for team in readers):
        # nobody oversees: those who work on it are told, and say whether it was right
        _tell_workers(made, team=by.team_id)
    ledger.append(
        kind="glass.broken",
        at=at,
        facts={
            "concern" if is_concern else "disclosure": str(thing.pk),
            "by": str(by.pseudonym),
            "glass": str(made.pk),
        },
        record=key.record,
        seal=key.seal,
    )


def _tell_workers(row: BrokenGlass, *, team: UUID) -> None:
    vault.show(row.pk, kind=Kind.GLASS, about=row.opened.pk, to=[team], at=row.due_at, for_all=True)


@transaction.atomic
def escalate_glass(team: Team, *, at: datetime) -> int:
    """Where nobody has looked at broken glass in time, let those who work on it look too; return how often.

    Safe to run twice. The database must be reading as the team.
    """
    rows = BrokenGlass.objects.select_for_update(skip_locked=True, of=("self",))
    late = rows.filter(by__team=team, looked_at=None, escalated_at=None, due_at__lte=at)
    late = late.filter(
        disclosure__closed_at=None
    )  # else its team may have returned it, with its key
    count = 0
    for row in late.select_related("concern", "disclosure__proposal__concern"):
        _tell_workers(row, team=team.pk)
        row.escalated_at = at
        row.save(update_fields=["escalated_at"])
        key = key_of(row.opened.record, team=team.pk)
        facts: dict[str, Fact] = {"glass": str(row.pk)}
        ledger.append(kind="glass.escalated", at=at, facts=facts, record=key.record, seal=key.seal)
        count += 1
    return count


def next_workday(at: datetime, *, nation: str) -> datetime:
    """The end of the next working day: Monday to Friday, and no bank holiday in the nation."""
    from holidays import (
        country_holidays,
    )  # reads all countries: a tenth of a second that no start need wait for

    off = country_holidays("GB", subdiv=_SUBDIVISIONS[nation])
    day = off.get_nth_working_day(timezone.localtime(at).date(), 1)
    return timezone.make_aware(datetime.combine(day, _WORKDAY_ENDS))


@transaction.atomic
def look_at_glass(
    found: GlassRead, *, by: Practitioner, was_right: bool, note: str, at: datetime
) -> None:
    """A manager or lead says whether it was right to break the glass.

    Raises:
        NoReason: it was not right, and it is not said why or what is done about it.
        NotNow: it has been looked at, or it is one's own.
    """
    if not was_right and not note.strip():
        raise NoReason
    row = BrokenGlass.objects.select_for_update(of=("self",)).filter(pk=found.row.pk).first()
    if row is None or row.looked_at or row.by_id == by.pk:  # once looked at, nobody may change it
        raise NotNow("looked at already, or one's own")
    row.looked_by, row.looked_at, row.was_right = by, at, was_right
    row.answer = found.key.seal({"note": note}, place_of(row, "answer"))
    row.save()
    lead = lead_team_of(by.team.agency_id)
    for team in {found.row.by.team_id, by.team_id, *([lead.pk] if lead else [])}:
        vault.hide(row.pk, kind=Kind.GLASS, team=team)
    ledger.append(
        kind="glass.looked-at",
        at=at,
        facts={"glass": str(row.pk), "by": str(by.pseudonym), "right": was_right},
        record=found.key.record,
        seal=found.key.seal,
    )


@transaction.atomic
def end_covers(team: Team, *, at: datetime) -> int:
    """Let covers of a team that have come to their end see nothing more; return of how many things.

    Safe to run twice. The database must be reading as the team.
    """
    ended = Named.objects.filter(team=team.pk, until__lte=at, until__gt=at - timedelta(days=2))
    about = {row.about for row in ended}
    if about:
        vault.regroup(about, team=team.pk)
    return len(about)


def _note(
    circle: Circle,
    what: What,
    *,
    who: Practitioner,
    by: Practitioner,
    because: str,
    until: datetime | None = None,
    at: datetime,
) -> None:
    row = Allocation(about=circle.about, who=who, what=what, until=until, by=by, at=at)
    row.sealed = circle.key.seal({"because": because}, place_of(row))
    row.save(force_insert=True)
    facts: dict[str, Fact] = {
        "allocation": str(row.pk),
        "about": str(circle.about),
        "who": str(who.pseudonym),
        "by": str(by.pseudonym),
        "until": until.isoformat() if until else None,
    }
    ledger.append(
        kind=f"work.{what.value}",
        at=at,
        facts=facts,
        record=circle.key.record,
        seal=circle.key.seal,
    )
