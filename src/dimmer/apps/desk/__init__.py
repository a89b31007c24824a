"""The desk: what waits for me, and whole concerns with all that came of them.

It stands after all rooms and reads all. What it writes is setting up: teams with their keys, and
concerns brought in from another system.
"""
