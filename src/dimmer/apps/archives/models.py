"""That an archive was made of a concern, for whom and why. The archive itself is kept nowhere."""

from django.db import models

from dimmer.apps.agencies.models import Practitioner
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
