"""The scenarios (see scenarios.py) of the room of people: records, and what is said about two being one."""

from uuid import UUID, uuid4

from attack.scenario import Act, Cast, Scenario, Twice
from dimmer.apps.people import actions as people
from dimmer.apps.people.models import Link
from dimmer.apps.people.queries import PersonKept
from stage import NOW, raised, reading


def _kept(cast: Cast, name: str = "Zofia Nowak") -> PersonKept:
    with reading(cast.amina):
        entries = [("names", {"text": name, "kind": "now"}), ("born", {"date": "1987-03-14"})]
        return people.begin(token=uuid4(), by=cast.amina, entries=entries, at=NOW)


def _begin_record(cast: Cast) -> Act:
    token, entries = uuid4(), [("names", {"text": "Zofia Nowak", "kind": "now"})]
    return lambda: people.begin(token=token, by=cast.amina, entries=entries, at=NOW)


def _begin_record_from(cast: Cast) -> Act:
    found = raised(cast.amina)
    part = found.people[0].id
    return lambda: people.begin_from(found=found, part=part, by=cast.amina, at=NOW)


def _add_to_record(cast: Cast) -> Act:
    kept, token, entry = _kept(cast), uuid4(), {"kind": "nhs", "value": "9434765919"}
    return lambda: people.add(kept, token=token, part="numbers", entry=entry, by=cast.amina, at=NOW)


def _relate(cast: Cast) -> Act:
    kept, to, token = _kept(cast), _kept(cast, "Maja Nowak"), uuid4()
    return lambda: people.relate(kept, token=token, to=to, kind="child-of", by=cast.amina, at=NOW)


def _strike(cast: Cast) -> Act:
    kept = _kept(cast)
    entry = UUID(kept.lists["names"][0]["id"])
    return lambda: people.strike(kept, entry=entry, because="Wrong", by=cast.amina, at=NOW)


def _link_to(cast: Cast) -> Act:
    kept, found = _kept(cast), raised(cast.amina)
    part = found.people[0].id
    return lambda: people.link_to(
        kept, found=found, part=part, because="She says so", by=cast.amina, at=NOW
    )


def _tell_apart(cast: Cast) -> Act:
    kept, found = _kept(cast), raised(cast.amina)
    part = found.people[0].id
    return lambda: people.tell_apart(kept, found=found, part=part, by=cast.amina, at=NOW)


def _say_of_records(cast: Cast) -> Act:
    one, other = _kept(cast), _kept(cast)
    return lambda: people.say_of_records(
        one, other, is_same=True, because="", by=cast.amina, at=NOW
    )


def _undo(cast: Cast) -> Act:
    found = raised(cast.amina)
    part = found.people[0].id
    with reading(cast.amina):
        people.begin_from(found=found, part=part, by=cast.amina, at=NOW)
        pk = Link.objects.get(part=part).pk
    return lambda: people.undo(pk, because="Another", by=cast.amina, at=NOW)


def _undo_of_records(cast: Cast) -> Act:
    one, other = _kept(cast), _kept(cast)
    with reading(cast.amina):
        people.say_of_records(one, other, is_same=True, because="", by=cast.amina, at=NOW)
        pk = Link.objects.get(kept__in=[one.id, other.id]).pk
    return lambda: people.undo(pk, because="Another", by=cast.amina, at=NOW)


def _open_record(cast: Cast) -> Act:
    kept = _kept(cast)
    return lambda: people.opened(kept, by=cast.amina, at=NOW)


def _open_whereabouts(cast: Cast) -> Act:
    kept = _kept(cast)
    return lambda: people.whereabouts_opened(kept, by=cast.amina, at=NOW)


def _searched(cast: Cast) -> Act:
    return lambda: people.searched(shown=[uuid4(), uuid4()], by=cast.amina, at=NOW)


def _id_of(cast: Cast) -> Act:
    return lambda: people.id_of(uuid4(), team=cast.amina.team_id)


PEOPLE: tuple[Scenario, ...] = (
    Scenario("people.begin", "amina", _begin_record),
    Scenario("people.begin_from", "amina", _begin_record_from),
    Scenario("people.add", "amina", _add_to_record),
    Scenario("people.relate", "amina", _relate),
    Scenario("people.strike", "amina", _strike),
    Scenario("people.link_to", "amina", _link_to),
    Scenario("people.tell_apart", "amina", _tell_apart),
    Scenario("people.say_of_records", "amina", _say_of_records),
    Scenario("people.undo", "amina", _undo),
    Scenario("people.undo", "amina", _undo_of_records),
    Scenario("people.opened", "amina", _open_record, Twice.ENTRY),
    Scenario("people.whereabouts_opened", "amina", _open_whereabouts, Twice.ENTRY),
    Scenario("people.searched", "amina", _searched, Twice.ENTRY),
    Scenario("people.id_of", "amina", _id_of, Twice.WRITES_NOTHING),
)
