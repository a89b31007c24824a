"""Reads of the desk: what waits for somebody, and the whole of a concern."""
