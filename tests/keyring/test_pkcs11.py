"""Keys below a key in an HSM: tried on SoftHSM, which Debian packs."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from attack import victim
from dimmer.keyring import provider, provider_pkcs11, ring
from dimmer.keyring.provider import NoKey
from keyholding import opens, run
from stage import raised

_PLACES = ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so")
MODULE = next((place for place in _PLACES if Path(place).exists()), None)
IS_NEEDED = "DIMMER_TESTS_NEED_SOFTHSM" in os.environ
pytestmark = pytest.mark.skipif(
    MODULE is None and not IS_NEEDED,
    reason="SoftHSM is missing (Debian: sudo apt install softhsm2)",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A token called `test` in a folder of its own, with the file of its PIN."""
    folder, tool = tmp_path_factory.mktemp("hsm"), shutil.which("softhsm2-util")
    assert MODULE, "SoftHSM is missing, and it was said to be here"
    assert tool
    (folder / "tokens").mkdir()
    (folder / "conf").write_text(f"directories.tokendir = {folder}/tokens\n", encoding="ascii")
    (folder / "pin").write_text("8642\n", encoding="ascii")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOFTHSM2_CONF", str(folder / "conf"))
        making = [tool, "--init-token", "--free", "--label", "test", "--pin", "8642"]
        subprocess.run([*making, "--so-pin", "97531"], check=True, capture_output=True)
        yield folder


@pytest.fixture
def token(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The token, named as an operator names one."""
    monkeypatch.setenv("DIMMER_KEY_MODULE", str(MODULE))
    monkeypatch.setenv("DIMMER_KEY_TOKEN", "test")
    monkeypatch.setenv("DIMMER_KEY_PIN_FILE", str(folder / "pin"))


def test_the_hsm_opens_what_it_sealed(token: None) -> None:
    kept, key = provider_pkcs11.make(token="test")

    assert provider.provider_key(kept) == key
    assert len(key) == 32
    assert key.hex() not in str(kept)


def test_the_key_in_the_hsm_cannot_leave_it(token: None) -> None:
    import pkcs11

    kept, _ = provider_pkcs11.make(token="test")

    with pkcs11.lib(str(MODULE)).get_token(token_label="test").open(user_pin="8642") as session:
        held = session.get_key(label=kept["label"])
        assert held[pkcs11.Attribute.EXTRACTABLE] is False
        with pytest.raises(pkcs11.exceptions.AttributeSensitive):
            held[pkcs11.Attribute.VALUE]


@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        ("DIMMER_KEY_TOKEN", "another", "there is no such token"),
        ("DIMMER_KEY_MODULE", "/nowhere.so", "name the HSM's PKCS#11 library"),
        ("DIMMER_KEY_PIN_FILE", "/nowhere/pin", "the HSM's PIN is expected there"),
        ("DIMMER_KEY_PIN_FILE", "", "No PIN"),
    ],
)
def test_what_is_missing_is_said_in_words(
    token: None, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, words: str
) -> None:
    kept, _ = provider_pkcs11.make(token="test")
    monkeypatch.setenv(variable, value)

    with pytest.raises(NoKey, match=words):
        provider.provider_key(kept)


def test_a_wrong_pin_is_said_in_words(token: None, monkeypatch: Any, tmp_path: Path) -> None:
    kept, _ = provider_pkcs11.make(token="test")
    tmp_path.joinpath("pin").write_text("1111", encoding="ascii")
    monkeypatch.setenv("DIMMER_KEY_PIN_FILE", str(tmp_path / "pin"))

    with pytest.raises(NoKey, match="the PIN is wrong"):
        provider.provider_key(kept)


def test_what_was_altered_or_belongs_to_another_hsm_does_not_open(token: None) -> None:
    kept, _ = provider_pkcs11.make(token="test")
    wrapped = kept["wrapped"]
    wrong = {
        "altered": kept | {"wrapped": ("A" if wrapped[0] != "A" else "B") + wrapped[1:]},
        "cut": kept | {"wrapped": wrapped[:20]},
        "no text": kept | {"wrapped": 7},
        "missing": {"kind": "pkcs11"},
        "another key": kept | {"label": "dimmer-nobody"},
    }

    for each in wrong.values():
        with pytest.raises(NoKey):
            provider.provider_key(each)


def test_all_that_was_sealed_opens_once_the_keys_are_below_the_hsm(
    area: Any, token: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DIMMER_KEY_TOKEN")
    record = raised(area.amina).concern.record
    key, root = opens(record, who=area.amina), ring.ring().root

    moved = run("move", "--hsm", "test")
    monkeypatch.setenv("DIMMER_KEY_TOKEN", "test")
    ring.forget()
    rotated = run("rotate")
    ring.forget()

    assert moved.exit_code == 0, moved.output
    assert "Set DIMMER_KEY_TOKEN" in moved.output
    assert rotated.exit_code == 0, rotated.output
    assert opens(record, who=area.amina) == key
    assert ring.ring().root == root
    assert "Provider: a key in the HSM, token " in run("status").output
    assert victim.outcomes([(_open_anew, area.amina)]) == [None]  # as the server's processes do


def _open_anew() -> None:
    ring.forget()
    ring.ring()
