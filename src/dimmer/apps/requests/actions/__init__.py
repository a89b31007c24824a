"""Writing requests down, asking for more, leading them into a decision, and answering that there is nothing to share.

Every action enters itself on the ledger in its own transaction; sending it twice does it once.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import connection, transaction

from dimmer.apps.agencies.models import Practitioner, Team
from dimmer.apps.agencies.queries import lead_team_of
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.actions import NotNow
from dimmer.apps.concerns.models import Concern, Step
from dimmer.apps.concerns.queries import ConcernRead
from dimmer.apps.decisions import actions as decisions
from dimmer.apps.decisions.models import Round
from dimmer.apps.requests.actions.entering import enter as _enter
from dimmer.apps.requests.actions.entering import leave_one as _leave_to_somebody
from dimmer.apps.requests.actions.entering import meet as _meet
from dimmer.apps.requests.actions.through import (
    add,
    ask,
    end_with,
    see,
    take_back,
    tell_answered,
    tell_more,
    tell_shared,
)
from dimmer.apps.requests.models import Request
from dimmer.apps.requests.queries import (
    STILL_ASKED,
    RequestRead,
    about_of,
    concern_of,
    decided_for,
    digest_of,
    facts_of,
    is_shared,
    is_taken_back,
    lacks_fields,
    may_ask_for,
    place_of,
    request,
)
from dimmer.apps.vault import actions as vault
from dimmer.apps.vault.models import Kind
from dimmer.apps.vault.queries import can_open, key_of
from dimmer.core.route import Step as Route
from dimmer.database.reader import reading_as_own_team
from dimmer.database.turns import take_turns

__all__ = [
    "LacksFields", "add", "ask", "ask_more", "change", "end_with", "escalate", "form_taken", "lead",
    "leave_to_somebody", "opened", "record", "say_nothing", "see", "take", "take_back", "tell_shared",
]  # fmt: skip
_WAITS = (Route.PROPOSED.value, Route.HELD.value, Route.TO_SHARE.value)


class LacksFields(ValueError):
    """A victim information request does not say what it must: ask for it first."""


@transaction.atomic
def record(
    *, token: UUID, said: Mapping[str, Any], due_on: date, by: Practitioner, at: datetime
) -> Request:
    """Write down that somebody asked one's team. The same token writes one.

    Whoever has an interest in somebody whom it names never sees it, whoever they are: it may be the one who writes.
    """
    take_turns(connection, token)  # sent twice at once, the second waits and finds the first
    with reading_as_own_team(connection):  # they may have been kept off since
        if old := Request.objects.filter(pk=token, team=by.team_id).first():
            return old
    key = vault.new_record(readers=[by.team_id], at=at)
    made = Request(
        id=token, reference=concerns.new_reference(), team=by.team, by=by, at=at, due_on=due_on, record=key.record,
        own=key.record,
    )  # fmt: skip
    made.sealed = key.seal(dict(said), place_of(made))
    made.save(force_insert=True)
    vault.show(made.pk, kind=Kind.REQUEST, about=made.pk, to=[by.team_id], at=at)
    met = _meet(made, key, said["about"], at=at)
    asked = digest_of(said)
    _enter(made, key, "request.recorded", at=at, by=str(by.pseudonym), met=met, asked=asked)
    return made


def leave_to_somebody(about: Iterable[UUID], *, reader: Team, at: datetime) -> None:
    """Of those ids that are requests none is left to nobody: as `concerns.leave_to_somebody`."""
    for row in Request.objects.filter(pk__in=list(about)).select_related("team", "asking"):
        _leave_to_somebody(row, key_of(row.record, team=reader.pk), at=at)


@transaction.atomic
def change(
    found: RequestRead, *, said: Mapping[str, Any], due_on: date, by: Practitioner, at: datetime
) -> None:
    """Write down what they said since: what is being decided goes on with it. Sent twice, it is written once.

    Raises:
        NotNow: it has been answered, or a decision to share stands on what was asked: that is stopped first.
    """
    now = _open(found, by=by)
    row = now.row
    is_same = now.key.holds(row.sealed, place_of(row), dict(said))
    if is_same and row.due_on == due_on:
        return
    if not is_same:
        _ask_otherwise(now, said, by=by, at=at)
    row.sealed, row.due_on = now.key.seal(dict(said), place_of(row)), due_on
    row.save(update_fields=["sealed", "due_on"])
    met, asked = _meet(row, now.key, said["about"], at=at), digest_of(said)
    _enter(row, now.key, "request.changed", at=at, by=str(by.pseudonym), met=met, asked=asked)


def _ask_otherwise(
    now: RequestRead, said: Mapping[str, Any], *, by: Practitioner, at: datetime
) -> None:
    into = concern_of(now, reader=by)
    for pk in (
        decided_for(now.row).filter(step=Route.PROPOSED.value).values_list("round", flat=True)
    ):
        assert into is not None  # noqa: S101  (what is decided is about its concern)
        decisions.ask_otherwise(into, pk, **_known_of(said), by=by, at=at)
    # asked afterwards: whoever decided meanwhile was waited for
    if decided_for(now.row).filter(step__in=(Route.HELD.value, Route.TO_SHARE.value)).exists():
        raise NotNow("a decision to share stands on what was asked")


def _known_of(said: Mapping[str, Any]) -> dict[str, Any]:
    approved = bool(said["approval"])
    return {"request": said["form"], "said": facts_of(said), "is_counselling_approved": approved}


def _open(found: RequestRead, *, by: Practitioner) -> RequestRead:
    """The request as it is now, locked, while nobody has answered it, nor shared something on it."""
    now = request(found.row.pk, reader=by, lock=True)
    if now.row.answered_at or is_shared(now) or is_taken_back(now.row):
        raise NotNow("answered, or taken back")
    return now


@transaction.atomic
def ask_more(found: RequestRead, *, asked: Iterable[str], by: Practitioner, at: datetime) -> None:
    """Record that they were asked for more, in words that say nothing of what is held.

    Raises:
        NotNow: it has been answered.
        KeyError: it is nothing that can be asked for.
    """
    now = _open(found, by=by)
    chosen = set(asked)
    if not chosen <= set(may_ask_for(now.said)):
        raise KeyError("not to be asked for")
    row, words = now.row, {"asked": sorted(chosen)}
    if row.more and now.key.holds(row.more, place_of(row, "more"), words):
        return
    row.more, row.more_at = now.key.seal(words, place_of(row, "more")), at
    row.save(update_fields=["more", "more_at"])
    tell_more(row, words, at=at)
    _enter(row, now.key, "request.more-asked", at=at, by=str(by.pseudonym))


@transaction.atomic
def take(found: RequestRead, into: ConcernRead, *, by: Practitioner, at: datetime) -> None:
    """Say which concern of one's team it is about: from then on it is sealed, seen and disposed of with it.

    Raises:
        NotNow: it is about another already, or that is another team's, or not open.
    """
    now = request(found.row.pk, reader=by, lock=True)
    row = now.row
    if row.concern_id == into.concern.pk:
        return
    # locked: or it is disposed of meanwhile
    about = Concern.objects.select_for_update().get(pk=into.concern.pk)
    is_there = about.step == Step.OPEN and can_open(into.key.record, team=by.team_id)
    if row.concern_id or about.team_id != row.team_id or not is_there:
        raise NotNow("about another, or another's, or not open")
    is_above = row.escalated_at is not None
    row.concern, row.record, row.escalated_at = into.concern, into.key.record, None
    row.sealed = into.key.seal(dict(now.said), place_of(row))
    row.more = row.more and into.key.seal({"asked": sorted(now.more)}, place_of(row, "more"))
    row.kept = row.kept and into.key.seal({"because": now.kept}, place_of(row, "kept"))
    row.save(update_fields=["concern", "record", "escalated_at", "sealed", "more", "kept"])
    above = lead_team_of(row.team.agency_id) if is_above else None
    if above and above.pk != row.team_id:  # shown again, with its concern, if it is late
        vault.hide(row.pk, kind=Kind.REQUEST, team=above.pk)
    _show_with(row, at=at)
    _enter(
        row, into.key, "request.taken", at=at, by=str(by.pseudonym), concern=str(into.concern.pk)
    )


def _show_with(row: Request, *, at: datetime) -> None:
    """Let those see it who see its concern, and nobody else."""
    about = about_of(row)
    vault.show_later(row.pk, kind=Kind.REQUEST, about=about, team=row.team_id, at=row.at)
    vault.hide(row.pk, kind=Kind.RENEW, team=row.team_id)
    if row.review_on:
        day = decisions.start_of(row.review_on)
        vault.show(row.pk, kind=Kind.RENEW, about=about, to=[row.team_id], at=max(day, at))


@transaction.atomic
def lead(
    found: RequestRead, into: ConcernRead, *, team: Team, by: Practitioner, at: datetime
) -> Round:
    """Put it to the ordinary decision, for one recipient. The advice is told the form, and what was said of reasons.

    Asked anew for another recipient, or once it was decided to share nothing, it is another round.

    Raises:
        LacksFields: a victim information request that does not say what it must.
        NotNow: it is not about that concern, or something was shared in answer to it.
    """
    now = request(found.row.pk, reader=by, lock=True)
    row = now.row
    if row.concern_id != into.concern.pk or into.concern.step != Step.OPEN:
        raise NotNow("not about this concern, or it is closed")
    if is_shared(now) or is_taken_back(row):
        raise NotNow("something was shared, or it was taken back")
    if row.asking and row.asking.team_id != team.pk:
        raise NotNow("another team asked")
    if lacks_fields(now.said):
        raise LacksFields
    before = decided_for(row).filter(recipient=team)
    if waits := before.filter(step__in=_WAITS).select_related("round").first():
        return waits.round
    token = uuid5(row.pk, f"{team.pk} {before.count()}")
    made = decisions.propose(
        into, token=token, recipients=[team], by=by, at=at, asked_in=row.pk, **_known_of(now.said)
    )
    row.answered_at, row.review_on = None, None
    row.save(update_fields=["answered_at", "review_on"])
    vault.hide(row.pk, kind=Kind.RENEW, team=row.team_id)
    _enter(
        row, now.key, "request.led", at=at, by=str(by.pseudonym), round=str(made.pk), asked=digest_of(now.said)
    )  # fmt: skip
    return made


@transaction.atomic
def say_nothing(
    found: RequestRead, *, kept: str, review_on: date, by: Practitioner, at: datetime
) -> None:
    """Answer that there is nothing to share: the same act, and the same rows, whether something is kept back or not.

    Said again when it was looked at again, it stands until the next day of review.

    Args:
        kept: what is kept back and why; empty where nothing is held.

    Raises:
        NotNow: something was shared in answer to it, or a decision on it is under way: that is stopped first.
    """
    now = request(found.row.pk, reader=by, lock=True)
    row, words = now.row, {"because": kept}
    if is_shared(now) or is_taken_back(row) or _is_under_way(row):
        raise NotNow("something was shared, or is about to be")
    holds = row.kept and now.key.holds(row.kept, place_of(row, "kept"), words)
    if row.answered_at and holds and row.review_on == review_on:
        return
    row.kept = now.key.seal(words, place_of(row, "kept"))
    row.answered_by, row.answered_at, row.review_on = by, at, review_on
    row.save(update_fields=["kept", "answered_by", "answered_at", "review_on"])
    tell_answered(row, at=at)
    about, day = about_of(row), decisions.start_of(review_on)
    vault.show_later(row.pk, kind=Kind.RENEW, about=about, team=row.team_id, at=day)
    _enter(row, now.key, "request.answered", at=at, by=str(by.pseudonym))


def _is_under_way(row: Request) -> bool:
    """Whether a decision for whoever asked waits, or stands and is not shared yet; nobody moves it until this ends."""
    led = decided_for(row).select_for_update(of=("self",)).order_by("pk")
    return any(each.step in _WAITS for each in led)


@transaction.atomic
def escalate(pk: UUID, *, owner: Team, on: date, at: datetime) -> bool:
    """Past its day: let the lead's team see a request. Safe to run twice; True if it went up.

    The database must be reading as `owner`, the team that was asked.
    """
    rows = Request.objects.select_for_update(skip_locked=True, of=("self",)).select_related(
        "asking"
    )
    row = rows.filter(STILL_ASKED, pk=pk, escalated_at=None, due_on__lt=on).first()
    lead_team = lead_team_of(owner.agency_id)
    if row is None or lead_team is None or lead_team.pk == owner.pk:
        return False
    if (
        row.asking and row.asking.team_id == lead_team.pk
    ):  # who asks learns nothing of the answering
        return False
    key, about = request(pk, reader=owner).key, about_of(row)
    vault.grant(key, to=[lead_team.pk], at=at)
    if row.concern_id:
        vault.show(about, kind=Kind.CONCERN, about=about, to=[lead_team.pk], at=at)
    vault.show(pk, kind=Kind.REQUEST, about=about, to=[lead_team.pk], at=row.at)
    row.escalated_at = at
    row.save(update_fields=["escalated_at"])
    _enter(row, key, "request.escalated", at=at, to=str(lead_team.pk))
    return True


@transaction.atomic(savepoint=False)  # one statement: there is nothing to take back to
def opened(found: RequestRead, *, by: Practitioner, at: datetime) -> None:
    """Enter that somebody opened a request."""
    _enter(found.row, found.key, "request.opened", at=at, by=str(by.pseudonym))


@transaction.atomic(savepoint=False)
def form_taken(found: RequestRead, *, digest: str, by: Practitioner, at: datetime) -> None:
    """Enter that somebody took a request away as a form.

    Args:
        digest: SHA-256 of the document, in hexadecimal: whether a file is the one that was taken can be told.
    """
    who = str(by.pseudonym)
    _enter(found.row, found.key, "request-form.opened", at=at, by=who, sha256=digest)
