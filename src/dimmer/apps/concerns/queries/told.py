"""What somebody was asked already, and asked not to be asked again: version by version."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from dimmer.apps.concerns.models import Amendment
from dimmer.core.told import in_order


@dataclass(frozen=True, slots=True)
class AskedBefore:
    """What somebody was asked already, and asked not to be asked again: codes of `TOPICS`, in that order.

    `because` is their reason, where they gave one.
    """

    id: UUID
    asked: tuple[str, ...]
    not_again: tuple[str, ...]
    because: str
    by: str
    at: str
    stays: str = ""


def asked_in(
    amended: Iterable[tuple[Amendment, Mapping[str, Any]]],
) -> dict[UUID, tuple[AskedBefore, ...]]:
    """What was written down of what each was asked, by the id of a person, the oldest first."""
    found: dict[UUID, tuple[AskedBefore, ...]] = {}
    for row, said in amended:
        if "person" in said:
            person = UUID(said["person"])
            read = AskedBefore(
                row.pk, in_order(said["asked"]), in_order(said["not_again"]), said["because"],
                said["by"], said["at"], said.get("stays", ""),
            )  # fmt: skip
            found[person] = (*found.get(person, ()), read)
    return found


def asked_typed(read: AskedBefore | None) -> dict[str, Any]:
    """What was typed of it, as it is sealed; of nobody's nothing."""
    if read is None:
        return {"asked": [], "not_again": [], "because": "", "stays": ""}
    return {
        "asked": list(read.asked), "not_again": list(read.not_again), "because": read.because, "stays": read.stays,
    }  # fmt: skip
