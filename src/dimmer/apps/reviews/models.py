"""Reviews that teams have made, and days from which the law changes for a decision.

What is due is a row of the fan-out, put there by the decision or by the clock.
"""

import uuid

from django.db import models

from dimmer.apps.agencies.models import Practitioner, Team
from dimmer.apps.decisions.models import Proposal


class Review(models.Model):
    """One team has looked again at one proposal. `sealed` holds {right, needed, note}.

    `record` says whose key seals it: the concern's for the team that shared or did not, the
    disclosure's for the team that received.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT)
    team = models.ForeignKey(Team, on_delete=models.PROTECT)
    record = models.UUIDField()
    by = models.ForeignKey(Practitioner, on_delete=models.PROTECT)
    at = models.DateTimeField()
    next_on = models.DateField(null=True)
    sealed = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["proposal", "team", "-at"], name="review_newest_first")]

    def __str__(self) -> str:
        return str(self.pk)


class LawChange(models.Model):
    """A day, or an edition, from which a decision would be advised otherwise: its team is to look again.

    `edition` names the edition of the lawbook that was newly installed; empty where the law itself changes
    on that day. Which row of law it is does not stand here: in clear, that would tell what the concern is about.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT)
    on = models.DateField()
    edition = models.CharField(max_length=80, default="")
    is_duty = models.BooleanField()  # whether a duty to share may arise
    looked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "review_law_change"
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "on"], condition=models.Q(edition=""), name="foretold_once"
            ),
            models.UniqueConstraint(
                fields=["proposal", "edition"],
                condition=~models.Q(edition=""),
                name="told_once_an_edition",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
