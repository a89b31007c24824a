"""Agencies, their teams and their practitioners; who is asking, and what their role may do."""
