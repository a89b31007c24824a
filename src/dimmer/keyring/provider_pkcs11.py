"""The provider's key below a key that never leaves an HSM (PKCS#11): the HSM opens it when Dimmer starts.

DIMMER_KEY_MODULE is the maker's library, DIMMER_KEY_TOKEN the token's label; the PIN is in the file that
DIMMER_KEY_PIN_FILE names, or the systemd credential `dimmer-pin`. Needs the package python-pkcs11.
"""

import os
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from secrets import token_hex
from typing import Any

from dimmer.keyring.provider import PKCS11, NoKey
from dimmer.keyring.sealing import KEY_BYTES, new_key

_NONCE_BYTES, _TAG_BITS = 12, 128
_PLACE = b"provider"
_AES_BITS = 256


def key(kept: Mapping[str, Any]) -> bytes:
    """The 32 bytes, opened by the HSM.

    Raises:
        NoKey: the HSM, the token, the PIN or the key in it is missing, or it does not open.
    """
    try:
        label = str(kept["label"])
        nonce, wrapped = (b64decode(kept[part], validate=True) for part in ("nonce", "wrapped"))
    except (KeyError, TypeError, ValueError) as error:
        raise NoKey("What is kept beside the HSM's ring is damaged.") from error
    return _opened(os.environ["DIMMER_KEY_TOKEN"], label, nonce, wrapped)


@lru_cache(maxsize=4)  # a forked process of the server cannot ask the HSM again
def _opened(token: str, label: str, nonce: bytes, wrapped: bytes) -> bytes:
    with _session(token) as (session, pkcs11):
        held = session.get_key(
            object_class=pkcs11.ObjectClass.SECRET_KEY, key_type=pkcs11.KeyType.AES, label=label
        )
        opened = held.decrypt(
            wrapped, mechanism=pkcs11.Mechanism.AES_GCM, mechanism_param=_parameters(pkcs11, nonce)
        )
    if len(opened) != KEY_BYTES:
        raise NoKey("What the HSM opened is no key.")
    return bytes(opened)


def make(*, token: str) -> tuple[dict[str, Any], bytes]:
    """Have the HSM make a key of its own that cannot leave it: what to keep beside the ring, and the key.

    Raises:
        NoKey: the HSM, the token or the PIN is missing, or it may not make keys.
    """
    label, made, nonce = f"dimmer-{token_hex(4)}", new_key(), os.urandom(_NONCE_BYTES)
    with _session(token, rw=True) as (session, pkcs11):
        held = session.generate_key(
            pkcs11.KeyType.AES,
            _AES_BITS,
            label=label,
            store=True,
            capabilities=pkcs11.MechanismFlag.ENCRYPT | pkcs11.MechanismFlag.DECRYPT,
            template={pkcs11.Attribute.EXTRACTABLE: False, pkcs11.Attribute.SENSITIVE: True},
        )
        wrapped = held.encrypt(
            made, mechanism=pkcs11.Mechanism.AES_GCM, mechanism_param=_parameters(pkcs11, nonce)
        )
    coded = {"nonce": b64encode(nonce).decode(), "wrapped": b64encode(wrapped).decode()}
    return {"kind": PKCS11, "label": label, **coded}, made


def _parameters(pkcs11: Any, nonce: bytes) -> Any:
    return pkcs11.GCMParams(nonce=nonce, aad=_PLACE, tag_bits=_TAG_BITS)


@contextmanager
def _session(token: str, *, rw: bool = False) -> Iterator[tuple[Any, Any]]:
    """A session in which the PIN was given, and the library."""
    try:
        import pkcs11
    except ImportError:
        raise NoKey("Keys in an HSM need one more package: pip install 'dimmer[hsm]'.") from None
    module = os.environ.get("DIMMER_KEY_MODULE", "")
    if not Path(module).is_file():
        raise NoKey(f"DIMMER_KEY_MODULE is {module!r}: name the HSM's PKCS#11 library.")
    try:
        found = pkcs11.lib(module).get_token(token_label=token)
        with found.open(user_pin=_pin(), rw=rw) as session:
            yield session, pkcs11
    except (pkcs11.PKCS11Error, pkcs11.exceptions.PKCS11Error, RuntimeError) as error:
        said = type(error).__name__
        raise NoKey(
            f"The HSM does not open the keys (token {token!r}): {_WORDS.get(said, said)}."
        ) from error


_WORDS = {
    "NoSuchToken": "there is no such token",
    "NoSuchKey": "the token does not hold the key that sealed them",
    "PinIncorrect": "the PIN is wrong",
    "PinLocked": "the PIN is locked",
    "EncryptedDataInvalid": "what it was given was altered",
    "EncryptedDataLenRange": "what it was given was altered",
}


def _pin() -> str:
    named, folder = os.environ.get("DIMMER_KEY_PIN_FILE"), os.environ.get("CREDENTIALS_DIRECTORY")
    if not named and not folder:
        raise NoKey(
            "No PIN: name its file in DIMMER_KEY_PIN_FILE (or the systemd credential dimmer-pin)."
        )
    path = Path(named) if named else Path(str(folder), "dimmer-pin")
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as error:
        raise NoKey(f"{path} cannot be read: the HSM's PIN is expected there.") from error
