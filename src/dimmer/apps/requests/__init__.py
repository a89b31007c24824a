"""Requests in: somebody asked the team for information, and what they were answered."""
