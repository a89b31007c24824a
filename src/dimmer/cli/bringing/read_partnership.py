"""Read a file of a partnership: its agencies, their teams, who begins there, and the numbers to ring."""

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from dimmer.cli.bringing.fields import Field, Takes
from dimmer.cli.bringing.shape import Problem, read_toml, tables, wrong_fields
from dimmer.core.law.codes import AGENCY_KINDS, NATIONS

_AGENCY = (
    Field("name", Takes.LINE, is_needed=True, most=120),
    Field("kind", Takes.CODE, is_needed=True, codes=AGENCY_KINDS),
    Field("area", Takes.LINE, is_needed=True, most=60),
    Field("nation", Takes.CODE, codes=NATIONS),
    Field("commissioned", Takes.SWITCH),
)
_TEAM = (
    Field("name", Takes.LINE, is_needed=True, most=120),
    Field("phone", Takes.LINE, most=40),
    Field("leads", Takes.SWITCH),
    Field("receives", Takes.SWITCH),
)
_NUMBER = (
    Field("name", Takes.LINE, is_needed=True, most=120),
    Field("number", Takes.LINE, is_needed=True, most=40),
    Field("hours", Takes.LINE, is_needed=True, most=120),
    Field("checked_on", Takes.DAY, is_needed=True),
)


def read_partnership(file: Path, *, roles: tuple[str, ...]) -> Mapping[str, Any]:
    """The agencies and numbers of a file, checked.

    Args:
        roles: what somebody may be in a team.

    Raises:
        BadFile: it cannot be read, or something in it is not as it must be.
    """
    person = (
        Field("name", Takes.LINE, is_needed=True, most=120),
        Field("title", Takes.LINE, is_needed=True, most=120),
        Field("email", Takes.LINE, is_needed=True, most=254),
        Field("role", Takes.CODE, is_needed=True, codes=roles),
    )
    return read_toml(file, partial(_check, person=person), holds="one [[agency]] or more")


def _check(whole: Mapping[str, Any], *, person: tuple[Field, ...]) -> Iterator[Problem]:
    for key in whole:
        if key not in ("agency", "out_of_hours"):
            yield Problem(key, "is an unknown key", ("agency", "out_of_hours"))
    for path, agency in tables(whole, "agency", ""):
        if isinstance(agency, Problem):
            yield agency
            continue
        yield from wrong_fields(agency, _AGENCY, path, also=("team",))
        yield from _check_teams(agency, path, person=person)
    yield from _check_rows(whole, "out_of_hours", "", _NUMBER)
    yield from _named_twice(whole)


def _check_teams(
    agency: Mapping[str, Any], path: str, *, person: tuple[Field, ...]
) -> Iterator[Problem]:
    lead = ""
    for where, team in tables(agency, "team", path):
        if isinstance(team, Problem):
            yield team
            continue
        yield from wrong_fields(team, _TEAM, where, also=("person",))
        if team.get("leads") is True:
            if lead:
                yield Problem(f"{where}.leads", f"{lead} leads already: one team of an agency does")
            lead = where
        yield from _check_rows(team, "person", where, person)


def _check_rows(
    parent: Mapping[str, Any], name: str, path: str, fields: tuple[Field, ...]
) -> Iterator[Problem]:
    for where, row in tables(parent, name, path):
        if isinstance(row, Problem):
            yield row
            continue
        yield from wrong_fields(row, fields, where)
        email = row.get("email", "name@example.org")
        if isinstance(email, str) and not _is_address(email):
            yield Problem(f"{where}.email", "must be a work e-mail address, like name@example.org")


def _is_address(email: str) -> bool:
    try:
        validate_email(email.strip())
    except ValidationError:
        return False
    return True


def _named_twice(whole: Mapping[str, Any]) -> Iterator[Problem]:
    """What would be entered once where the file has it twice."""
    seen: set[tuple[str, ...]] = set()
    for path, agency in tables(whole, "agency", ""):
        named: list[tuple[str, tuple[str, ...]]] = [(path, ("agency", _lower(agency, "name")))]
        for where, team in tables(agency, "team", path) if isinstance(agency, Mapping) else ():
            named.append((where, ("team", path, _lower(team, "name"))))
            for at, who in tables(team, "person", where) if isinstance(team, Mapping) else ():
                named.append((at, ("person", _lower(who, "email"))))
        for where, key in named:
            if key[-1] and key in seen:
                yield Problem(where, f"{key[-1]!r} is there twice")
            seen.add(key)


def _lower(row: Any, name: str) -> str:
    value = row.get(name) if isinstance(row, Mapping) else None
    return value.strip().lower() if isinstance(value, str) else ""
