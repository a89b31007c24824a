"""Of which concerns a request can be said to be: those of the team that was asked which the reader works on."""

from typing import Any

from django.db.models import QuerySet

from dimmer.apps.concerns.models import Concern, Step
from dimmer.apps.requests.queries.reading import RequestRead
from dimmer.apps.vault import queries as vault
from dimmer.apps.vault.models import Kind
from dimmer.database.reader import Reads
from dimmer.web.built_once import built_once


def concerns_to_choose(found: RequestRead, *, reader: Reads) -> list[Concern]:
    """The newest open ones, as the list of concerns shows them to the reader: nothing opened."""
    return list(_open(reader=reader.pk, team=found.row.team_id))


@built_once
def _open(reader: Any, team: Any) -> QuerySet[Concern]:
    shown = vault.things(kind=Kind.CONCERN, reader=reader)
    rows = Concern.objects.filter(vault.is_of("pk", shown), step=Step.OPEN, team=team)
    rows = rows.defer("sealed").select_related("raised_by")
    return rows.order_by("-begun_at", "-pk")[: vault.PAGE]
