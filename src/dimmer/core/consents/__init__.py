"""What somebody said about sharing, record by record, and how it stands on a day."""

from dimmer.core.consents.said import (
    BROUGHT,
    CARD,
    EXPLAINED,
    By,
    Fault,
    How,
    Kind,
    Said,
    Scope,
    State,
    Unless,
)
from dimmer.core.consents.standing import Record, Standing, narrowest, standing
from dimmer.core.consents.written import as_dict, from_dict

__all__ = [
    "BROUGHT", "CARD", "EXPLAINED", "By", "Fault", "How", "Kind", "Record", "Said", "Scope", "Standing", "State",
    "Unless", "as_dict", "from_dict", "narrowest", "standing",
]  # fmt: skip
