"""Scenarios of what is kept and disposed of, as scenarios.py has them for other rooms; and such things, for pages."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

from attack.scenario import Scenario, Twice
from dimmer.apps.concerns.queries import ConcernRead
from dimmer.apps.disposals import actions, queries
from dimmer.apps.disposals.models import Disposal, Keeping
from dimmer.apps.disposals.queries import DisposalRead, Held
from dimmer.apps.people import actions as people
from dimmer.apps.people.queries import PersonKept
from dimmer.apps.vault.actions.destroying import destroy_again
from dimmer.keyring import destroyed_file
from dimmer.keyring.destroyed_file import Line
from reaching import way_of
from records import keep
from stage import NOW, raised, reading

Cast = SimpleNamespace
Act = Any

LONG_AFTER = NOW + timedelta(days=6 * 366)
"""When what was written at NOW has been kept for as long as the record of a decision is."""
SAID = {
    "term": "Our own schedule",
    "is_own": True,
    "since": "2019-03-27",
    "because": "Nobody needs it",
}


def held(about: UUID, *, by: Any) -> Held:
    """What somebody's team keeps."""
    with reading(by):
        found = queries.held(about, reader=by)
    assert found is not None
    return found


def kept(cast: Cast, found: ConcernRead | None = None, *, words: str = "A claim") -> Keeping:
    """A concern that Mona keeps for a claim."""
    found = found or raised(cast.amina)
    thing = held(found.concern.pk, by=cast.mona)
    with reading(cast.mona):
        actions.keep(
            thing, token=uuid4(), why="claim", because=words, until=date(2030, 1, 31), by=cast.mona,
            at=NOW,
        )  # fmt: skip
        return Keeping.objects.get(about=found.concern.pk)


def asked(
    cast: Cast, about: UUID | None = None, *, by: Any = None, words: str = "Nobody needs it"
) -> Disposal:
    """A disposal that waits for a second person."""
    by = by or cast.mona
    thing = held(about or raised(cast.amina).concern.pk, by=by)
    with reading(by):
        return actions.ask(thing, token=uuid4(), said={**SAID, "because": words}, by=by, at=NOW)


def read(row: Disposal, *, by: Any) -> DisposalRead:
    """A disposal as somebody reads it."""
    with reading(by):
        found = queries.disposal(row.pk, reader=by)
    assert found is not None
    return found


def disposed(
    cast: Cast, about: UUID | None = None, *, by: Any = None, second: Any = None
) -> Disposal:
    """What was disposed of: Mona asked, and Leila, the lead, agreed."""
    row, second = asked(cast, about, by=by), second or cast.leila
    found = read(row, by=second)
    with reading(second):
        actions.answer(found, is_agreed=True, because="", by=second, at=NOW)
    return row


def _find_due(cast: Cast) -> Act:
    raised(cast.amina)
    return lambda: actions.find_due(cast.amina.team, at=LONG_AFTER)


def _keep(cast: Cast) -> Act:
    thing, token = held(raised(cast.amina).concern.pk, by=cast.mona), uuid4()
    said = {"why": "claim", "because": "A claim", "until": date(2030, 1, 31)}
    return lambda: actions.keep(thing, token=token, by=cast.mona, at=NOW, **said)


def _keep_no_longer(cast: Cast) -> Act:
    row = kept(cast)
    thing = held(row.about, by=cast.mona)
    with reading(cast.mona):
        [one] = queries.keepings_of(thing)
    return lambda: actions.keep_no_longer(thing, one, because="Settled", by=cast.mona, at=NOW)


def _ask(cast: Cast) -> Act:
    thing, token = held(raised(cast.amina).concern.pk, by=cast.mona), uuid4()
    return lambda: actions.ask(thing, token=token, said=SAID, by=cast.mona, at=NOW)


def _answer(cast: Cast) -> Act:
    found = read(asked(cast), by=cast.leila)
    return lambda: actions.answer(found, is_agreed=True, because="", by=cast.leila, at=NOW)


def _record(cast: Cast) -> PersonKept:
    """A record that is another's too, with a way of contacting them: nothing else leads to it."""
    record, other = keep(cast.amina), keep(cast.amina)
    with reading(cast.amina):
        people.say_of_records(record, other, is_same=True, because="", by=cast.amina, at=NOW)
    way_of(record, cast.amina, str(uuid4().int))
    return record


def _find_due_records(cast: Cast) -> Act:
    _record(cast)
    return lambda: actions.find_due(cast.amina.team, at=LONG_AFTER)


def _keep_record(cast: Cast) -> Act:
    thing, token = held(_record(cast).id, by=cast.mona), uuid4()
    said = {"why": "claim", "because": "A claim", "until": date(2030, 1, 31)}
    return lambda: actions.keep(thing, token=token, by=cast.mona, at=NOW, **said)


def _ask_of_record(cast: Cast) -> Act:
    thing, token = held(_record(cast).id, by=cast.mona), uuid4()
    return lambda: actions.ask(thing, token=token, said=SAID, by=cast.mona, at=NOW)


def _answer_of_record(cast: Cast) -> Act:
    found = read(asked(cast, _record(cast).id), by=cast.leila)
    return lambda: actions.answer(found, is_agreed=True, because="", by=cast.leila, at=NOW)


def _looked_at(cast: Cast) -> Act:
    thing = held(raised(cast.amina).concern.pk, by=cast.mona)
    return lambda: actions.looked_at(thing, by=cast.mona, at=NOW)


def _opened(cast: Cast) -> Act:
    found = read(asked(cast), by=cast.leila)
    return lambda: actions.opened(found, by=cast.leila, at=NOW)


def _destroy_again(cast: Cast) -> Act:
    """A backup was restored that holds what the list says was destroyed."""
    found = raised(cast.amina).concern
    destroyed_file.add([Line(found.record, found.pk, None, NOW)])
    return lambda: destroy_again(at=NOW)


DISPOSALS: tuple[Scenario, ...] = (
    Scenario("disposals.find_due", "amina", _find_due, by_the_clock=True),
    Scenario("disposals.keep", "mona", _keep),
    Scenario("disposals.keep_no_longer", "mona", _keep_no_longer),
    Scenario("disposals.ask", "mona", _ask),
    Scenario("vault.destroy_again", "opal", _destroy_again),
    Scenario("disposals.looked_at", "mona", _looked_at, Twice.ENTRY),
    Scenario("disposals.opened", "leila", _opened, Twice.ENTRY),
    Scenario("disposals.answer", "leila", _answer, Twice.REFUSED),
    Scenario("disposals.find_due", "amina", _find_due_records, by_the_clock=True),
    Scenario("disposals.keep", "mona", _keep_record),
    Scenario("disposals.ask", "mona", _ask_of_record),
    Scenario("disposals.answer", "leila", _answer_of_record, Twice.REFUSED),
)


def pages(cast: Cast, typed: str) -> list[tuple[str, str, dict[str, Any], dict[str, Any]]]:
    """Each page that is about something kept, who finds it there, and what they can send."""
    plain, going = raised(cast.amina).concern.pk, raised(cast.amina).concern.pk
    row, waits = kept(cast, words=typed), asked(cast, words=typed)
    record, of_record = _record(cast).id, asked(cast, _record(cast).id, words=typed)
    token, ten = {"token": str(uuid4())}, {"until-day": "27", "until-month": "3"}
    keeping = {**token, "why": "claim", "because": typed, **ten, "until-year": str(NOW.year + 3)}
    since = {"since-day": "27", "since-month": "3", "since-year": "2012"}
    checked = ["schedule", "claim", "inquiry", "needed"]
    ask = {**token, "term": queries.OWN, **since, "checked": checked, "because": typed}
    return [
        ("disposals:thing", "mona", {}, {"pk": plain}),
        ("disposals:keep", "mona", keeping, {"pk": plain}),
        ("disposals:no-longer", "mona", {"because": typed}, {"pk": row.about, "keeping": row.pk}),
        ("disposals:ask", "mona", ask, {"pk": going}),
        ("disposals:disposal", "amina", {"is_agreed": "no", "because": typed}, {"pk": waits.pk}),
        ("disposals:thing", "mona", {}, {"pk": record}),
        ("disposals:keep", "mona", {**keeping, "token": str(uuid4())}, {"pk": record}),
        (
            "disposals:disposal",
            "amina",
            {"is_agreed": "no", "because": typed},
            {"pk": of_record.pk},
        ),
    ]
