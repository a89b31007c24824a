"""The scenarios (see scenarios.py) and the pages (see pages.py) of safe contact."""

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from django.utils import timezone

from attack import deeds
from attack.scenario import Act, Cast, Scenario, Twice
from dimmer.apps.contacts import actions, queries
from dimmer.apps.people import actions as people
from dimmer.apps.people.models import Link
from reaching import NUMBER, at_risk, share, terms, unsafe, way_of
from records import keep
from stage import NOW, reading

SAID = {
    "is_safe": "yes", "when": "any", "said_by": "She did", "voicemail": "no", "looks": "", "words": "",
}  # fmt: skip


def _add(cast: Cast) -> Act:
    kept, token = keep(cast.amina), uuid4()
    number = str(uuid4().int)  # one that nobody has found unsafe
    return lambda: actions.add(
        kept, token=token, number=number, terms=terms(), by=cast.amina, at=NOW
    )


def _asked_again(cast: Cast) -> SimpleNamespace:
    world = at_risk(cast, number=str(uuid4().int))
    with reading(cast.amina):
        actions.change(
            token=uuid4(),
            of=world.his,
            what="moved",
            words="Away",
            by=cast.amina,
            at=timezone.now(),
        )
    return world


def _say(cast: Cast) -> Act:
    way, token = _asked_again(cast).way, uuid4()
    return lambda: actions.say(way, token=token, terms=terms(), by=cast.amina, at=timezone.now())


def _used(cast: Cast) -> Act:
    way, token = _asked_again(cast).way, uuid4()
    return lambda: actions.used(way, token=token, what="no-answer", words="", by=cast.amina, at=NOW)


def _found_unsafe(cast: Cast) -> Act:
    world, token = _asked_again(cast), uuid4()
    share(cast, world, cast.carys, cast.pat)
    return lambda: actions.used(
        world.way, token=token, what="unsafe", words="He answered", by=cast.amina, at=NOW
    )


def _change_on_record(cast: Cast) -> Act:
    world, token = at_risk(cast, number=str(uuid4().int)), uuid4()
    return lambda: actions.change(
        token=token, of=world.his, what="released", words="Today", by=cast.amina, at=NOW
    )


def _change_in_concern(cast: Cast) -> Act:
    world, token = at_risk(cast, number=str(uuid4().int)), uuid4()
    of = world.found, world.found.people[1].id
    return lambda: actions.change(
        token=token, of=of, what="bail", words="Today", by=cast.amina, at=NOW
    )


def _recognise(cast: Cast) -> Act:
    (made,) = share(cast, at_risk(cast, number=str(uuid4().int)), cast.carys)
    found, one, other = deeds.read(made, cast.carys), keep(cast.carys), keep(cast.carys)
    with reading(cast.carys):
        actions.recognise(found, name="person-1", kept=one, because="", by=cast.carys, at=NOW)
    return lambda: actions.recognise(
        found, name="person-1", kept=other, because="", by=cast.carys, at=NOW
    )


def told(cast: Cast) -> queries.NoticeRead:
    """A notice to Carys's team, as she opens it."""
    world = at_risk(cast, number=str(uuid4().int))
    share(cast, world, cast.carys)
    before = _notices(cast)
    unsafe(world.way, cast.amina)
    (new,) = _notices(cast) - before
    with reading(cast.carys):
        return queries.notice(new, reader=cast.carys)


def _notices(cast: Cast) -> set[Any]:
    with reading(cast.carys):
        return {row.pk for row in queries.notices_waiting(reader=cast.carys)}


def _take_note(cast: Cast) -> Act:
    found = told(cast)
    return lambda: actions.take_note(found, by=cast.carys, at=NOW)


def _take_back(cast: Cast) -> Act:
    world = at_risk(cast, number=str(uuid4().int))
    share(cast, world, cast.carys)
    unsafe(world.way, cast.amina)
    with reading(cast.amina):
        link = Link.objects.get(kept=world.kept.id).pk
        people.undo(link, because="Somebody else", by=cast.amina, at=timezone.now())
    return lambda: actions.take_back_notices(cast.amina.team, at=timezone.now())


def _open_notice(cast: Cast) -> Act:
    found = told(cast)
    return lambda: actions.notice_opened(found, by=cast.carys, at=NOW)


def _open_ways(cast: Cast) -> Act:
    kept = keep(cast.amina)
    return lambda: actions.opened(kept, by=cast.amina, at=NOW)


def _open_number(cast: Cast) -> Act:
    way = way_of(keep(cast.amina), cast.amina, str(uuid4().int))
    return lambda: actions.number_opened(way, by=cast.amina, at=NOW)


def _note(cast: Cast) -> Act:
    kept = keep(cast.amina)
    return lambda: people.note(kept, "person.opened", by=cast.amina, at=NOW)


CONTACTS: tuple[Scenario, ...] = (
    Scenario("contacts.add", "amina", _add),
    Scenario("contacts.say", "amina", _say),
    Scenario("contacts.used", "amina", _used),
    Scenario("contacts.used", "amina", _found_unsafe),
    Scenario("contacts.change", "amina", _change_on_record),
    Scenario("contacts.change", "amina", _change_in_concern),
    Scenario("contacts.recognise", "carys", _recognise),
    Scenario("contacts.take_note", "carys", _take_note),
    Scenario("contacts.take_back_notices", "amina", _take_back, by_the_clock=True),
    Scenario("contacts.opened", "amina", _open_ways, Twice.ENTRY),
    Scenario("contacts.number_opened", "amina", _open_number, Twice.ENTRY),
    Scenario("contacts.notice_opened", "carys", _open_notice, Twice.ENTRY),
    Scenario("people.note", "amina", _note, Twice.ENTRY, is_part=True),
)


def pages(cast: Cast, typed: str) -> list[tuple[str, str, Mapping[str, Any], Mapping[str, Any]]]:
    """For each address its name, who finds it there, a form that they could send, and its ids.

    Args:
        typed: stands in every field that takes words.
    """
    world = at_risk(cast, name=typed, number=str(uuid4().int))
    (made,) = share(cast, world, cast.carys)
    with reading(cast.amina):
        name = {"text": typed, "kind": "now"}
        kept = people.begin(token=uuid4(), by=cast.amina, entries=[("names", name)], at=NOW)
    said = dict.fromkeys(("said_by", "looks", "words", "label"), typed)
    way = way_of(kept, cast.amina, str(uuid4().int), **said)
    used = way_of(kept, cast.amina, str(uuid4().int), **said)
    with reading(cast.carys):
        name = {"text": typed, "kind": "now"}
        theirs = people.begin(token=uuid4(), by=cast.carys, entries=[("names", name)], at=NOW)
    day = timezone.localdate()
    today = {f"said_on-{part}": str(getattr(day, part)) for part in ("day", "month", "year")}
    token = {"token": str(uuid4())}
    form = {**token, **SAID, **today, "said_by": typed, "looks": typed, "words": typed}
    new = {"method": "post", "number": f"{NUMBER} {typed}", "label": "Hers"}
    change = {**token, "what": "moved", "words": typed}
    row = told(cast).row
    part = world.found.people[1].id
    return [
        ("contacts:ways", "mona", {}, {"pk": kept.id}),
        ("contacts:add", "mona", {**form, **new}, {"pk": kept.id}),
        ("contacts:say", "mona", form, {"pk": way.row.pk}),
        ("contacts:way", "mona", {**token, "what": "reached", "words": typed}, {"pk": way.row.pk}),
        ("contacts:way", "mona", {**token, "what": "unsafe", "words": typed}, {"pk": used.row.pk}),
        ("contacts:changed", "mona", change, {"pk": world.his.id}),
        (
            "contacts:part-changed", "mona", {**change, "token": str(uuid4())},
            {"pk": world.found.concern.pk, "part": part},
        ),
        ("contacts:notice", "carys", {"yes": "1"}, {"pk": row.pk}),
        (
            "contacts:recognise", "carys", {"which": str(theirs.id), "because": typed},
            {"pk": made.pk, "name": "person-1"},
        ),
    ]  # fmt: skip
