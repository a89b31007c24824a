"""Concerns: who somebody is worried about, and what is known, piece by piece with its source."""
