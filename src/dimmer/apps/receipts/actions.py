"""Acknowledging what was received, and the receipt that proves it."""

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.agencies.queries import lead_teams
from dimmer.apps.concerns.actions import NotNow
from dimmer.apps.decisions.actions import move
from dimmer.apps.decisions.models import Proposal
from dimmer.apps.disclosures.queries import DisclosureRead
from dimmer.apps.ledger import actions as ledger
from dimmer.apps.ledger import queries as entries
from dimmer.apps.ledger.models import Cosignature, Fork
from dimmer.apps.receipts.models import Receipt
from dimmer.apps.vault import actions as vault
from dimmer.apps.vault.queries import until as named_until
from dimmer.core.ledger import write_moment, write_receipt
from dimmer.core.ledger.tlog_proof import write_proof
from dimmer.core.route import Step
from dimmer.database.turns import take_turns

_FORK = "fork.seen"


@transaction.atomic
def acknowledge(found: DisclosureRead, *, by: Practitioner, at: datetime) -> Receipt:
    """Say that the recipient team has read the disclosure, and take it on. Said twice, it is entered once.

    Raises:
        NotNow: somebody else than the recipient says so, or whom it went to because nobody there could see it.
    """
    if not found.is_received:
        raise NotNow("only the recipient acknowledges")
    proposal = Proposal.objects.select_for_update().get(pk=found.disclosure.proposal_id)
    if already := Receipt.objects.filter(disclosure=found.disclosure).select_related("by").first():
        return already
    move(proposal, Step.RECEIVED, at=at)
    until = named_until(found.disclosure.pk, practitioner=by.pk)  # a cover stays one
    vault.name(found.disclosure.pk, practitioner=by.pk, team=by.team_id, at=at, until=until)
    vault.regroup([found.disclosure.pk], team=by.team_id)
    entry = _note(found, "disclosure.received", by=by, at=at)
    return Receipt.objects.create(disclosure=found.disclosure, by=by, at=at, entry=entry)


@transaction.atomic
def receipt_text(found: DisclosureRead, receipt: Receipt) -> str:
    """The receipt as a text file that `dimmer verify` checks offline. Takes the entries into the tree first.

    It carries the cosignatures of its checkpoint, which is one that witnesses cosigned as soon as there is one.
    """
    ledger.sequence()
    checkpoint = entries.head_of([found.disclosure.entry, receipt.entry])
    placed = [
        entries.opened(entry, checkpoint=checkpoint, unseal=found.key.unseal)
        for entry in (found.disclosure.entry, receipt.entry)
    ]
    placed.sort(key=lambda each: each.inclusion.index)
    return write_receipt(placed, about="disclosure", checkpoint=entries.carried(checkpoint))


@transaction.atomic
def proof_text(entry: UUID) -> str:
    """The proof that an entry is in the ledger, as C2SP tlog-proof writes it. Takes the entry into the tree first.

    It tells kind, time, random id and commitment, and nothing of what was done to whom.
    """
    ledger.sequence()
    return write_proof(entries.proof_of(entry, checkpoint=entries.head_of([entry])))


def _note(found: DisclosureRead, kind: str, *, by: Practitioner, at: datetime) -> UUID:
    return ledger.append(
        kind=kind,
        at=at,
        facts={
            "disclosure": str(found.disclosure.pk),
            "by": str(by.pseudonym),
            "team": str(by.team_id),
            "sealed": bytes(found.disclosure.digest).hex(),
        },
        record=found.key.record,
        seal=found.key.seal,
    )


def sequence_ledger(*, wholly: bool = False) -> int:
    """Take entries that wait into the ledger's tree; return how many. For the worker's clock.

    Args:
        wholly: go through all entries, not only those near the newest.
    """
    return ledger.sequence(wholly=wholly)


@transaction.atomic
def note_clock(at: datetime) -> bool:
    """Enter that the clock was set back, where entries are later than now; whether it was. It changes no order.

    Sealed to the information governance leads. Said twice, it is entered once.
    """
    take_turns(connection, entries.SET_BACK)
    latest = entries.ahead_of(at)
    if latest is None:
        return False
    key = vault.new_record(readers=lead_teams(), at=at)
    ledger.append(
        kind=entries.SET_BACK,
        at=at,
        facts={"from": write_moment(latest), "to": write_moment(at)},
        record=key.record,
        seal=key.seal,
    )
    return True


def keep_cosignature(size: int, line: str, *, witness: str, at: datetime) -> bool:
    """Keep a witness's line on a signed head; whether it is new. Its signature was checked before.

    Args:
        size: of the head.
        line: the line, its newline included.
        witness: the witness's key as its operator publishes it.
        at: when (aware).
    """
    _, is_new = Cosignature.objects.get_or_create(
        size=size, witness=witness, defaults={"line": line, "at": at}
    )
    return is_new


@transaction.atomic
def note_fork(*, witness: str, theirs: int, ours: int, at: datetime) -> bool:
    """Enter that a witness cosigned another history of this ledger; whether that is new.

    Sealed to the information governance leads. One is entered of each witness until it cosigns this ledger again,
    whatever sizes it says meanwhile.

    Args:
        witness: the witness's key as its operator publishes it.
        theirs: how many entries the history has that the witness cosigned.
        ours: how many the one has that it would not cosign.
        at: when (aware).
    """
    take_turns(connection, _FORK)
    is_said = Fork.objects.filter(witness=witness, theirs=theirs).exists()
    if is_said or any(each.witness == witness for each in entries.forks()):
        return False
    Fork.objects.create(witness=witness, theirs=theirs, ours=ours, at=at)
    key = vault.new_record(readers=lead_teams(), at=at)
    ledger.append(
        kind=_FORK,
        at=at,
        facts={"witness": witness.split("+")[1], "theirs": theirs, "ours": ours},
        record=key.record,
        seal=key.seal,
    )
    return True
