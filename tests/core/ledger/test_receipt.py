"""Receipts: what is true passes every check, and any other character fails one.

Signing is an argument of the core, so the signatures here are keyed digests that only the key's
holder can make in these tests; tests/cli signs with Ed25519.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dimmer.core.ledger import (
    Entry,
    Fact,
    Head,
    Inclusion,
    NotAReceipt,
    Opened,
    VerifierKey,
    check_text,
    commitment_of,
    inclusion_proof,
    leaf_hash,
    leaf_of,
    parse_receipt,
    root_at,
    sign_checkpoint,
    write_facts,
    write_receipt,
)
from trees import nodes_of

DISCLOSURE = "3f2b8a60-5b1c-4c57-9d0e-2a7f4e6b9c11"
STARTED = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
KEY = VerifierKey("exampleshire.example/ledger", sha256(b"the partnership").digest())
FOREIGN = VerifierKey("exampleshire.example/ledger", sha256(b"somebody else").digest())
NAMES = ["form", "key", "signature", "inclusion", "facts", "about", "words"]

ACTS: list[tuple[str, Mapping[str, Fact]]] = [
    ("concern.raised", {"concern": "5d0f6f0c-6d0e-4f4e-8f43-0c3b1f3a9d77"}),
    ("decision.not-shared", {"decision": "9b6c6f7e-33f5-4f3d-9a55-51f0a1c8e2d4", "by": "p-7c41"}),
    (
        "disclosure.made",
        {
            "disclosure": DISCLOSURE,
            "pack_sha256": sha256(b"a sealed pack").hexdigest(),
            "emergency": False,
            "teams": ("team-02", "team-09"),
            "sensitive": None,
        },
    ),
    ("emergency.disclosed", {"emergency": "77b7c9f2-0b0d-4d57-8f39-6f4f2f0c7a10"}),
    ("disclosure.received", {"disclosure": DISCLOSURE, "at": "2026-11-24T09:33:11.250000Z"}),
]


def stand_in_signature(public_key: bytes, message: bytes) -> bytes:
    return sha256(public_key + message).digest() + sha256(message + public_key).digest()


def verify(public_key: bytes, signature: bytes, message: bytes) -> bool:
    return signature == stand_in_signature(public_key, message)


def enter(number: int, kind: str, facts: Mapping[str, Fact]) -> Opened:
    """An entry with its facts, and no proof yet."""
    salt = sha256(f"salt {number}".encode()).digest()
    entry = Entry(
        kind=kind,
        at=STARTED + timedelta(minutes=number, microseconds=number),
        id=UUID(bytes=sha256(f"id {number}".encode()).digest()[:16], version=4),
        commitment=commitment_of(salt, write_facts(facts)),
    )
    unproved = Inclusion(number, ())
    return Opened(entry=entry, salt=salt, facts=write_facts(facts), inclusion=unproved)


LEDGER = [enter(number, kind, facts) for number, (kind, facts) in enumerate(ACTS)]
SIZE = len(LEDGER)
NODES = nodes_of([leaf_hash(leaf_of(each.entry)) for each in LEDGER])


def proved(*places: int) -> list[Opened]:
    """The entries at these places, with their proofs."""
    return [
        replace(
            LEDGER[place],
            inclusion=Inclusion(place, inclusion_proof(place, size=SIZE, lookup=NODES.__getitem__)),
        )
        for place in places
    ]


def checkpoint(*, key: VerifierKey = KEY, head: Head | None = None) -> str:
    return sign_checkpoint(
        head or Head(SIZE, root_at(SIZE, lookup=NODES.__getitem__)),
        key=key,
        sign=lambda message: stand_in_signature(key.public_key, message),
    )


RECEIPT = write_receipt(proved(2, 4), about="disclosure", checkpoint=checkpoint())


def failed(text: str, *, trusted: list[VerifierKey] | None = None) -> list[str]:
    checks = check_text(text, trusted=[KEY] if trusted is None else trusted, verify=verify)
    return [check.name for check in checks if not check.passed]


def test_a_receipt_passes_every_check_by_name() -> None:
    checks = check_text(RECEIPT, trusted=[FOREIGN, KEY], verify=verify)

    assert [check.name for check in checks] == NAMES
    assert all(check.passed for check in checks)


def test_a_receipt_says_in_words_what_was_done_and_when() -> None:
    top = RECEIPT.partition("The proof follows")[0]

    assert f"Disclosure: {DISCLOSURE}\nLedger: exampleshire.example/ledger\n" in top
    assert "1. Disclosure made, entered on 24 November 2026 at 09:32:00 UTC\n" in top
    assert "   Emergency: no\n" in top
    assert "   Sensitive: not answered\n" in top
    assert "   Teams: team-02, team-09\n" in top
    assert "2. Disclosure received, entered on 24 November 2026 at 09:34:00 UTC\n" in top
    assert "   At: 24 November 2026 at 09:33:11 UTC\n" in top


@pytest.mark.parametrize(
    ("place", "about"), [(0, "concern"), (1, "decision"), (2, "disclosure"), (3, "emergency")]
)
def test_every_kind_of_entry_has_the_same_kind_of_receipt(place: int, about: str) -> None:
    text = write_receipt(proved(place), about=about, checkpoint=checkpoint())

    assert failed(text) == []


@pytest.mark.parametrize("flip", [0x01, 0x20, 0x80])
def test_no_byte_of_a_receipt_can_be_changed(flip: int) -> None:
    data = RECEIPT.encode()

    for place in range(len(data)):
        changed = bytearray(data)
        changed[place] ^= flip

        assert failed(changed.decode("utf-8", "surrogateescape")), place


def test_no_byte_of_a_receipt_can_be_left_out_or_doubled() -> None:
    data = RECEIPT.encode()

    for place in range(len(data)):
        without = data[:place] + data[place + 1 :]
        doubled = data[:place] + data[place : place + 1] + data[place:]

        assert failed(without.decode("utf-8", "surrogateescape")), place
        assert failed(doubled.decode("utf-8", "surrogateescape")), place


def test_no_truncated_receipt_passes() -> None:
    assert all(failed(RECEIPT[:length]) for length in range(len(RECEIPT)))


def test_no_line_of_a_receipt_can_be_left_out_doubled_or_moved() -> None:
    lines = RECEIPT.split("\n")

    for place in range(len(lines) - 1):
        without = lines[:place] + lines[place + 1 :]
        doubled = [*lines[: place + 1], *lines[place:]]
        moved = [*lines[:place], lines[place + 1], lines[place], *lines[place + 2 :]]

        assert failed("\n".join(without))
        assert failed("\n".join(doubled))
        assert lines[place] == lines[place + 1] or failed("\n".join(moved))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(RECEIPT.replace("\n", "\r\n"), id="Windows line ends"),
        pytest.param("\ufeff" + RECEIPT, id="a byte order mark"),
        pytest.param(RECEIPT + "\n", id="a blank line at the end"),
        pytest.param(RECEIPT + " ", id="a space at the end"),
        pytest.param(RECEIPT.replace("\n", " \n"), id="a space at the end of each line"),
        pytest.param(RECEIPT.replace("\n", "\u2028"), id="another kind of line end"),
        pytest.param(RECEIPT * 2, id="the receipt twice"),
        pytest.param(RECEIPT * 1_000, id="very large"),
        pytest.param("", id="nothing"),
        pytest.param("dimmer-receipt/2" + RECEIPT[16:], id="a later version"),
    ],
)
def test_a_receipt_in_any_other_form_is_refused_as_such(text: str) -> None:
    assert failed(text) == ["form"]


@pytest.mark.parametrize(
    ("old", "new", "names"),
    [
        ("1. Disclosure made", "1. Disclosure recalled", ["words"]),
        ("It holds no names", "It holds some names", ["words"]),
        ("kind disclosure.made", "kind disclosure.recalled", ["inclusion", "words"]),
        ("time 2026-11-24T09:32", "time 2026-11-23T09:32", ["inclusion", "words"]),
        ('"emergency":false', '"emergency":true', ["facts", "words"]),
        ("\n5\n", "\n6\n", ["signature", "inclusion"]),
        ("about disclosure", "about pack_sha256", ["about", "words"]),
        ("time 2026-11-24T09:32:00.000002Z", "time 2026-11-24 09:32:00.000002Z", ["form"]),
        ('"emergency":false', '"emergency": false', ["form"]),
        ("entry 2\n", "entry 3\n", ["form"]),
        ("\n\n— ", "\nextension\n\n— ", ["form"]),
    ],
)
def test_the_check_that_fails_names_what_was_altered(old: str, new: str, names: list[str]) -> None:
    assert old in RECEIPT
    assert failed(RECEIPT.replace(old, new, 1)) == names


def test_a_key_that_is_not_trusted_fails_the_check_of_the_key() -> None:
    foreign = write_receipt(proved(2), about="disclosure", checkpoint=checkpoint(key=FOREIGN))

    assert failed(foreign) == ["key", "signature"]
    assert failed(RECEIPT, trusted=[]) == ["key", "signature"]
    assert failed(foreign, trusted=[FOREIGN]) == []


def test_a_signature_under_the_trusted_name_and_id_by_another_key_fails() -> None:
    forged = sign_checkpoint(
        parse_receipt(RECEIPT).signed.head,
        key=KEY,
        sign=lambda message: stand_in_signature(FOREIGN.public_key, message),
    )
    text = write_receipt(proved(2), about="disclosure", checkpoint=forged)

    assert failed(text) == ["signature"]


def test_a_second_signature_has_no_place_in_a_receipt() -> None:
    both = checkpoint() + checkpoint(key=FOREIGN).rpartition("\n\n")[2]

    with pytest.raises(NotAReceipt):
        write_receipt(proved(2), about="disclosure", checkpoint=both)


@pytest.mark.parametrize(
    ("opened", "about"),
    [
        pytest.param([], "disclosure", id="no entry"),
        pytest.param(proved(4, 2), "disclosure", id="out of order"),
        pytest.param(proved(2, 2), "disclosure", id="one entry twice"),
        pytest.param(proved(2, 3), "disclosure", id="about different things"),
        pytest.param(proved(2), "emergency", id="about something that is no id"),
        pytest.param(proved(2), "two\nlines", id="about something that is no fact"),
        pytest.param([LEDGER[2]], "disclosure", id="without its proof"),
        pytest.param([replace(proved(2)[0], salt=bytes(32))], "disclosure", id="another salt"),
        pytest.param([replace(proved(2)[0], facts=b"{}")], "disclosure", id="other facts"),
        pytest.param([replace(proved(2)[0], facts=b"\xff")], "disclosure", id="no facts"),
    ],
)
def test_a_receipt_that_would_not_pass_is_not_written(opened: list[Opened], about: str) -> None:
    with pytest.raises(NotAReceipt):
        write_receipt(opened, about=about, checkpoint=checkpoint())


@given(st.text())
def test_no_text_is_too_strange_to_be_refused(text: str) -> None:
    assert failed(text) == ["form"]
    assert failed("dimmer-receipt/1\n" + text) == ["form"]


@given(st.data())
def test_no_line_can_be_replaced_by_any_other(data: st.DataObject) -> None:
    lines = RECEIPT.split("\n")
    place = data.draw(st.integers(0, len(lines) - 1))
    label = lines[place].partition(" ")[0]
    line = data.draw(
        st.one_of(st.text(), st.sampled_from(lines), st.text().map(lambda t: f"{label} {t}"))
    )
    changed = "\n".join([*lines[:place], line, *lines[place + 1 :]])

    assert changed == RECEIPT or failed(changed)
