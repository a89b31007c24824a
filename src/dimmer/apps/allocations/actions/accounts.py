"""Who works in a team: beginning, beginning anew, leaving; and what they must see nothing of."""

from collections.abc import Iterable
from datetime import datetime
from itertools import islice
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.utils import timezone

from dimmer.apps.agencies import actions as agencies
from dimmer.apps.agencies.models import OVERSEE, Practitioner, Role, Team, User
from dimmer.apps.allocations.queries import (
    may_be_given,
    members,
    packs_without_alleged,
    things_with_people,
)
from dimmer.apps.concerns.actions import NotNow
from dimmer.apps.interests import actions as interests
from dimmer.apps.ledger import actions as ledger
from dimmer.apps.vault import actions as vault
from dimmer.apps.vault.models import Named, Standing
from dimmer.core.ledger import Fact
from dimmer.database.reader import reading_as_others

_PORTION = 200
"""Things whose people are compared with interests by one statement."""


class Taken(ValueError):
    """Somebody signs in with this address already."""


@transaction.atomic
def join(
    *, team: Team, email: str, password: str | None, name: str, title: str, role: Role
) -> Practitioner:
    """Give somebody a place in a team (as `agencies.name_practitioner`), and let them see what they need to know.

    That is what nobody has been named on, and for whoever oversees the team all of it.
    """
    made = agencies.name_practitioner(
        team=team, email=email, password=password, name=name, title=title, role=role
    )
    look_through(team, interests_of=[], at=timezone.now())
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

    Args:
        by: a colleague who oversees the team; None for the operator at the keyboard.

    Raises:
        NotNow: not by somebody who oversees the team, or not a role that they may give.
        Taken: somebody signs in with that address.
    """
    is_theirs = by is None or (by.role in OVERSEE and by.team_id == team.pk)
    if not is_theirs or (by and role not in may_be_given(team)):
        raise NotNow("not theirs to give")
    try:
        made = join(team=team, email=email, password=None, name=name, title=title, role=role)
    except IntegrityError:  # the address is unique, also for two who send it at once
        raise Taken from None
    _note_account("account.made", made, by=by, at=at)
    return made


@transaction.atomic
def renew_account(who: Practitioner, *, by: Practitioner | None, at: datetime) -> None:
    """Somebody has lost their password or second factor: the old ones end, with every session, until they choose anew.

    Args:
        by: who says that it is they who ask; None for the operator at the keyboard.

    Raises:
        NotNow: of another team, oneself, somebody who has left, or not by somebody who oversees the team.
    """
    is_theirs = by is None or (by.role in OVERSEE and who.team_id == by.team_id and who.pk != by.pk)
    if not is_theirs or who.left_at:
        raise NotNow("not theirs to renew")
    agencies.take_credentials(who)
    _note_account("account.renewed", who, by=by, at=at)


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
        for pk, known in packs_without_alleged(team, read_as=read_as):
            interests.keep_apart(pk, known=known, team=team, at=at)
        interests.looked_through(team.pk, interests=interests_of, matches=matches, at=at)
    return len(matches)


@transaction.atomic
def end_account(who: Practitioner, *, by: Practitioner, at: datetime) -> None:
    """Somebody has left: at once they can sign in nowhere and see nothing. Done twice, it is done once.

    Raises:
        NotNow: of another team, oneself, or not by somebody who oversees the team.
    """
    if by.role not in OVERSEE or who.team_id != by.team_id or who.pk == by.pk:
        raise NotNow("not theirs to end")
    if not Practitioner.objects.filter(pk=who.pk, left_at=None).update(left_at=at):
        return
    User.objects.filter(pk=who.user_id).update(is_active=False)
    agencies.take_credentials(who)
    about = list(
        Named.objects.filter(practitioner=who.pk, state=Standing.NAMED).values_list(
            "about", flat=True
        )
    )
    vault.forget(practitioner=who.pk)
    if about:
        vault.regroup(about, team=who.team_id)
    _note_account("account.ended", who, by=by, at=at)


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
    if by.role not in OVERSEE:
        raise NotNow("not theirs to confirm")
    today = timezone.localdate(at)
    if not Team.objects.filter(~Q(confirmed_on=today) | Q(confirmed_on=None), pk=by.team_id).update(
        confirmed_on=today
    ):
        return
    key = vault.new_record(readers=[by.team_id], at=at)
    facts: dict[str, Fact] = {"by": str(by.pseudonym), "count": members(by.team_id).count()}
    ledger.append(kind="team.confirmed", at=at, facts=facts, record=key.record, seal=key.seal)
