"""The vault: sealed content, the keys to it, and who may see what.

A record has one random key; each reader team holds that key sealed to its own. What is shown in lists
comes through one fan-out table, led by the reader, with row-level security on it.
"""
