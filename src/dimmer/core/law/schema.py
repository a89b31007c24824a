"""The shape of a facts file: every key, what it may hold, and whether it may be left out.

The parser of facts, the parser of the lawbook and the reference page are all driven by this table.
"""

from dataclasses import dataclass
from enum import Enum

from dimmer.core.law import codes


class Kind(Enum):
    """What a key holds."""

    TEXT = "text"
    TEXTS = "list of texts"
    CODE = "one code"
    CODES = "list of codes"
    TRUTH = "true or false"
    NUMBER = "whole number"
    DAY = "date"


@dataclass(frozen=True, slots=True)
class Field:
    """One key of a table.

    Args:
        allowed: the codes it may hold; empty for text, truth, numbers and dates.
        required: whether it must be there.
        may_be_empty: whether its list may be empty.
    """

    name: str
    kind: Kind
    allowed: tuple[str, ...] = ()
    required: bool = False
    may_be_empty: bool = False


def _truth(name: str) -> Field:
    return Field(name, Kind.TRUTH)


def _code(name: str, allowed: tuple[str, ...], *, required: bool = False) -> Field:
    return Field(name, Kind.CODE, allowed, required)


TOP = (
    Field("id", Kind.TEXT, required=True),
    Field("title", Kind.TEXT, required=True),
    _code("nation", codes.NATIONS, required=True),
    Field("date", Kind.DAY, required=True),
    _code("channel", codes.CHANNELS),
)
TABLES: dict[str, tuple[Field, ...]] = {
    "holder": (
        _code("kind", codes.AGENCY_KINDS, required=True),
        _truth("commissioned"),
        Field("policy_documents", Kind.CODES, codes.CONDITIONS, may_be_empty=True),
    ),
    "request": (
        _code("form", codes.REQUEST_FORMS, required=True),
        _truth("reasons_given"),
        _truth("fields_named"),
    ),
    "purpose": (
        Field("kinds", Kind.CODES, codes.PURPOSES, required=True),
        _truth("stated"),
    ),
    "risk": (
        _code("level", codes.LEVELS, required=True),
        _code("urgency", codes.URGENCIES, required=True),
        _truth("marac_threshold"),
        _truth("child_significant_harm"),
        _truth("serious_crime"),
        _truth("others_at_risk"),
        _truth("staff_implicated"),
        _truth("life_in_danger"),
        _truth("sharing_may_increase_risk"),
        _truth("honour"),
    ),
    "agreement": (_truth("in_force"),),
}
LISTS: dict[str, tuple[Field, ...]] = {
    "recipients": (
        _code("kind", codes.RECIPIENT_KINDS, required=True),
        Field("person", Kind.TEXT),
        _code("area", codes.AREAS),
        _code("nation", codes.NATIONS),
        _truth("conflict"),
    ),
    "people": (
        Field("id", Kind.TEXT, required=True),
        _code("role", codes.ROLES, required=True),
        Field("age", Kind.NUMBER),
        _truth("unborn"),
        _truth("deceased"),
        _code("capacity", codes.CAPACITIES),
        _truth("care_needs"),
        _code("consent", codes.CONSENTS),
        Field("consent_covers", Kind.TEXTS, may_be_empty=True),
        Field("consent_refuses", Kind.TEXTS, may_be_empty=True),
        _truth("coercion_suspected"),
        _truth("telling_is_unsafe"),
        _truth("channel_is_safe"),
        Field("parental_responsibility", Kind.TEXTS, may_be_empty=True),
        _truth("carer"),
        _code("gender_recognition", codes.RECOGNITION),
        _truth("protected_location"),
    ),
    "items": (
        Field("about", Kind.TEXTS, required=True),
        Field("categories", Kind.CODES, codes.CATEGORIES, required=True),
        _code("nature", codes.NATURES),
        _truth("historical"),
        _truth("disputed"),
        _truth("inaccurate"),
        _truth("needed"),
        _truth("identifying"),
        _truth("confidential"),
        _truth("collected_on_consent"),
    ),
}
REQUIRED_TABLES = ("holder", "purpose", "risk")
OLDEST = 130  # years
