"""Decisions: a named person weighs the advice and decides, for each recipient, how much light, and why.

A decision not to share is a decision of the same rank.
"""
