"""Entries and their facts: one fixed encoding, no sentence and no name, nothing to guess at."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256
from uuid import NAMESPACE_DNS, UUID, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dimmer.core.ledger import (
    Entry,
    Fact,
    NotAnEntry,
    NotFacts,
    commitment_of,
    leaf_of,
    parse_facts,
    write_facts,
    write_moment,
)
from dimmer.core.ledger.facts import parse_moment

ID = UUID("8d0e6f3a-41c2-4b7e-9a55-0c3b1f3a9d77")
AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)

words = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._:+/=-]{0,40}", fullmatch=True)
plain = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**53) + 1, 2**53 - 1), words, st.uuids().map(str)
)
facts_of_the_ledger = st.dictionaries(
    st.from_regex(r"[a-z][a-z0-9_]{0,39}", fullmatch=True),
    st.one_of(plain, st.lists(plain, max_size=4)),
    max_size=8,
)


def entry(
    *, kind: str = "disclosure.made", at: datetime = AT, entry_id: UUID = ID, size: int = 32
) -> Entry:
    return Entry(kind=kind, at=at, id=entry_id, commitment=bytes(size))


def test_a_leaf_is_five_lines_of_text() -> None:
    assert leaf_of(entry()) == (
        b"dimmer-entry/1\n"
        b"disclosure.made\n"
        b"2026-11-24T09:30:00.000000Z\n"
        b"8d0e6f3a-41c2-4b7e-9a55-0c3b1f3a9d77\n"
        b"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"
    )


def test_a_moment_is_the_same_entry_whatever_its_offset() -> None:
    summer = AT.astimezone(timezone(timedelta(hours=1)))

    assert leaf_of(entry(at=summer)) == leaf_of(entry())


@given(
    st.tuples(st.datetimes(timezones=st.just(UTC)), st.uuids(version=4)),
    st.tuples(st.datetimes(timezones=st.just(UTC)), st.uuids(version=4)),
)
def test_two_entries_never_have_one_leaf(
    one: tuple[datetime, UUID], other: tuple[datetime, UUID]
) -> None:
    first, second = (leaf_of(entry(at=at, entry_id=entry_id)) for at, entry_id in (one, other))

    assert (first == second) == (one == other)


@pytest.mark.parametrize(
    "kind", ["", "Disclosure", "disclosure made", "made\n", ".made", "made.", "a..b", "é", "a" * 65]
)
def test_a_kind_is_lower_case_words(kind: str) -> None:
    with pytest.raises(NotAnEntry):
        entry(kind=kind)


def test_an_entry_has_a_random_id_a_moment_and_a_whole_commitment() -> None:
    with pytest.raises(NotAnEntry):
        entry(entry_id=uuid5(NAMESPACE_DNS, "a name could be guessed from this"))
    with pytest.raises(NotAnEntry):
        entry(at=AT.replace(tzinfo=None))
    with pytest.raises(NotAnEntry):
        entry(size=31)


def test_a_commitment_is_the_hash_of_salt_and_facts() -> None:
    salt, facts = bytes(range(32)), b'{"by":"p-7c41"}'

    assert commitment_of(salt, facts) == sha256(salt + facts).digest()


@pytest.mark.parametrize("width", [0, 31, 33])
def test_a_salt_of_another_width_is_refused(width: int) -> None:
    with pytest.raises(NotAnEntry):
        commitment_of(bytes(width), b"{}")


@given(facts_of_the_ledger)
def test_facts_are_read_as_they_were_written(facts: Mapping[str, Fact]) -> None:
    written = write_facts(facts)

    assert parse_facts(written) == facts
    assert write_facts(dict(reversed(list(facts.items())))) == written


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("She was seen with a bruise", id="a sentence"),
        pytest.param("ben@school.example", id="an e-mail address"),
        pytest.param("Zoë", id="a name in other letters"),
        pytest.param("a" * 129, id="too long"),
        pytest.param("line\n", id="a line end"),
        pytest.param("", id="nothing"),
        pytest.param(1.5, id="a fraction"),
        pytest.param(2**53, id="a number that others round"),
        pytest.param({"a": "b"}, id="an object"),
        pytest.param([["a"]], id="a list in a list"),
        pytest.param(b"bytes", id="bytes"),
        pytest.param(["two words"], id="a sentence in a list"),
    ],
)
def test_facts_hold_no_sentence_and_no_name(value: Fact) -> None:
    with pytest.raises(NotFacts) as refused:
        write_facts({"note": value})

    assert str(value) not in str(refused.value) or value == ""


@pytest.mark.parametrize("key", ["", "By", "by whom", "1st", "é", "a" * 41, "by\n"])
def test_the_name_of_a_fact_is_one_lower_case_word(key: str) -> None:
    with pytest.raises(NotFacts):
        write_facts({key: "p-7c41"})


@pytest.mark.parametrize(
    "written",
    [
        b'{"b":1,"a":2}',
        b'{"a":1,"a":1}',
        b'{"a": 1}',
        b'{"a":1}\n',
        b'{"a":1.0}',
        b'{"a":-0}',
        b'{"a":NaN}',
        b'{"\\u0061":1}',
        '{"a":1}'.encode("utf-16"),
        b"[]",
        b"",
        b"\xff",
        b"[" * 16_000,
        b'{"a":' + b"9" * 5_000 + b"}",
        b'{"a":"' + b"9" * 17_000 + b'"}',
        b'{"a":"\\ud800"}',
    ],
)
def test_facts_in_any_other_form_are_refused(written: bytes) -> None:
    with pytest.raises(NotFacts):
        parse_facts(written)


@given(st.datetimes(timezones=st.just(UTC)))
def test_a_moment_is_read_as_it_was_written(at: datetime) -> None:
    assert parse_moment(write_moment(at)) == at


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-24T09:30:00Z",
        "2026-11-24T09:30:00.000000+00:00",
        "0001-01-01T00:00:00.000000+23:59",
        "2026-11-24 09:30:00.000000Z",
        "2026-02-30T09:30:00.000000Z",
        "20261124T093000.000000Z",
        "Z",
        "",
    ],
)
def test_a_moment_in_any_other_form_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_moment(text)
