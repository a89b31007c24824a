"""That an archive was made, for whom and why, and who asked for one of a period. The archives are kept nowhere."""

from django.db import models

from dimmer.apps.agencies.models import Practitioner, Team
from dimmer.apps.concerns.models import Concern


class Asker(models.TextChoices):
    """Who outside asks for account."""

    REGULATOR = "regulator", "A regulator: the ICO, or an inspectorate"
    COURT = "court", "A court or tribunal, by an order"
    CORONER = "coroner", "A coroner or procurator fiscal"
    DEATH = "death-review", "A review of a death: domestic abuse related, or of a child or an adult"
    PRACTICE = "practice-review", "A safeguarding practice review or adults review"
    INQUIRY = "inquiry", "A public inquiry"
    OMBUDSMAN = "ombudsman", "An ombudsman, on a complaint"


class Archive(models.Model):
    """An archive that was made of a concern. Nobody may change or remove a row (`database/roles.py`).

    `digest` is SHA-256 of its manifest; the ledger commits to it. `sealed` holds {who, why}, below the concern's
    record. Row-level security: whoever is shown the concern.
    """

    id = models.UUIDField(primary_key=True)
    concern = models.ForeignKey(Concern, on_delete=models.PROTECT)
    by = models.ForeignKey(Practitioner, on_delete=models.PROTECT)
    at = models.DateTimeField()
    asker = models.CharField(max_length=16, choices=Asker.choices)
    digest = models.BinaryField(max_length=32)
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return str(self.pk)


class Period(models.Model):
    """A period that the lead is asked to give account of; a second person confirms it, and then it is made once.

    `of_agency` says that all acts of the agency are counted in it, and not only the concerns that were handed.
    `sealed` holds {who, why, teams}, `answer` {because}: below a record of its own, which the lead's team opens, and
    the teams of the concerns that it is of. `digest` is SHA-256 of the manifest. Row-level security: the lead's team,
    whoever is shown that it waits, and whoever answered.
    """

    id = models.UUIDField(primary_key=True)
    team = models.ForeignKey(Team, on_delete=models.PROTECT)
    record = models.UUIDField(unique=True)
    by = models.ForeignKey(Practitioner, on_delete=models.PROTECT)
    at = models.DateTimeField()
    first = models.DateField()
    last = models.DateField()
    asker = models.CharField(max_length=16, choices=Asker.choices)
    of_agency = models.BooleanField(default=False, db_default=False)
    sealed = models.BinaryField()
    answered_by = models.ForeignKey(
        Practitioner, on_delete=models.PROTECT, null=True, related_name="periods_answered"
    )
    answered_at = models.DateTimeField(null=True)
    is_confirmed = models.BooleanField(null=True)
    answer = models.BinaryField(null=True)
    made_at = models.DateTimeField(null=True)
    digest = models.BinaryField(max_length=32, null=True)

    class Meta:
        db_table = "archive_period"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answered_by=None) | ~models.Q(answered_by=models.F("by")),
                name="period_by_two",
            ),
            models.CheckConstraint(
                condition=models.Q(made_at=None)
                | models.Q(
                    is_confirmed=True, is_confirmed__isnull=False, answered_by__isnull=False
                ),
                name="period_made_once_confirmed",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Covered(models.Model):
    """A concern that such a period is of. Nobody may change or remove a row (`database/roles.py`).

    Row-level security: whoever is shown the concern.
    """

    pk = models.CompositePrimaryKey("period", "concern")
    period = models.ForeignKey(Period, on_delete=models.PROTECT)
    concern = models.ForeignKey(Concern, on_delete=models.PROTECT)

    class Meta:
        db_table = "archive_covered"

    def __str__(self) -> str:
        return str(self.pk)
