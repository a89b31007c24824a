"""Team keys, grants of record keys, and the fan-out of what each team may see."""

import uuid

from django.db import models

from dimmer.apps.agencies.models import Team


class TeamKey(models.Model):
    """A team's key pair: the private half wrapped below the deployment's key."""

    team = models.OneToOneField(Team, on_delete=models.PROTECT, primary_key=True)
    public = models.BinaryField()
    wrapped_private = models.BinaryField()

    def __str__(self) -> str:
        return str(self.pk)


class Grant(models.Model):
    """A record's key, sealed to one reader team. Row-level security: a team sees its own grants only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    record = models.UUIDField()
    reader = models.UUIDField()
    sealed = models.BinaryField()
    at = models.DateTimeField()

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


class Shown(models.Model):
    """The fan-out: one row for each reader team and thing it may see. Row-level security is on it.

    Led by (reader, kind, at, thing): the newest fifty of ten million are one index scan.
    """

    # No number of its own: the database would have to read it back, and a reader may not read another's.
    pk = models.CompositePrimaryKey("reader", "kind", "thing")
    reader = models.UUIDField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    at = models.DateTimeField()
    thing = models.UUIDField()

    class Meta:
        db_table = "vault_shown"
        indexes = [
            models.Index(fields=["reader", "kind", "-at", "-thing"], name="shown_newest_first")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.thing}"
