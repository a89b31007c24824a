"""Entries, their sealed facts, and the tree over them. Rows are only ever added."""

import uuid

from django.db import models
from django.db.models.expressions import RawSQL


class Entry(models.Model):
    """One act: its kind, its moment, a random id, and a salted commitment to its facts.

    `number` is the database's own, in the order in which acts were entered, with gaps.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    number = models.BigIntegerField(unique=True, editable=False, db_default=RawSQL("default", []))
    kind = models.CharField(max_length=40)
    at = models.DateTimeField()
    commitment = models.BinaryField(max_length=32)

    class Meta:
        db_table = "ledger_entry"

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class SealedFacts(models.Model):
    """The facts and salt behind an entry, sealed to the record they are about; destroyed at disposal.

    One statement enters both, and none takes an entry away: the database does not look it up again, as for a leaf.
    """

    entry = models.OneToOneField(
        Entry, on_delete=models.PROTECT, primary_key=True, db_constraint=False
    )
    record = models.UUIDField(db_index=True)
    sealed = models.BinaryField()

    class Meta:
        db_table = "sealed_facts"

    def __str__(self) -> str:
        return str(self.pk)


class FactsDestroyed(models.Model):
    """An entry whose facts and salt were destroyed; of which record it was, nothing says any more."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, primary_key=True)

    class Meta:
        db_table = "ledger_facts_destroyed"

    def __str__(self) -> str:
        return str(self.pk)


class Leaf(models.Model):
    """The place of an entry in the tree, from 0, without gaps; given by the sequencer.

    The database does not look the entry up again, which would lock it and write it a second time.
    """

    index = models.BigIntegerField(primary_key=True)
    entry = models.OneToOneField(
        Entry, on_delete=models.PROTECT, to_field="number", db_column="number", db_constraint=False
    )

    class Meta:
        db_table = "ledger_leaf"

    def __str__(self) -> str:
        return str(self.index)


class Tile(models.Model):
    """256 hashes of the tree (C2SP tlog-tiles): written when full, with the hash of its whole subtree."""

    pk = models.CompositePrimaryKey("level", "index")
    level = models.SmallIntegerField()
    index = models.BigIntegerField()
    hashes = models.BinaryField(max_length=8_192)
    root = models.BinaryField(max_length=32)

    class Meta:
        db_table = "ledger_tile"

    def __str__(self) -> str:
        return f"{self.level}/{self.index}"


class Checkpoint(models.Model):
    """A signed head (C2SP tlog-checkpoint): size, root and signature, as text.

    `begun` are the leaf hashes placed with it that no full tile held yet: from them an entry at fault is named.
    """

    size = models.BigIntegerField(primary_key=True)
    note = models.TextField()
    begun = models.BinaryField(max_length=8_192, default=b"")

    class Meta:
        db_table = "ledger_checkpoint"

    def __str__(self) -> str:
        return str(self.size)


class Cosignature(models.Model):
    """A witness's line on a signed head (C2SP tlog-cosignature): it saw that head, and none that contradicts it.

    `witness` is the witness's key, as its operator publishes it.
    """

    size = models.BigIntegerField()
    witness = models.CharField(max_length=400)
    line = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "ledger_cosignature"
        constraints = (
            models.UniqueConstraint(
                fields=["witness", "size"], name="ledger_cosignature_once_a_head"
            ),
        )

    def __str__(self) -> str:
        return f"{self.size} {self.witness}"


class Fork(models.Model):
    """A witness cosigned another history of this ledger, of so many entries, when the one here had so many."""

    witness = models.CharField(max_length=400)
    theirs = models.BigIntegerField()
    ours = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        db_table = "ledger_fork"
        constraints = (
            models.UniqueConstraint(fields=["witness", "theirs"], name="ledger_fork_said_once"),
        )

    def __str__(self) -> str:
        return f"{self.theirs} {self.witness}"
