"""The ring: the deployment's wrapping keys, and what secrets for other uses are derived from.

Rules of this module:
- what is sealed below the deployment is sealed with the newest key, and opened with any that is on the ring;
- another process may change the ring at any moment: whoever seals looks at the file first;
- the root never changes, for with it tokens would by which what is kept is found; the seed does where it leaked.
"""

import json
import os
from dataclasses import dataclass, field, replace
from datetime import date

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from dimmer.keyring import provider, ring_file, sealing
from dimmer.keyring.provider import NoKey
from dimmer.keyring.ring_file import Recovery, RingFile
from dimmer.keyring.sealing import KEY_BYTES, CannotOpen

PLACE = "ring"
Stamp = tuple[str, int, int] | None


@dataclass(frozen=True, slots=True)
class Ring:
    """The root, the wrapping keys, newest first, and what the ledger is signed with.

    Args:
        keys: a second one is there only while a rotation lasts.
        seed: what the ledger's signature, sessions and forms are derived from; none, until it is first renewed.
        signed_before: the public keys of earlier seeds (Ed25519, 32 bytes each), newest first.
    """

    root: bytes = field(repr=False)
    keys: tuple[bytes, ...] = field(repr=False)
    seed: bytes = field(default=b"", repr=False)
    signed_before: tuple[bytes, ...] = ()

    @property
    def source(self) -> bytes:
        """What renewable secrets are derived from: the seed, or the root where there is none yet."""
        return self.seed or self.root


_last: list[tuple[Stamp, Ring]] = []
"""The ring as it was last opened by this process, with the stamp of the file that it came from."""


def ring(*, to_seal: bool = False) -> Ring:
    """The ring as it is now, opened again only if the file has changed.

    A process that can no longer open it, since it was moved to another provider, goes on reading with what it
    has, and seals nothing more.

    Raises:
        NoKey: it cannot be opened.
    """
    stamp = _stamp()
    if _last and _last[0][0] == stamp:
        return _last[0][1]
    try:
        found = opened(ring_file.read(), was_there=bool(_last))
    except NoKey:
        if to_seal or not _last:
            raise
        return _last[0][1]
    _last[:] = [(stamp, found)]
    return found


def opened(file: RingFile | None, *, was_there: bool = False) -> Ring:
    """The ring in a file; where there never was one, the provider's key is root and only wrapping key at once.

    Raises:
        NoKey: the provider is missing, or its key is another.
    """
    if file is None:
        if was_there:
            raise NoKey(f"{ring_file.path()} is gone: restart Dimmer, which puts it back.")
        if provider.given() != provider.FILE:
            raise NoKey("There are no keys yet: `dimmer keys move` makes the first.")
        key = provider.file_key()
        return Ring(root=key, keys=(key,))
    return _read(_with_key(file)[1])


def _with_key(file: RingFile) -> tuple[bytes, bytes]:
    """The provider's key, and what it opens."""
    key = provider.provider_key(file.provider)
    try:
        return key, sealing.unseal(file.ring, key=key, place=PLACE)
    except CannotOpen as error:
        which = {
            provider.FILE: "the key in the file is",
            provider.PASSPHRASE: "the passphrase is",
            provider.PKCS11: "what the HSM holds is",
        }[provider.given()]
        raise NoKey(
            f"The keys in {ring_file.path()} do not open: {which} not the right one, or they were altered."
        ) from error


def closed(
    found: Ring, *, below: tuple[dict[str, object], bytes] | None = None, after: RingFile | None
) -> RingFile:
    """The file that holds the ring: sealed below the provider, and to the officers where they have shares.

    Args:
        below: another provider, with its key, than the one that the ring is below now.
        after: the file that it takes the place of.

    Raises:
        NoKey: without `below`, the provider's key is not the one that the file is below.
    """
    kept, key = below or _provider_now(after)
    plain = _written(found)
    shares = after.recovery if after else None
    return RingFile(
        serial=(after.serial if after else 0) + 1,
        version=after.version if after else 1,
        rotated_on=after.rotated_on if after else None,
        provider=kept,
        ring=sealing.seal(plain, key=key, place=PLACE),
        recovery=shares
        and replace(shares, ring=sealing.seal_to_team(plain, public=shares.public, place=PLACE)),
    )


def with_shares(file: RingFile, found: Ring, *, public: bytes, on: date) -> RingFile:
    """The file with the ring sealed to a new recovery pair; the shares of an earlier one open nothing any more."""
    sealed = sealing.seal_to_team(_written(found), public=public, place=PLACE)
    return replace(file, recovery=Recovery(public, sealed, on))


def recovered(file: RingFile, *, private: bytes) -> Ring:
    """The ring, opened with the recovery pair's private half.

    Raises:
        CannotOpen: the pair is another, or no shares were ever made.
    """
    if file.recovery is None:
        raise CannotOpen("no shares were made")
    key = sealing.private_key_of(private)
    return _read(sealing.open_as_team(file.recovery.ring, key=key, place=PLACE))


def seal_below(plain: bytes, *, place: str) -> bytes:
    """Seal below the newest wrapping key.

    Raises:
        NoKey: the ring was moved to another provider since this process started.
    """
    return sealing.seal(plain, key=ring(to_seal=True).keys[0], place=place)


def open_below(sealed: bytes, *, place: str) -> bytes:
    """Open what `seal_below` sealed, now or before a rotation that has not ended.

    Raises:
        CannotOpen: altered, moved from its place, or from another deployment.
    """
    keys = ring().keys
    for key in keys[:-1]:
        try:
            return sealing.unseal(sealed, key=key, place=place)
        except CannotOpen:
            continue
    return sealing.unseal(sealed, key=keys[-1], place=place)


def opens_below(sealed: bytes, *, place: str) -> bool:
    """Whether any key that is on the ring opens it there."""
    try:
        open_below(sealed, place=place)
    except CannotOpen:
        return False
    return True


def is_below_newest(sealed: bytes, *, place: str) -> bool:
    """Whether a rotation has nothing more to do with it."""
    try:
        sealing.unseal(sealed, key=ring().keys[0], place=place)
    except CannotOpen:
        return False
    return True


def secret(use: str) -> str:
    """A secret for one use, derived from the root (RFC 5869), so that there is one to keep.

    Raises:
        NoKey: there is no key to derive it from.
    """
    return derived(ring().root, use).hex()


def renewable_secret(use: str) -> str:
    """A secret for one use that is another once the seed was renewed.

    Raises:
        NoKey: there is no key to derive it from.
    """
    return derived(ring().source, use).hex()


def derived(source: bytes, use: str) -> bytes:
    """The 32 bytes for one use (RFC 5869)."""
    info = f"dimmer secret v1: {use}".encode()
    return HKDF(SHA256(), length=KEY_BYTES, salt=None, info=info).derive(source)


def remember(file: RingFile, found: Ring) -> None:
    """Go on with a ring that this process has just written, whoever may open it from now on."""
    if ring_file.read() == file:
        _last[:] = [(_stamp(), found)]


def adopt(found: Ring) -> None:
    """Work with a ring that was recovered, or is the first, before any provider can open it."""
    _last[:] = [(_stamp(), found)]


def forget() -> None:
    """Read the file anew at the next call."""
    _last.clear()


def _provider_now(file: RingFile | None) -> tuple[dict[str, object], bytes]:
    if file is None:
        return {"kind": provider.FILE}, provider.file_key()
    return dict(file.provider), _with_key(file)[0]


def _stamp() -> Stamp:
    place = ring_file.path()
    try:
        found = os.stat(place)  # noqa: PTH116  (a third of the time, at every opening)
    except OSError:
        return None
    return str(place), found.st_mtime_ns, found.st_ino


def _written(found: Ring) -> bytes:
    whole: dict[str, object] = {"keys": [key.hex() for key in found.keys], "root": found.root.hex()}
    if found.seed:
        before = [key.hex() for key in found.signed_before]
        whole |= {"seed": found.seed.hex(), "signed_before": before}
    return json.dumps(whole, separators=(",", ":"), sort_keys=True).encode()


def _read(plain: bytes) -> Ring:
    whole = json.loads(plain)
    return Ring(
        root=bytes.fromhex(whole["root"]),
        keys=tuple(map(bytes.fromhex, whole["keys"])),
        seed=bytes.fromhex(whole.get("seed", "")),
        signed_before=tuple(map(bytes.fromhex, whole.get("signed_before", ()))),
    )
