"""Signed notes, verifier keys and checkpoints, as C2SP writes them."""

from base64 import b64decode
from dataclasses import replace
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dimmer.core.ledger import (
    Checkpoint,
    Head,
    NotACheckpoint,
    NotAKey,
    NotANote,
    NotSigned,
    VerifierKey,
    open_checkpoint,
    parse_checkpoint,
    parse_key,
    parse_note,
    sign_checkpoint,
    write_key,
)
from dimmer.core.ledger.checkpoint import checkpoint_text
from dimmer.core.ledger.note import check_note, sign_note, write_note

# The example of c2sp.org/tlog-checkpoint.
PUBLISHED = """\
example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
"""  # noqa: E501 - as published
# The verifier key of golang.org/x/mod/sumdb/note's documentation.
GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"

KEY = VerifierKey("exampleshire.example/ledger", sha256(b"the partnership").digest())
HEAD = Head(7, sha256(b"root").digest())


def stand_in_signature(public_key: bytes, message: bytes) -> bytes:
    return sha256(public_key + message).digest() * 2


def verify(public_key: bytes, signature: bytes, message: bytes) -> bool:
    return signature == stand_in_signature(public_key, message)


def signed(*, key: VerifierKey = KEY, head: Head = HEAD) -> str:
    return sign_checkpoint(
        head, key=key, sign=lambda message: stand_in_signature(key.public_key, message)
    )


def test_the_published_checkpoint_is_read() -> None:
    note = parse_note(PUBLISHED)

    assert parse_checkpoint(note.text) == Checkpoint(
        "example.com/behind-the-sofa",
        Head(20852163, b64decode("CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=")),
    )
    assert [each.key_id.hex() for each in note.signatures] == ["033de0ae"]
    assert write_note(note) == PUBLISHED


def test_a_published_key_has_the_id_that_was_published_with_it() -> None:
    key = parse_key(GO_KEY)

    assert (key.name, key.key_id.hex()) == ("PeterNeumann", "c74f20a3")
    assert write_key(key) == GO_KEY


def test_no_character_of_a_key_can_be_changed_or_lost() -> None:
    for place in range(len(GO_KEY)):
        for other in ("A", "0", "+", " ", ""):
            changed = GO_KEY[:place] + other + GO_KEY[place + 1 :]
            if changed != GO_KEY:
                with pytest.raises(NotAKey):
                    parse_key(changed)


@given(st.text())
def test_no_text_is_too_strange_to_be_refused(text: str) -> None:
    with pytest.raises(NotAKey):
        parse_key(text)
    with pytest.raises(NotANote):
        parse_note(text)
    with pytest.raises(NotACheckpoint):
        parse_checkpoint(text)


def test_a_signed_checkpoint_opens_with_the_key_that_signed_it() -> None:
    opened = open_checkpoint(signed(), keys=[KEY], verify=verify)

    assert opened == Checkpoint(KEY.name, HEAD)


@pytest.mark.parametrize("head", [Head(0, HEAD.root), Head(10**18 - 1, HEAD.root)])
def test_the_smallest_and_the_largest_ledger_can_be_signed(head: Head) -> None:
    assert open_checkpoint(signed(head=head), keys=[KEY], verify=verify).head == head


def test_a_checkpoint_of_another_size_or_root_never_opens() -> None:
    text, blank, signature = signed().rpartition("\n\n")
    other = signed(head=Head(8, HEAD.root)).rpartition("\n\n")[0]

    assert open_checkpoint(text + blank + signature, keys=[KEY], verify=verify).head == HEAD
    with pytest.raises(NotSigned):
        open_checkpoint(other + blank + signature, keys=[KEY], verify=verify)


def test_a_signature_by_nobody_who_is_trusted_is_no_signature() -> None:
    same_key_other_name = replace(KEY, name="elsewhere.example/ledger")
    other_key_same_name = replace(KEY, public_key=sha256(b"another").digest())

    for keys in ([], [same_key_other_name], [other_key_same_name]):
        with pytest.raises(NotSigned):
            open_checkpoint(signed(), keys=keys, verify=verify)


def test_signatures_of_unknown_keys_are_passed_over() -> None:
    witness = VerifierKey("witness.example", sha256(b"witness").digest())
    both = signed() + signed(key=witness).rpartition("\n\n")[2]

    assert open_checkpoint(both, keys=[KEY], verify=verify).head == HEAD
    assert len(parse_note(both).signatures) == 2


def test_one_wrong_signature_of_a_trusted_key_spoils_the_note() -> None:
    note = parse_note(signed())
    wrong = replace(note.signatures[0], signature=bytes(64))
    spoilt = replace(note, signatures=(*note.signatures, wrong))

    check_note(note, keys=[KEY], verify=verify)
    with pytest.raises(NotSigned):
        check_note(spoilt, keys=[KEY], verify=verify)


def test_sixteen_signatures_are_accepted() -> None:
    note = parse_note(signed())
    many = write_note(replace(note, signatures=note.signatures * 16))

    assert len(parse_note(many).signatures) == 16


def test_the_text_of_a_note_may_have_empty_lines() -> None:
    note = sign_note("one\n\n\ntwo\n", key=KEY, sign=lambda message: message)

    assert parse_note(write_note(note)) == note


@pytest.mark.parametrize("text", ["", "no newline", "tab\t\n", "return\r\n", "\ud800\n"])
def test_a_text_that_no_note_can_have_is_not_signed(text: str) -> None:
    with pytest.raises(NotANote):
        sign_note(text, key=KEY, sign=lambda message: message)


@pytest.mark.parametrize("name", ["", "two words", "a+b", "a\u2003b", "a\nb", "\ud800"])
def test_a_name_that_no_key_can_have_is_refused(name: str) -> None:
    with pytest.raises(NotAKey):
        VerifierKey(name, KEY.public_key)


@pytest.mark.parametrize(
    "text",
    [
        "origin\n1\n",
        "origin\n01\n{root}\n",
        "origin\n-1\n{root}\n",
        "origin\n1000000000000000000\n{root}\n",
        "origin\n\n1\n{root}\n",
        "\n1\n{root}\n",
        "origin\n1\n{root}",
        "origin\n1\nAAAA\n",
        "origin\n1\n{root}\n\n",
        "origin\n\u0661\n{root}\n",
    ],
)
def test_a_checkpoint_in_any_other_form_is_refused(text: str) -> None:
    with pytest.raises(NotACheckpoint):
        parse_checkpoint(text.format(root="CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="))


def test_a_checkpoint_that_would_read_differently_is_not_written() -> None:
    with pytest.raises(NotACheckpoint):
        checkpoint_text(Checkpoint("two\nlines", HEAD))
    with pytest.raises(NotACheckpoint):
        checkpoint_text(Checkpoint("origin", HEAD, extensions=("",)))
    assert checkpoint_text(Checkpoint("origin", HEAD, extensions=("more",))).endswith("\nmore\n")
