"""Writing concerns: begin, add what is known, raise.

Every action writes its ledger entry in its own transaction, and sending it twice does it once: what a form
adds carries an id of its own.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.db import IntegrityError, connection, transaction

from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.concerns.actions.moving import held, moved
from dimmer.apps.concerns.actions.reference import new_reference
from dimmer.apps.concerns.models import Concern, Item, Origin, Person, Step
from dimmer.apps.concerns.queries import ConcernRead, concern, place_of
from dimmer.apps.interests import actions as interests
from dimmer.apps.interests.queries import Thing, met_in
from dimmer.apps.ledger import actions as ledger
from dimmer.apps.vault import actions as vault
from dimmer.apps.vault.models import Kind
from dimmer.database.reader import reading_as_own_team
from dimmer.database.turns import take_turns
from dimmer.web.apart import found_in, joined, refuges_in


class NotNow(ValueError):
    """The concern has moved on, or the person may not do this to it: show what it is now."""


class StillNamed(ValueError):
    """A piece is about the person: without them it would be about nobody, or about whoever is added next."""


class NobodyThere(ValueError):
    """A piece is about somebody who is not, or no longer, in the concern."""


class PlaceOfRefuge(ValueError):
    """Where a refuge is, is kept nowhere: ask for the office of its provider."""


class NoReason(ValueError):
    """A decision without reasons is no decision: ask for them."""


@transaction.atomic
def begin(
    *,
    token: UUID,
    by: Practitioner,
    summary: str,
    at: datetime,
    origin: Origin = Origin.RAISED,
    happened_at: datetime | None = None,
    apart: Mapping[str, Iterable[str]] | None = None,
    stays: str = "",
) -> Concern:
    """Begin a concern with what somebody is worried about. The same token begins it once.

    Args:
        apart: whereabouts that were taken out of the summary, until somebody is added whose they are.
        stays: why whereabouts stay in the summary.
    """
    take_turns(connection, token)  # sent twice at once, the second waits and finds the first
    # Where another team has taken the token, it must not be told by a refusal: there is an id of one's own.
    own = uuid5(token, str(by.team_id))
    with reading_as_own_team(connection):  # they may have been kept off since
        if mine := Concern.objects.filter(pk__in=[token, own], team=by.team_id).first():
            return mine
    key = vault.new_record(readers=[by.team_id], at=at)
    made = Concern(
        id=token,
        reference=new_reference(),
        team=by.team,
        raised_by=by,
        origin=origin,
        begun_at=at,
        happened_at=happened_at,
        record=key.record,
    )
    whole: dict[str, Any] = {
        "summary": summary,
        "answers": {},
        "apart": joined({}, apart or {}),
        "stays": stays,
    }
    if origin is not Origin.RAISED:  # nobody was asked while it was typed
        whole["unsettled"] = bool(found_in(summary))
    try:
        made.sealed = key.seal(whole, place_of(made))
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        made.pk = own
        made.sealed = key.seal(whole, place_of(made))
        made.save(force_insert=True)
    vault.name(made.pk, practitioner=by.pk, team=by.team_id, at=at)
    vault.show(made.pk, kind=Kind.CONCERN, about=made.pk, to=[by.team_id], at=at)
    ledger.append(
        kind="concern.begun",
        at=at,
        facts={"concern": str(made.pk), "by": str(by.pseudonym), "origin": origin.value},
        record=key.record,
        seal=key.seal,
    )
    return made


@transaction.atomic
def write(
    found: ConcernRead, *, by: Practitioner, summary: str, at: datetime, stays: str = ""
) -> None:
    """Change the summary; answers that a colleague has given meanwhile stay.

    Args:
        stays: why whereabouts stay in it.
    """
    current = concern(found.concern.pk, reader=by, lock=True)
    reseal(current, summary=summary, stays=stays, unsettled=False)
    note(current, "concern.written", by=by, at=at)


@transaction.atomic
def answer(
    found: ConcernRead,
    *,
    by: Practitioner,
    answers: Mapping[str, Any],
    at: datetime,
    only_for: str = "",
    lasts: Callable[[str], bool] = bool,
) -> ConcernRead:
    """Record answers to questions, by dotted path of the facts; None is "I do not know".

    Args:
        only_for: the decision that is being made. Answers that do not last and were given for another are dropped.
        lasts: whether the answer to a path holds beyond one decision.
    """
    current = concern(found.concern.pk, reader=by, lock=True)
    same = not only_for or only_for == current.only_for
    kept = {path: value for path, value in current.answers.items() if same or lasts(path)}
    reseal(current, answers={**kept, **answers}, only_for=only_for or current.only_for)
    said = {path: value for path, value in answers.items() if path.startswith("risk.")}
    if any(value not in (None, current.answers.get(path)) for path, value in said.items()):
        _ask_again(current, at=at)
    note(current, "concern.answered", by=by, at=at, questions=sorted(answers))
    return concern(found.concern.pk, reader=by)


def _ask_again(found: ConcernRead, *, at: datetime) -> None:
    """Whoever asked about these people and was told nothing is thought of again: the danger may be another now."""
    vault.bring_forward(found.concern.pk, kind=Kind.RENEW, team=found.concern.team_id, at=at)


def reseal(found: ConcernRead, **changed: Any) -> None:
    """Write the concern's own words anew, with what has changed. Part of another act."""
    whole = {
        "summary": found.summary,
        "answers": dict(found.answers),
        "apart": dict(found.apart),
        "stays": found.stays,
        "unsettled": found.is_unsettled,
        "only_for": found.only_for,
        "accounts": dict(found.accounts),
    }
    sealed = found.key.seal(whole | changed, place_of(found.concern))
    Concern.objects.filter(pk=found.concern.pk).update(sealed=sealed)


@transaction.atomic
def put_person(
    found: ConcernRead,
    *,
    token: UUID,
    by: Practitioner,
    about: Mapping[str, Any],
    at: datetime,
    meets: bool = True,
    is_emergency: bool = False,
    settles: bool = False,
    taken_out: str = "",
) -> UUID:
    """Add somebody to the concern, or change what is known of them (the token is their id).

    Sent twice, it is done once. Whoever has an interest in them sees the concern no more, whoever they are: it may be
    the one who writes. Once it was raised, an address that takes the place of another waits for a second person.

    Args:
        meets: False where the act goes on to share in an emergency, and keeps them off at its end.
        is_emergency: whoever is to act now must know where: then nothing is refused.
        settles: whose the whereabouts are that were taken out of the summary is said now, and they are let go of.
        taken_out: what of the address was taken out of a text, which is not to be lost if it is refused.

    Raises:
        NotNow: the token is somebody's in another concern.
        PlaceOfRefuge: it says where a refuge is.
    """
    if not is_emergency and refuges_in(about):
        raise PlaceOfRefuge
    current = Concern.objects.select_for_update().get(pk=found.concern.pk)
    row = Person.objects.filter(pk=token, concern=found.concern).first()
    if settles:
        reseal(concern(found.concern.pk, reader=by), apart={})
    if row and current.step != Step.DRAFT and not is_emergency:
        before = json.loads(found.key.unseal(row.sealed, place_of(row)))
        row.moved_at = at if moved(before, about) else row.moved_at
        about = held(before, about, by=by.pk, taken_out=taken_out)
    if row and found.key.holds(row.sealed, place_of(row), dict(about)):
        return row.pk
    kind = "changed" if row else "added"
    row = row or Person(id=token, concern=found.concern, place=_next_place(Person, found))
    row.sealed = found.key.seal(dict(about), place_of(row))
    moves = about.get("moves")
    row.moving_by_id = UUID(moves["by"]) if moves else None
    _keep(row)
    if kind == "added":
        _ask_again(found, at=at)
    met = meet(found, [(row.pk, about)], at=at) if meets else []
    note(found, f"concern.person-{kind}", by=by, at=at, person=str(token), met=met)
    return row.pk


def meet(
    found: ConcernRead, people: Iterable[tuple[UUID, Mapping[str, Any]]], *, at: datetime
) -> list[str]:
    """Keep off whoever has an interest in one of these. Part of another act."""
    met = tuple(met_in(about, part=part) for part, about in people)
    thing, team = Thing(found.concern.pk, met, found.concern.reference), found.concern.team
    made = interests.meet([thing], team=team, at=at)
    if made:
        interests.leave_to_somebody(
            found.concern.pk, kind=Kind.CONCERN, key=found.key, team=team, at=at
        )
    return made


@transaction.atomic
def keep_off(found: ConcernRead, *, by: Practitioner, at: datetime) -> None:
    """Let those who have an interest in somebody in the concern see it no more: at the end of an emergency."""
    met = meet(found, [(each.id, each.about) for each in found.people], at=at)
    note(found, "concern.people-met", by=by, at=at, met=met)


@transaction.atomic
def put_item(
    found: ConcernRead, *, token: UUID, by: Practitioner, typed: Mapping[str, Any], at: datetime
) -> UUID:
    """Add a piece of information, or change it in a draft (the token is its id).

    Sent twice, it is done once.

    Raises:
        NotNow: the concern has been raised, and somebody may have decided on the piece as it is; or the
            token is a piece's of another concern.
        NobodyThere: somebody whom it is about was taken out meanwhile.
    """
    current = Concern.objects.select_for_update().get(pk=found.concern.pk)
    if not {*typed["about"]} <= {each.key for each in Person.objects.filter(concern=current)}:
        raise NobodyThere
    check_speaker(found, typed, by=by)
    row = Item.objects.filter(pk=token, concern=found.concern).first()
    if row and found.key.holds(row.sealed, place_of(row), dict(typed)):
        return row.pk
    if row and current.step != Step.DRAFT:
        raise NotNow("once raised, pieces are added and not rewritten")
    kind = "changed" if row else "added"
    row = row or Item(id=token, concern=found.concern, place=_next_place(Item, found))
    row.sealed = found.key.seal(dict(typed), place_of(row))
    _keep(row)
    if kind == "added":
        _ask_again(found, at=at)
    note(found, f"concern.item-{kind}", by=by, at=at, item=str(token))
    return row.pk


def check_speaker(found: ConcernRead, typed: Mapping[str, Any], *, by: Practitioner) -> None:
    """Refuse somebody's own words that are not about them too, or that are of an alleged abuser.

    Raises:
        NobodyThere: nobody of them is there whose words these can be.
    """
    if own := typed.get("own"):
        speaking = {each.key for each in concern(found.concern.pk, reader=by).speaking()}
        if own["who"] not in speaking & {*typed["about"]}:
            raise NobodyThere


def _next_place(kind: type[Person] | type[Item], found: ConcernRead) -> int:
    last = kind._default_manager.filter(concern=found.concern).order_by("-place").first()  # noqa: SLF001  (documented)
    return last.place + 1 if last else 1


def _keep(row: Person | Item) -> None:
    """Save a part; a new one never takes the place of a row that is there already, in another concern."""
    try:
        row.save(force_insert=row._state.adding)  # noqa: SLF001  (documented: whether it is in the table)
    except IntegrityError as error:
        raise NotNow("the token is taken") from error


@transaction.atomic
def remove(found: ConcernRead, *, part: UUID, by: Practitioner, at: datetime) -> None:
    """Take a person or an item out of a concern that is still being written.

    Raises:
        NotNow: it has been raised: what others may have relied on stays.
        StillNamed: it is a person whom a piece is about.
    """
    current = Concern.objects.select_for_update().get(pk=found.concern.pk)
    if current.step != Step.DRAFT:
        raise NotNow("only a draft loses parts")
    if concern(found.concern.pk, reader=by).is_named(part):
        raise StillNamed
    people, _ = Person.objects.filter(pk=part, concern=current).delete()
    items, _ = Item.objects.filter(pk=part, concern=current).delete()
    if people or items:
        note(found, "concern.part-removed", by=by, at=at, part=str(part))


@transaction.atomic
def raise_concern(found: ConcernRead, *, by: Practitioner, at: datetime) -> None:
    """Finish writing: the concern is raised. Raising it again changes nothing."""
    moved = Concern.objects.filter(pk=found.concern.pk, step=Step.DRAFT).update(
        step=Step.OPEN, raised_at=at
    )
    if moved:
        note(found, "concern.raised", by=by, at=at)


@transaction.atomic(savepoint=False)  # one statement: there is nothing to take back to
def opened(
    found: ConcernRead, *, by: Practitioner, at: datetime, with_whereabouts: bool = False
) -> None:
    """Enter that somebody opened the concern and read its items; and where people are, if that was shown."""
    shown = {"whereabouts": True} if with_whereabouts else {}
    note(found, "concern.opened", by=by, at=at, **shown)


def note(found: ConcernRead, kind: str, *, by: Practitioner, at: datetime, **facts: Any) -> None:
    """Enter an act on a concern's record, within the act's transaction."""
    ledger.append(
        kind=kind,
        at=at,
        facts={"concern": str(found.concern.pk), "by": str(by.pseudonym), **facts},
        record=found.key.record,
        seal=found.key.seal,
    )


def new_token() -> UUID:
    """An id for what a form will add: sent twice, it adds once."""
    return uuid4()
