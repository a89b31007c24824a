"""Whom the teams know: records of people, made from their stories, and interests, through the rooms' own actions."""

from uuid import UUID, uuid5

from django.db import connection, transaction

from dimmer.apps.allocations.jobs import look_through
from dimmer.apps.concerns.queries import concern
from dimmer.apps.interests import actions as interests
from dimmer.apps.people import actions, queries
from dimmer.apps.people.queries import PersonKept
from dimmer.cli.exampleshire import read
from dimmer.cli.exampleshire.play import token_of
from dimmer.cli.exampleshire.reached import keep_ways
from dimmer.cli.exampleshire.settle import Cast
from dimmer.database.reader import set_reader


def keep_records(*, cast: Cast, clock: read.Clock) -> bool:
    """Make the records, once; return whether they had to be."""
    with transaction.atomic():
        kept: dict[str, PersonKept] = {}
        for row in read.records():
            by = cast.people[row["by"]]
            set_reader(connection, by)
            token = _part(row["made_from"]) if "made_from" in row else token_of(row["key"])
            if queries.people([actions.id_of(token, team=by.team_id)], reader=by):
                return False
            kept[row["key"]] = _keep(row, token=token, kept=kept, cast=cast, clock=clock)
        keep_ways(kept=kept, cast=cast, clock=clock)
    return True


def name_seniors(*, cast: Cast, clock: read.Clock) -> None:
    """Name whom concerns go to in which somebody works for an agency, where its data say so."""
    for row in read.area()["agency"]:
        if "senior" in row:
            senior, deputy = (cast.people[name] for name in row["senior"])
            by = cast.people[row["named_by"]]
            with transaction.atomic():
                set_reader(connection, by)
                interests.name_senior(senior=senior, deputy=deputy, by=by, at=clock.now)


def declare_interests(*, cast: Cast, clock: read.Clock) -> None:
    """Declare interests, once, and let the clock compare what was there before."""
    for row in read.interests():
        by = cast.people[row["by"]]
        said = {
            name: row.get(name, "") for name in ("relation", "name", "born", "postcode", "note")
        }
        with transaction.atomic():
            set_reader(connection, by)
            token = token_of(f"interest of {row['by']}")
            interests.declare(token=token, who=by, by=by, said=said, at=clock.now)
    look_through(clock.now)


def _part(where: list[str]) -> UUID:
    """The id of somebody in a story."""
    story, name = where
    return uuid5(token_of(story), name)


def _keep(
    row: read.Row, *, token: UUID, kept: dict[str, PersonKept], cast: Cast, clock: read.Clock
) -> PersonKept:
    by, at = cast.people[row["by"]], clock.moment(row["begun"]) if "begun" in row else clock.now
    if "made_from" in row:
        found = concern(token_of(row["made_from"][0]), reader=by)
        made = actions.begin_from(found=found, part=token, by=by, at=at)
    else:
        born = clock.born(row["born"]).isoformat()
        entries = [("names", {"text": row["name"], "kind": "now"}), ("born", {"date": born})]
        made = actions.begin(token=token, by=by, entries=entries, at=at)
    for given in row.get("add", ()):
        entry = {name: value for name, value in given.items() if name != "part"}
        again = uuid5(token, given["part"])
        actions.add(made, token=again, part=given["part"], entry=entry, by=by, at=at)
    if "child_of" in row:
        parent = kept[row["child_of"]]
        actions.relate(made, token=token, to=parent, kind="parent", by=by, at=at)
    if "apart" in row:
        found = concern(token_of(row["apart"][0]), reader=by)
        actions.tell_apart(made, found=found, part=_part(row["apart"]), by=by, at=at)
    return made
