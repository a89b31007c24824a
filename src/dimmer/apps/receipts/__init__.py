"""Receipts: that a recipient opened and acknowledged, and the text that proves it offline."""
