"""Telling the person: whether they know that something about them was shared, and what they may have of it."""
