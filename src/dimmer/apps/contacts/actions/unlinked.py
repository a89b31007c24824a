"""What was told to others about somebody, and does not hold: the link it rested on was taken back."""

import json
from datetime import datetime, timedelta

from django.db import connection, transaction

from dimmer.apps.agencies.models import Team
from dimmer.apps.contacts.models import Notice
from dimmer.apps.contacts.queries import place_of
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.disclosures.queries import whom
from dimmer.apps.ledger import actions as ledger
from dimmer.apps.people.models import Link
from dimmer.apps.vault import actions as vault
from dimmer.apps.vault.models import Kind
from dimmer.apps.vault.queries import can_open, key_of
from dimmer.database.reader import AsTeam, reading_as_others

LOOKED_BACK = timedelta(days=1)
"""How long after a link was taken back the clock still looks what rested on it; it comes each minute."""


@transaction.atomic
def take_back_notices(team: Team, *, at: datetime) -> int:
    """Take back what a team told others of somebody whom it has since unlinked; return how many notices.

    Only what nobody took note of: whoever did has acted on it, and is to be rung. Safe to run twice.
    """
    links = Link.objects.filter(team=team, is_same=True).exclude(part=None)
    linked = links.filter(undone_at=None).values("part")
    undone = links.filter(undone_at__gt=at - LOOKED_BACK).exclude(part__in=linked)
    parts = dict(undone.values_list("part", "part__concern"))
    rows = Disclosure.objects.filter(sender=team, proposal__concern__in=parts.values())
    names = {}
    for made in rows.select_related("proposal__concern").order_by("pk"):
        key = key_of(made.proposal.concern.record, team=team.pk)
        names[made] = {name for name, part in whom(made, key).items() if part in map(str, parts)}
    return sum(_take_back(made, persons, at=at) for made, persons in names.items() if persons)


def _take_back(made: Disclosure, persons: set[str], *, at: datetime) -> int:
    done = 0
    with reading_as_others(connection) as read_as:
        read_as(AsTeam(made.recipient_id))
        if not can_open(
            made.record, team=made.recipient_id
        ):  # they returned it, and its notices with it
            return 0
        key = key_of(made.record, team=made.recipient_id)
        notices = Notice.objects.select_for_update(of=("self",)).filter(disclosure=made)
        for row in notices.filter(team=made.recipient_id, seen_at=None).order_by("pk"):
            if json.loads(key.unseal(row.sealed, place_of(row)))["person"] not in persons:
                continue
            row.seen_at = at
            row.save(update_fields=["seen_at"])
            vault.hide(row.pk, kind=Kind.UNSAFE, team=made.recipient_id)
            facts = {"notice": str(row.pk), "team": str(made.sender_id)}
            ledger.append(
                kind="contact-notice.taken-back",
                at=at,
                facts=facts,
                record=key.record,
                seal=key.seal,
            )
            done += 1
    return done
