"""Addressees: professionals who have no account, each for one concern; never anybody whom it is about."""
