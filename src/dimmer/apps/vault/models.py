"""Team keys, grants of record keys, who is named on what, and the fan-out of what each reader may see."""

import uuid

from django.db import models

from dimmer.apps.agencies.models import Team


class TeamKey(models.Model):
    """A team's key pair: the private half wrapped below the deployment's key. `version` counts the team's pairs."""

    team = models.OneToOneField(Team, on_delete=models.PROTECT, primary_key=True)
    public = models.BinaryField()
    wrapped_private = models.BinaryField()
    version = models.PositiveSmallIntegerField(default=1)
    made_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.pk)


class RetiredTeamKey(models.Model):
    """A pair that a team had before: kept until nothing can still be sealed to it."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT)
    version = models.PositiveSmallIntegerField()
    wrapped_private = models.BinaryField()
    retired_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "version"], name="retired_once")]

    def __str__(self) -> str:
        return f"{self.team_id} {self.version}"


class RingCopy(models.Model):
    """The ring's file as it was last written, so that a dump and the provider's key are enough. One row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    serial = models.PositiveIntegerField()
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "vault_ring"

    def __str__(self) -> str:
        return str(self.serial)


class Destroyed(models.Model):
    """A record whose grants were destroyed, of all teams or of one: they never open it again, nor are granted it.

    `about` is the thing whose record it was. What stands here is listed beside the ring too (`destroyed_file`).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    record = models.UUIDField()
    about = models.UUIDField()
    team = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "vault_destroyed"
        constraints = [
            models.UniqueConstraint(
                fields=["record", "team"], name="destroyed_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Grant(models.Model):
    """A record's key, sealed to one reader team. Row-level security: a team sees its own grants only.

    `version` is that of the pair it is sealed to.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    record = models.UUIDField()
    reader = models.UUIDField()
    sealed = models.BinaryField()
    at = models.DateTimeField()
    version = models.PositiveSmallIntegerField(default=1)

    class Meta:
        db_table = "vault_grant"
        constraints = [models.UniqueConstraint(fields=["reader", "record"], name="granted_once")]

    def __str__(self) -> str:
        return str(self.pk)


class Kind(models.TextChoices):
    """What a row of the fan-out shows."""

    CONCERN = "concern", "A concern that the team works on"
    INBOX = "inbox", "A disclosure to the team"
    OUTBOX = "outbox", "A disclosure by the team"
    REVIEW = "review", "A proposal that the team is to look at again, from that moment on"
    CHECK = "check", "A decision that waits for a second person, until that moment"
    REPORT = "report", "A reported concern that waits for a manager, until that moment"
    RECORD = "record", "An emergency whose record is to be written, until that moment"
    SHARE = "share", "A decision to share that nobody has carried out yet"
    FOLLOW = "follow", "A duty towards somebody who refused, from that moment on"
    LAW = "law", "A day from which the law changes for a decision, to be looked at again"
    PERSON = "person", "A person of whom the team keeps a record"
    DIGEST = "digest", "Such a day for a decision of the agency, which its lead sees counted"
    GLASS = "glass", "A concern opened by somebody who was not named on it, to be looked at"
    ASK = "ask", "Somebody to be asked again whether it is safe to contact them"
    UNSAFE = "unsafe", "A way of contacting somebody is no longer safe"
    INTEREST = "interest", "An interest that somebody who works here has in a person"
    GUARD = "guard", "An interpreter to be checked, or a telling that waits for a second person"
    AGAIN = "again", "An agreement that ends, to be asked for again from that moment on"
    NOTICE = (
        "notice",
        "What was received rests no longer on what it was given under, or that it does again",
    )
    ANSWERED = "answered", "A notice that was answered: what was said"
    MATCH = "match", "Somebody kept off because of an interest, to be looked at"
    CONSULT = "consult", "A question without a name that the team asked, or is asked"
    ONCALL = "on-call", "A question without a name that waits to be accepted, until that moment"
    TELL = "tell", "Somebody to be told what was shared about them, or to be thought about again"
    LESSON = "lesson", "What others may learn from an answer: a precedent without a name"
    DUE = (
        "due",
        "What has been kept for as long as a schedule says: to be kept longer or disposed of",
    )
    DISPOSE = "dispose", "A disposal that waits for a second person"
    GONE = "gone", "What was disposed of, and why"
    TASK = "task", "Something that the team does under a joint plan, from that moment on"
    ONWARD = "onward", "A recipient asks whether something may be passed on, until that moment"
    REQUEST = "request", "Somebody asked the team for information, from that moment on"
    RENEW = "renew", "A request answered with nothing, to be looked at again from that moment on"
    BREACH = (
        "breach",
        "A recall that may be a breach of personal data, to be decided until that moment",
    )
    FINDING = "finding", "What an auditor found of a decision that was drawn in a sample"
    ACCOUNT = "account", "Account of a period is to be given to somebody outside"
    SEEN = "seen", "A lead asked who has looked at what is kept about somebody"


FOR_OVERSEERS = frozenset(
    {
        *(Kind.CHECK, Kind.REPORT, Kind.DIGEST, Kind.GLASS, Kind.INTEREST, Kind.MATCH),
        *(Kind.DUE, Kind.DISPOSE, Kind.GONE, Kind.BREACH, Kind.FINDING),
        *(Kind.ACCOUNT, Kind.SEEN),
    }
)
"""Kinds that those who are named do not see: they are for a manager or a lead."""


class Shown(models.Model):
    """The fan-out: one row for each reader and thing it may see. Row-level security is on it.

    A reader is a practitioner; each team has its own rows too, for what the clock does and for whoever is
    named later. `about` is the concern or the disclosure that the thing belongs to.

    Led by (reader, kind, at, thing): the newest fifty of ten million are one index scan.
    """

    # No number of its own: the database would have to read it back, and a reader may not read another's.
    pk = models.CompositePrimaryKey("reader", "kind", "thing")
    reader = models.UUIDField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    at = models.DateTimeField()
    thing = models.UUIDField()
    about = models.UUIDField()

    class Meta:
        db_table = "vault_shown"
        indexes = [
            models.Index(fields=["reader", "kind", "-at", "-thing"], name="shown_newest_first")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.thing}"


class Standing(models.TextChoices):
    """How somebody stands to a thing of their team."""

    NAMED = "named", "Works on it"
    ENDED = "ended", "Worked on it"
    OFF = "off", "Stepped aside"


class Named(models.Model):
    """Somebody of a team who works on a concern, or on a disclosure that the team received; or who must not.

    Row-level security: a team sees its own. Until somebody is named, everybody who works in the team sees
    it; whoever stepped aside sees it in no case. `until` ends a cover.
    """

    pk = models.CompositePrimaryKey("about", "practitioner")
    about = models.UUIDField()
    practitioner = models.UUIDField()
    team = models.UUIDField()
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    state = models.CharField(max_length=5, choices=Standing.choices, default=Standing.NAMED)

    class Meta:
        db_table = "vault_named"
        indexes = [
            models.Index(
                fields=["until"], name="named_until", condition=models.Q(until__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return f"{self.practitioner} on {self.about}"


class Kept(models.Model):
    """Somebody who has an interest in a person of a thing, and so never sees it, whatever is done about them.

    Row-level security: no reader sees that there is such a row, nor may add one; the functions that show
    things ask. It is apart from `Named` so that not even a key that is taken tells that it is there.

    `apart`: because of somebody whom a pack leaves out. No register was told, and no answer of one lets them in.
    """

    pk = models.CompositePrimaryKey("about", "practitioner", "apart")
    about = models.UUIDField()
    practitioner = models.UUIDField()
    apart = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        db_table = "vault_kept"
        indexes = [models.Index(fields=["practitioner"], name="kept_from")]

    def __str__(self) -> str:
        return f"{self.practitioner} off {self.about}"


class Only(models.Model):
    """Of a team, those alone who see a thing: its senior route. Row-level security as for `Kept`."""

    pk = models.CompositePrimaryKey("about", "practitioner")
    about = models.UUIDField()
    practitioner = models.UUIDField()
    team = models.UUIDField()

    class Meta:
        db_table = "vault_only"

    def __str__(self) -> str:
        return f"{self.practitioner} alone on {self.about}"
