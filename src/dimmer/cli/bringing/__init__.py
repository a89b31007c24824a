"""Bringing concerns in from a file: its shape, what may be wrong with it, and where. No Django, no database."""
