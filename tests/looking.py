"""What a test itself looks up, it looks up past row-level security; what the code does under test is bound by it.

A test asks the tables what came of an act, and no reader sees all of that. So a statement that a test's own line
asks for, outside every transaction, goes over a connection of the database's superuser. One that any line of `src`
asks for does not, nor does whatever is asked inside a transaction (`stage.reading`).
"""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import connection
from psycopg.conninfo import conninfo_to_dict

from dimmer.database import url

_TESTS = str(Path(__file__).parent) + "/"
_SOURCE = str(Path(url.__file__).parents[1]) + "/"
_by_hand: dict[str, Any] = {}


def look_past_policies() -> None:
    """From now on, for the connection of this thread."""
    if _look not in connection.execute_wrappers:
        connection.execute_wrappers.append(_look)


def by_hand(name: str) -> list[Any]:
    """The superuser's connections to this database that are open now."""
    hand = _by_hand.get(name)
    held = None if hand is None else hand.connection
    return [] if held is None or held.closed else [held]


def _look(
    execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    if not connection.in_atomic_block and _is_asked_by_a_test():
        context["cursor"].cursor = _hand().cursor().cursor
    return execute(sql, params, many, context)


def _is_asked_by_a_test() -> bool:
    """Whether the nearest line that is no library's is a test's."""
    frame = sys._getframe(2)
    while frame is not None:
        name = frame.f_code.co_filename
        if name.startswith(_SOURCE):
            return False
        if name.startswith(_TESTS):
            return True
        frame = frame.f_back  # type: ignore[assignment]
    return False


def _hand() -> Any:
    """A connection of the superuser's to the database in which the test is."""
    name = str(connection.settings_dict["NAME"])
    if name not in _by_hand:
        while _by_hand:
            _by_hand.popitem()[1].close()
        hand: Any = connection.copy()
        address = conninfo_to_dict(url.superuser(database=name))
        options = {
            key: each for key, each in hand.settings_dict["OPTIONS"].items() if key != "pool"
        }
        hand.settings_dict |= {
            "USER": address.get("user", ""),
            "PASSWORD": address.get("password", ""),
            "HOST": address.get("host", ""),
            "PORT": address.get("port", ""),
            "OPTIONS": options,
        }
        _by_hand[name] = hand
    return _by_hand[name]
