"""What is wrong with the database or its folder, in words for the person who runs Dimmer."""


class DatabaseProblem(Exception):
    """Dimmer has no database to stand on. The message says why and what to do: show it alone."""
