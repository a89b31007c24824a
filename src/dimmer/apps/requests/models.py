"""Requests for information that a team was asked. All that was typed is sealed."""

from django.db import models

from dimmer.apps.agencies.models import Practitioner, Team
from dimmer.apps.concerns.models import Concern


class Asking(models.Model):
    """One team asks another through Dimmer, on something that it shared with it: what both may see of it, and no more.

    It has the id and the reference of the request that it is for the team that is asked. `disclosure` is what it hangs
    on, and `record` the key of that, which both teams have. Below it `sealed` holds what the asker says
    (`forms.Ask.of`), and `more` {asked}: the codes of what they were asked for. `weighed` {words, because}, what the
    leak guard found and why it stays, is below the asker's concern: they alone read it. Only the asked team's side
    writes `more`, `answered_at` and `shared`, what was shared in answer; nothing to share is `answered_at` without
    `shared`, whatever is held. `gone_at`: what it hangs on was taken back.

    Row-level security: whoever has a part in what it hangs on, or is shown the request. A trigger keeps each side to
    its own columns.
    """

    id = models.UUIDField(primary_key=True)
    reference = models.CharField(max_length=12, unique=True)
    disclosure = models.UUIDField()
    record = models.UUIDField()
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+", db_index=False)
    asked = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+", db_index=False)
    by = models.ForeignKey(Practitioner, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    due_on = models.DateField()
    sealed = models.BinaryField()
    said_at = models.DateTimeField()
    weighed = models.BinaryField(null=True)
    more = models.BinaryField(null=True)
    more_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    shared = models.UUIDField(null=True)
    seen_at = models.DateTimeField(null=True)
    taken_back_at = models.DateTimeField(null=True)
    gone_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "request_asking"
        indexes = [
            models.Index(fields=["disclosure"], name="asking_on"),
            models.Index(
                fields=["team", "due_on"],
                name="asking_waits",
                condition=models.Q(seen_at=None, taken_back_at=None, gone_at=None),
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class Request(models.Model):
    """Somebody asked a team for information. `reference` is random, and may be said on the telephone.

    `sealed` holds what was asked (`forms.Record.of`); `more` {asked}: the codes of what they were asked for;
    `kept` {because}: what is kept back and why, empty where nothing is held. They are below `own`, a record of its own,
    and below the concern's once it is known which it is about. Then both are disposed of together. Where a team asked
    through Dimmer, `asking` is what it sees of it; until it is known which concern it is about, the request goes with
    what it hangs on: who sees that sees it.

    Row-level security: whoever is shown the request. Once it is about a concern that is who sees the concern.
    """

    id = models.UUIDField(primary_key=True)
    reference = models.CharField(max_length=12, unique=True)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Practitioner, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    due_on = models.DateField()
    record = models.UUIDField()
    own = models.UUIDField(unique=True)
    sealed = models.BinaryField()
    asking = models.OneToOneField(Asking, on_delete=models.PROTECT, null=True)
    more = models.BinaryField(null=True)
    more_at = models.DateTimeField(null=True)
    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, null=True)
    kept = models.BinaryField(null=True)
    answered_by = models.ForeignKey(
        Practitioner, on_delete=models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)
    review_on = models.DateField(null=True)
    escalated_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "request"

    def __str__(self) -> str:
        return self.reference
