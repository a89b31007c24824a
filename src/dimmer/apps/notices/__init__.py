"""Notices: what must reach everybody who received something, until each has said what they did."""
