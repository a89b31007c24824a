"""Facts and salts of a record's entries destroyed: nobody can tell what they were, and every proof holds."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction

from attack import deeds
from dimmer.apps.disclosures.queries import disclosure
from dimmer.apps.ledger import actions, queries
from dimmer.apps.ledger.models import Entry, FactsDestroyed, SealedFacts
from dimmer.apps.receipts import actions as receipts
from dimmer.cli.service.ledger import verified
from dimmer.core import ledger
from dimmer.core.ledger.tlog_proof import check_proof, parse_proof, write_proof
from dimmer.keyring import signing
from stage import raised, reading


@pytest.fixture
def gone(area: SimpleNamespace) -> SimpleNamespace:
    """A disclosure that was received, beside another, and the facts of its own entries destroyed."""
    made, other = (deeds.shared(area.amina, area.carys)[0] for _ in range(2))
    got = deeds.received(made, area.carys)
    actions.sequence()
    with reading(area.carys):
        found = disclosure(made.pk, reader=area.carys)
        before = receipts.receipt_text(found, got)
        entries = [row.pk for row in queries.entries_of(found.key.record)]
        count = actions.destroy(found.key.record)
    return SimpleNamespace(
        area=area, found=found, got=got, other=other, before=before, entries=entries, count=count
    )


def test_the_tree_is_whole_and_the_facts_are_nowhere(gone: SimpleNamespace) -> None:
    assert gone.count == len(gone.entries) >= 2
    assert not SealedFacts.objects.filter(record=gone.found.key.record).exists()
    assert set(FactsDestroyed.objects.values_list("entry", flat=True)) == set(gone.entries)
    actions.sequence()
    with transaction.atomic():
        assert verified()[0] == Entry.objects.count()


def test_every_entry_is_still_proved_and_says_that_its_facts_were_destroyed(
    gone: SimpleNamespace,
) -> None:
    head = queries.head()
    assert head is not None
    for entry in gone.entries:
        row = Entry.objects.get(pk=entry)
        leaf = ledger.leaf_of(
            ledger.Entry(kind=row.kind, at=row.at, id=row.pk, commitment=bytes(row.commitment))
        )
        proof = parse_proof(write_proof(queries.proof_of(entry, checkpoint=head)))
        check_proof(proof, leaf, keys=[queries.verifier_key()], verify=signing.verify)
        with pytest.raises(queries.Gone, match="destroyed when the record was disposed of"):
            queries.opened(entry, checkpoint=head, unseal=gone.found.key.unseal)


def test_a_receipt_that_was_taken_away_is_proved_as_before_and_a_new_one_says_why_not(
    gone: SimpleNamespace,
) -> None:
    checks = ledger.check_text(gone.before, trusted=[queries.verifier_key()], verify=signing.verify)

    assert all(check.passed for check in checks)
    with reading(gone.area.carys), pytest.raises(queries.Gone):
        receipts.receipt_text(gone.found, gone.got)


def test_what_belongs_to_another_record_stays(gone: SimpleNamespace) -> None:
    with reading(gone.area.carys):
        found = disclosure(gone.other.pk, reader=gone.area.carys)
        head = queries.head()
        assert head is not None
        opened = queries.opened(found.disclosure.entry, checkpoint=head, unseal=found.key.unseal)

    assert ledger.parse_facts(opened.facts)["disclosure"] == str(gone.other.pk)


def test_facts_that_are_missing_and_were_not_destroyed_are_not_said_to_be(area: Any) -> None:
    found = raised(area.amina)
    actions.sequence()
    with reading(area.amina):
        entry, head = queries.entries_of(found.key.record)[0].pk, queries.head()
    assert head is not None
    SealedFacts.objects.filter(entry=entry).delete()

    with pytest.raises(SealedFacts.DoesNotExist):
        queries.opened(entry, checkpoint=head, unseal=found.key.unseal)


def test_nothing_is_destroyed_outside_an_act(area: Any) -> None:
    found = raised(area.amina)

    with pytest.raises(actions.NoAct):
        actions.destroy(found.key.record)
    assert SealedFacts.objects.filter(record=found.key.record).exists()
