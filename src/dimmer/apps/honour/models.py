"""What is done where honour, a forced marriage or several of a family are the danger. All content is sealed."""

from django.db import models

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.concerns.models import Concern


class What(models.TextChoices):
    """What was done."""

    RAISED = "raised", "Flagged as a matter of family and honour"
    INTERPRETER = "outside", "An interpreter or chaperone checked"
    TELLING = "telling", "Telling somebody of the family or community"
    LIFTING = "lifting", "Taking the flag back"


BY_TWO = (What.TELLING, What.LIFTING)
"""What waits for a second person."""


class HonourCheck(models.Model):
    """One act on a flagged concern. Telling somebody waits for a second person, and so does taking the flag back.

    `sealed` holds by what was done {reasons, because}, {who, how}, {whom, because, how}, or {because};
    `answer` {because}. Both below the concern's record.
    """

    id = models.UUIDField(primary_key=True)
    concern = models.ForeignKey(Concern, on_delete=models.PROTECT)
    what = models.CharField(max_length=7, choices=What.choices)
    by = models.ForeignKey(Practitioner, on_delete=models.PROTECT)
    at = models.DateTimeField()
    sealed = models.BinaryField()
    answered_by = models.ForeignKey(
        Practitioner, on_delete=models.PROTECT, null=True, related_name="honour_answered"
    )
    answered_at = models.DateTimeField(null=True)
    is_agreed = models.BooleanField(null=True)
    answer = models.BinaryField(null=True)

    class Meta:
        db_table = "honour_check"

    def __str__(self) -> str:
        return str(self.pk)
