"""Archives that give account to somebody outside: their form, and how one is checked offline, as pure functions.

Not here: the cipher of what is sealed in one, the signing key, and the reading of a ZIP file that somebody else made.
"""

from dimmer.core.archive.check import check_archive
from dimmer.core.archive.files import Named, named_in
from dimmer.core.archive.found import Found, Trust
from dimmer.core.archive.manifest import (
    Manifest,
    NotAManifest,
    canonical,
    listed,
    parse_manifest,
    statement_of,
    write_manifest,
)
from dimmer.core.archive.roll import COUNTED, Roll, write_roll
from dimmer.core.archive.zipped import TooLong, write_zip

__all__ = [
    "COUNTED",
    "Found",
    "Manifest",
    "Named",
    "NotAManifest",
    "Roll",
    "TooLong",
    "Trust",
    "canonical",
    "check_archive",
    "listed",
    "named_in",
    "parse_manifest",
    "statement_of",
    "write_manifest",
    "write_roll",
    "write_zip",
]
