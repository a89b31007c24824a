"""Agencies, teams, practitioners, and the numbers to ring out of hours."""

import uuid

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models


class Users(BaseUserManager["User"]):
    """Makes users; there is no sign-up."""

    def create_user(self, *, email: str, password: str | None) -> "User":
        """A user who can sign in (and must then set up a second factor)."""
        user = self.model(email=email.strip().lower())
        user.set_password(password)
        user.save()
        return user


class User(AbstractBaseUser):
    """Somebody who can sign in, known by a work e-mail address."""

    email = models.EmailField(unique=True)
    is_active = models.BooleanField(default=True)

    objects = Users()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    def __str__(self) -> str:
        return str(self.pk)


class Session(AbstractBaseSession):
    """Somebody in one browser. Key, contents and whose it is: digests and sealed bytes (`web.sessions`)."""

    whose = models.CharField(max_length=40, default="", db_index=True)


class Agency(models.Model):
    """A controller: it answers for what its teams hold. `kind` is a code of the lawbook's vocabulary.

    One that `is_outside` is not on the service. It stands for one addressee of one concern (room `addressees`), and
    so is in no list; nobody signs in for it, and its team has no key pair.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=40)
    nation = models.CharField(max_length=20, default="england")
    area = models.CharField(max_length=60)
    is_commissioned = models.BooleanField(default=False)
    is_outside = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "agencies"
        constraints = [
            models.UniqueConstraint(
                fields=["name"], condition=models.Q(is_outside=False), name="agency_named_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Team(models.Model):
    """The reader: what is shared is shared with a team, and sealed to its key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    name = models.CharField(max_length=120)
    leads = models.BooleanField(default=False)  # information governance lead or Caldicott Guardian
    receives = models.BooleanField(default=True)  # others may share with it
    phone = models.CharField(max_length=40, blank=True, default="")  # stands in all that it shares
    confirmed_on = models.DateField(null=True)  # that those who work here still do

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "name"], name="team_named_once"),
            models.UniqueConstraint(
                fields=["agency"], condition=models.Q(leads=True), name="one_lead_team_an_agency"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.agency.name}"

    @property
    def team_id(self) -> uuid.UUID:
        """A team reads as itself (`database.reader.Reads`)."""
        return self.pk

    @property
    def team(self) -> "Team":
        """The same."""
        return self


class Role(models.TextChoices):
    """What somebody does here; what each may do stands in access.py."""

    REPORTER = "reporter", "Reporter"
    PRACTITIONER = "practitioner", "Practitioner"
    MANAGER = "manager", "Manager"
    LEAD = "lead", "Information governance lead"
    CALDICOTT_GUARDIAN = "caldicott-guardian", "Caldicott Guardian"
    NAMED_PRACTITIONER = "named-practitioner", "Named or designated practitioner"
    COORDINATOR = "coordinator", "Marac coordinator"
    CHAIR = "chair", "Marac chair"
    BOARD = "board", "Partnership board"
    AUDITOR = "auditor", "Auditor"
    OPERATOR = "operator", "Operator"


OVERSEE = frozenset({Role.MANAGER, Role.LEAD, Role.CALDICOTT_GUARDIAN})
"""They see all that their team works on."""
WORK = OVERSEE | {Role.PRACTITIONER, Role.NAMED_PRACTITIONER, Role.COORDINATOR, Role.CHAIR}
"""They decide and share; what their team works on they see where they are named, or nobody is."""


class Practitioner(models.Model):
    """A named person in a team. The ledger knows them by `pseudonym` only.

    Since `waits_since` the account waits for somebody else than `made_by`, who made or renewed it, to
    confirm whose it is (ADR 0034). Until then it sees nothing and is nobody's second person.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    user = models.OneToOneField(User, on_delete=models.PROTECT)
    team = models.ForeignKey(Team, on_delete=models.PROTECT)
    name = models.CharField(max_length=120)
    title = models.CharField(max_length=120)
    role = models.CharField(max_length=20, choices=Role.choices)
    pseudonym = models.UUIDField(unique=True, default=uuid.uuid4)
    left_at = models.DateTimeField(null=True)
    waits_since = models.DateTimeField(null=True)
    made_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True)

    def __str__(self) -> str:
        return str(self.pk)


class OutOfHoursNumber(models.Model):
    """Whom to ring when offices are closed, and when somebody last checked that the number works."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    place = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(max_length=120)
    number = models.CharField(max_length=40)
    hours = models.CharField(max_length=120)
    checked_on = models.DateField()

    def __str__(self) -> str:
        return self.name
