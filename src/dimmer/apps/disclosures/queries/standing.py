"""Who in a concern is whom in a pack, and which of its pieces stand there: what the recipient never learns."""

import json
from collections.abc import Collection
from uuid import UUID

from dimmer.apps.attachments.queries import CopyRead
from dimmer.apps.concerns.queries import ConcernRead
from dimmer.apps.decisions.models import Decision
from dimmer.apps.decisions.queries import judgements, pieces_of
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.disclosures.queries.files import files_with
from dimmer.apps.disclosures.queries.pack import named_in, shared_pieces
from dimmer.apps.vault.queries import RecordKey
from dimmer.core.proportionality import Light


def whom_as_decided(
    found: ConcernRead, decision: Decision, *, without: Collection[str] = ()
) -> dict[str, str]:
    """Who in the concern is whom in the pack that a decision lets through: ids by the pack's own keys.

    Args:
        without: as for the pack.
    """
    items = judgements(decision, found.key)["items"]
    chosen = [UUID(item) for item in items if item not in without]
    shared = shared_pieces(pieces_of(found), chosen=chosen, light=Light(decision.light))
    keys = named_in(found, shared)
    return {keys[person.key]: str(person.id) for person in found.people if person.key in keys}


def pieces_as_decided(
    found: ConcernRead, decision: Decision, *, without: Collection[str] = ()
) -> list[str]:
    """The ids of the pieces in the pack that a decision lets through, in its order; none in a pointer.

    Args:
        without: as for the pack.
    """
    light = Light(decision.light)
    if light < Light.HEADLINE:
        return []
    items = judgements(decision, found.key)["items"]
    chosen = [UUID(item) for item in items if item not in without]
    return [str(each.id) for each in shared_pieces(pieces_of(found), chosen=chosen, light=light)]


def files_as_decided(
    found: ConcernRead, decision: Decision, *, without: Collection[str] = ()
) -> list[CopyRead]:
    """The flat copies that go with the pack that a decision lets through, in the order of its pieces.

    Args:
        without: as for the pack.
    """
    words, light = judgements(decision, found.key), Light(decision.light)
    chosen = [UUID(item) for item in words["items"] if item not in without]
    shared = shared_pieces(pieces_of(found), chosen=chosen, light=light)
    return files_with(found, words, shared=shared, light=light, without=without)


def whom(made: Disclosure, key: RecordKey) -> dict[str, str]:
    """The same of a pack that was shared, for the team that shared it, with its concern's key.

    Of what was shared before this was kept nothing is known.
    """
    if made.whom is None:
        return {}
    found: dict[str, str] = json.loads(key.unseal(made.whom, f"disclosure:{made.pk}:whom"))
    return found


def pieces_in(made: Disclosure, key: RecordKey) -> list[str] | None:
    """The same of a pack that was shared, with its concern's key; None where it was shared before this was kept."""
    if made.pieces is None:
        return None
    found: list[str] = json.loads(key.unseal(made.pieces, f"disclosure:{made.pk}:pieces"))
    return found
