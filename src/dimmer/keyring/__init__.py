"""Keys and what they seal: the provider of the wrapping key, sealing to teams, signing the ledger.

No tables and no people here: bytes in, bytes out. The vault decides who may open what.
The format is written down in docs/reference/sealing-format.md.
"""
