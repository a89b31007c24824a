"""Dimmer shares what keeps adults and children safe from abuse, and no more than that."""
