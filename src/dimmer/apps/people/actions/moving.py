"""An address changes in two steps by two people. In between, nothing goes to the earlier one, and the new one waits."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.concerns.actions import OwnEntry
from dimmer.apps.people.actions.keeping import NoReason, NotThere, note, reseal, struck_out
from dimmer.apps.people.queries import PersonKept, person


@transaction.atomic
def answer_address(
    kept: PersonKept, *, entry: UUID, is_right: bool, because: str, by: Practitioner, at: datetime
) -> bool:
    """Confirm an address that waits, or refuse it, which puts things back. Answering again changes nothing.

    Returns:
        Whether it is now another address than before.

    Raises:
        NoReason: it is refused without words on why.
        NotThere: the record has no such address.
        OwnEntry: they entered it themselves.
    """
    current = person(kept.id, reader=by, lock=True)
    found = next((each for each in current.lists["addresses"] if each["id"] == str(entry)), None)
    if found is None:
        raise NotThere
    if found["struck"] or not found.get("waits"):
        return False
    if found["waits"] == str(by.pk):
        raise OwnEntry
    if not is_right:
        if not because.strip():
            raise NoReason
        reseal(current, struck_out(current, {str(entry)}, because=because, at=at))
        note(current, "person.address-refused", by=by, at=at)
        return False
    word = {"waits": "", "confirmed": {"by": str(by.pk), "on": timezone.localdate(at).isoformat()}}
    rows = tuple(
        {**each, **word} if each["id"] == str(entry) else each
        for each in current.lists["addresses"]
    )
    reseal(current, {**current.lists, "addresses": rows})
    note(current, "person.address-confirmed", by=by, at=at)
    return True


@transaction.atomic
def take_over(
    kept: PersonKept, *, where: Mapping[str, str], by: Practitioner, at: datetime
) -> None:
    """Add an address to the record that a second person has confirmed on a concern. Part of that act."""
    current = person(kept.id, reader=by, lock=True)
    latest = [(each["text"], each["postcode"]) for each in current.now("addresses")][-1:]
    if latest == [(where["address"], where["postcode"])]:
        return
    day = timezone.localdate(at).isoformat()
    entry = {
        "id": str(uuid4()), "text": where["address"], "postcode": where["postcode"], "since": "", "until": "",
        "source": "", "protected": False, "on": day, "struck": None, "waits": "",
        "confirmed": {"by": str(by.pk), "on": day},
    }  # fmt: skip
    reseal(current, {**current.lists, "addresses": (*current.lists["addresses"], entry)})
    note(current, "person.added-to", by=by, at=at, part="addresses")
