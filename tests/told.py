"""What tests of notices ask and do as those who are told."""

from datetime import timedelta
from typing import Any

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.disclosures import queries as packs
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.notices import actions, queries
from dimmer.apps.notices.models import Did, Notice
from stage import NOW, reading

LATER = NOW + timedelta(hours=1)
KEPT = {"route": "A6c", "because": "A child is at risk", "decided_by": "Mona, manager", "spoke": ""}


def notices(by: Practitioner) -> list[Notice]:
    with reading(by):
        return list(Notice.objects.order_by("number"))


def waits_for(who: Practitioner) -> list[Notice]:
    with reading(who):
        return queries.notices_waiting(reader=who)


def is_open(made: Disclosure, to: Practitioner) -> bool:
    with reading(to):
        try:
            packs.disclosure(made.pk, reader=to)
        except packs.NoSuchDisclosure:
            return False
        return True


def answered(who: Practitioner, did: Did, words: Any = KEPT, at: Any = LATER) -> None:
    (row,) = waits_for(who)
    with reading(who):
        found = queries.notice(row.pk, reader=who)
        actions.answer(found, did=did, words=words, by=who, at=at)
