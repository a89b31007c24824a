"""Whether two descriptions may be of one person: what to find by, what agrees. Never whether they are."""

from dimmer.core.matching.compare import (
    Agreement,
    Dates,
    Names,
    compare,
    is_worth_showing,
    may_be_same,
    rank,
    strong,
    why,
)
from dimmer.core.matching.interests import by_name_alone, told_by, told_by_whole_name
from dimmer.core.matching.known import Born, Known, Name, NotADate, born_from
from dimmer.core.matching.numbers import NUMBERS, NotANumber, written
from dimmer.core.matching.tokens import to_ask, to_keep

__all__ = [
    "NUMBERS", "Agreement", "Born", "Dates", "Known", "Name", "Names", "NotADate", "NotANumber", "born_from",
    "by_name_alone", "compare", "is_worth_showing", "may_be_same", "rank", "strong", "to_ask", "to_keep", "told_by",
    "told_by_whole_name", "why", "written",
]  # fmt: skip
