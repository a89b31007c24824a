"""Check a receipt: named checks, each passed or failed, with a sentence for the person who asks."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from dimmer.core.ledger.cosignature import WitnessKey, time_of, witnessed
from dimmer.core.ledger.facts import moment_in_words
from dimmer.core.ledger.note import (
    NotSigned,
    Signature,
    VerifierKey,
    Verify,
    check_note,
    parse_note,
)
from dimmer.core.ledger.opened import why_not_committed, why_not_included, words_of
from dimmer.core.ledger.receipt import NotAReceipt, Receipt, parse_receipt, why_not_about

WITNESS = "witness"
"""The name of the check of each witness."""
_LAST_SECOND = 253_402_300_799  # of the year 9999, in seconds since 1970


@dataclass(frozen=True, slots=True)
class Check:
    """One question about a receipt: its name, whether it passed, and what that means."""

    name: str
    passed: bool
    meaning: str


def check_text(
    text: str,
    *,
    trusted: Iterable[VerifierKey],
    verify: Verify,
    witnesses: Iterable[WitnessKey] = (),
) -> tuple[Check, ...]:
    """Check the text of a file. Never raises for any text; proved only if every check passed."""
    try:
        receipt = parse_receipt(text)
    except NotAReceipt as error:
        return (Check("form", False, f"This is not a receipt as it was written. {error}."),)
    return check_receipt(receipt, trusted=trusted, verify=verify, witnesses=witnesses)


def check_receipt(
    receipt: Receipt,
    *,
    trusted: Iterable[VerifierKey],
    verify: Verify,
    witnesses: Iterable[WitnessKey] = (),
) -> tuple[Check, ...]:
    """Check what a receipt says: form, key, signature, inclusion, facts, about, words, and each witness.

    `trusted` are keys that the verifier had from somewhere else than the receipt, `witnesses` keys of those who
    must have cosigned its checkpoint, from somewhere else too; `verify` tells whether an Ed25519 signature is right.
    """
    return (
        Check("form", True, "The file is complete and in the one form of a receipt."),
        *signed_checks(
            receipt.checkpoint, receipt.signature, trusted=tuple(trusted), verify=verify
        ),
        _check("inclusion", "Every entry is in the ledger, at the place given.", _not_in(receipt)),
        _check("facts", "The facts shown are the facts that were entered.", _not_facts(receipt)),
        _check("about", "Every entry is about the same thing.", why_not_about(receipt)),
        _check("words", "The words at the top say what the proof shows.", _not_words(receipt)),
        *(witness_check(receipt.checkpoint, key, verify=verify) for key in witnesses),
    )


def witness_check(checkpoint: str, key: WitnessKey, *, verify: Verify) -> Check:
    """Whether a witness cosigned a checkpoint, whatever else the file says of it."""
    name = f"{key.name}+{key.key_id.hex()}"
    try:
        found = witnessed(parse_note(checkpoint), keys=[key], verify=verify)
    except NotSigned:
        wrong = f"The cosignature of {name} was changed, or is of another state of the ledger."
        return Check(WITNESS, False, wrong)
    if key not in found:
        return Check(WITNESS, False, f"{name} has not cosigned this state of the ledger.")
    when = _moment(time_of(found[key]) or 0)
    return Check(WITNESS, True, f"{name} cosigned this state of the ledger{when}.")


def _moment(seconds: int) -> str:
    if seconds > _LAST_SECOND:
        return ", at a time that no calendar has"
    return f" on {moment_in_words(datetime.fromtimestamp(seconds, tz=UTC))}"


def signed_checks(
    checkpoint: str, signature: Signature, *, trusted: Collection[VerifierKey], verify: Verify
) -> tuple[Check, Check]:
    """Whether a checkpoint is signed with a trusted key, and whether that key's signature is right.

    `signature` is the ledger's own, of those on the checkpoint.
    """
    name = f"{signature.name}+{signature.key_id.hex()}"
    if not any((k.name, k.key_id) == (signature.name, signature.key_id) for k in trusted):
        return (
            Check("key", False, f"It is signed with the key {name}, which you do not trust."),
            Check("signature", False, "Not checked: there is no trusted key to check it with."),
        )
    try:
        check_note(parse_note(checkpoint), keys=trusted, verify=verify)
    except NotSigned:
        wrong = "That key did not sign this: the checkpoint was changed, or is a forgery."
        return _known(name), Check("signature", False, wrong)
    return _known(name), Check("signature", True, "That key signed the state of the ledger.")


def _known(name: str) -> Check:
    return Check("key", True, f"It is signed with the key {name}, which you trust.")


def _not_in(receipt: Receipt) -> str | None:
    head = receipt.signed.head
    found = (why_not_included(each, head=head) for each in receipt.opened)
    return _first(found)


def _not_facts(receipt: Receipt) -> str | None:
    return _first(why_not_committed(each) for each in receipt.opened)


def _not_words(receipt: Receipt) -> str | None:
    proved = words_of(receipt.opened, about=receipt.about, origin=receipt.signed.origin)
    return None if receipt.words == proved else "the words at the top are not what the proof shows"


def _first(reasons: Iterable[str | None]) -> str | None:
    numbered = enumerate(reasons, start=1)
    return next((f"entry {number}: {why}" for number, why in numbered if why), None)


def _check(name: str, passed: str, why_not: str | None) -> Check:
    if why_not is None:
        return Check(name, True, passed)
    return Check(name, False, f"{why_not[0].upper()}{why_not[1:]}.")
