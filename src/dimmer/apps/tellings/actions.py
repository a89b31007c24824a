"""Saying whether somebody knows what was shared about them. Each answer stays; the newest counts."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.actions import NoReason, NotNow
from dimmer.apps.decisions.actions import start_of
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.honour.queries import may_tell_family
from dimmer.apps.tellings.models import State, Telling
from dimmer.apps.tellings.queries import PersonTold, Told, place_of, told
from dimmer.apps.vault import actions as vault
from dimmer.apps.vault.models import Kind


@transaction.atomic
def say(
    found: Told, one: PersonTold, *, words: Mapping[str, Any], by: Practitioner, at: datetime
) -> None:
    """Say that somebody was told, will be, or is not told, and why. The same words again change nothing.

    With the first answer everybody else in the pack comes onto the desk, by the default of their role.

    Args:
        words: {state, who, on, how, because, exemption, paper}; `on` is a day in its ISO form.

    Raises:
        NoReason: they are not told, and it is not said why or by what exemption.
        NotNow: they are of the family where honour is the danger, and no two people have agreed to tell any.
    """
    state = State(words["state"])
    if state is State.NOT and not (words["because"].strip() and words["exemption"]):
        raise NoReason
    if state is State.WILL and one.is_of_family and not may_tell_family(found.within):
        raise NotNow("two people decide first")
    made = found.found.disclosure
    Disclosure.objects.select_for_update(of=("self",)).get(pk=made.pk)
    now = told(made.pk, reader=by)
    for other in now.people:
        if other.row is None and other.person.id != one.person.id:
            _write(now, other, other.state, other.due_on, [*other.said], by=by, at=at)
    current = now.of(one.person.id) or one
    same = {name: value for name, value in current.newest.items() if name not in ("by", "at")}
    if same == dict(words):
        return
    due_on = None if state is State.TOLD else date.fromisoformat(words["on"])
    entry = {**words, "by": by.name, "at": at.isoformat()}
    _write(now, current, state, due_on, [*current.said, entry], by=by, at=at)


def _write(
    found: Told,
    one: PersonTold,
    state: State,
    due_on: date | None,
    said: list[Mapping[str, Any]],
    *,
    by: Practitioner,
    at: datetime,
) -> None:
    row = one.row or Telling(
        id=one.id, team=found.within.concern.team, disclosure=found.found.disclosure, person_id=one.person.id
    )  # fmt: skip
    row.state, row.due_on, row.at = state, due_on, at
    row.sealed = found.within.key.seal({"said": [dict(each) for each in said]}, place_of(row))
    row.save(force_insert=one.row is None)
    vault.hide(row.pk, kind=Kind.TELL, team=row.team_id)
    if due_on:
        about, due = found.within.concern.pk, start_of(due_on)
        vault.show(row.pk, kind=Kind.TELL, about=about, to=[row.team_id], at=due)
    kind = "telling.said" if said else "telling.owed"
    concerns.note(found.within, kind, by=by, at=at, telling=str(row.pk))


@transaction.atomic(savepoint=False)
def slip_opened(found: Told, one: PersonTold, *, by: Practitioner, at: datetime) -> None:
    """Enter that somebody opened what a person may have on paper."""
    concerns.note(found.within, "telling-slip.opened", by=by, at=at, telling=str(one.id))
