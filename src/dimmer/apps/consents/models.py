"""What people said about sharing, version by version. All content is sealed to the concern's record."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models

from dimmer.apps.agencies.models import Practitioner, Team
from dimmer.apps.concerns.models import Concern, Person


class What(models.TextChoices):
    """The kind of a record: four kinds of yes kept apart, three kinds of no, and who can decide."""

    AGREEMENT = "agreement", "Consent in data protection"
    PERMISSION = "permission-in-confidence", "Permission under a duty of confidence"
    SERVICE = "service", "Agreement to a service"
    WISHES = "wishes", "Views and wishes"
    REFUSAL = "refusal", "A no"
    RESTRICTION = "restriction", "A restriction"
    WITHDRAWAL = "withdrawal", "Agreement taken back"
    CAPACITY = "capacity", "Who can decide this"


class ConsentRecord(models.Model):
    """One version of what somebody in a concern said. Nothing is changed: what is said next is another row.

    `sealed` holds what `core.consents.as_dict` writes. `supersedes` are the ids of records of the same person
    that it stands in place of; `resolved_by` settled with it which of several counts. `ends_on` is for the clock.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, db_index=False)
    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT)
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=24, choices=What.choices)
    ends_on = models.DateField(null=True)
    by = models.ForeignKey(Practitioner, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    supersedes = ArrayField(models.UUIDField(), default=list)
    resolved_by = models.ForeignKey(
        Practitioner, on_delete=models.PROTECT, null=True, related_name="+"
    )
    sealed = models.BinaryField()

    class Meta:
        db_table = "consent_record"
        constraints = [
            models.UniqueConstraint(fields=["concern", "person", "number"], name="said_in_order")
        ]

    def __str__(self) -> str:
        return str(self.pk)
