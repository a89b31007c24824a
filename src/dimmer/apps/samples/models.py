"""Draws of decisions, what was drawn, and what an auditor found. All content is sealed.

Row-level security: a draw is seen by the auditors and the board of the team that announced it; what was drawn by its
auditors, and once something was found by whoever is shown that: who oversees the team that decided, and its lead.
"""

from django.db import models

from dimmer.apps.agencies.models import Practitioner, Team


class Draw(models.Model):
    """A draw of decisions: announced with the list that it draws from, then drawn by a later head of the ledger.

    `sealed` holds {text, where, figures, left_out}: the list as it was announced, by the entry of each decision whose
    it is, and what the figures are made of. `entry` is the announcement's own, `head` the size of the head that drew.
    """

    id = models.UUIDField(primary_key=True)
    team = models.ForeignKey(Team, on_delete=models.PROTECT)
    by = models.ForeignKey(Practitioner, on_delete=models.PROTECT)
    at = models.DateTimeField()
    first = models.DateField()
    last = models.DateField()
    entry = models.UUIDField(unique=True)
    record = models.UUIDField(unique=True)
    sealed = models.BinaryField()
    drawn_at = models.DateTimeField(null=True)
    head = models.BigIntegerField(null=True)

    class Meta:
        db_table = "sample_draw"
        indexes = [models.Index(fields=["team", "-at"], name="draw_newest_first")]

    def __str__(self) -> str:
        return str(self.pk)


class Drawn(models.Model):
    """A decision that was drawn: what an auditor sees of it, sealed below a record of its own. It names nobody.

    `about` is the concern and `team` whose it is. `noted_by` of that team, or its lead, has read what was found.
    """

    id = models.UUIDField(primary_key=True)
    draw = models.ForeignKey(Draw, on_delete=models.PROTECT)
    place = models.PositiveIntegerField()
    stratum = models.CharField(max_length=10)
    team = models.ForeignKey(Team, on_delete=models.PROTECT)
    about = models.UUIDField()
    record = models.UUIDField(unique=True)
    sealed = models.BinaryField()
    noted_by = models.ForeignKey(
        Practitioner, on_delete=models.PROTECT, null=True, related_name="findings_noted"
    )
    noted_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "sample_drawn"
        constraints = [models.UniqueConstraint(fields=["draw", "place"], name="drawn_once_a_place")]

    def __str__(self) -> str:
        return str(self.pk)


class Finding(models.Model):
    """What an auditor found of a drawn decision. Nobody may change or remove a row.

    `sealed` holds {is_right, right, wrong, advice}, below the record of what was drawn.
    """

    drawn = models.OneToOneField(Drawn, on_delete=models.PROTECT, primary_key=True)
    by = models.ForeignKey(Practitioner, on_delete=models.PROTECT)
    at = models.DateTimeField()
    sealed = models.BinaryField()

    class Meta:
        db_table = "sample_finding"

    def __str__(self) -> str:
        return str(self.pk)
