"""Who was named on what and why, and times when somebody who was not opened a concern of their team."""

import uuid

from django.db import models

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.concerns.models import Concern
from dimmer.apps.disclosures.models import Disclosure


class What(models.TextChoices):
    """What was done about somebody."""

    NAMED = "named", "Named"
    ENDED = "ended", "Taken off"
    ASIDE = "aside", "Stepped aside"


class Allocation(models.Model):
    """One act of naming somebody on a thing or taking them off; what holds now stands in the vault.

    `about` is a concern, or a disclosure that the team received; `sealed` holds {because}, below its record.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    about = models.UUIDField()
    who = models.ForeignKey(Practitioner, on_delete=models.PROTECT)
    what = models.CharField(max_length=8, choices=What.choices)
    until = models.DateTimeField(null=True)
    by = models.ForeignKey(Practitioner, on_delete=models.PROTECT, related_name="allocated")
    at = models.DateTimeField()
    sealed = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["about", "at"], name="allocated_in_order")]

    def __str__(self) -> str:
        return str(self.pk)


class BrokenGlass(models.Model):
    """Somebody opened a concern of their team, or a pack that it received, without being named on it: for hours.

    `sealed` holds {because}, `answer` {note}; both below the record of what was opened.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, null=True)
    disclosure = models.ForeignKey(Disclosure, on_delete=models.PROTECT, null=True)
    by = models.ForeignKey(Practitioner, on_delete=models.PROTECT)
    at = models.DateTimeField()
    until = models.DateTimeField()
    due_at = models.DateTimeField()  # by when a manager or lead looks at it
    sealed = models.BinaryField()
    looked_by = models.ForeignKey(
        Practitioner, on_delete=models.PROTECT, null=True, related_name="glass_looked_at"
    )
    looked_at = models.DateTimeField(null=True)
    was_right = models.BooleanField(null=True)
    answer = models.BinaryField(null=True)

    escalated_at = models.DateTimeField(null=True)  # nobody had looked by then

    class Meta:
        db_table = "broken_glass"
        verbose_name_plural = "broken glass"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(concern=None) ^ models.Q(disclosure=None),
                name="glass_of_one_thing",
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def opened(self) -> Concern | Disclosure:
        """What was opened."""
        found = self.concern or self.disclosure
        assert found is not None  # noqa: S101  (the constraint)
        return found

    @property
    def reference(self) -> str:
        """What it is called by."""
        found = self.opened
        return found.reference if isinstance(found, Concern) else found.proposal.concern.reference
