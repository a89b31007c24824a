"""Concerns, the people in them and the pieces of information. All content is sealed to the concern's record."""

import uuid

from django.db import models

from dimmer.apps.agencies.models import Practitioner, Team


class Step(models.TextChoices):
    """How far a concern has come within the agency that raised it."""

    DRAFT = "draft", "Being written"
    REPORTED = "reported", "Waiting for a manager"
    DECLINED = "declined", "Not taken up, with reasons"
    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"


class Origin(models.TextChoices):
    """How it came to be recorded."""

    RAISED = "raised", "Raised here"
    REPORTED = "reported", "Reported to a manager"
    IMPORTED = "imported", "Brought in from another system"
    EMERGENCY = "emergency", "Shared in an emergency"
    LATER = "later", "Entered later from paper"


class Concern(models.Model):
    """One worry. `reference` is random: it may be said on the telephone and says nothing.

    `sealed` holds {summary, answers}: what was typed, and answers to questions by dotted path of the
    facts file (null where the answer was "I do not know").
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    reference = models.CharField(max_length=12, unique=True)
    team = models.ForeignKey(Team, on_delete=models.PROTECT)
    raised_by = models.ForeignKey(Practitioner, on_delete=models.PROTECT)
    step = models.CharField(max_length=8, choices=Step.choices, default=Step.DRAFT)
    origin = models.CharField(max_length=9, choices=Origin.choices, default=Origin.RAISED)
    begun_at = models.DateTimeField()
    raised_at = models.DateTimeField(null=True)
    happened_at = models.DateTimeField(null=True)  # a later entry: when it was done on paper
    record = models.UUIDField(unique=True)
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return self.reference


class Person(models.Model):
    """Somebody in a concern. `key` names them in the facts; everything else about them is sealed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    concern = models.ForeignKey(Concern, on_delete=models.CASCADE)
    place = models.PositiveSmallIntegerField()
    sealed = models.BinaryField()
    moving_by = models.ForeignKey(Practitioner, on_delete=models.PROTECT, null=True)
    """Who entered a new address that waits for a second person: one bit more, and nothing of what was typed."""
    moved_at = models.DateTimeField(null=True)
    """When another address of theirs was last typed here: who contacts those at risk from them asks again."""

    class Meta:
        db_table = "concern_person"
        indexes = [
            models.Index(
                fields=["concern"],
                name="person_moving",
                condition=models.Q(moving_by__isnull=False),
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["concern", "place"], name="person_placed_once")
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def key(self) -> str:
        """How the facts name them."""
        return f"person-{self.place}"


class Number(models.Model):
    """A number that the team keeps as a way of contacting somebody, by its keyed token: shown there and not elsewhere.

    Row-level security: a team sees its own. `unsafe_at` is when it was found unsafe, unless it was added anew since.
    """

    pk = models.CompositePrimaryKey("team", "token")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, db_index=False)
    token = models.UUIDField()
    unsafe_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "concern_number"

    def __str__(self) -> str:
        return str(self.token)


class Item(models.Model):
    """One piece of information, with its source, its date and whether it is fact, allegation or opinion."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    concern = models.ForeignKey(Concern, on_delete=models.CASCADE)
    place = models.PositiveSmallIntegerField()
    sealed = models.BinaryField()

    class Meta:
        db_table = "concern_item"
        constraints = [
            models.UniqueConstraint(fields=["concern", "place"], name="item_placed_once")
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Amendment(models.Model):
    """One piece was put right after the concern was raised, or somebody whom it is about says that it is wrong.

    Or: what somebody was asked already is written down anew. `sealed` holds {item, by, at} and {was, because}, what the
    piece said until then; or {who, statement, stays}; or {person, asked, not_again, because, stays, by, at}. Nobody may
    change or remove a row (`database/roles.py`).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    concern = models.ForeignKey(Concern, on_delete=models.CASCADE)
    place = models.PositiveSmallIntegerField()
    sealed = models.BinaryField()

    class Meta:
        db_table = "concern_amendment"
        constraints = [
            models.UniqueConstraint(fields=["concern", "place"], name="amendment_placed_once")
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Report(models.Model):
    """A reporter's concern waits for the manager; past a silent one it goes to the lead."""

    concern = models.OneToOneField(Concern, on_delete=models.CASCADE, primary_key=True)
    due_at = models.DateTimeField()
    escalated_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Practitioner, on_delete=models.PROTECT, null=True)
    answered_at = models.DateTimeField(null=True)
    is_taken_up = models.BooleanField(null=True)
    sealed = models.BinaryField(null=True)  # the manager's reasons

    class Meta:
        db_table = "concern_report"
        indexes = [
            models.Index(
                fields=["due_at"], name="report_silent", condition=models.Q(answered_at=None)
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)
