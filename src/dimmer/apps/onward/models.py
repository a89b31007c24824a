"""A recipient asks whoever shared something whether they may pass it on; or says that it was passed on already."""

from django.db import models

from dimmer.apps.agencies.models import Practitioner, Team
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.notices.models import GivenOn


class What(models.TextChoices):
    """Whether somebody asks, or says afterwards what was done."""

    ASKED = "asked", "We ask before we pass it on"
    EMERGENCY = "emergency", "It was passed on: a life was in danger"
    UNASKED = "unasked", "It was passed on, and nobody had been asked"


class Answer(models.TextChoices):
    """What the originator says."""

    LEAVE = "leave", "Yes, they may pass it on"
    OWN = "own", "Yes, and we share it with them ourselves"
    NO = "no", "No"
    READ = "read", "We have read that it was passed on"


class Onward(models.Model):
    """One asking by `team` of `sender` about one new recipient: `to` where their team is on the service.

    A lead who sees neither what was shared nor the concern finds here whose answer is late, and the `reference`.
    Sealed as what was shared is: `sealed` holds {who, phone, why, pieces, files}, the places of the pieces in the pack
    and the numbers of its files; `said` the answer, {because, only, pieces}: never more pieces than were asked for; of
    a no after a yes also `before`, {answer, because, only, pieces, by, at}: the yes. `passed`: that it was passed on.
    Only the sender's side writes the answer; the database refuses it to whoever asks.
    """

    id = models.UUIDField(primary_key=True)
    disclosure = models.ForeignKey(Disclosure, on_delete=models.PROTECT)
    reference = models.CharField(max_length=12)
    what = models.CharField(max_length=9, choices=What.choices)
    sender = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+", db_index=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+", db_index=False)
    to = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+", null=True)
    by = models.ForeignKey(Practitioner, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    due_at = models.DateTimeField()
    sealed = models.BinaryField()
    answer = models.CharField(max_length=5, choices=Answer.choices, default="")
    answered_by = models.ForeignKey(
        Practitioner, on_delete=models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)
    said = models.BinaryField(null=True)
    escalated_at = models.DateTimeField(null=True)
    passed = models.OneToOneField(GivenOn, on_delete=models.PROTECT, null=True)

    class Meta:
        db_table = "onward"
        indexes = [
            models.Index(
                fields=["due_at"],
                name="onward_silent",
                condition=models.Q(answered_at=None, escalated_at=None),
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)
