"""Reviews that teams have made. What is due is a row of the fan-out, put there by the decision."""

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
