"""Check a receipt: named checks, each passed or failed, with a sentence for the person who asks."""

from collections.abc import Iterable
from dataclasses import dataclass

from dimmer.core.ledger.note import NotSigned, VerifierKey, Verify, check_note, parse_note
from dimmer.core.ledger.opened import why_not_committed, why_not_included, words_of
from dimmer.core.ledger.receipt import NotAReceipt, Receipt, parse_receipt, why_not_about


@dataclass(frozen=True, slots=True)
class Check:
    """One question about a receipt: its name, whether it passed, and what that means."""

    name: str
    passed: bool
    meaning: str


def check_text(text: str, *, trusted: Iterable[VerifierKey], verify: Verify) -> tuple[Check, ...]:
    """Check the text of a file. Never raises for any text; proved only if every check passed."""
    try:
        receipt = parse_receipt(text)
    except NotAReceipt as error:
        return (Check("form", False, f"This is not a receipt as it was written. {error}."),)
    return check_receipt(receipt, trusted=trusted, verify=verify)


def check_receipt(
    receipt: Receipt, *, trusted: Iterable[VerifierKey], verify: Verify
) -> tuple[Check, ...]:
    """Check what a receipt says: form, key, signature, inclusion, facts, about, words.

    `trusted` are keys that the verifier had from somewhere else than the receipt; `verify` tells
    whether an Ed25519 signature is right.
    """
    return (
        Check("form", True, "The file is complete and in the one form of a receipt."),
        *_signed(receipt, tuple(trusted), verify),
        _check("inclusion", "Every entry is in the ledger, at the place given.", _not_in(receipt)),
        _check("facts", "The facts shown are the facts that were entered.", _not_facts(receipt)),
        _check("about", "Every entry is about the same thing.", why_not_about(receipt)),
        _check("words", "The words at the top say what the proof shows.", _not_words(receipt)),
    )


def _signed(
    receipt: Receipt, trusted: tuple[VerifierKey, ...], verify: Verify
) -> tuple[Check, Check]:
    signature = receipt.signature
    name = f"{signature.name}+{signature.key_id.hex()}"
    if not any((k.name, k.key_id) == (signature.name, signature.key_id) for k in trusted):
        return (
            Check("key", False, f"It is signed with the key {name}, which you do not trust."),
            Check("signature", False, "Not checked: there is no trusted key to check it with."),
        )
    try:
        check_note(parse_note(receipt.checkpoint), keys=trusted, verify=verify)
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
