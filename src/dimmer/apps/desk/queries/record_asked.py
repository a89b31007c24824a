"""What the record of a decision says of how it was asked for: by whom, when, in which words; or that nobody asked."""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.decisions.models import Decision, Round
from dimmer.apps.decisions.queries import Asked, Given
from dimmer.apps.ledger.models import Entry
from dimmer.apps.ledger.queries import place_of as ledger_place
from dimmer.apps.requests.forms import IN_WORDS
from dimmer.apps.requests.queries import Heading, NoSuchRequest, RequestRead, form_of, request
from dimmer.web.words import label, sentence

NOBODY = "Nobody asked"
_HOW = "How it was asked for"
_WHAT = "What was asked for"
_BY_WHOM = {
    "Organisation asking": (Heading.ASKING, Heading.ASKING),
    "Who asked": (Heading.PERSON, Heading.PERSON),
    "When it was asked": (Heading.REQUESTED, Heading.RECEIVED),
}
"""What the record calls it, and the ICO's forms for a request and for the decision on one."""
_SINCE = (
    "They said more after this was decided. What stands here of the request is what they said last"
)
"""Only the digest of what was asked then is kept, on the ledger."""

Row = tuple[str, list[str], str]
"""A heading of the record, what stands there, and its heading in the ICO's form."""


@dataclass(frozen=True, slots=True)
class AskedFor:
    """How it was asked for.

    Args:
        is_so: whether anybody asked.
        rows: what is known of it, or that nobody asked.
        is_by_recipient: whether no more is known of who asked than that it was the recipient: a request is written
            down, for whose asker it was decided, and the reader does not see it.
    """

    is_so: bool
    rows: list[Row]
    is_by_recipient: bool = False


def asked_for(
    whole: Asked, decision: Decision, before: Given | None, *, reader: Practitioner
) -> AskedFor:
    """How what was decided in a round was asked for, as far as the reader may see it."""
    said = before.facts.get("request") if before else None
    if not said:
        holder = whole.concern.concern.team.agency.name
        own = f"{NOBODY}: {holder} decided of its own accord"
        return AskedFor(is_so=False, rows=[(_HOW, [own], Heading.DATA)])
    rows: list[Row] = [(_HOW, [sentence(label(said["form"]))], Heading.DATA)]
    pk, found = _asked_in(whole.round), None
    if pk is not None:
        with suppress(NoSuchRequest):
            found = request(pk, reader=reader)
    if found is None:
        return AskedFor(is_so=True, rows=rows, is_by_recipient=pk is not None)
    return AskedFor(is_so=True, rows=[*rows, *_said(found, decision, whole)])


def _asked_in(row: Round) -> UUID | None:
    """The request that a round answers; where the light is turned in it, that of what was shared first."""
    while row.turns is not None:
        row = row.turns.round
    return row.asked_in


def _said(found: RequestRead, decision: Decision, whole: Asked) -> Iterator[Row]:
    filled = dict(form_of(found, words=IN_WORDS))
    for words, (of_request, of_decision) in _BY_WHOM.items():
        yield words, filled[of_request], of_decision
    _, *rest = filled[Heading.DATA]  # its kind stands above, as it was decided on
    yield _WHAT, rest, Heading.DATA
    yield "Reference of the request", [found.row.reference], ""
    if _was_changed(found, decision, whole):
        yield "Read this with care", [_SINCE], Heading.DATA


def _was_changed(found: RequestRead, decision: Decision, whole: Asked) -> bool:
    """Whether they said something else since it was decided, as they may where it was decided to share nothing."""
    key = whole.concern.key
    rows = Entry.objects.filter(sealedfacts__record=key.record, kind="request.changed")
    for entry in rows.filter(at__gt=decision.at).select_related("sealedfacts"):
        opened = json.loads(key.unseal(entry.sealedfacts.sealed, ledger_place(entry.pk)))
        if json.loads(opened["facts"])["request"] == str(found.row.pk):
            return True
    return False
