"""Questions without a name, who was asked, the concerns in which advice was taken, and precedents.

All but precedents are under row-level security: the asker's team and the teams that were asked see a question.
"""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models

from dimmer.apps.agencies.models import Practitioner, Team
from dimmer.apps.concerns.models import Concern


class Consultation(models.Model):
    """One question without a name. `reference` may be said on the telephone.

    `sealed` holds {question, topics, others}; `answer` {advice, name_them}; `lesson` {situation, advice, topics}, the
    words of a precedent that the adviser suggests. `unsure_by`: who of the asker's side was not sure last whether these
    tell whom it is about. All are below one record, which the asker's team and the
    adviser's open; while nobody has accepted it, those who are asked.
    """

    id = models.UUIDField(primary_key=True)
    reference = models.CharField(max_length=12, unique=True)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Practitioner, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    record = models.UUIDField(unique=True)
    sealed = models.BinaryField()
    due_at = (
        models.DateTimeField()
    )  # by when whoever is asked now accepts it, before the next is asked
    adviser = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, related_name="+")
    accepted_by = models.ForeignKey(
        Practitioner, on_delete=models.PROTECT, null=True, related_name="+"
    )
    accepted_at = models.DateTimeField(null=True)
    answer = models.BinaryField(null=True)
    answered_at = models.DateTimeField(null=True)
    lesson = models.BinaryField(null=True)
    lesson_at = models.DateTimeField(null=True)
    lesson_answered_at = models.DateTimeField(null=True)
    unsure_by = models.ForeignKey(
        Practitioner, on_delete=models.PROTECT, null=True, related_name="+"
    )
    unsure_at = models.DateTimeField(null=True)
    precedent = models.UUIDField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["team", "due_at"],
                name="consultation_silent",
                condition=models.Q(adviser=None),
            )
        ]

    def __str__(self) -> str:
        return self.reference


class Asked(models.Model):
    """A team that was asked, in order, until when it was waited for, and whether it passed the question on.

    `asker` is the team that asks: by it the row is seen without the question.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    asker = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    due_at = models.DateTimeField()
    passed_by = models.ForeignKey(
        Practitioner, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        db_table = "consultation_asked"
        constraints = [models.UniqueConstraint(fields=["consultation", "team"], name="asked_once")]

    def __str__(self) -> str:
        return str(self.pk)


class Taken(models.Model):
    """A concern of the asker's team in which the advice counts. The adviser never learns which."""

    id = models.UUIDField(primary_key=True)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+", db_index=False)
    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT)
    concern = models.ForeignKey(Concern, on_delete=models.PROTECT)
    by = models.ForeignKey(Practitioner, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "consultation_taken"
        verbose_name_plural = "taken"

    def __str__(self) -> str:
        return str(self.pk)


class Precedent(models.Model):
    """What others may learn from an answer: nobody's name, nor who asked or advised. Found by topic and day.

    `sealed` holds {situation, advice}, below a record of its own that every team of the partnership opens.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    published_on = models.DateField()
    topics = ArrayField(models.CharField(max_length=20))
    record = models.UUIDField(unique=True)
    sealed = models.BinaryField()

    class Meta:
        db_table = "consultation_precedent"
        indexes = [models.Index(fields=["-published_on"], name="precedent_newest")]

    def __str__(self) -> str:
        return str(self.pk)
