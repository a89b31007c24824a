"""Why something is kept longer than its schedule says, and what two people disposed of. All content is sealed."""

from django.db import models

from dimmer.apps.agencies.models import Practitioner, Team


class Keeping(models.Model):
    """Why a thing is kept, and the day on which somebody looks again. Until then nobody disposes of it.

    `about` is a concern, a disclosure that the team received, its record of a person, a request that is about no
    concern, or a question of who has looked. `sealed` holds {why, because}, `ending` {because}: below a record of its
    own, which only the team opens.
    Row-level security: a team sees its own.
    """

    id = models.UUIDField(primary_key=True)
    about = models.UUIDField()
    team = models.ForeignKey(Team, on_delete=models.PROTECT)
    record = models.UUIDField(unique=True)
    by = models.ForeignKey(Practitioner, on_delete=models.PROTECT)
    at = models.DateTimeField()
    until = models.DateField()
    sealed = models.BinaryField()
    ended_by = models.ForeignKey(
        Practitioner, on_delete=models.PROTECT, null=True, related_name="keepings_ended"
    )
    ended_at = models.DateTimeField(null=True)
    ending = models.BinaryField(null=True)

    class Meta:
        db_table = "keeping"
        indexes = [models.Index(fields=["about", "team"], name="keeping_about")]

    def __str__(self) -> str:
        return str(self.pk)


class What(models.TextChoices):
    """What is disposed of."""

    CONCERN = "concern", "A concern, with the copies that the team kept of what it shared"
    RECEIVED = "received", "The copy that the team kept of what another shared with it"
    PERSON = "person", "The team's own record of a person, with how they were contacted"
    REQUEST = "request", "A request for information that is about no concern"
    SEEN = "seen", "A question of who has looked at what is kept about somebody"


class Disposal(models.Model):
    """Somebody asks that a thing be disposed of; a second person agrees, and then nobody of the team opens it again.

    `sealed` holds {term, is_own, since, begun, last, because}, `answer` {because}: below a record of its own, which the
    team and its lead open, also when the thing is gone. `beyond_use_on` is the day from which no backup opens it
    either; null where nobody said how long backups are kept. Row-level security: whoever opens it sees it.
    """

    id = models.UUIDField(primary_key=True)
    about = models.UUIDField()
    what = models.CharField(max_length=8, choices=What.choices)
    team = models.ForeignKey(Team, on_delete=models.PROTECT)
    reference = models.CharField(max_length=12)
    record = models.UUIDField(unique=True)
    by = models.ForeignKey(Practitioner, on_delete=models.PROTECT)
    at = models.DateTimeField()
    sealed = models.BinaryField()
    answered_by = models.ForeignKey(
        Practitioner, on_delete=models.PROTECT, null=True, related_name="disposals_answered"
    )
    answered_at = models.DateTimeField(null=True)
    is_agreed = models.BooleanField(null=True)
    answer = models.BinaryField(null=True)
    beyond_use_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["about", "team"],
                condition=models.Q(answered_at=None) | models.Q(is_agreed=True),
                name="disposed_of_once",
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)
