"""Frozen packs, the record that an emergency still owes, and the joint plan that goes with what is shared."""

import uuid

from django.db import models

from dimmer.apps.agencies.models import Practitioner, Team
from dimmer.apps.concerns.models import Concern
from dimmer.apps.decisions.models import Decision, Proposal
from dimmer.core.plan import State


class Disclosure(models.Model):
    """What one team gave another: canonical JSON, sealed to both, never changed.

    `digest` is SHA-256 of the sealed bytes; the ledger commits to it. `whom` says who in the concern is whom in the
    pack, and `pieces` which pieces of the concern stand in it, in its order ([id]); both sealed with the concern: the
    recipient never learns it. While `closed_at` is set, the recipient opens it
    nowhere: what it rested on was taken back, and they have not said under which other route they keep it. Once they
    have, `kept` says so, once for each notice: [{answer, name, taken_back_at, route, decided_by, by, at, look_on}],
    below the record `kept_under`, that of the last answer.
    `was_told`: whoever was harmed knew of it when it was decided, and nobody else in it is to be told.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT)
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT)
    concern = models.ForeignKey(Concern, on_delete=models.PROTECT)
    sender = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="sent")
    recipient = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="received")
    at = models.DateTimeField()
    is_emergency = models.BooleanField(default=False)
    record = models.UUIDField(unique=True)
    sealed = models.BinaryField()
    digest = models.BinaryField(max_length=32)
    whom = models.BinaryField(null=True)
    pieces = models.BinaryField(null=True)
    entry = models.UUIDField()
    closed_at = models.DateTimeField(null=True)
    kept_under = models.UUIDField(null=True)
    kept = models.BinaryField(null=True)
    was_told = models.BooleanField(default=False)

    def __str__(self) -> str:
        return str(self.pk)


class Document(models.Model):
    """A disclosure as PDF: drawn from the pack when somebody first asked for it, sealed as the pack is, kept as sent.

    Nobody may change or remove a row (`database/roles.py`). `digest` is SHA-256 of the sealed bytes; the ledger
    commits to it.
    """

    disclosure = models.OneToOneField(Disclosure, on_delete=models.PROTECT, primary_key=True)
    at = models.DateTimeField()
    sealed = models.BinaryField()
    digest = models.BinaryField(max_length=32)
    entry = models.UUIDField()

    class Meta:
        db_table = "disclosure_document"

    def __str__(self) -> str:
        return str(self.pk)


class PackFile(models.Model):
    """A file that goes with a pack: the flat copy, sealed with the pack's own key, and so to whoever has the pack.

    The pack names it and holds SHA-256 of it. Nobody may change or remove a row (`database/roles.py`).
    """

    pk = models.CompositePrimaryKey("disclosure", "number")
    disclosure = models.ForeignKey(Disclosure, on_delete=models.PROTECT)
    number = models.PositiveSmallIntegerField()
    sealed = models.BinaryField()

    class Meta:
        db_table = "disclosure_file"

    def __str__(self) -> str:
        return str(self.pk)


class Amended(models.Model):
    """What a pack says of a piece since that was put right or disputed; the pack itself stays as it was sent.

    Sealed with the pack's own key, and so told to whoever has the pack and to nobody else. Nobody may change or remove
    a row (`database/roles.py`). `sealed` holds {what, number, piece}: the piece as a pack holds it, or null where what
    it says now is more than was decided for this recipient.
    """

    id = models.UUIDField(primary_key=True)
    disclosure = models.ForeignKey(Disclosure, on_delete=models.PROTECT)
    at = models.DateTimeField()
    sealed = models.BinaryField()

    class Meta:
        db_table = "disclosure_amended"

    def __str__(self) -> str:
        return str(self.pk)


class EmergencyRecord(models.Model):
    """The rest of the record that an emergency owes within 24 hours; the on-call lead was told at once."""

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, primary_key=True)
    due_at = models.DateTimeField()
    completed_by = models.ForeignKey(Practitioner, on_delete=models.PROTECT, null=True)
    completed_at = models.DateTimeField(null=True)
    sealed = models.BinaryField(null=True)

    class Meta:
        db_table = "emergency_record"

    def __str__(self) -> str:
        return str(self.pk)


class FlagsRead(models.Model):
    """Somebody of the team that received it said, before they opened it, that they keep to its restrictions."""

    pk = models.CompositePrimaryKey("disclosure", "by")
    disclosure = models.ForeignKey(Disclosure, on_delete=models.PROTECT)
    by = models.ForeignKey(Practitioner, on_delete=models.PROTECT)
    at = models.DateTimeField()

    class Meta:
        db_table = "disclosure_flags_read"

    def __str__(self) -> str:
        return str(self.pk)


class Release(models.Model):
    """Somebody asks a second person to release what is shared with a recipient whose papers others read.

    `sealed` holds {weighed, own_words, seen}: what they answered to the leak guard, and what stands for the pack that
    they saw; `answer` holds {because}. Sealed with the concern. Of a proposal the latest counts. Row-level security:
    whoever is shown the concern sees it; each asks in their own name, and another answers.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT)
    by = models.ForeignKey(Practitioner, on_delete=models.PROTECT)
    at = models.DateTimeField()
    sealed = models.BinaryField()
    answered_by = models.ForeignKey(
        Practitioner, on_delete=models.PROTECT, null=True, related_name="releases_answered"
    )
    answered_at = models.DateTimeField(null=True)
    is_agreed = models.BooleanField(null=True)
    answer = models.BinaryField(null=True)

    class Meta:
        db_table = "disclosure_release"
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(answered_by=models.F("by")), name="released_by_another"
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)


class JointPlan(models.Model):
    """What is done before, when and after an alleged abuser may learn of what was shared. Of a concern the last counts.

    `sealed` holds all of it, below the concern's record: {ring, learns, together, because, tasks, covers}; `covers`
    are the teams of which it was asked.
    """

    id = models.UUIDField(primary_key=True)
    concern = models.ForeignKey(Concern, on_delete=models.PROTECT)
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=4, choices=[(each.value, each.value) for each in State])
    not_before = models.DateTimeField(null=True)
    by = models.ForeignKey(Practitioner, on_delete=models.PROTECT)
    at = models.DateTimeField()
    sealed = models.BinaryField()

    class Meta:
        db_table = "disclosure_plan"
        constraints = [
            models.UniqueConstraint(fields=["concern", "number"], name="planned_in_order")
        ]

    def __str__(self) -> str:
        return str(self.pk)


class PlanPart(models.Model):
    """What of a plan concerns one recipient, sealed as what was shared with them is. Of a disclosure the last counts.

    Nobody changes or removes a row (`database/roles.py`). Without a time the plan was called off. `digest` is SHA-256
    of the sealed bytes; the ledger commits to it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    plan = models.ForeignKey(JointPlan, on_delete=models.PROTECT, db_index=False)
    disclosure = models.ForeignKey(Disclosure, on_delete=models.PROTECT, db_index=False)
    number = models.PositiveSmallIntegerField()
    not_before = models.DateTimeField(null=True)
    at = models.DateTimeField()
    sealed = models.BinaryField()
    digest = models.BinaryField(max_length=32)
    entry = models.UUIDField()

    class Meta:
        db_table = "disclosure_plan_part"
        constraints = [
            models.UniqueConstraint(fields=["disclosure", "number"], name="given_in_order")
        ]

    def __str__(self) -> str:
        return str(self.pk)


class PlanRead(models.Model):
    """Somebody of the team that received it said that they keep to their part of a plan."""

    pk = models.CompositePrimaryKey("part", "by")
    part = models.ForeignKey(PlanPart, on_delete=models.PROTECT)
    by = models.ForeignKey(Practitioner, on_delete=models.PROTECT)
    at = models.DateTimeField()

    class Meta:
        db_table = "disclosure_plan_read"

    def __str__(self) -> str:
        return str(self.pk)


class PlanDocument(models.Model):
    """A disclosure as PDF with one part of a plan at its top, as `Document` is without."""

    part = models.OneToOneField(PlanPart, on_delete=models.PROTECT, primary_key=True)
    at = models.DateTimeField()
    sealed = models.BinaryField()
    digest = models.BinaryField(max_length=32)
    entry = models.UUIDField()

    class Meta:
        db_table = "disclosure_plan_document"

    def __str__(self) -> str:
        return str(self.pk)


class PlanTask(models.Model):
    """Something of a plan that a team does: the one whose concern it is, or the one that received `disclosure`.

    What it is stands in the plan, and in their part of it, under this id. `gone_at`: the plan has it no more.
    """

    id = models.UUIDField(primary_key=True)
    concern = models.ForeignKey(Concern, on_delete=models.PROTECT)
    disclosure = models.ForeignKey(Disclosure, on_delete=models.PROTECT, null=True)
    due_on = models.DateField()
    done_by = models.ForeignKey(Practitioner, on_delete=models.PROTECT, null=True)
    done_at = models.DateTimeField(null=True)
    gone_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "disclosure_plan_task"

    def __str__(self) -> str:
        return str(self.pk)
