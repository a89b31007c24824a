"""What people of a story said about sharing: records, and the grounds for sharing against a no."""

from datetime import timedelta
from uuid import UUID, uuid5

from django.db import connection

from dimmer.apps.concerns.queries import concern
from dimmer.apps.consents.actions import record
from dimmer.apps.decisions.actions import override
from dimmer.apps.decisions.queries import asked, rounds_of
from dimmer.cli.exampleshire import read
from dimmer.cli.exampleshire.settle import Cast
from dimmer.cli.exampleshire.typed import agency_of
from dimmer.core.consents import EXPLAINED, How, Kind, Said, Scope, Unless
from dimmer.database.reader import set_reader


def say(given: read.Row, story: read.Row, *, token: UUID, cast: Cast, clock: read.Clock) -> None:
    """Write down one thing that somebody said; where the story has grounds, also those, on its last round."""
    by, at = cast.people[given.get("by", story["by"])], clock.moment(given["when"])
    set_reader(connection, by)
    found = concern(token, reader=by)
    place = [row["id"] for row in story["people"]].index(given["who"])
    who = found.people[place].id
    if "grounds" in given:
        (last, _), *_ = rounds_of(found)
        whole = asked(last.pk, concern=found)
        assert whole is not None  # noqa: S101  (it is a round of that concern)
        words = {name: given[name] for name in ("grounds", "steps", "unsaid", "teller", "said")}
        override(whole, person=who, said=words, by=by, at=at, token=uuid5(token, given["when"]))
        return
    record(
        found, person=who, said=_said(given, clock), by=by, at=at, token=uuid5(token, given["when"])
    )


def _said(given: read.Row, clock: read.Clock) -> Said:
    day = clock.moment(given["when"]).date()
    whom = given.get("with")
    return Said(
        Kind(given["kind"]),
        day,
        Scope(
            frozenset(given["what"]) if "what" in given else None,
            None if whom is None else frozenset(map(agency_of, whom)),
            frozenset(given["why"]) if "why" in given else None,
        ),
        day + timedelta(days=given["lasts"]) if "lasts" in given else None,
        how=How(
            words=given["words"],
            asked_with=given.get("asked_with", ""),
            is_alone=True,
            is_abuser_absent=True,
            interpreter="none",
            explained=frozenset(EXPLAINED),
            is_coercion_suspected=False,
        ),
        unless=Unless(given.get("unless", Unless.NEVER.value)),
        notes={name: given[name] for name in ("service", "card") if name in given},
    )
