"""That words give the place of a refuge, which is kept nowhere: its office is enough to write or ring to."""

import re

_REFUGE = re.compile(
    r"\b(?:refuges?|safe\s?-?\s?house|safe accommodation|women'?s aid|lloches)\b", re.IGNORECASE
)
_OFFICE = re.compile(
    r"\b(?:p\.?\s?o\.?\s?box|offices?|c/o|care of|head office|swyddfa)\b", re.IGNORECASE
)


def is_of_refuge(words: str, *, said: bool = False) -> bool:
    """Whether an address is that of a refuge and not of its provider's office.

    Args:
        words: the address as typed, with its postcode.
        said: that somebody said it is a refuge, in a field of its own.
    """
    plain = " ".join(words.split()).replace("\u2019", "'")
    return bool(plain) and (said or bool(_REFUGE.search(plain))) and not _OFFICE.search(plain)
