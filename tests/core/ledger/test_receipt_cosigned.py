"""Receipts that witnesses cosigned: who is named must have signed that very head; old ones stay as they were."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.ledger.test_receipt import (
    FOREIGN,
    KEY,
    NAMES,
    RECEIPT,
    SIZE,
    checkpoint,
    proved,
    stand_in_signature,
    verify,
)
from dimmer.core.ledger import (
    Head,
    NotAReceipt,
    VerifierKey,
    check_text,
    parse_note,
    parse_receipt,
    write_receipt,
)
from dimmer.core.ledger.cosignature import WitnessKey, cosign
from dimmer.core.ledger.note import Signature, write_signature

AT = 1_764_000_000  # 24 November 2025 at 16:00:00 UTC
FIRST = WitnessKey("a.witness.example", sha256(b"the first witness").digest())
SECOND = WitnessKey("b.witness.example", sha256(b"the second witness").digest())
STRANGER = WitnessKey("c.witness.example", sha256(b"somebody").digest())


def line(key: WitnessKey, *, note: str = "", at: int = AT, signer: WitnessKey | None = None) -> str:
    """A witness's line on a checkpoint; by default on that of the receipt."""
    text = parse_note(note or checkpoint()).text
    public = (signer or key).public_key
    made = cosign(text, key=key, sign=lambda message: stand_in_signature(public, message), at=at)
    return write_signature(made)


def cosigned(*lines: str) -> str:
    return write_receipt(proved(2, 4), about="disclosure", checkpoint=checkpoint() + "".join(lines))


BOTH = cosigned(line(FIRST), line(SECOND))


def found(text: str, *witnesses: WitnessKey) -> list[tuple[str, bool]]:
    checks = check_text(text, trusted=[KEY], verify=verify, witnesses=witnesses)
    return [(check.name, check.passed) for check in checks]


def failed(text: str, *witnesses: WitnessKey) -> list[str]:
    return [name for name, passed in found(text, *witnesses) if not passed]


def test_each_witness_that_is_named_is_a_check_of_its_own() -> None:
    checks = check_text(BOTH, trusted=[KEY], verify=verify, witnesses=[FIRST, SECOND])

    assert [check.name for check in checks] == [*NAMES, "witness", "witness"]
    assert all(check.passed for check in checks)
    said = f"a.witness.example+{FIRST.key_id.hex()} cosigned this state of the ledger"
    assert checks[-2].meaning == f"{said} on 24 November 2025 at 16:00:00 UTC."


def test_a_receipt_that_nobody_cosigned_is_written_and_read_as_it_ever_was() -> None:
    assert RECEIPT.startswith("dimmer-receipt/1\n")
    assert parse_receipt(RECEIPT).cosignatures == ()
    assert found(RECEIPT) == [(name, True) for name in NAMES]
    assert failed(RECEIPT, FIRST) == ["witness"]


def test_the_version_says_whether_anybody_cosigned_and_the_rest_is_the_same() -> None:
    above = RECEIPT.partition("\n")[2]

    assert f"dimmer-receipt/2\n{above}{line(FIRST)}{line(SECOND)}" == BOTH
    assert [each.name for each in parse_receipt(BOTH).cosignatures] == [FIRST.name, SECOND.name]
    assert failed(f"dimmer-receipt/2\n{above}") == ["form"]
    assert failed(BOTH.replace("dimmer-receipt/2", "dimmer-receipt/1")) == ["form"]
    assert failed(BOTH.replace("dimmer-receipt/2", "dimmer-receipt/3")) == ["form"]


def test_a_witness_that_did_not_cosign_fails_and_the_others_pass() -> None:
    assert found(BOTH, FIRST, STRANGER)[-2:] == [("witness", True), ("witness", False)]
    assert failed(cosigned(line(FIRST)), FIRST, SECOND) == ["witness"]


def test_the_cosignature_of_a_witness_that_nobody_named_proves_nothing_and_breaks_nothing() -> None:
    forged = line(SECOND, signer=STRANGER)

    assert failed(cosigned(line(FIRST), forged), FIRST) == []
    assert failed(cosigned(line(FIRST), forged), SECOND) == ["witness"]
    assert failed(cosigned(line(FIRST), forged)) == []


def test_a_cosignature_of_another_head_of_another_ledger_or_at_another_time_fails() -> None:
    smaller = checkpoint(head=Head(SIZE - 1, sha256(b"another root").digest()))
    elsewhere = checkpoint(key=VerifierKey("another.example/ledger", KEY.public_key))
    later = line(FIRST)
    moved = Signature(
        FIRST.name,
        FIRST.key_id,
        (AT + 1).to_bytes(8)
        + parse_note(f"x\n\n{later}").signatures[0].signature[8:],
    )  # fmt: skip

    for wrong in (line(FIRST, note=smaller), line(FIRST, note=elsewhere), write_signature(moved)):
        assert failed(cosigned(wrong), FIRST) == ["witness"]
        assert failed(cosigned(wrong, line(SECOND)), FIRST, SECOND) == ["witness"]


def test_the_ledgers_own_key_makes_no_cosignature_and_a_witness_no_checkpoint() -> None:
    own = WitnessKey(KEY.name, KEY.public_key)
    as_ledger = VerifierKey(FIRST.name, FIRST.public_key)
    second = checkpoint(key=FOREIGN).rpartition("\n\n")[2]
    signed_by_witness = checkpoint(key=as_ledger).rpartition("\n\n")[2]

    for lines in (line(own), second, signed_by_witness):
        with pytest.raises(NotAReceipt):
            cosigned(lines)


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([line(FIRST), line(FIRST)], id="the same twice"),
        pytest.param([line(FIRST), line(FIRST, at=AT + 9)], id="one witness at two times"),
        pytest.param([line(SECOND), line(FIRST)], id="out of order"),
        pytest.param([line(FIRST, at=2**63)], id="a time beyond the specification's"),
        pytest.param([line(FIRST)[:-6] + "\n"], id="cut short"),
        pytest.param([line(WitnessKey("w\u00e9.example", FIRST.public_key))], id="a strange name"),
        pytest.param([line(WitnessKey("w" * 201, FIRST.public_key))], id="a long name"),
    ],
)
def test_lines_in_any_other_form_have_no_place_in_a_receipt(lines: list[str]) -> None:
    with pytest.raises(NotAReceipt):
        cosigned(*lines)

    written = BOTH[: BOTH.index(line(FIRST))] + "".join(lines)
    assert failed(written, FIRST) == ["form"]


def test_a_cosignature_at_a_time_that_no_calendar_has_is_told_and_no_traceback() -> None:
    text = cosigned(line(FIRST, at=2**63 - 1))

    checks = check_text(text, trusted=[KEY], verify=verify, witnesses=[FIRST])

    assert checks[-1].passed
    assert "at a time that no calendar has" in checks[-1].meaning


@pytest.mark.parametrize("flip", [0x01, 0x20, 0x80])
def test_no_byte_can_be_changed_where_every_witness_is_named(flip: int) -> None:
    data = BOTH.encode()

    for place in range(len(data)):
        changed = bytearray(data)
        changed[place] ^= flip

        assert failed(changed.decode("utf-8", "surrogateescape"), FIRST, SECOND), place


def test_no_truncated_receipt_passes_where_every_witness_is_named() -> None:
    assert all(failed(BOTH[:length], FIRST, SECOND) for length in range(len(BOTH)))


@given(st.text())
def test_no_text_in_the_place_of_a_cosignature_is_too_strange(text: str) -> None:
    start = BOTH.index(line(SECOND))

    assert failed(BOTH[:start] + text, FIRST, SECOND)
