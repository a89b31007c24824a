"""A ZIP file in one written form: the same files give the same bytes, on any machine and in any year.

Stored and not compressed, by name, each dated 1 January 1980, without extra fields or comments (APPNOTE.TXT 6.3.10).
Whoever reads one writes it again and compares: whatever else a ZIP could carry is found that way.
"""

import struct
import zlib
from collections.abc import Mapping

MOST_FILES = 60_000  # without ZIP64
MOST_BYTES = 1_000_000_000

_VERSION = 20
_DAY = 0x0021  # 1 January 1980, as MS-DOS counts
_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")


class TooLong(ValueError):
    """More than one archive can hold. Nothing was written."""


def write_zip(files: Mapping[str, bytes]) -> bytes:
    """Write files, by their names in ASCII.

    Raises:
        TooLong: too many, or too long together.
    """
    if len(files) > MOST_FILES or sum(map(len, files.values())) > MOST_BYTES:
        raise TooLong(f"at most {MOST_FILES} files, and {MOST_BYTES} bytes together")
    body, directory = bytearray(), bytearray()
    for name, data in sorted(files.items()):
        named, crc, size = name.encode("ascii"), zlib.crc32(data), len(data)
        shared = (_VERSION, 0, 0, 0, _DAY, crc, size, size, len(named), 0)
        central = _CENTRAL.pack(b"PK\x01\x02", _VERSION, *shared, 0, 0, 0, 0, len(body))
        directory += central + named
        body += _LOCAL.pack(b"PK\x03\x04", *shared) + named + data
    count = len(files)
    end = _END.pack(b"PK\x05\x06", 0, 0, count, count, len(directory), len(body), 0)
    return bytes(body + directory + end)
