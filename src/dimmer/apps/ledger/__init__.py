"""The ledger: that something was done, when, and a commitment to what. It holds no person.

Its arithmetic is in dimmer.core.ledger; the format in docs/reference/ledger-format.md.
"""
