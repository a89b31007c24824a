"""Where the provider's key comes from, and what is said when it does not."""

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dimmer.keyring import provider, provider_passphrase, recovery, ring, ring_file, sealing
from dimmer.keyring.provider import NoKey

WORDS = "correct horse battery staple"


@pytest.fixture(autouse=True)
def _anew(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    monkeypatch.setenv("DIMMER_KEYRING", str(tmp_path / "keyring.json"))
    provider_passphrase._typed.cache_clear()
    ring.forget()
    yield
    provider_passphrase._typed.cache_clear()
    ring.forget()


@pytest.fixture
def types(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Type a passphrase where Dimmer reads it."""

    def typed(words: str) -> None:
        out, into = os.pipe()
        os.write(into, f"{words}\n".encode())
        os.close(into)
        monkeypatch.setenv("DIMMER_KEY_PASSPHRASE", str(out))

    return typed


@pytest.fixture
def key_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An operator's key, as `openssl rand -hex 32` makes one."""
    path = tmp_path / "key"
    path.write_text(f"{sealing.new_key().hex()}\n", encoding="ascii")
    monkeypatch.setenv("DIMMER_KEY_FILE", str(path))
    return path


def _move(below: tuple[dict[str, Any], bytes]) -> None:
    file = ring.closed(ring.ring(), below=below, after=ring_file.read())
    ring_file.write(ring_file.written(file))
    ring.forget()


def test_a_key_in_a_file_is_root_and_wrapping_key_until_the_first_work_on_keys(
    key_file: Path,
) -> None:
    key = bytes.fromhex(key_file.read_text())

    assert ring.ring() == ring.Ring(root=key, keys=(key,))
    assert not ring_file.path().exists()


def test_what_is_derived_stays_when_the_keys_are_moved(
    key_file: Path, monkeypatch: Any, types: Any
) -> None:
    before, sealed = ring.secret("a use"), ring.seal_below(b"content", place="here")
    _move(provider_passphrase.make(WORDS))
    monkeypatch.delenv("DIMMER_KEY_FILE")
    types(WORDS)

    assert ring.secret("a use") == before
    assert ring.open_below(sealed, place="here") == b"content"


def test_a_wrong_passphrase_is_said_in_words_and_changes_nothing(
    key_file: Path, monkeypatch: Any, types: Any
) -> None:
    _move(provider_passphrase.make(WORDS))
    before = ring_file.path().read_bytes()
    monkeypatch.delenv("DIMMER_KEY_FILE")
    types(f"{WORDS}!")

    with pytest.raises(NoKey, match="the passphrase is not the right one") as said:
        ring.ring()
    assert WORDS not in str(said.value)
    assert ring_file.path().read_bytes() == before


@pytest.mark.parametrize(
    ("where", "words"),
    [("ask", "Nobody is at a terminal"), ("999", "open file descriptor"), ("x", "open file desc")],
)
def test_a_passphrase_that_nobody_types_is_said_in_words(
    key_file: Path, monkeypatch: Any, where: str, words: str
) -> None:
    _move(provider_passphrase.make(WORDS))
    monkeypatch.delenv("DIMMER_KEY_FILE")
    monkeypatch.setenv("DIMMER_KEY_PASSPHRASE", where)

    with pytest.raises(NoKey, match=words):
        ring.ring()


def test_an_empty_passphrase_and_a_short_one_are_refused(types: Any) -> None:
    types("")

    with pytest.raises(NoKey, match="Nothing came"):
        provider_passphrase._typed()
    with pytest.raises(NoKey, match="16 characters"):
        provider_passphrase.make("too short")


def test_a_price_that_somebody_raised_or_a_kind_of_tomorrow_is_refused(
    key_file: Path, monkeypatch: Any, types: Any
) -> None:
    kept, _ = provider_passphrase.make(WORDS)
    monkeypatch.delenv("DIMMER_KEY_FILE")
    types(WORDS)

    for part in ({"memory_kib": 1 << 40}, {"kdf": "guess"}, {"salt": "%"}, {"lanes": "four"}):
        with pytest.raises(NoKey):
            provider.provider_key(kept | part)


def test_two_providers_at_once_and_another_than_the_keys_are_below_are_refused(
    key_file: Path, monkeypatch: Any
) -> None:
    _move(({"kind": "file"}, provider.file_key()))
    monkeypatch.setenv("DIMMER_KEY_PASSPHRASE", "ask")
    with pytest.raises(NoKey, match="are both set"):
        ring.ring()

    monkeypatch.delenv("DIMMER_KEY_FILE")
    with pytest.raises(NoKey, match=r"\(file, not passphrase\). Set DIMMER_KEY_FILE"):
        ring.ring()


def test_another_key_in_the_file_is_said_in_words(key_file: Path) -> None:
    _move(({"kind": "file"}, provider.file_key()))
    key_file.write_text("00" * 32, encoding="ascii")

    with pytest.raises(NoKey, match="the key in the file is not the right one"):
        ring.ring()


@pytest.mark.parametrize("damage", ["", "{}", "[]", '{"format": 2}', "\x00", "{"])
def test_a_damaged_ring_is_said_in_words_and_left_alone(key_file: Path, damage: str) -> None:
    ring_file.path().write_text(damage, encoding="utf-8")

    with pytest.raises(NoKey, match=r"is damaged|another Dimmer"):
        ring.ring()
    assert ring_file.path().read_text(encoding="utf-8") == damage


def test_a_process_whose_ring_was_moved_goes_on_reading_and_seals_nothing(
    key_file: Path, monkeypatch: Any
) -> None:
    _move(({"kind": "file"}, provider.file_key()))
    sealed = ring.seal_below(b"content", place="here")
    other = provider_passphrase.make(WORDS)
    file = ring.closed(ring.ring(), below=other, after=ring_file.read())
    ring_file.write(ring_file.written(file))

    assert ring.open_below(sealed, place="here") == b"content"
    with pytest.raises(NoKey):
        ring.seal_below(b"more", place="here")
    ring_file.path().unlink()
    assert ring.open_below(sealed, place="here") == b"content"
    with pytest.raises(NoKey, match="is gone"):
        ring.seal_below(b"more", place="here")


def test_a_new_key_never_takes_the_place_of_a_file_and_never_lies_beside_the_data(
    tmp_path: Path,
) -> None:
    taken = tmp_path / "taken"
    taken.write_text("something", encoding="ascii")

    with pytest.raises(NoKey, match="is there already"):
        provider.make_file(taken)
    with pytest.raises(NoKey, match="outside DIMMER_HOME"):
        provider.make_file(Path(os.environ["DIMMER_HOME"], "new"))
    with pytest.raises(NoKey, match="cannot be written"):
        provider.make_file(tmp_path / "no" / "folder")
    kept, key = provider.make_file(tmp_path / "new")
    assert kept == {"kind": "file"}
    assert tmp_path.joinpath("new").read_text() == key.hex()
    assert tmp_path.joinpath("new").stat().st_mode & 0o777 == 0o600


def test_any_two_of_three_shares_bring_the_keys_back_and_fewer_or_wrong_ones_do_not(
    key_file: Path,
) -> None:
    shares, public = recovery.new_shares()
    others, _ = recovery.new_shares()
    file = ring.closed(ring.ring(), after=None)
    file = ring.with_shares(file, ring.ring(), public=public, on=date(2026, 11, 25))

    for pair in ((0, 1), (1, 2), (2, 0)):
        private = recovery.private_half([shares[place].upper() + "\n" for place in pair])
        assert ring.recovered(file, private=private) == ring.ring()
    for wrong in (
        [shares[0]],
        [shares[0], shares[0]],
        [shares[0], others[0]],
        ["", ""],
        [shares[0], "zoo"],
    ):
        with pytest.raises(recovery.WrongShare):
            recovery.private_half(wrong)
    with pytest.raises(sealing.CannotOpen):
        ring.recovered(file, private=recovery.private_half(others[:2]))


def test_one_wrong_word_in_a_share_is_noticed() -> None:
    shares, _ = recovery.new_shares()
    for place in range(33):
        words = shares[0].split()
        words[place] = "academic" if words[place] != "academic" else "acid"
        with pytest.raises(recovery.WrongShare):
            recovery.private_half([" ".join(words), shares[1]])


@pytest.fixture
def credential(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A key as systemd gives it to a service with LoadCredential: a file of its own folder, for reading alone."""
    folder = tmp_path / "credentials"
    folder.mkdir()
    path = folder / "dimmer-key"
    path.write_text(sealing.new_key().hex(), encoding="ascii")
    path.chmod(0o400)
    folder.chmod(0o500)
    monkeypatch.delenv("DIMMER_KEY_FILE", raising=False)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(folder))
    return path


def test_the_credential_is_the_key_and_all_that_a_file_did_it_does(
    credential: Path, monkeypatch: Any
) -> None:
    key = bytes.fromhex(credential.read_text())
    assert ring.ring() == ring.Ring(root=key, keys=(key,))
    assert not provider.is_demo_key()
    sealed = ring.seal_below(b"content", place="here")
    _move(({"kind": "file"}, provider.file_key()))
    assert ring.open_below(sealed, place="here") == b"content"
    monkeypatch.setenv(
        "DIMMER_KEY_FILE", str(credential)
    )  # the same key, once named by the operator
    monkeypatch.delenv("CREDENTIALS_DIRECTORY")
    ring.forget()
    assert ring.open_below(sealed, place="here") == b"content"


def test_a_named_file_goes_before_the_credential(credential: Path, key_file: Path) -> None:
    assert provider.key_source() == key_file.resolve()
    assert not provider.is_credential(provider.key_source())


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ("missing", "is not there. Its unit needs LoadCredentialEncrypted=dimmer-key:FILE"),
        ("a folder", "is a directory. Its unit needs LoadCredential"),
        ("empty", "64 hexadecimal digits are expected|holds 0 bytes"),
        ("raw", "64 hexadecimal digits are expected"),
        ("short", "holds 16 bytes, not 32"),
        ("another", "the key in the file is not the right one"),
    ],
)
def test_a_credential_that_is_wrong_is_said_in_words_and_changes_nothing(
    credential: Path, wrong: str, words: str
) -> None:
    _move(({"kind": "file"}, provider.file_key()))
    before, typed = ring_file.path().read_bytes(), credential.read_text()
    credential.parent.chmod(0o700)
    credential.unlink()
    if wrong == "a folder":
        credential.mkdir()
    elif wrong != "missing":
        new = {
            "empty": b"",
            "raw": os.urandom(31) + b"\xff",
            "short": b"00" * 16,
            "another": b"00" * 32,
        }
        credential.write_bytes(new[wrong])

    with pytest.raises(NoKey, match=words) as said:
        ring.ring()

    assert typed not in str(said.value)
    assert ring_file.path().read_bytes() == before


def test_a_credential_that_this_user_may_not_read_is_said_in_words(tmp_path: Path) -> None:
    """Root reads whatever its mode is, so somebody else asks."""
    for each in (tmp_path, *tmp_path.parents[:2]):
        each.chmod(0o755)
    credential = tmp_path / "dimmer-key"
    credential.write_text("00" * 32, encoding="ascii")
    credential.chmod(0o400)
    out, into = os.pipe()
    if (child := os.fork()) == 0:
        try:
            if os.geteuid() == 0:
                os.setgid(_NOBODY)
                os.setuid(_NOBODY)
            else:
                credential.chmod(0)
            os.environ.pop("DIMMER_KEY_FILE", None)
            os.environ["CREDENTIALS_DIRECTORY"] = str(tmp_path)
            provider.file_key()
        except NoKey as said:
            os.write(into, str(said).encode())
        finally:
            os._exit(0)
    os.close(into)
    os.waitpid(child, 0)

    said_of_it = os.read(out, 4096).decode()

    assert "permission denied. Its unit needs LoadCredential" in said_of_it


_NOBODY = 65_534
