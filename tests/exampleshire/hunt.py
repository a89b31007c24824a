"""Look for words in bytes, in whatever dress they may stand there."""

import base64
import json
import re
from collections.abc import Iterator
from urllib.parse import quote

_HEX = re.compile(rb"(?:[0-9a-fA-F]{2}){8,}")
_EDGE = 2
"""Characters of Base64 at either end that depend on the neighbours."""


def dresses(words: str) -> Iterator[bytes]:
    """The words as UTF-8, UTF-16, Base64 at each offset, JSON and percent escapes."""
    plain = words.encode()
    yield plain
    yield from (words.encode(name) for name in ("utf-16-le", "utf-16-be"))
    yield json.dumps(words)[1:-1].encode()
    yield quote(words).encode()
    for offset in range(3):
        coded = base64.b64encode(b"\0" * offset + plain)
        start = (4, _EDGE, 3)[(3 - offset) % 3] if offset else 0
        yield coded[start + (0 if not offset else 1) : -4]


def haystack(content: bytes) -> bytes:
    """The bytes, and beside them what every hexadecimal run in them says."""
    return (
        content + b"\0" + b"\0".join(bytes.fromhex(run.decode()) for run in _HEX.findall(content))
    )


def found_in(hay: bytes, words: str) -> bool:
    """Whether the words stand there in any dress."""
    return any(dress in hay for dress in dresses(words) if len(dress) > _EDGE)
