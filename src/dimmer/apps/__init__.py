"""The rooms: one Django app for each word of the domain, all with the same inside.

They stand in the order of the route; a room imports only rooms before it (see pyproject.toml).
"""
