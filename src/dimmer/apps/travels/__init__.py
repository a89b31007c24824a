"""Travels: how what was shared went to somebody: by a link, as a document, or told; each time recorded."""
