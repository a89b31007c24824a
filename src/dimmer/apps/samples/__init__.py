"""Samples of decisions for the board's auditor: announced, drawn, reviewed, and what was found."""
