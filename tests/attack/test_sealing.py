"""Nothing that anybody typed is found again: not in a dump, a log, a queue or a session; and no seal can be forged."""

import base64
import binascii
import codecs
import io
import json
import logging
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.db import connection
from django.test import Client, override_settings
from hypothesis import given, settings
from hypothesis import strategies as st

import stage
from attack import deeds, witness
from attack.addresses import CANARY, FAILING
from attack.everywhere import NAME, REASON, STREET, TEXT, WORDS, type_everywhere
from attack.everywhere_within import type_within
from attack.victim import disconnect
from dimmer.apps.concerns.queries import concern
from dimmer.apps.disclosures.queries import disclosure
from dimmer.apps.vault import queries as vault
from dimmer.database import dump, url
from dimmer.keyring import sealing
from dimmer.keyring.sealing import CannotOpen
from dimmer.web.logs import Plain
from stage import reading


@pytest.fixture(scope="module")
def dumped(cast: SimpleNamespace, theatre: str, tmp_path_factory: Any) -> bytes:
    """A dump after every action has been given names and words in every field that takes any."""
    type_everywhere(cast)
    type_within(cast)
    disconnect()
    file: Path = tmp_path_factory.mktemp("dump") / "everything.sql"
    with pytest.MonkeyPatch.context() as patch:
        backup = url.backup(database=theatre)
        patch.setattr(url, "backup", lambda: backup)
        dump.dump(file)
    return file.read_bytes()


def _forms(words: str) -> dict[str, bytes]:
    """The ways in which words could stand in a dump, a log or a file."""
    plain = words.encode()
    return {
        "as it is": plain,
        "in JSON": json.dumps(words)[1:-1].encode(),
        "in UTF-16, little end first": words.encode("utf-16-le"),
        "in UTF-16, big end first": words.encode("utf-16-be"),
        "in hexadecimal": binascii.hexlify(plain),
        "in hexadecimal, UTF-16": binascii.hexlify(words.encode("utf-16-le")),
        "in octal escapes": b"".join(b"\\\\%03o" % byte for byte in plain),
        "in base64": base64.b64encode(plain).rstrip(b"=")[:-1],
        "in base64, one byte in": base64.b64encode(b"." + plain)[4:-4],
        "in base64, two bytes in": base64.b64encode(b".." + plain)[4:-4],
        "in ROT13": codecs.encode(words, "rot13").encode() if words.isascii() else plain,
        "backwards": plain[::-1],
        "in a URL": words.replace(" ", "+").encode(),
    }


def _fail() -> None:
    raise ValueError(CANARY)


def _fail_and_tell() -> None:
    try:
        _fail()
    except ValueError as error:
        logging.getLogger("dimmer").exception(error)  # noqa: TRY401  (what must not show)
        logging.getLogger("dimmer").exception(f"it was {error}")  # noqa: G004, TRY401  (as some library may)


@pytest.mark.parametrize("words", WORDS)
def test_no_word_that_anybody_typed_stands_in_a_dump(dumped: bytes, words: str) -> None:
    low = dumped.lower()

    found = [form for form, written in _forms(words).items() if written.lower() in low]

    assert found == []


def test_the_hunt_finds_what_is_there(dumped: bytes) -> None:
    low = dumped.lower()

    found = {
        form
        for form, written in _forms("Exampleshire Community Health").items()
        if written.lower() in low
    }

    assert {"as it is", "in JSON"} <= found
    with_bytes = low + binascii.hexlify(TEXT.encode())
    assert [form for form, written in _forms(TEXT).items() if written.lower() in with_bytes]


def test_no_log_and_no_error_page_holds_a_word_that_was_typed(
    cast: SimpleNamespace, capsys: Any
) -> None:
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(Plain())
    root, django = logging.getLogger(), logging.getLogger("django")
    before = [(each, each.level) for each in (root, django)]
    for each, _ in before:
        each.addHandler(handler)
        each.setLevel(logging.DEBUG)
    browser = stage.browser_of(cast.amina)
    browser.raise_request_exception = False
    try:
        with override_settings(ROOT_URLCONF="attack.addresses"):
            for page in FAILING:
                browser.get(f"/{page}", {"name": CANARY})
                browser.post(f"/{page}", {"summary": CANARY})
            browser.post("/concerns/new", {"summary": CANARY, "token": "no token"})
            for page in ("/people", "/people/new"):
                browser.post(page, {"name": CANARY, "born-year": "1987", "number": CANARY})
                browser.post(page, {"name": CANARY, "save": "yes", "token": "no token"})
            browser.get(f"/{CANARY}", {"q": CANARY}, headers={"host": f"{CANARY}.example"})
            Client().post("/account/login/", {"login": CANARY, "password": CANARY})
            logging.getLogger("dimmer").error("%s could not be told", CANARY)
            _fail_and_tell()
    finally:
        for each, level in before:
            each.removeHandler(handler)
            each.setLevel(level)

    said = written.getvalue()
    assert "RuntimeError" in said  # that something went wrong is told
    assert not [
        form for form, each in _forms(CANARY).items() if each.decode(errors="replace") in said
    ]
    assert all(line[:4].isdigit() for line in said.splitlines()), "a line that somebody else began"
    console = capsys.readouterr()
    assert CANARY not in console.out + console.err


def test_no_session_and_no_job_holds_a_word_that_was_typed(
    cast: SimpleNamespace, witness_of: Any
) -> None:
    browser = stage.browser_of(cast.amina)
    for page in ("/emergency", "/emergency/later", "/concerns/new", "/people", "/people/new"):
        typed = {"danger": TEXT, "summary": TEXT, "name": NAME, "address": STREET, "why": REASON}
        browser.post(page, typed | {"token": str(uuid4())})

    tables = [
        name
        for name in witness.tables(witness_of)
        if name.startswith(("procrastinate", "django_s"))
    ]
    rows = [
        str(row)
        for name in tables
        for row in witness_of.execute(f"select t::text from {name} t")  # noqa: S608  (our own names)
    ]

    whole = "".join(rows).encode()
    decoded = b"".join(_unpacked(row) for row in rows)
    for words in (TEXT, NAME, STREET, REASON):
        assert not [
            form for form, each in _forms(words).items() if each in whole or each in decoded
        ]


def _unpacked(row: str) -> bytes:
    """What Django's signer would give back of a session."""
    from django.core import signing

    for part in row.split(","):
        try:
            found = signing.loads(part.strip('"'), salt="django.contrib.sessions.SessionStore")
        except signing.BadSignature:
            continue
        return json.dumps(found, ensure_ascii=False).encode()
    return b""


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200), st.data())
def test_a_seal_with_any_bit_changed_or_cut_does_not_open(
    plain: bytes, data: st.DataObject
) -> None:
    key = sealing.new_key()
    sealed = sealing.seal(plain, key=key, place="here")
    at, bit = data.draw(st.integers(0, len(sealed) - 1)), data.draw(st.integers(0, 7))
    altered = sealed[:at] + bytes([sealed[at] ^ (1 << bit)]) + sealed[at + 1 :]

    assert sealing.unseal(sealed, key=key, place="here") == plain
    for wrong in (altered, sealed[:at], sealed + b"\0"):
        with pytest.raises(CannotOpen):
            sealing.unseal(wrong, key=key, place="here")
    with pytest.raises(CannotOpen):
        sealing.unseal(sealed, key=key, place="there")
    with pytest.raises(CannotOpen):
        sealing.unseal(sealed, key=sealing.new_key(), place="here")


def test_a_granted_key_opens_for_its_team_and_its_record_only_at_every_byte() -> None:
    ours, theirs = sealing.new_team_keys(), sealing.new_team_keys()
    sealed = sealing.seal_to_team(sealing.new_key(), public=ours.public, place="record:1")
    key = sealing.private_key_of(ours.private)

    assert sealing.open_as_team(sealed, key=key, place="record:1")
    with pytest.raises(CannotOpen):
        sealing.open_as_team(sealed, key=key, place="record:2")
    with pytest.raises(CannotOpen):
        sealing.open_as_team(sealed, key=sealing.private_key_of(theirs.private), place="record:1")
    for at in range(len(sealed)):
        altered = sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]
        with pytest.raises(CannotOpen):
            sealing.open_as_team(altered, key=key, place="record:1")
    for at in range(0, len(sealed), 7):
        with pytest.raises(CannotOpen):
            sealing.open_as_team(sealed[:at], key=key, place="record:1")


SEALED = (
    ("concerns_concern", "id"),
    ("concern_person", "id"),
    ("concern_item", "id"),
    ("disclosures_disclosure", "id"),
)


@pytest.mark.parametrize(("table", "column"), SEALED)
@pytest.mark.parametrize("change", ["altered", "another's", "cut", "empty"])
def test_a_sealed_row_that_was_tampered_with_is_not_read_as_anything(
    cast: SimpleNamespace, theatre: str, table: str, column: str, change: str
) -> None:
    mine, other = deeds.shared(cast.amina, cast.carys)[0], deeds.shared(cast.amina, cast.carys)[0]
    rows = [_row_of(table, each) for each in (mine, other)]
    new = {
        "altered": "set_byte(sealed, 60, get_byte(sealed, 60) # 1)",
        "another's": f"(select sealed from {table} where {column} = %(other)s)",  # noqa: S608  (our own names)
        "cut": "substring(sealed from 1 for 40)",
        "empty": "''",
    }[change]
    disconnect()
    with psycopg.connect(url.superuser(database=theatre)) as attacker:  # whom no policy binds
        attacker.execute(
            f"update {table} set sealed = {new} where {column} = %(row)s",  # noqa: S608  (our own names)
            {"row": rows[0], "other": rows[1]},
        )

    with reading(cast.amina), pytest.raises(CannotOpen):
        _read(table, mine, cast.amina)


def _read(table: str, made: Any, who: Any) -> None:
    if table == "disclosures_disclosure":
        disclosure(made.pk, reader=who)
    else:
        concern(made.proposal.concern_id, reader=who)


def _row_of(table: str, made: Any) -> Any:
    whole = made.proposal.concern
    return {
        "concerns_concern": whole.pk,
        "concern_person": whole.person_set.values_list("pk", flat=True).first(),
        "concern_item": whole.item_set.values_list("pk", flat=True).first(),
        "disclosures_disclosure": made.pk,
    }[table]


def test_a_grant_given_to_another_team_by_whoever_owns_the_tables_opens_nothing(
    cast: SimpleNamespace, theatre: str
) -> None:
    found = stage.raised(cast.amina)
    record = found.concern.record
    disconnect()
    with psycopg.connect(url.superuser(database=theatre)) as attacker:
        attacker.execute(
            "insert into vault_grant select gen_random_uuid(), record, %s, sealed, at"
            " from vault_grant where record = %s",
            [cast.rhys.team_id, record],
        )
        attacker.execute(
            "insert into vault_shown (reader, kind, at, thing, about) values (%s, 'concern', now(), %s, %s)",
            [cast.rhys.pk, found.concern.pk, found.concern.pk],
        )

    with reading(cast.rhys), pytest.raises(CannotOpen):
        vault.key_of(record, team=cast.rhys.team_id)
    with reading(cast.rhys), pytest.raises(CannotOpen):
        concern(found.concern.pk, reader=cast.rhys)


def test_what_is_printed_of_a_key_is_not_the_key(cast: SimpleNamespace) -> None:
    found, pair = stage.raised(cast.amina), sealing.new_team_keys()

    assert repr(found.key.key)[2:10] not in repr(found.key)
    assert found.key.key.hex() not in repr(found)
    assert repr(pair.private)[2:20] not in repr(pair)
    connection.close()
