"""For each disclosure and each person in it, whether they know. What is said is sealed to the concern."""

from django.db import models

from dimmer.apps.agencies.models import Team
from dimmer.apps.concerns.models import Person
from dimmer.apps.disclosures.models import Disclosure


class State(models.TextChoices):
    """How it stands."""

    OPEN = "open", "Nobody has said yet"
    TOLD = "told", "Told"
    WILL = "will", "Will be told"
    NOT = "not", "Not told, for now"


class Telling(models.Model):
    """Whether one person knows of one disclosure. It is looked at again on `due_on`, unless they were told.

    `sealed` holds {said}: a list of {state, who, on, how, because, exemption, paper, by, at}, the newest last; empty
    where what stands is the default of somebody's role.
    """

    id = models.UUIDField(primary_key=True)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    disclosure = models.ForeignKey(Disclosure, on_delete=models.PROTECT)
    person = models.ForeignKey(Person, on_delete=models.PROTECT)
    state = models.CharField(max_length=4, choices=State.choices)
    due_on = models.DateField(null=True)
    at = models.DateTimeField()
    sealed = models.BinaryField()

    class Meta:
        db_table = "telling"
        constraints = [
            models.UniqueConstraint(fields=["disclosure", "person"], name="told_of_once")
        ]

    def __str__(self) -> str:
        return str(self.pk)
