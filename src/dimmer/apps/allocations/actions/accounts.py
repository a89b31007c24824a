"""Who works in a team: beginning, beginning anew, leaving; and what they must see nothing of."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import islice
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.utils import timezone

from dimmer.apps.agencies import actions as agencies
from dimmer.apps.agencies.models import OVERSEE, Practitioner, Role, Team, User
from dimmer.apps.allocations.queries import (
    has_begun,
    may_be_given,
    members,
    overseers_elsewhere,
    packs_without_alleged,
    state_of,
    things_with_people,
    to_confirm,
)
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.actions import NotNow
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.interests import actions as interests
from dimmer.apps.ledger import actions as ledger
from dimmer.apps.requests import actions as requests
from dimmer.apps.vault import actions as vault
from dimmer.apps.vault.models import Kind, Named, Standing
from dimmer.apps.vault.queries import key_of
from dimmer.core.ledger import Fact
from dimmer.database.reader import reading_as_others, showing

_PORTION = 200
"""Things whose people are compared with interests by one statement."""


class Taken(ValueError):
    """Somebody signs in with this address already."""


class Changed(NotNow):
    """An account is not what it was when somebody read of it: they are to speak to its owner again."""


@transaction.atomic
def join(
    *,
    team: Team,
    email: str,
    password: str | None,
    name: str,
    title: str,
    role: Role,
    by: Practitioner | None = None,
    at: datetime | None = None,
) -> Practitioner:
    """Give somebody a place in a team (as `agencies.name_practitioner`), and let them see what they need to know.

    That is what nobody has been named on, and for whoever oversees the team all of it.

    Args:
        by: a colleague, for whom somebody else confirms it first; None for the operator, whose word is enough.
    """
    at = at or timezone.now()
    made = agencies.name_practitioner(
        team=team, email=email, password=password, name=name, title=title, role=role
    )
    if by:
        _let_wait(made, by=by, at=at)
    look_through(team, interests_of=[], at=at)
    vault.catch_up(team=team.pk)
    return made


@transaction.atomic
def invite(
    *,
    team: Team,
    email: str,
    name: str,
    title: str,
    role: Role,
    by: Practitioner | None,
    at: datetime,
) -> Practitioner:
    """Give somebody a place in a team. They choose their password themselves (`agencies.queries.way_in`).

    A colleague alone makes nobody: until somebody else has confirmed them (`vouch`), they see nothing. Somebody who
    left the team and comes back is who they were: what they are kept off they stay kept off.

    Args:
        by: a colleague who oversees the team; None for the operator at the keyboard.

    Raises:
        NotNow: not by somebody who oversees the team, or not a role that they may give.
        Taken: somebody signs in with that address.
    """
    if by and not (_oversees(by, team.pk) and role in may_be_given(team)):
        raise NotNow("not theirs to give")
    if back := Practitioner.objects.filter(
        user__email=email.strip().lower(), team=team, left_at__isnull=False
    ).first():
        return _come_back(back, name=name, title=title, role=role, by=by, at=at)
    try:
        made = join(
            team=team, email=email, password=None, name=name, title=title, role=role, by=by, at=at
        )
    except IntegrityError:  # the address is unique, also for two who send it at once
        raise Taken from None
    _note_account("account.made", made, by=by, at=at)
    return made


def _come_back(
    who: Practitioner, *, name: str, title: str, role: Role, by: Practitioner | None, at: datetime
) -> Practitioner:
    """Somebody who left works in the team again: of what they were named on nothing is left to them."""
    who.name, who.title, who.role, who.left_at = name, title, role, None
    who.waits_since, who.made_by = (at, by) if by else (None, None)
    who.save(update_fields=["name", "title", "role", "left_at", "waits_since", "made_by"])
    User.objects.filter(pk=who.user_id).update(is_active=True)
    agencies.take_credentials(who)
    with showing(connection):
        rows = Named.objects.filter(practitioner=who.pk, state=Standing.NAMED)
        rows.update(state=Standing.ENDED)
    look_through(who.team, interests_of=[], at=at)
    vault.catch_up(team=who.team_id)
    _note_account("account.returned", who, by=by, at=at)
    return who


@transaction.atomic
def renew_account(who: Practitioner, *, by: Practitioner | None, at: datetime) -> None:
    """Somebody has lost their password or second factor: the old ones end, with every session, until they choose anew.

    Args:
        by: who says that it is they who ask; None for the operator at the keyboard.

    Raises:
        NotNow: of another team, oneself, somebody who has left, or not by somebody who oversees the team; or it
            waits to be confirmed, and somebody else made it: whoever makes or renews it never confirms it.
    """
    if by and (who.pk == by.pk or not _oversees(by, who.team_id)):
        raise NotNow("not theirs to renew")
    if who.left_at or (by and who.waits_since and who.made_by_id != by.pk):
        raise NotNow("left, or somebody else's to renew")
    if by:
        _let_wait(who, by=by, at=at)
    agencies.take_credentials(who)
    if by:
        _let_see_nothing(who)
    _note_account("account.renewed", who, by=by, at=at)


def _oversees(by: Practitioner, team: UUID) -> bool:
    return by.role in OVERSEE and by.team_id == team and not by.waits_since


def _let_wait(who: Practitioner, *, by: Practitioner, at: datetime) -> None:
    who.waits_since, who.made_by = at, by
    who.save(update_fields=["waits_since", "made_by"])


@transaction.atomic
def vouch(
    who: Practitioner,
    *,
    by: Practitioner | None,
    is_known: bool = True,
    as_read: str = "",
    at: datetime,
) -> None:
    """Confirm that an account is whose it says, or end it. No link to it is good any more. Twice changes nothing.

    Args:
        by: who oversees the team, or leads the agency, and did not make it; None for the operator at the keyboard.
        as_read: what it was when they read of it (`queries.state_of`), before they spoke to somebody; of the operator
            it is not asked.

    Raises:
        NotNow: not by such a person, or nobody has chosen a password for it yet: then the link could still be used.
        Changed: it was renewed since they read it, or a password was chosen.
    """
    row = Practitioner.objects.select_for_update().get(pk=who.pk)
    if by and not to_confirm(by).filter(pk=row.pk).exists():
        raise NotNow("not theirs to confirm")
    if not is_known:
        _end(row, by=by, at=at)
        return
    row.user = User.objects.select_for_update().get(pk=row.user_id)
    if not has_begun(row):
        raise NotNow("nobody has begun with it")
    if by and as_read != state_of(row):
        raise Changed("since it was read")
    if row.waits_since is None:
        return
    agencies.end_link(row)
    row.waits_since = None
    row.save(update_fields=["waits_since"])
    vault.catch_up(team=row.team_id)
    _note_account("account.confirmed", row, by=by, at=at)


@transaction.atomic
def look_through(team: Team, *, interests_of: Iterable[UUID], at: datetime) -> int:
    """Compare all that the team is shown with interests and names of today; return how many were kept off something.

    It is the same work whoever declared, and entered whatever was found. Safe to run twice.
    """
    matches: list[str] = []
    with reading_as_others(connection) as read_as:
        read_as(team)
        things = things_with_people(team)
        while portion := list(islice(things, _PORTION)):
            matches += interests.meet(portion, team=team, at=at)
            _leave_to_somebody([thing.about for thing in portion], team=team, at=at)
        for pk, known in packs_without_alleged(team, read_as=read_as):
            interests.keep_apart(pk, known=known, team=team, at=at)
            _leave_to_somebody([pk], team=team, at=at)
        interests.looked_through(team.pk, interests=interests_of, matches=matches, at=at)
    return len(matches)


def _leave_to_somebody(about: Sequence[UUID], *, team: Team, at: datetime) -> None:
    """Of what the team is shown about people none is left to nobody: as `concerns.leave_to_somebody`."""
    concerns.leave_to_somebody(about, reader=team, at=at)
    requests.leave_to_somebody(about, reader=team, at=at)
    for made in Disclosure.objects.filter(pk__in=about).select_related("recipient"):
        key, to = key_of(made.record, team=team.pk), made.recipient
        interests.leave_to_somebody(
            made.pk, kind=Kind.INBOX, key=key, team=to, but=made.sender_id, at=at
        )


@transaction.atomic
def end_account(who: Practitioner, *, by: Practitioner | None, at: datetime) -> None:
    """Somebody has left: at once they can sign in nowhere and see nothing. Done twice, it is done once.

    Args:
        by: a colleague; None for the operator at the keyboard.

    Raises:
        NotNow: oneself, or not by somebody who oversees the team, or for whoever oversees it by the agency's lead.
    """
    is_theirs = by is None or _oversees(by, who.team_id) or who in overseers_elsewhere(by)
    if not is_theirs or (by and who.pk == by.pk):
        raise NotNow("not theirs to end")
    _end(who, by=by, at=at)


def _end(who: Practitioner, *, by: Practitioner | None, at: datetime) -> None:
    if not Practitioner.objects.filter(pk=who.pk, left_at=None).update(left_at=at):
        return
    User.objects.filter(pk=who.user_id).update(is_active=False)
    agencies.take_credentials(who)
    _let_see_nothing(who)
    look_through(who.team, interests_of=[], at=at)  # what only they could see is left to somebody
    _note_account("account.ended", who, by=by, at=at)


def _let_see_nothing(who: Practitioner) -> None:
    """Whatever they alone worked on, or saw because they oversee the team, is left to somebody."""
    vault.forget(practitioner=who.pk)
    vault.catch_up(team=who.team_id)


def _note_account(kind: str, who: Practitioner, *, by: Practitioner | None, at: datetime) -> None:
    key = vault.new_record(readers=[who.team_id], at=at)
    facts: dict[str, Fact] = {"who": str(who.pseudonym), "by": str(by.pseudonym) if by else None}
    ledger.append(kind=kind, at=at, facts=facts, record=key.record, seal=key.seal)


@transaction.atomic
def confirm_members(*, by: Practitioner, at: datetime) -> None:
    """Say that everybody of the team still works there; asked once a quarter.

    Raises:
        NotNow: not by somebody who oversees the team.
    """
    if not _oversees(by, by.team_id):
        raise NotNow("not theirs to confirm")
    today = timezone.localdate(at)
    if not Team.objects.filter(~Q(confirmed_on=today) | Q(confirmed_on=None), pk=by.team_id).update(
        confirmed_on=today
    ):
        return
    key = vault.new_record(readers=[by.team_id], at=at)
    facts: dict[str, Fact] = {"by": str(by.pseudonym), "count": members(by.team_id).count()}
    ledger.append(kind="team.confirmed", at=at, facts=facts, record=key.record, seal=key.seal)
