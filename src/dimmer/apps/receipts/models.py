"""Acknowledgements. Openings are on the ledger only."""

import uuid

from django.db import models

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.disclosures.models import Disclosure


class Receipt(models.Model):
    """The recipient team has read the disclosure and says so; `entry` is its place in the ledger."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    disclosure = models.OneToOneField(Disclosure, on_delete=models.PROTECT)
    by = models.ForeignKey(Practitioner, on_delete=models.PROTECT)
    at = models.DateTimeField()
    entry = models.UUIDField()

    def __str__(self) -> str:
        return str(self.pk)
