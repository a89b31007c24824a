"""What must reach everybody who received something, and each notice of it until they have said what they did.

Notices are under row-level security: those of the team that gives them, and of the team that is told, see them.
"""

import json
import uuid

from django.db import models
from django.db.models import Func, Value

from dimmer.apps.agencies.models import Practitioner, Team
from dimmer.apps.concerns.models import Concern, Person
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.vault.queries import RecordKey


class What(models.TextChoices):
    """Why recipients are told."""

    WITHDRAWAL = "withdrawal", "Permission taken back"
    RESTRICTION = "restriction", "Permission limited"
    LESS = "less", "Light turned down"
    CORRECTION = "correction", "A piece put right"
    DISPUTE = "dispute", "A piece disputed"
    PLAN = "plan", "Joint plan changed"
    RECALL = "recall", "Recalled"


AMENDS = frozenset({What.CORRECTION, What.DISPUTE})
"""What was received stays; what it says of one piece is other than it was. `disclosures.Amended` says what."""
GONE = frozenset({What.LESS, What.RECALL})
"""What was received opens no more, whatever anybody answers: the key to it is destroyed."""


class Cause(models.Model):
    """One act about somebody in a concern that must reach everybody who received under what they had said.

    `sealed` holds what the worker wrote, below the concern's record. `told` holds {name, reference}, all that any
    recipient is told, below a record of its own: each team is granted it as its notice is delivered. Where the light
    was turned down for a team, something recalled, a piece put right, or a plan changed, it is about nobody alone: no
    `person`, and no name. Of a plan that changed `told` holds what everybody must know of it: {plan: {change,
    not_before, ring}}. Of a recall `sealed` holds {reason, because, to, packs, known}: `queries.known_of`.
    """

    id = models.UUIDField(primary_key=True)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, db_index=False)
    concern = models.ForeignKey(Concern, on_delete=models.PROTECT)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True)
    what = models.CharField(max_length=12, choices=What.choices)
    by = models.ForeignKey(Practitioner, on_delete=models.PROTECT)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    sealed = models.BinaryField()
    record = models.UUIDField(unique=True)
    told = models.BinaryField()

    class Meta:
        db_table = "notice_cause"

    def __str__(self) -> str:
        return str(self.pk)

    def place(self, part: str = "") -> str:
        """What is bound to it, or to a part of it."""
        return f"cause{'-' + part if part else ''}:{self.pk}"

    def why(self, key: RecordKey) -> str:
        """Why something was recalled, in words, with the key of the concern; of anything else nothing."""
        reason = json.loads(key.unseal(self.sealed, self.place())).get("reason")
        return str(Why(reason).label) if reason else ""


class Why(models.TextChoices):
    """Why something is recalled."""

    RECIPIENT = "recipient", "It went to the wrong recipient"
    PERSON = "person", "It is about the wrong person"
    MORE = "more", "They were given more than was decided"
    WRONG = "wrong", "It rests on something since found wrong"
    DECISION = "decision", "The decision to share it no longer stands"


MAY_BE_BREACH = frozenset({Why.RECIPIENT, Why.PERSON, Why.MORE})
"""Somebody was given what was not meant for them: it may be a breach of personal data (UK GDPR, Article 4(12))."""


class Breach(models.Model):
    """What was decided of a recall that may be a breach of personal data. Nobody may change or remove a row.

    `team` is whose concern it is. `sealed` holds {safety, outcome, because}, below the concern's record;
    `safety` was not always asked.
    """

    cause = models.OneToOneField(Cause, on_delete=models.PROTECT, primary_key=True)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+", db_index=False)
    by = models.ForeignKey(Practitioner, on_delete=models.PROTECT)
    at = models.DateTimeField()
    sealed = models.BinaryField()

    class Meta:
        db_table = "notice_breach"

    def __str__(self) -> str:
        return str(self.pk)


class Outcome(models.TextChoices):
    """Who is told of a breach of personal data."""

    BOTH = "both", "The ICO is told, and the person"
    ICO = "ico", "The ICO is told, and not the person"
    PERSON = "person", "The person is told, and not the ICO"
    NOBODY = "nobody", "Neither is told"
    NONE = "none", "It was no breach of personal data"


class How(models.TextChoices):
    """How something was given on, where Dimmer did not carry it."""

    ONWARD = "onward", "Passed on with permission"
    MEETING = "meeting", "At a meeting"
    PHONE = "phone", "By telephone"
    POST = "post", "By post or on paper"


class GivenOn(models.Model):
    """What was shared was given to somebody else too, by the team that shared it or the one that received it.

    `to` is their team where it is on the service. `sealed` says whom to ring where it is not, and what of the pack they
    were given, its pieces by their places and its files by their numbers: {who, phone, pieces, files}, below a record
    of its own that is granted to the team that wrote it down alone; which pieces was not always asked. `sender` shared
    it first, and sees that it was.
    """

    id = models.UUIDField(primary_key=True)
    disclosure = models.ForeignKey(Disclosure, on_delete=models.PROTECT)
    sender = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+", db_index=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+", db_index=False)
    to = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+", null=True)
    how = models.CharField(max_length=8, choices=How.choices)
    by = models.ForeignKey(Practitioner, on_delete=models.PROTECT)
    at = models.DateTimeField()
    record = models.UUIDField(unique=True)
    sealed = models.BinaryField()

    class Meta:
        db_table = "notice_given_on"

    def __str__(self) -> str:
        return str(self.pk)


class Did(models.TextChoices):
    """What a recipient did about it."""

    STOPPED = "stopped", "Stopped using it, and it is deleted"
    KEPT = "kept", "Keep it under another route"
    NEVER = "never", "Never used it"
    AMENDED = "amended", "Our record says so now"
    BESIDE = "beside", "Keep the old words beside it"
    READ = "read", "Read"  # a notice that another was given by mistake


class Notice(models.Model):
    """To one recipient: what they received rests no longer on what it was given under.

    `team` is told; where it was given on to somebody outside the service, it is the team that is to ring them.
    `closes`: until they have said what they did, the pack is closed to them. `corrects` is a notice that was given
    by mistake. `number` is the order in which a team is told, whatever the clock says. `said` is what they
    answered, below `answer`, a record of its own.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    number = models.BigIntegerField(db_default=Func(Value("notice_number"), function="nextval"))
    cause = models.ForeignKey(Cause, on_delete=models.PROTECT)
    sender = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+", db_index=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+", db_index=False)
    disclosure = models.ForeignKey(Disclosure, on_delete=models.PROTECT)
    given_on = models.ForeignKey(GivenOn, on_delete=models.PROTECT, null=True)
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True)
    closes = models.BooleanField(default=False)
    at = models.DateTimeField()
    due_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    try_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)
    seen_by = models.ForeignKey(Practitioner, on_delete=models.PROTECT, null=True, related_name="+")
    seen_at = models.DateTimeField(null=True)
    did = models.CharField(max_length=8, choices=Did.choices, default="")
    did_by = models.ForeignKey(Practitioner, on_delete=models.PROTECT, null=True, related_name="+")
    did_at = models.DateTimeField(null=True)
    answer = models.UUIDField(null=True)
    said = models.BinaryField(null=True)
    gone_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "notice"
        indexes = [
            models.Index(
                fields=["sender", "number"],
                name="notice_undelivered",
                condition=models.Q(delivered_at=None, gone_at=None),
            ),
            models.Index(
                fields=["due_at"],
                name="notice_silent",
                condition=models.Q(did_at=None, escalated_at=None, gone_at=None),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["cause", "disclosure", "given_on", "corrects"],
                nulls_distinct=False,
                name="noticed_once",
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)
