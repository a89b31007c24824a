"""A professional without an account, to whom something of one concern may go."""

from django.db import models

from dimmer.apps.agencies.models import Practitioner, Team
from dimmer.apps.concerns.models import Concern


class Addressee(models.Model):
    """Who stands behind a team that is not on the service.

    Their organisation and role are the team's agency and name, as the law asks what they are. `sealed` holds
    {name, email}, below the concern's record. Nobody changes or removes a row (`database/roles.py`).
    """

    team = models.OneToOneField(
        Team, on_delete=models.PROTECT, primary_key=True, related_name="addressee"
    )
    concern = models.ForeignKey(Concern, on_delete=models.PROTECT)
    by = models.ForeignKey(Practitioner, on_delete=models.PROTECT)
    at = models.DateTimeField()
    sealed = models.BinaryField()

    class Meta:
        db_table = "addressee"

    def __str__(self) -> str:
        return str(self.pk)
