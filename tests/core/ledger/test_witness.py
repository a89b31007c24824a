"""Cosignatures and what a witness answers: the specifications' examples, each status, and no two histories."""

from base64 import b64decode
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dimmer.core.ledger import (
    Head,
    NotAKey,
    NotSigned,
    VerifierKey,
    consistency_proof,
    leaf_hash,
    parse_key,
    parse_note,
    root_of,
    sign_checkpoint,
    write_key,
)
from dimmer.core.ledger.cosignature import (
    WitnessKey,
    cosign,
    cosigned,
    parse_witness_key,
    time_of,
    witnessed,
)
from dimmer.core.ledger.note import Note, write_note
from dimmer.core.ledger.witness import (
    Answer,
    NotARequest,
    answer,
    parse_request,
    parse_size,
    write_request,
)
from trees import nodes_of

# the examples of the specifications; their keys are not published
CHECKPOINT = """example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
"""  # noqa: E501
COSIGNED = f"""{CHECKPOINT}— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==
"""  # noqa: E501
SIGNED = """cosignature/v1
time 1679315147
example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
"""
REQUEST = f"""old 20852014
PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=
5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=
/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=

{CHECKPOINT}— example.com/behind-the-sofa opLqBQsREYCgu6xQkYQwJr9fo45a62DN9EdmHXnZdXNqlcVGlCum2Wks+49/V6267UEjw6QUXTS5Rovnzv++qbSzm9Q=
"""  # noqa: E501

LEAVES = [leaf_hash(b"%d" % number) for number in range(20)]
OTHERS = [*LEAVES[:8], *(leaf_hash(b"other %d" % number) for number in range(12))]
LOG = VerifierKey("exampleshire.example/ledger", sha256(b"the partnership").digest())
WITNESS = WitnessKey("witness.example/w", sha256(b"the witness").digest())
STRANGER = VerifierKey(LOG.name, sha256(b"somebody").digest())
LOGS = {LOG.name: [LOG]}


def signature(public: bytes, message: bytes) -> bytes:
    return sha256(public + message).digest() * 2


def verifies(public: bytes, signed: bytes, message: bytes) -> bool:
    return signed == signature(public, message)


def head(size: int, leaves: list[bytes] = LEAVES) -> Head:
    return Head(size, root_of(leaves[:size]))


def note(size: int, leaves: list[bytes] = LEAVES, *, key: VerifierKey = LOG) -> str:
    return sign_checkpoint(
        head(size, leaves), key=key, sign=lambda message: signature(key.public_key, message)
    )


def path(old: int, size: int, leaves: list[bytes] = LEAVES) -> tuple[bytes, ...]:
    if not old:
        return ()
    return consistency_proof(old, new=size, lookup=nodes_of(leaves[:size]).__getitem__)


def asked(
    old: int, size: int, latest: Head | None, *, leaves: list[bytes] = LEAVES, written: str = ""
) -> Answer:
    text = write_request(written or note(size, leaves), old=old, path=path(old, size, leaves))
    return answer(parse_request(text), logs=LOGS, latest=latest, verify=verifies)


def test_the_specifications_cosignature_is_read_and_written_again() -> None:
    read = parse_note(COSIGNED)
    _, by_witness = read.signatures

    assert (by_witness.name, by_witness.key_id.hex()) == ("witness.example.com/w1", "8d66cf3f")
    assert time_of(by_witness) == 1_679_315_147
    assert time_of(read.signatures[0]) is None
    assert cosigned(read.text, at=1_679_315_147) == SIGNED.encode()
    assert write_note(read) == COSIGNED


def test_the_specifications_request_is_read_and_written_again() -> None:
    read = parse_request(REQUEST)

    assert (read.origin, read.old, read.head.size) == (
        "example.com/behind-the-sofa", 20_852_014, 20_852_163,
    )  # fmt: skip
    assert read.path[0] == b64decode("PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=")
    assert len(read.path) == 4
    assert write_request(write_note(read.note), old=read.old, path=read.path) == REQUEST


def test_a_witness_and_a_ledger_never_have_a_key_in_common() -> None:
    same = WitnessKey(LOG.name, LOG.public_key)

    assert same.key_id != LOG.key_id
    assert same.key_id == sha256(LOG.name.encode() + b"\n\x04" + LOG.public_key).digest()[:4]
    assert parse_witness_key(write_key(same)) == same != LOG
    with pytest.raises(NotAKey):
        parse_key(write_key(same))
    with pytest.raises(NotAKey):
        parse_witness_key(write_key(LOG))


@given(st.integers(0, 2**63 - 1))
def test_a_cosignature_is_of_its_note_its_time_and_its_witness(at: int) -> None:
    read = parse_note(note(5))
    made = cosign(read.text, key=WITNESS, sign=lambda m: signature(WITNESS.public_key, m), at=at)
    both = parse_note(write_note(Note(read.text, (*read.signatures, made))))
    other = WitnessKey(WITNESS.name, sha256(b"another").digest())

    assert witnessed(both, keys=[WITNESS, other], verify=verifies) == {WITNESS: made}
    assert time_of(made) == at
    assert witnessed(both, keys=[other], verify=verifies) == {}
    with pytest.raises(NotSigned):
        witnessed(Note(parse_note(note(6)).text, (made,)), keys=[WITNESS], verify=verifies)


@given(st.integers(0, 71), st.integers(1, 255))
def test_a_cosignature_with_any_byte_changed_is_wrong(at: int, by: int) -> None:
    text = parse_note(note(5)).text
    made = cosign(text, key=WITNESS, sign=lambda m: signature(WITNESS.public_key, m), at=9)
    data = bytearray(made.signature)
    data[at] ^= by
    changed = type(made)(made.name, made.key_id, bytes(data))

    with pytest.raises(NotSigned):
        witnessed(Note(text, (changed,)), keys=[WITNESS], verify=verifies)


@pytest.mark.parametrize(
    ("old", "size", "latest", "expected"),
    [
        (0, 5, None, Answer(200, keep=head(5))),
        (5, 12, head(5), Answer(200, keep=head(12))),
        (8, 16, head(8), Answer(200, keep=head(16))),
        (5, 5, head(5), Answer(200, keep=head(5))),
        (0, 0, None, Answer(200, keep=head(0))),
        (0, 12, head(5), Answer(409, size=5)),
        (5, 12, None, Answer(409, size=0)),
        (5, 12, head(7), Answer(409, size=7)),
        (5, 9, head(12), Answer(409, size=12)),
    ],
)
def test_what_continues_is_cosigned_and_what_does_not_begin_there_is_told_where(
    old: int, size: int, latest: Head | None, expected: Answer
) -> None:
    assert asked(old, size, latest) == expected


def test_another_history_is_never_cosigned() -> None:
    assert asked(12, 16, head(12), leaves=OTHERS).status == 422
    assert asked(12, 12, head(12), leaves=OTHERS) == Answer(409, size=12, is_fork=True)
    assert asked(8, 16, head(8), leaves=OTHERS).status == 200  # nobody saw where they part
    assert asked(0, 0, None, written=_empty_with_a_root()).status == 409


def _empty_with_a_root() -> str:
    wrong = Head(0, bytes(32))
    return sign_checkpoint(wrong, key=LOG, sign=lambda m: signature(LOG.public_key, m))


def test_what_is_wrong_with_the_request_itself_has_its_own_status() -> None:
    unknown = VerifierKey("elsewhere.example/ledger", LOG.public_key)

    assert asked(5, 12, head(5), written=note(12, key=unknown)).status == 404
    assert asked(5, 12, head(5), written=note(12, key=STRANGER)).status == 403
    assert asked(5, 12, head(5), written=note(12).replace("\n12\n", "\n13\n")).status == 403
    assert asked(12, 12, head(12), written=note(5)).status == 400
    text = write_request(note(5), old=0, path=[bytes(32)])
    assert answer(parse_request(text), logs=LOGS, latest=None, verify=verifies).status == 422
    text = write_request(note(12), old=5, path=[*path(5, 12), bytes(32)])
    assert answer(parse_request(text), logs=LOGS, latest=head(5), verify=verifies).status == 422


@pytest.mark.parametrize(
    "text",
    [
        *("", "old 0", f"old 0\n{note(5)}", f"old 01\n\n{note(5)}", f"old -1\n\n{note(5)}"),
        *(f"old\n\n{note(5)}", f"new 0\n\n{note(5)}", f"old 0\nAA==\n\n{note(5)}"),
        *(f"old 0\n!\n\n{note(5)}", "old 0\n\nwords\n", "old 0\n\nwords\n\n— a AAAAAAAA\n"),
        "old 1\n" + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n" * 64 + f"\n{note(5)}",
        f"old 0\r\n\n{note(5)}",
    ],
)
def test_nothing_else_is_a_request(text: str) -> None:
    with pytest.raises(NotARequest):
        parse_request(text)


@pytest.mark.parametrize(
    ("text", "size"),
    [("12\n", 12), ("0\n", 0), *((text, None) for text in ("12", "012\n", "-1\n", "", "1\n1\n"))],
)
def test_the_size_that_a_witness_tells(text: str, size: int | None) -> None:
    assert parse_size(text) == size


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 20), st.integers(0, 20)), max_size=40))
def test_whatever_is_asked_all_that_is_cosigned_is_one_history(
    asking: list[tuple[bool, int, int]],
) -> None:
    latest: Head | None = None
    for is_other, old, size in asking:
        if old > size:
            continue
        leaves = OTHERS if is_other else LEAVES
        found = asked(old, size, latest, leaves=leaves)
        if found.keep is None:
            continue
        assert found.keep == head(size, leaves)
        assert latest is None or found.keep.size >= latest.size
        # the head kept before is part of the one kept now
        assert latest is None or latest.root == root_of(leaves[: latest.size])
        latest = found.keep
