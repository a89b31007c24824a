"""Passing on what was received: the originator is asked first, and told where nobody could be."""
