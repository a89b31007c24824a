"""What tests of somebody's own words do: parts of what Nadia told, and a concern that holds them."""

from typing import Any

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.concerns.queries import ConcernRead
from stage import raised

HER, HIM, SOURCE = "Nadia Rahman", "Karim Rahman", "Oswald Quist"
PEOPLE = (
    {"name": HER, "role": "adult-at-risk"},
    {"name": HIM, "role": "alleged-perpetrator"},
    {"name": SOURCE, "role": "informant"},
)
OWN = {
    "who": "person-1", "present": "nobody", "interpreter": "profession", "language": "Bengali",
    "passing": "yes", "passing_on": "2026-11-20",
}  # fmt: skip
TEXTS = {
    "yes": "He … he takes the phone,\n  at night.",
    "no": "I hid the money.",
    "unasked": "My back hurts.",
}


def part(passing: str, text: str = "") -> dict[str, Any]:
    """A part of what she told, as it is put down."""
    own = OWN | {"passing": passing, "passing_on": "" if passing == "unasked" else "2026-11-20"}
    return {
        "text": text or TEXTS[passing], "nature": "unmarked", "source": "Amina, health visitor",
        "categories": ["domestic-abuse"], "own": own,
    }  # fmt: skip


def told(by: Practitioner, *more: dict[str, Any]) -> ConcernRead:
    """A concern with a part that may be passed on, one that may not, and one of which nobody asked."""
    return raised(by, people=PEOPLE, items=(*map(part, TEXTS), *more))


def typed(text: str = TEXTS["yes"], **said: Any) -> dict[str, Any]:
    """The form about a part, as a browser sends it: she said no to passing it on, and nobody wrote down when."""
    return {
        "text": text, "who": "person-1", "source": "Amina", "present": "nobody", "interpreter": "no", "language": "",
        "observed-day": "20", "observed-month": "11", "observed-year": "2025", "passing": "no",
        "categories": ["domestic-abuse"], **said,
    }  # fmt: skip
