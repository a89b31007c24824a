"""What can be found in a text, and which of it says where somebody is."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """A kind of finding, by the words of its code."""

    POSTCODE = "postcode"
    PHONE = "phone"
    STREET = "street-address"
    EMAIL = "email"
    VEHICLE = "vehicle-registration"
    HANDLE = "social-handle"
    LINK = "url-or-coordinates"
    NHS = "nhs-number"
    NI = "ni-number"
    PLACE = "place-descriptive"
    SCHOOL = "school-or-nursery"
    SURGERY = "surgery-or-hospital"
    WORKPLACE = "workplace"
    REFUGE = "refuge-or-service"
    SURNAME = "new-surname"
    PERSON = "person-in-case"
    OTHER_PERSON = "other-person"
    BORN = "date-of-birth"
    REFERENCE = "case-reference"
    TRAVEL = "travel-route-or-time"
    BANK = "bank-details"


WHEREABOUTS = {
    "address": "Address",
    "postcode": "Postcode",
    "phone": "Telephone number",
    "school": "School or nursery",
    "surgery": "Surgery or hospital",
    "workplace": "Where they work or study",
    "vehicle": "Vehicle, with its number plate",
    "handle": "E-mail or name on social media",
    "surname": "New surname",
    "area": "Town or area",
}
"""The typed fields about a person that say where they are, one protected class, and their plain words."""
FIELDS = {
    Kind.STREET: "address",
    Kind.POSTCODE: "postcode",
    Kind.PHONE: "phone",
    Kind.EMAIL: "handle",
    Kind.HANDLE: "handle",
    Kind.LINK: "address",
    Kind.VEHICLE: "vehicle",
    Kind.SCHOOL: "school",
    Kind.SURGERY: "surgery",
    Kind.WORKPLACE: "workplace",
    Kind.SURNAME: "surname",
    Kind.PLACE: "area",
    Kind.REFUGE: "area",
}
"""Kinds that say where somebody is, and the typed field of a person that each belongs into."""


@dataclass(frozen=True, slots=True, order=True)
class Found:
    """A part of a text, from `start` up to and without `end`, counted in characters, and what it looks like."""

    start: int
    end: int
    kind: Kind


Finder = Callable[[str], Iterator[Found]]
"""Reads a plain text once; what it finds may overlap."""
