"""An opened entry: one whose facts and salt are shown, with its place in the ledger."""

from collections.abc import Sequence
from dataclasses import dataclass

from dimmer.core.ledger.entry import Entry, commitment_of, leaf_of
from dimmer.core.ledger.facts import fact_in_words, moment_in_words, parse_facts
from dimmer.core.ledger.proof import Head, Inclusion, ProofFailed, verify_inclusion
from dimmer.core.ledger.tree import leaf_hash


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """An entry, what it committed to (salt of 32 bytes, canonical facts), and its proof."""

    entry: Entry
    salt: bytes
    facts: bytes
    inclusion: Inclusion


def why_not_committed(opened: Opened) -> str | None:
    """Say why the entry did not commit to these facts with this salt; None if it did."""
    if commitment_of(opened.salt, opened.facts) != opened.entry.commitment:
        return "the facts or the salt are not the ones that were entered"
    return None


def why_not_included(opened: Opened, *, head: Head) -> str | None:
    """Say why the entry is not at its place in the ledger with that head; None if it is."""
    try:
        verify_inclusion(leaf_hash(leaf_of(opened.entry)), opened.inclusion, head=head)
    except ProofFailed as failed:
        return f"the entry is not at place {opened.inclusion.index} of the ledger: {failed}"
    return None


def words_of(opened: Sequence[Opened], *, about: str, origin: str) -> tuple[str, ...]:
    """Say for people, in lines, what the opened entries show. Only what is proved is said.

    `about` is the fact that all the entries share, `origin` the name of the ledger.

    Raises:
        NotFacts: facts are not canonical.
    """
    facts = [parse_facts(each.facts) for each in opened]
    lines = [
        "",
        "Receipt",
        "",
        f"{_label(about)}: {fact_in_words(facts[0].get(about))}",
        f"Ledger: {origin}",
        "",
        "This file shows that what is listed here was entered in that ledger, at the",
        "times given by its clock, and has not been changed since. It holds no names",
        "and no content. It does not show that nothing else happened.",
        "To check it: dimmer verify FILE",
    ]
    for number, (each, known) in enumerate(zip(opened, facts, strict=True), start=1):
        kind = each.entry.kind.replace(".", " ").replace("-", " ").capitalize()
        lines += ["", f"{number}. {kind}, entered on {moment_in_words(each.entry.at)}"]
        lines += [f"   {_label(key)}: {fact_in_words(value)}" for key, value in known.items()]
    return (*lines, "")


def _label(key: str) -> str:
    return key.replace("_", " ").capitalize()
