"""Who was named on what and why, and times when somebody who was not opened a concern of their team."""

import uuid

from django.db import models

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.concerns.models import Concern


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
    """Somebody opened a concern of their team without being named on it, for a few hours and for a reason.

    `sealed` holds {because}, `answer` {note}; both below the concern's record.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    concern = models.ForeignKey(Concern, on_delete=models.PROTECT)
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

    class Meta:
        db_table = "broken_glass"
        verbose_name_plural = "broken glass"

    def __str__(self) -> str:
        return str(self.pk)
