"""Signed notes, checkpoints and cosignatures, verified as the specifications say: another hand than Dimmer's.

Written from c2sp.org/signed-note, tlog-checkpoint and tlog-cosignature; it imports nothing of Dimmer.
"""

import base64
import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

ED25519, COSIGNATURE = 0x01, 0x04


class Wrong(Exception):
    """The note is not what a verifier accepts."""


def split_vkey(vkey: str) -> tuple[str, bytes, int, bytes]:
    """Name, key id, signature type and public key of a vkey."""
    name, hexadecimal, material = vkey.split("+", 2)
    data = base64.b64decode(material, validate=True)
    if hashlib.sha256(name.encode() + b"\x0a" + data).digest()[:4].hex() != hexadecimal:
        raise Wrong("key id")
    return name, bytes.fromhex(hexadecimal), data[0], data[1:]


def verify(note: bytes, vkey: str) -> tuple[str, int, bytes, int | None]:
    """Origin, size, root, and the time of a cosignature, of a checkpoint that this key signed or cosigned."""
    name, key_id, kind, public = split_vkey(vkey)
    end = note.rindex(b"\n\n") + 1
    body, lines = note[:end], note[end + 1 :].decode("utf-8").splitlines()
    for line in lines:
        dash, signer, blob = line.split(" ")
        if dash != "\u2014":
            raise Wrong("dash")
        data = base64.b64decode(blob, validate=True)
        if (signer, data[:4]) != (name, key_id):
            continue
        message, signature, at = body, data[4:], None
        if kind == COSIGNATURE:
            at = int.from_bytes(data[4:12], "big")
            message = b"cosignature/v1\ntime " + str(at).encode("ascii") + b"\n" + body
            signature = data[12:]
        elif kind != ED25519:
            raise Wrong("signature type")
        try:
            Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
        except InvalidSignature as error:
            raise Wrong("signature") from error
        origin, size, root = body.decode("utf-8").split("\n")[:3]
        return origin, int(size), base64.b64decode(root, validate=True), at
    raise Wrong("not signed by this key")
