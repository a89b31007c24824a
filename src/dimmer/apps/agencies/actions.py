"""Setting a partnership up: its agencies, who works there, and the numbers to ring. None of it is about a case."""

from datetime import date
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from dimmer.apps.agencies.models import Agency, OutOfHoursNumber, Practitioner, Role, Team, User
from dimmer.core.law.codes import AGENCY_KINDS
from dimmer.web import sessions


class NotAKind(ValueError):
    """No agency of this kind is in the lawbook's vocabulary: the law could not be applied to it."""


def open_agency(
    *, name: str, kind: str, area: str, nation: str = "england", is_commissioned: bool = False
) -> Agency:
    """Enter a controller.

    Args:
        kind: a code of `core.law.codes.AGENCY_KINDS`.
        area: its partnership's area; an agency of another is a recipient outside the area.
        is_commissioned: it provides a service for a public body under arrangements with it.

    Raises:
        NotAKind: the kind is no such code.
    """
    if kind not in AGENCY_KINDS:
        raise NotAKind(kind)
    return Agency.objects.create(
        name=name, kind=kind, area=area, nation=nation, is_commissioned=is_commissioned
    )


@transaction.atomic
def enter_outside(
    *, token: UUID, organisation: str, role: str, kind: str, area: str, nation: str, phone: str
) -> Team:
    """Enter a team that is not on the service, for one addressee alone: it has no members and no keys.

    Args:
        token: its id.

    Raises:
        NotAKind: the kind is no code of `core.law.codes.AGENCY_KINDS`.
    """
    if kind not in AGENCY_KINDS:
        raise NotAKind(kind)
    agency = Agency.objects.create(
        name=organisation, kind=kind, area=area, nation=nation, is_outside=True
    )
    return Team.objects.create(pk=token, agency=agency, name=role, phone=phone, receives=False)


@transaction.atomic
def name_practitioner(
    *, team: Team, email: str, password: str | None, name: str, title: str, role: Role
) -> Practitioner:
    """Give somebody a place in a team and a way to sign in. There is no sign-up.

    Args:
        password: None where they sign in another way; nobody gets in until a second factor is set up.
    """
    user = User.objects.create_user(email=email, password=password)
    return Practitioner.objects.create(user=user, team=team, name=name, title=title, role=role)


def give_second_factor(practitioner: Practitioner, *, secret: str) -> None:
    """Set up codes by an authenticator app (RFC 6238) for somebody who has none.

    Args:
        secret: Base32, as the app takes it; kept sealed below the deployment's key.
    """
    TOTP.activate(practitioner.user, secret)


@transaction.atomic
def take_credentials(practitioner: Practitioner) -> None:
    """Let no password, second factor, session or link of somebody's be good any more."""
    user = User.objects.select_for_update().get(pk=practitioner.user_id)
    Authenticator.objects.filter(user=user).delete()
    user.set_unusable_password()  # another each time: links hold on to the one before
    user.save(update_fields=["password"])
    end_sessions(user.pk)


@transaction.atomic
def end_link(practitioner: Practitioner) -> None:
    """Let no link be good any more with which a password could still be chosen for somebody."""
    user = User.objects.select_for_update().get(pk=practitioner.user_id)
    if not user.has_usable_password():
        user.set_unusable_password()  # another: as above
        user.save(update_fields=["password"])


@transaction.atomic
def bind_subject(practitioner: Practitioner, *, provider: str, subject: str) -> None:
    """Say who somebody is at their agency's identity provider; what was said before is forgotten.

    Raises:
        IntegrityError: the subject is somebody else's.
    """
    bound = SocialAccount.objects.filter(user=practitioner.user, provider=provider)
    if bound.filter(uid=subject).exists():
        return
    bound.delete()
    SocialAccount.objects.create(user=practitioner.user, provider=provider, uid=subject)


def list_number(*, place: int, name: str, number: str, hours: str, checked_on: date) -> None:
    """Put a number on the page of whom to ring out of hours."""
    OutOfHoursNumber.objects.create(
        place=place, name=name, number=number, hours=hours, checked_on=checked_on
    )


@transaction.atomic
def end_sessions(user: int, *, only: str | None = None, but: str | None = None) -> None:
    """End somebody's sessions wherever they are: one (`sessions.Place.id`), all but the one with a key, or all."""
    sessions.end(user, only=only, but=but)
