"""A record's content as canonical JSON holds it, and back."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from dimmer.core.consents.said import By, How, Kind, Names, Said, Scope, Unless


def as_dict(said: Said) -> dict[str, Any]:
    """A record's content as JSON knows it."""
    scope, how = said.scope, said.how
    return {
        "kind": said.kind.value,
        "starts_on": said.starts_on.isoformat(),
        "ends_on": said.ends_on.isoformat() if said.ends_on else None,
        "categories": _listed(scope.categories),
        "recipients": _listed(scope.recipients),
        "purposes": _listed(scope.purposes),
        "by": said.by.value,
        "why_they_may": said.why_they_may,
        "is_in_scope": said.is_in_scope,
        "how": {
            "words": how.words,
            "asked_with": how.asked_with,
            "is_alone": how.is_alone,
            "is_abuser_absent": how.is_abuser_absent,
            "interpreter": how.interpreter,
            "explained": sorted(how.explained),
            "is_coercion_suspected": how.is_coercion_suspected,
        },
        "is_only": said.is_only,
        "unless": said.unless.value,
        "finding": said.finding,
        "reason": said.reason,
        "replaces": sorted(str(each) for each in said.replaces),
        "notes": dict(said.notes),
    }


def _listed(names: Names) -> list[str] | None:
    return None if names is None else sorted(names)


def from_dict(row: Mapping[str, Any]) -> Said:
    """What `as_dict` wrote.

    Raises:
        KeyError, ValueError, TypeError: it is no such row.
    """
    how = dict(row["how"])
    return Said(
        kind=Kind(row["kind"]),
        starts_on=date.fromisoformat(row["starts_on"]),
        ends_on=date.fromisoformat(row["ends_on"]) if row["ends_on"] else None,
        scope=Scope(*(_named(row[each]) for each in ("categories", "recipients", "purposes"))),
        by=By(row["by"]),
        why_they_may=row["why_they_may"],
        is_in_scope=row["is_in_scope"],
        how=How(**{**how, "explained": frozenset(how["explained"])}),
        is_only=row["is_only"],
        unless=Unless(row["unless"]),
        finding=row["finding"],
        reason=row["reason"],
        replaces=frozenset(UUID(each) for each in row["replaces"]),
        notes=dict(row["notes"]),
    )


def _named(names: list[str] | None) -> Names:
    return None if names is None else frozenset(names)
