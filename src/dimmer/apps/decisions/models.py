"""Proposals (one concern, one recipient), the advice they had, the decisions made, and second checks."""

import uuid

from django.db import models

from dimmer.apps.agencies.models import Practitioner, Team
from dimmer.apps.concerns.models import Concern, Person
from dimmer.core.route import Step


class Round(models.Model):
    """One asking of the question "who needs to know?": its recipients are its proposals.

    `sealed` holds {facts, advice}: exactly what was asked and what was answered, so that it can be
    replayed. `edition` and `applied_on` say under which rules. `turns` is what was shared already, where the light
    is turned up or down for its recipient.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    concern = models.ForeignKey(Concern, on_delete=models.PROTECT)
    by = models.ForeignKey(Practitioner, on_delete=models.PROTECT)
    begun_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    edition = models.CharField(max_length=80, default="")
    applied_on = models.DateField(null=True)
    sealed = models.BinaryField(null=True)
    turns = models.ForeignKey(
        "Proposal", on_delete=models.PROTECT, null=True, related_name="turned_by", db_index=False
    )
    leaves_out_counselling = models.BooleanField(default=False)
    """The police asked about a victim, and no senior officer has approved that they ask for counselling records."""
    asked_in = models.UUIDField(null=True)
    """The request for information that it answers, where it answers one."""

    class Meta:
        db_table = "decision_round"
        indexes = [
            models.Index(fields=["concern", "-begun_at"], name="round_newest_first"),
            models.Index(
                fields=["asked_in"],
                name="round_asked_in",
                condition=models.Q(asked_in__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Edition(models.Model):
    """The text of an edition of the lawbook, kept under its digest, so that it can be replayed under.

    Nobody may change or remove a row (`database/roles.py`). Law is no secret: every team may read it.
    """

    digest = models.CharField(primary_key=True, max_length=64)
    name = models.CharField(max_length=80, unique=True)  # as rounds have it in `edition`
    kept_at = models.DateTimeField()
    text = models.BinaryField()  # compressed by zlib

    class Meta:
        db_table = "decision_edition"

    def __str__(self) -> str:
        return self.name


class Proposal(models.Model):
    """The traveller: one concern, one recipient. `step` moves only as core/route.py allows."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    round = models.ForeignKey(Round, on_delete=models.PROTECT)
    concern = models.ForeignKey(Concern, on_delete=models.PROTECT)
    recipient = models.ForeignKey(Team, on_delete=models.PROTECT)
    step = models.CharField(max_length=10, default=Step.PROPOSED.value)
    moved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "recipient"], name="proposed_once_a_round"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Against(models.TextChoices):
    """Whether a decision goes another way than the advice, or asks for a manager's signature as advised."""

    NO = "no", "As advised"
    MORE = "more", "Shares more than advised"
    LESS = "less", "Shares less than advised"
    SIGN = "sign", "As advised, once a manager signs it off"
    LATE = "late", "As advised, signed off afterwards: it could not wait"

    @property
    def waits(self) -> bool:
        """Whether nothing is shared before the second person agrees."""
        return self in (Against.MORE, Against.SIGN)


class Decision(models.Model):
    """What a named person decided for one recipient.

    `sealed` holds {because, necessary, risk_of_sharing, risk_of_not_sharing, wishes, telling, withheld,
    items}: the judgements in the person's own words, and the ids of the items to be shared.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT)
    by = models.ForeignKey(Practitioner, on_delete=models.PROTECT)
    at = models.DateTimeField()
    is_to_share = models.BooleanField()
    light = models.PositiveSmallIntegerField()
    against = models.CharField(max_length=4, choices=Against.choices, default=Against.NO)
    is_emergency = models.BooleanField(default=False)
    review_on = models.DateField()
    sealed = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["proposal", "-at"], name="decision_newest_first")]

    def __str__(self) -> str:
        return str(self.pk)


class SecondCheck(models.Model):
    """A second person looks at a decision that goes against the advice, or signs one off.

    Past a silent one it goes to the lead.
    Sharing more than advised waits for it; sharing less takes effect and is checked within the time.
    A refusal is recorded with its reasons, and nothing is shared.
    """

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, primary_key=True)
    due_at = models.DateTimeField()
    escalated_at = models.DateTimeField(null=True)
    by = models.ForeignKey(Practitioner, on_delete=models.PROTECT, null=True)
    at = models.DateTimeField(null=True)
    is_agreed = models.BooleanField(null=True)
    sealed = models.BinaryField(null=True)

    class Meta:
        db_table = "decision_second_check"
        indexes = [
            models.Index(fields=["due_at"], name="second_check_silent", condition=models.Q(at=None))
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Override(models.Model):
    """On what grounds somebody would share against an adult's no, and the talk about it. It is no consent.

    The newest of a person in a round counts. `sealed` holds {grounds: {number: what shows it}, steps: [numbers],
    unsaid, teller, said}; numbers are those of the guidance in the lawbook.
    """

    id = models.UUIDField(primary_key=True)
    round = models.ForeignKey(Round, on_delete=models.PROTECT)
    person = models.ForeignKey(Person, on_delete=models.PROTECT)
    by = models.ForeignKey(Practitioner, on_delete=models.PROTECT)
    at = models.DateTimeField()
    sealed = models.BinaryField()

    class Meta:
        db_table = "decision_override"

    def __str__(self) -> str:
        return str(self.pk)


class FollowUp(models.Model):
    """One of the eight duties towards an adult who refuses (Havering, from SCIE), with its day.

    What waits is also a row of the fan-out, so that it stands on the team's desk.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT)
    code = models.CharField(max_length=40)
    due_on = models.DateField()
    by = models.ForeignKey(Practitioner, on_delete=models.PROTECT, null=True)
    at = models.DateTimeField(null=True)
    sealed = models.BinaryField(null=True)

    class Meta:
        db_table = "decision_follow_up"
        constraints = [
            models.UniqueConstraint(fields=["proposal", "code"], name="followed_up_once")
        ]

    def __str__(self) -> str:
        return self.code
