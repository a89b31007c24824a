"""That a lead asked who has looked at what is kept about somebody. What is found is asked anew, and kept nowhere."""

import uuid

from django.db import models

from dimmer.apps.agencies.models import Practitioner, Team


class Asker(models.TextChoices):
    """Why a lead asks."""

    PERSON = "person", "The person, or somebody who may act for them, asks who has looked"
    DOUBT = "doubt", "Somebody may have looked without need"
    CHECK = "check", "A regular check of who looks"
    OUTSIDE = "outside", "A regulator, a court or an inspector asks"


class Question(models.Model):
    """Who has looked at what teams of the agency keep about somebody. No name stands in it.

    `sealed` holds {why, records}: words, and for each record of the somebody its team and its id; below a record of its
    own, which the lead's team alone opens. Nobody may change or remove a row (`database/roles.py`). Row-level security:
    whoever is shown it; whoever has an interest in the somebody is not.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Practitioner, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    asker = models.CharField(max_length=8, choices=Asker.choices)
    record = models.UUIDField(unique=True)
    sealed = models.BinaryField()

    class Meta:
        db_table = "seen_question"

    def __str__(self) -> str:
        return str(self.pk)


class How(models.TextChoices):
    """How the person was given who has looked: never by Dimmer, and never to an address."""

    HAND = "hand", "By hand, when they were alone"
    READ = "read", "Read out to them, and kept here"
    WORKER = "worker", "Through the worker who knows how it is safe, to be given by hand"


class Given(models.Model):
    """That the person was given who has looked. Nobody may change or remove a row (`database/roles.py`).

    `sealed` holds {sure}: how it was made sure that it is they; below the question's record. `digest` is SHA-256 of
    what stood on the sheet. Row-level security: whoever is shown the question.
    """

    id = models.UUIDField(primary_key=True)
    question = models.ForeignKey(Question, on_delete=models.PROTECT)
    by = models.ForeignKey(Practitioner, on_delete=models.PROTECT)
    at = models.DateTimeField()
    how = models.CharField(max_length=6, choices=How.choices)
    digest = models.BinaryField(max_length=32)
    sealed = models.BinaryField()

    class Meta:
        db_table = "seen_given"
        verbose_name_plural = "given"

    def __str__(self) -> str:
        return str(self.pk)
