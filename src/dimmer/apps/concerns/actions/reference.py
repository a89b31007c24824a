"""What a concern is called by."""

import secrets

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # no letter that is read as a digit


def new_reference() -> str:
    """Eight characters that can be read out: about 10^11.8 of them, so that none can be guessed."""
    letters = [secrets.choice(_ALPHABET) for _ in range(8)]
    return "".join(letters[:4]) + "-" + "".join(letters[4:])
