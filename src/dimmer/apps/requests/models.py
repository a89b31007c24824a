"""Requests for information that a team was asked. All that was typed is sealed."""

from django.db import models

from dimmer.apps.agencies.models import Practitioner, Team
from dimmer.apps.concerns.models import Concern


class Request(models.Model):
    """Somebody asked a team for information. `reference` is random, and may be said on the telephone.

    `sealed` holds what was asked (`forms.Record.of`); `more` {asked}: the codes of what they were asked for;
    `kept` {because}: what is kept back and why, empty where nothing is held. They are below `own`, a record of its own,
    and below the concern's once it is known which it is about. Then both are disposed of together.

    Row-level security: whoever is shown the request. Once it is about a concern that is who sees the concern.
    """

    id = models.UUIDField(primary_key=True)
    reference = models.CharField(max_length=12, unique=True)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Practitioner, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    due_on = models.DateField()
    record = models.UUIDField()
    own = models.UUIDField(unique=True)
    sealed = models.BinaryField()
    more = models.BinaryField(null=True)
    more_at = models.DateTimeField(null=True)
    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, null=True)
    kept = models.BinaryField(null=True)
    answered_by = models.ForeignKey(
        Practitioner, on_delete=models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)
    review_on = models.DateField(null=True)
    escalated_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "request"

    def __str__(self) -> str:
        return self.reference
