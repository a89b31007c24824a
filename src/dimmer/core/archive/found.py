"""What a check of an archive found: that it passed, that it failed, or that it could not be made, each in words."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from dimmer.core.ledger.cosignature import WitnessKey
from dimmer.core.ledger.note import VerifierKey, Verify

Unseal = Callable[[bytes, bytes, str], bytes | None]
"""Sealed bytes, the piece's own key and its place -> what was sealed, or None where that key does not open it."""


@dataclass(frozen=True, slots=True)
class Trust:
    """What the verifier brings: keys from elsewhere, how a signature is verified, how a sealed piece is opened.

    `witnesses` are keys, from elsewhere too, of those who must have cosigned the checkpoint.
    """

    keys: tuple[VerifierKey, ...]
    verify: Verify
    unseal: Unseal
    witnesses: tuple[WitnessKey, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """One question about an archive: its name, whether it passed (None: it could not be asked), and what that means."""

    name: str
    passed: bool | None
    meaning: str


def each_of(name: str, passed: str, wrong: Iterable[str]) -> Iterator[Found]:
    """That all is well in words, or each thing that is wrong; a file keeps its name as it is written."""
    failed = [Found(name, passed=False, meaning=f"{why}.") for why in wrong]
    yield from failed or [Found(name, passed=True, meaning=passed)]
