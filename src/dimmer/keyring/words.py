"""Passwords in words, to be read out on the telephone."""

import secrets

from shamir_mnemonic.wordlist import WORDLIST

_WORDS = 8
"""Of 1,024 words (SLIP-39), which differ in their first four letters: 80 bits."""


def new_password() -> str:
    """Eight words drawn by the operating system, with hyphens between."""
    return "-".join(secrets.choice(WORDLIST) for _ in range(_WORDS))
