"""Scenarios of interests, as scenarios.py has them for the other rooms; and one that was met, for pages and worlds."""

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

from django.db import connection

from attack.scenario import Scenario, Twice
from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.allocations import actions as allocations
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.queries import ConcernRead
from dimmer.apps.interests import actions, queries
from dimmer.apps.interests.models import Interest, Match, SeniorRoute
from dimmer.apps.interests.queries import Met, Thing, known_from
from dimmer.apps.vault import actions as vault
from dimmer.apps.vault.models import Kind
from dimmer.database.reader import showing
from stage import NOW, raised, reading

Cast = SimpleNamespace
Act = Any
NAME = "Kim Bell"
_LETTERS = str.maketrans("0123456789", "ghijklmnop")


def declared(who: Practitioner, *, name: str = NAME, postcode: str = "") -> Interest:
    """An interest that somebody declared."""
    said = {"relation": "friend", "name": name, "born": "", "postcode": postcode, "note": name}
    with reading(who):
        pk = actions.declare(token=uuid4(), who=who, by=who, said=said, at=NOW)
        with showing(connection):
            return Interest.objects.get(pk=pk)


def met(cast: Cast, who: Practitioner, *, name: str = NAME) -> tuple[Interest, Match]:
    """Somebody's interest, and where it was met since: in a concern of Amina's."""
    row = declared(who, name=name)
    raised(cast.amina, people=({"name": name, "role": "child"},))
    with reading(cast.leila):
        return row, Match.objects.filter(interest=row).latest("at")


def _somebody() -> Met:
    return Met(uuid4(), known_from(names=[NAME]), NAME)


def _declare(cast: Cast) -> Act:
    token, said = (
        uuid4(),
        {"relation": "friend", "name": NAME, "born": "", "postcode": "", "note": ""},
    )
    return lambda: actions.declare(token=token, who=cast.nina, by=cast.nina, said=said, at=NOW)


def _interest(cast: Cast) -> queries.InterestRead:
    row = declared(cast.nina)
    with reading(cast.leila):
        found = queries.interest(row.pk, reader=cast.leila)
    assert found
    return found


def _keep_apart(cast: Cast) -> Act:
    with reading(cast.carys):
        said = {
            "relation": "friend",
            "name": NAME,
            "born": "1987-03-14",
            "postcode": "",
            "note": "",
        }
        actions.declare(token=uuid4(), who=cast.carys, by=cast.carys, said=said, at=NOW)
    pk, known = uuid4(), [known_from(names=[NAME], born=["1987-03-14"])]
    return lambda: actions.keep_apart(pk, known=known, team=cast.carys.team, at=NOW)


def _unmeet(cast: Cast) -> Act:
    _, row = met(cast, cast.nina)
    assert row.about
    about = row.about
    return lambda: actions.unmeet(about, parts=[], at=NOW)


def _match(cast: Cast) -> queries.MatchRead:
    name = f"Kim {uuid4().hex.translate(_LETTERS)}"  # of somebody in whom nobody declared an interest before
    _, row = met(cast, cast.nina, name=name)
    with reading(cast.leila):
        found = queries.match(row.pk, reader=cast.leila)
    assert found
    return found


def _end(cast: Cast) -> Act:
    found = _interest(cast)
    return lambda: actions.end(found, by=cast.leila, because="Moved", at=NOW)


def _open(cast: Cast) -> Act:
    found = _match(cast)
    return lambda: actions.opened(found, by=cast.leila, at=NOW)


def _let_in_by_register(cast: Cast) -> Act:
    found = _match(cast)
    return lambda: actions.answer(found, by=cast.leila, is_kept=False, note="Another", at=NOW)


def _stays_off(cast: Cast) -> Act:
    found = _match(cast)
    return lambda: actions.answer(found, by=cast.leila, is_kept=True, note="", at=NOW)


def _meet(cast: Cast) -> Act:
    declared(cast.nina)
    found, somebody = raised(cast.amina), _somebody()
    thing = Thing(found.concern.pk, (somebody,))
    return lambda: actions.meet([thing], team=cast.amina.team, at=NOW)


def _settled(cast: Cast) -> Act:
    return lambda: actions.settled(cast.amina.team_id)


def looked_for(cast: Cast) -> Act:
    """Nina, who declared an interest, looks for whom it is in."""
    declared(cast.nina)
    somebody = _somebody()
    return lambda: actions.looked_for(somebody, by=cast.nina, at=NOW)


def _tried(cast: Cast) -> Act:
    found = raised(cast.amina).concern
    said = {"reference": found.reference, "because": "I must"}
    return lambda: actions.tried_glass(found.pk, by=cast.nina, at=NOW, **said)


def _looked_through(cast: Cast) -> Act:
    pk = declared(cast.nina).pk
    return lambda: actions.looked_through(cast.nina.team_id, interests=[pk], matches=[], at=NOW)


def _look_through(cast: Cast) -> Act:
    raised(cast.rhys, people=({"name": NAME, "role": "child"},))
    pk = declared(cast.rhys).pk
    return lambda: allocations.look_through(cast.rhys.team, interests_of=[pk], at=NOW)


def _try_glass_of_ones_own(cast: Cast) -> Act:
    declared(cast.nina)
    found = raised(cast.amina, people=({"name": NAME, "role": "child"},))
    reference = found.concern.reference
    return lambda: allocations.break_glass(reference, by=cast.nina, because="I must", at=NOW)


def _name_senior(cast: Cast) -> Act:
    SeniorRoute.objects.all().delete()
    people = {"senior": cast.amina, "deputy": cast.mona}
    return lambda: actions.name_senior(**people, by=cast.leila, at=NOW)


def _keep_off_at_the_end(cast: Cast) -> Act:
    found: ConcernRead = raised(cast.amina)
    return lambda: concerns.keep_off(found, by=cast.amina, at=NOW)


def _about(cast: Cast) -> UUID:
    return raised(cast.amina).concern.pk


def _keep_from(cast: Cast) -> Act:
    pk, who = _about(cast), cast.mona
    return lambda: vault.keep_from(pk, practitioner=who.pk, team=who.team_id, at=NOW)


def _let_in(cast: Cast) -> Act:
    pk, who = _about(cast), cast.mona
    with reading(cast.amina):
        vault.keep_from(pk, practitioner=who.pk, team=who.team_id, at=NOW)
    return lambda: vault.let_in(pk, practitioner=who.pk, team=who.team_id)


def _show_only(cast: Cast) -> Act:
    pk = uuid4()
    return lambda: vault.show_only(pk, to=[cast.amina.pk], team=cast.amina.team_id)


def _left_to_nobody(cast: Cast) -> ConcernRead:
    found = raised(cast.greta)
    with reading(cast.greta):
        for who in (cast.greta, cast.hana):
            vault.keep_from(found.concern.pk, practitioner=who.pk, team=cast.greta.team_id, at=NOW)
    return found


def _leave_to_somebody(cast: Cast) -> Act:
    found, team = _left_to_nobody(cast), cast.greta.team
    return lambda: actions.leave_to_somebody(
        found.concern.pk, kind=Kind.CONCERN, key=found.key, team=team, at=NOW
    )


def _leave_concern_to_somebody(cast: Cast) -> Act:
    pk, team = _left_to_nobody(cast).concern.pk, cast.greta.team
    return lambda: concerns.leave_to_somebody([pk], reader=team, at=NOW)


INTERESTS: tuple[Scenario, ...] = (
    Scenario("interests.declare", "nina", _declare),
    Scenario("interests.name_senior", "leila", _name_senior),
    Scenario("interests.end", "leila", _end),
    Scenario("interests.opened", "leila", _open, Twice.ENTRY),
    Scenario("interests.answer", "leila", _let_in_by_register),
    Scenario("interests.answer", "leila", _stays_off),
    Scenario("interests.meet", "amina", _meet, is_part=True),
    Scenario("interests.leave_to_somebody", "greta", _leave_to_somebody, is_part=True),
    Scenario(
        "concerns.leave_to_somebody",
        "greta",
        _leave_concern_to_somebody,
        is_part=True,
        by_the_clock=True,
    ),
    Scenario("interests.keep_apart", "amina", _keep_apart, is_part=True),
    Scenario("interests.unmeet", "amina", _unmeet, is_part=True),
    Scenario("interests.settled", "amina", _settled, Twice.WRITES_NOTHING),
    Scenario("interests.looked_for", "nina", looked_for, Twice.ANOTHER, is_part=True),
    Scenario("interests.tried_glass", "nina", _tried, Twice.ANOTHER, is_part=True),
    Scenario("interests.looked_through", "nina", _looked_through, Twice.RECORD, by_the_clock=True),
    Scenario("allocations.look_through", "rhys", _look_through, Twice.RECORD, by_the_clock=True),
    Scenario("allocations.break_glass", "nina", _try_glass_of_ones_own, Twice.ANOTHER),
    Scenario("concerns.keep_off", "amina", _keep_off_at_the_end, Twice.ENTRY),
    Scenario("vault.keep_from", "amina", _keep_from, is_part=True),
    Scenario("vault.let_in", "amina", _let_in, is_part=True),
    Scenario("vault.show_only", "amina", _show_only, is_part=True),
)


def pages(cast: Cast, typed: str) -> list[tuple[str, str, Mapping[str, Any], dict[str, Any]]]:
    """Pages of this room that are about something, as pages.py makes them."""
    row, match = met(cast, cast.nina, name=typed)
    answer = {"is_kept": "no", "note": typed}
    return [
        ("interests:interest", "leila", {"because": typed}, {"pk": row}),
        ("interests:match", "leila", answer, {"pk": match}),
    ]
