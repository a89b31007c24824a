"""What a team has of a concern, for those who work on the concern: where the light could be turned down."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from dimmer.apps.concerns.queries import ConcernRead, ItemRead, NoSuchConcern, concern
from dimmer.apps.decisions.models import Decision
from dimmer.apps.decisions.queries import judgements, pieces_of, shown_of
from dimmer.apps.disclosures.models import Disclosure
from dimmer.core.proportionality import Light
from dimmer.database.reader import Reads


@dataclass(frozen=True, slots=True)
class Lit:
    """The newest that a team was given of a concern and has, with the pieces that it shows.

    `more` says whether the team has earlier packs of it, which may show something else.
    """

    concern: ConcernRead
    made: Disclosure
    decision: Decision
    words: Mapping[str, Any]
    pieces: tuple[ItemRead, ...]
    more: bool

    @property
    def light(self) -> Light:
        """In what light it was given."""
        return Light(self.decision.light)


def lit(pk: UUID, *, reader: Reads) -> Lit | None:
    """What the team has to which something was shared; None where it has nothing, or the reader has no part in it."""
    rows = Disclosure.objects.defer("sealed").select_related(
        "decision__proposal__round", "decision__proposal__recipient__agency"
    )
    made = rows.filter(pk=pk).first()
    try:  # asked for in any case: to a stranger what is there costs what is not
        found = concern(made.concern_id if made else pk, reader=reader)
    except NoSuchConcern:
        return None
    if made is None:
        return None
    has = list(
        rows.filter(concern=made.concern_id, recipient=made.recipient_id, closed_at=None).order_by(
            "at", "pk"
        )
    )
    if not has:
        return None
    newest = has[-1]
    words = judgements(newest.decision, found.key)
    pieces = shown_of(pieces_of(found), words, light=Light(newest.decision.light))
    return Lit(found, newest, newest.decision, words, pieces, len(has) > 1)
