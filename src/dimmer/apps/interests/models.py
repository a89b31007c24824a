"""Interests that those who work here have in people, what tells of them, and where they were met.

All three are under row-level security: only those who look after the register see its rows, and the texts that an
interest is told by nobody sees. A match leaves nothing in any other table.
"""

import uuid

from django.db import models

from dimmer.apps.agencies.models import Agency, Practitioner


class Interest(models.Model):
    """Somebody who works here has an interest in a person, named by hand.

    `sealed` holds {relation, name, born, postcode, note}, `ending` {because}: below a record of its own, which only
    those who look after the register open.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    who = models.ForeignKey(Practitioner, on_delete=models.PROTECT)
    by = models.ForeignKey(Practitioner, on_delete=models.PROTECT, related_name="declared")
    at = models.DateTimeField()
    record = models.UUIDField(unique=True)
    sealed = models.BinaryField()
    looked_through_at = models.DateTimeField(
        null=True
    )  # what was there before was compared with it
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        Practitioner, on_delete=models.PROTECT, null=True, related_name="interests_ended"
    )
    ending = models.BinaryField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["at"], name="interest_new", condition=models.Q(looked_through_at=None)
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)


class SeniorRoute(models.Model):
    """Whom an agency names for concerns in which somebody works for it: one senior person and a deputy of one team."""

    agency = models.OneToOneField(Agency, on_delete=models.PROTECT, primary_key=True)
    senior = models.ForeignKey(Practitioner, on_delete=models.PROTECT, related_name="+")
    deputy = models.ForeignKey(Practitioner, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Practitioner, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "senior_route"

    def __str__(self) -> str:
        return str(self.pk)


class InterestToken(models.Model):
    """One text that an interest is told by: 16 bytes of a digest under a key of the team, for this use alone.

    What an agency declares of somebody who works for it stands under the agency's id instead of a team's.
    """

    pk = models.CompositePrimaryKey("team", "token", "interest")
    team = models.UUIDField()
    token = models.UUIDField()
    interest = models.UUIDField()
    is_strong = models.BooleanField()

    class Meta:
        db_table = "interest_token"

    def __str__(self) -> str:
        return str(self.interest)


class State(models.TextChoices):
    """What became of a match."""

    ASKED = "asked", "Kept off until somebody says whether it is the same person"
    KEPT = "kept", "Kept off"
    LIFTED = "lifted", "Somebody else: kept off no longer"


class What(models.TextChoices):
    """How somebody met a person in whom they have an interest."""

    MET = "met", "Somebody in a concern, a pack or a record"
    SEARCH = "search", "They looked for them"
    GLASS = "glass", "They tried to break the glass"


class Match(models.Model):
    """Somebody was met in whom a practitioner has an interest, or bears the practitioner's own name (no interest).

    `sealed` holds {reference, name, born}: what somebody needs who says whether it is the same person.
    """

    id = models.UUIDField(primary_key=True)
    what = models.CharField(max_length=6, choices=What.choices, default=What.MET)
    who = models.ForeignKey(Practitioner, on_delete=models.PROTECT)
    interest = models.ForeignKey(Interest, on_delete=models.PROTECT, null=True)
    about = models.UUIDField(null=True)
    is_strong = models.BooleanField()
    at = models.DateTimeField()
    record = models.UUIDField(unique=True)
    sealed = models.BinaryField()
    state = models.CharField(max_length=6, choices=State.choices)
    answered_by = models.ForeignKey(
        Practitioner, on_delete=models.PROTECT, null=True, related_name="matches_answered"
    )
    answered_at = models.DateTimeField(null=True)
    answer = models.BinaryField(null=True)

    class Meta:
        db_table = "interest_match"
        verbose_name_plural = "matches"

    def __str__(self) -> str:
        return str(self.pk)
