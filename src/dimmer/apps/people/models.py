"""A team's own records of people, the tokens that they are found by, and what somebody said about two being one.

All three are under row-level security: to another team of the same agency nothing is there.
"""

import uuid

from django.db import models

from dimmer.apps.agencies.models import Practitioner, Team
from dimmer.apps.concerns.models import Person


class PersonRecord(models.Model):
    """What one team keeps of one person. `sealed` holds lists that are added to: see `queries.keeping`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, db_index=False)
    begun_at = models.DateTimeField()
    record = models.UUIDField(unique=True)
    sealed = models.BinaryField()
    is_frozen = models.BooleanField(default=False)
    """Whether an address waits for a second person: meanwhile nothing goes to the earlier one."""
    moved_at = models.DateTimeField(null=True)
    """When an address was last added: who contacts those at risk from them asks again."""

    class Meta:
        db_table = "people_record"
        indexes = [
            models.Index(fields=["team", "id"], name="record_of_team"),
            models.Index(fields=["team"], name="record_frozen", condition=models.Q(is_frozen=True)),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Token(models.Model):
    """One thing that a record is found by: 16 bytes of a keyed digest, led by the reader.

    The bytes stand in the database's type for 16 bytes: a third smaller than bytea, and compared in one step.
    """

    pk = models.CompositePrimaryKey("reader", "token", "person")
    reader = models.UUIDField()
    token = models.UUIDField()
    person = models.UUIDField()

    class Meta:
        db_table = "people_token"

    def __str__(self) -> str:
        return str(self.person)


class Link(models.Model):
    """What somebody said of a record and another description: the same person, or not.

    The other is somebody in a concern (`part`) or another record of the team (`other`). `sealed` holds what
    agreed and why; `undone_sealed` why it was taken back. One that was taken back has no consequence.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, db_index=False)
    kept = models.ForeignKey(PersonRecord, on_delete=models.PROTECT, related_name="links")
    part = models.ForeignKey(Person, on_delete=models.PROTECT, null=True)
    other = models.ForeignKey(PersonRecord, on_delete=models.PROTECT, null=True, related_name="+")
    is_same = models.BooleanField()
    by = models.ForeignKey(Practitioner, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    sealed = models.BinaryField()
    undone_by = models.ForeignKey(
        Practitioner, on_delete=models.PROTECT, null=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True)
    undone_sealed = models.BinaryField(null=True)

    class Meta:
        db_table = "people_link"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(part=None) ^ models.Q(other=None), name="linked_to_one_thing"
            ),
            models.UniqueConstraint(
                fields=["team", "kept", "part"],
                condition=models.Q(undone_at=None),
                name="said_once",
            ),
            models.UniqueConstraint(
                fields=["team", "kept", "other"],
                condition=models.Q(undone_at=None),
                name="said_of_records_once",
            ),
            models.UniqueConstraint(
                fields=["team", "part"],
                condition=models.Q(undone_at=None, is_same=True),
                name="linked_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
