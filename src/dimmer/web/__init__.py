"""What every page shares: the layout, fields as GOV.UK components, errors, headers, signing in.

Knows no room: a room may use this, never the other way round.
"""
