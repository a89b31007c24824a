"""Ways of contacting people, what was said and happened, and what follows for others.

All are under row-level security: to another team of the same agency nothing is there. Nobody is contacted from here.
"""

import uuid

from django.db import models

from dimmer.apps.agencies.models import Practitioner, Team
from dimmer.apps.concerns.models import Concern
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.people.models import PersonRecord


class Way(models.Model):
    """One way of contacting somebody whom a team keeps a record of, sealed to that record.

    `number` holds the number or address by itself, so that a page that must not show it does not open it;
    `sealed` what was last said of it: see `queries.Terms`. `token` is the number under the team's key, by which the
    same number is found wherever the team keeps it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, db_index=False)
    person = models.ForeignKey(PersonRecord, on_delete=models.PROTECT)
    token = models.UUIDField()
    number = models.BinaryField()
    sealed = models.BinaryField()
    said_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "contact_way"
        indexes = [models.Index(fields=["team", "token"], name="way_by_number")]

    def __str__(self) -> str:
        return str(self.pk)


class Note(models.Model):
    """What somebody said of a way, or what came of using it. `sealed` holds {what, words}."""

    id = models.UUIDField(primary_key=True)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, db_index=False)
    way = models.ForeignKey(Way, on_delete=models.PROTECT)
    by = models.ForeignKey(Practitioner, on_delete=models.PROTECT)
    at = models.DateTimeField()
    sealed = models.BinaryField()

    class Meta:
        db_table = "contact_note"

    def __str__(self) -> str:
        return str(self.pk)


class Change(models.Model):
    """Something changed about somebody who is alleged to abuse: released, bail, moved.

    It was recorded on a concern in which they are, or on the team's record of them; `sealed` holds {what, words}.
    """

    id = models.UUIDField(primary_key=True)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, db_index=False)
    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, null=True)
    person = models.ForeignKey(PersonRecord, on_delete=models.PROTECT, null=True)
    by = models.ForeignKey(Practitioner, on_delete=models.PROTECT)
    at = models.DateTimeField()
    sealed = models.BinaryField()

    class Meta:
        db_table = "contact_change"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(concern=None) ^ models.Q(person=None),
                name="changed_in_one_place",
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Question(models.Model):
    """Somebody is to be asked again whether it is safe to contact them: what was said before does not count."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, db_index=False)
    change = models.ForeignKey(Change, on_delete=models.PROTECT)
    person = models.ForeignKey(PersonRecord, on_delete=models.PROTECT)
    at = models.DateTimeField()

    class Meta:
        db_table = "contact_question"

    def __str__(self) -> str:
        return str(self.pk)


class Recognised(models.Model):
    """Somebody in a pack that the team received is somebody whom it keeps a record of.

    `sealed` holds {person}: how the pack names them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, db_index=False)
    person = models.ForeignKey(PersonRecord, on_delete=models.PROTECT)
    disclosure = models.ForeignKey(Disclosure, on_delete=models.PROTECT)
    by = models.ForeignKey(Practitioner, on_delete=models.PROTECT)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    sealed = models.BinaryField()

    class Meta:
        db_table = "contact_recognised"
        verbose_name_plural = "recognised"

    def __str__(self) -> str:
        return str(self.pk)


class Notice(models.Model):
    """To a team that shared with another about somebody: a way of contacting them is no longer safe.

    It belongs to the disclosure, and says nothing that does not stand in it: `sealed` holds {person}, how the pack
    names them. Not which way, and not why.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+", db_index=False)
    sender = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+", db_index=False)
    disclosure = models.ForeignKey(Disclosure, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    sealed = models.BinaryField()
    seen_by = models.ForeignKey(Practitioner, on_delete=models.PROTECT, null=True)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "contact_notice"

    def __str__(self) -> str:
        return str(self.pk)
