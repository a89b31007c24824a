"""Make ceilings of the lawbook's rows; a category without a need is refused."""

from collections.abc import Mapping
from typing import Any

from dimmer.core.law import codes
from dimmer.core.law.rule import Confidence
from dimmer.core.law.table import BadLawbook, Table
from dimmer.core.proportionality.light import Ceiling, Ceilings, Danger, Light, Standing


def parse_ceilings(file: Table, classes: Mapping[str, frozenset[str]]) -> Ceilings:
    """Make the table of ceilings.

    Raises:
        BadLawbook: a row names an unknown code, class or light, or a category has no need.
    """
    source, dated = file.text("source"), file.day("dated")
    confidence = file.choice("confidence", Confidence, Confidence.LOW)  # earlier editions say none
    checked = file.text("checked", "not yet checked by a lawyer")
    needs: dict[str, Light] = {}
    for row in file.tables("need"):
        light = _light(row)
        for category in _members(row, "categories", codes.CATEGORIES, classes):
            if category in needs or light is Light.DARK:
                raise BadLawbook(f"{row.where}: {category} needs two lights, or none")
            needs[category] = light
        row.close()
    if missing := sorted(set(codes.CATEGORIES) - set(needs)):
        raise BadLawbook(f"{file.where}: nothing says what light {' '.join(missing)} needs")
    rows = tuple(_ceiling(row, classes) for row in file.tables("ceiling"))
    file.close()
    return Ceilings(needs, rows, Standing(source, dated, confidence, checked))


def _ceiling(row: Table, classes: Mapping[str, frozenset[str]]) -> Ceiling:
    dangers = row.texts("dangers")
    known: dict[str, Any] = {danger.value: danger for danger in Danger}
    if strange := sorted(set(dangers) - set(known)):
        raise BadLawbook(f"{row.where}: {' '.join(strange)} is no danger")
    ceiling = Ceiling(
        categories=_members(row, "categories", codes.CATEGORIES, classes),
        recipients=_members(row, "recipients", codes.RECIPIENT_KINDS, classes),
        purposes=_members(row, "purposes", codes.PURPOSES, classes),
        dangers=frozenset(known[danger] for danger in dangers),
        roles=_members(row, "roles", codes.ROLES, classes),
        light=_light(row),
        source=row.text("source"),
    )
    row.close()
    return ceiling


def _light(row: Table) -> Light:
    name = row.text("light")
    if name.upper() not in Light.__members__:
        raise BadLawbook(f"{row.where}: {name} is no light")
    return Light[name.upper()]


def _members(
    row: Table, key: str, allowed: tuple[str, ...], classes: Mapping[str, frozenset[str]]
) -> frozenset[str]:
    found: set[str] = set()
    for member in row.texts(key):
        if not member.startswith("@"):
            found.add(member)
        elif member[1:] in classes:
            found |= classes[member[1:]]
        else:
            raise BadLawbook(f"{row.where}: there is no class {member}")
    if strange := sorted(found - set(allowed)):
        raise BadLawbook(f"{row.where}: {' '.join(strange)} cannot stand in {key}")
    return frozenset(found)
