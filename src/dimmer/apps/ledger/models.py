"""Entries, their sealed facts, and the tree over them. Rows are only ever added."""

import uuid

from django.db import models


class Entry(models.Model):
    """One act: its kind, its moment, a random id, and a salted commitment to its facts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.CharField(max_length=40)
    at = models.DateTimeField()
    commitment = models.BinaryField(max_length=32)

    class Meta:
        db_table = "ledger_entry"
        indexes = [models.Index(fields=["at", "id"], name="ledger_entry_in_time")]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class SealedFacts(models.Model):
    """The facts and salt behind an entry, sealed to the record they are about; destroyed at disposal."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, primary_key=True)
    record = models.UUIDField(db_index=True)
    sealed = models.BinaryField()

    class Meta:
        db_table = "sealed_facts"

    def __str__(self) -> str:
        return str(self.pk)


class Unsequenced(models.Model):
    """An entry that has no place in the tree yet: the row is the sequencer's queue."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, primary_key=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "unsequenced_entry"

    def __str__(self) -> str:
        return str(self.pk)


class Leaf(models.Model):
    """The place of an entry in the tree, from 0, without gaps; given by the sequencer."""

    index = models.BigIntegerField(primary_key=True)
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT)

    class Meta:
        db_table = "ledger_leaf"

    def __str__(self) -> str:
        return str(self.index)


class Node(models.Model):
    """The hash of a complete subtree (RFC 6962): level 0 is the leaves."""

    pk = models.CompositePrimaryKey("level", "index")
    level = models.SmallIntegerField()
    index = models.BigIntegerField()
    hash = models.BinaryField(max_length=32)

    class Meta:
        db_table = "ledger_node"

    def __str__(self) -> str:
        return f"{self.level}/{self.index}"


class Checkpoint(models.Model):
    """A signed head (C2SP tlog-checkpoint): size, root and signature, as text."""

    size = models.BigIntegerField(primary_key=True)
    note = models.TextField()

    class Meta:
        db_table = "ledger_checkpoint"

    def __str__(self) -> str:
        return str(self.size)
