"""XMP, which programs put into pictures and PDFs: the words in it."""

import re
from collections.abc import Iterator

from dimmer.files.cuts import clean
from dimmer.files.said import Refused
from dimmer.files.within.package import parsed

_MOST = 400_000
"""Bytes of it that are read: some programs pad it with blanks."""
_TELLS_NOTHING = re.compile(
    r"https?://(?:ns\.adobe\.com|www\.w3\.org|purl\.org|cipa\.jp)\S*|[0-9a-zA-Z+/=:_-]{20,}|[^\w]*"
)
"""Names of schemes, numbers of versions."""


def xmp_words(xmp: bytes | str) -> str:
    """What a person or a program wrote into it, line by line, without its marks."""
    written = xmp.encode() if isinstance(xmp, str) else bytes(xmp)
    return clean(
        "\n".join(
            dict.fromkeys(
                each for each in _said(written[:_MOST]) if not _TELLS_NOTHING.fullmatch(each)
            )
        )
    )


def _said(xmp: bytes) -> Iterator[str]:
    try:
        root = parsed(xmp.strip(b"\0 \r\n"))
    except Refused:
        yield from (each.strip() for each in re.split(r"<[^>]*>", xmp.decode("utf-8", "ignore")))
        return
    for each in root.iter():
        for name, value in each.attrib.items():
            yield f"{name}: {value.strip()}" if not _TELLS_NOTHING.fullmatch(value.strip()) else ""
        if (each.text or "").strip():
            yield (
                f"{each.tag}: {(each.text or '').strip()}"
                if each.tag != "li"
                else (each.text or "").strip()
            )
