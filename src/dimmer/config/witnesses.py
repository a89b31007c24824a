"""The witnesses of the ledger, as the environment names them: DIMMER_WITNESSES, a key and an address each."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from dimmer.core.ledger import NotAKey
from dimmer.core.ledger.cosignature import WitnessKey, is_witness_name, parse_witness_key

VARIABLE = "DIMMER_WITNESSES"

_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


class BadWitness(ValueError):
    """What the environment says of a witness cannot be used. The message says why."""


@dataclass(frozen=True, slots=True)
class Witness:
    """Somebody who cosigns our checkpoints: their key, and the address below which they are asked."""

    key: WitnessKey
    address: str


def from_environment(environment: Mapping[str, str] = os.environ) -> tuple[Witness, ...]:
    """The witnesses, none where nothing is set.

    Raises:
        BadWitness: a key or an address is wrong or missing.
    """
    words = environment.get(VARIABLE, "").split()
    return tuple(_witness(*pair) for pair in zip(words[::2], [*words[1::2], ""], strict=False))


def _witness(key: str, address: str) -> Witness:
    try:
        known = parse_witness_key(key)
    except NotAKey as error:
        raise BadWitness(f"{VARIABLE}: {key!r} is not the key of a witness ({error})") from error
    if not is_witness_name(known.name, origin=""):
        raise BadWitness(f"{VARIABLE}: the name in {key!r} is not in plain characters, at most 200")
    where = urlsplit(address)
    if where.scheme not in ("http", "https") or not where.hostname:
        raise BadWitness(
            f"{VARIABLE}: after {key!r} an address is expected, and {address!r} is none"
        )
    if where.scheme == "http" and where.hostname not in _LOOPBACK:
        raise BadWitness(f"{VARIABLE}: {address!r} must begin with https://")
    return Witness(known, address.rstrip("/"))
