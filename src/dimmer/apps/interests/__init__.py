"""Interests: who must see nothing about whom, because it is about themselves, their family or somebody they know."""
