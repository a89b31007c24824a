"""The scenarios (see scenarios.py) and the pages (see pages.py) of permission taken back, and of who is told."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from agreed import PEOPLE, SAFETY, WITHIN, agreed, agreed_and_shared, opened, taken_back
from attack.scenario import Act, Cast, Scenario, Twice
from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.concerns.actions import NoReason
from dimmer.apps.disclosures import actions as disclosures
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.disclosures.queries import DisclosureRead, disclosure
from dimmer.apps.notices import actions, jobs, queries
from dimmer.apps.notices.models import Did, Notice
from dimmer.apps.vault import actions as vault
from dimmer.apps.vault.models import Kind as Shows
from dimmer.core.consents import How, Scope
from stage import NOW, raised, reading

KEPT = {"route": "A6c", "because": "A child", "decided_by": "Max", "spoke": ""}


def _read(made: Disclosure, who: Practitioner) -> DisclosureRead:
    with reading(who):
        return disclosure(made.pk, reader=who)


def told(cast: Cast, **options: Any) -> tuple[Disclosure, queries.NoticeRead]:
    """What Amina shared with Carys and she took back, and the notice as Carys opens it."""
    (made,) = agreed_and_shared(cast.amina, cast.carys.team, **options)
    taken_back(cast.amina, made)
    jobs.deliver_notices(NOW)
    with reading(cast.carys):
        pk = Notice.objects.get(disclosure=made, given_on=None, corrects=None).pk
        return made, queries.notice(pk, reader=cast.carys)


def _withdraw(cast: Cast) -> Act:
    sent, waits = agreed(cast.amina, cast.carys.team, cast.pat.team)
    with reading(cast.amina):
        found = opened(sent, cast.amina)
        made = disclosures.disclose(found, proposal_id=sent.proposal_id, by=cast.amina, at=NOW)
    _give_on(cast, made)()
    token = uuid4()
    how = How(is_alone=True, is_coercion_suspected=True)
    with reading(cast.amina):
        found = opened(waits, cast.amina)
    return lambda: actions.withdraw(
        found, token=token, person=found.people[0].id, scope=Scope(), how=how, safety=SAFETY,
        within=WITHIN, by=cast.amina, at=NOW,
    )  # fmt: skip


def _undo(cast: Cast) -> Act:
    made, seen = told(cast)
    with reading(cast.carys):
        actions.see(seen, by=cast.carys, at=NOW)
    with reading(cast.amina):
        found = opened(made, cast.amina)
    pk = seen.row.cause_id
    return lambda: actions.undo(found, cause_id=pk, by=cast.amina, at=NOW)


def _give_on(cast: Cast, made: Disclosure | None = None) -> Act:
    shared = made or agreed_and_shared(cast.amina, cast.carys.team)[0]
    found, token = _read(shared, cast.amina), uuid4()
    return lambda: _given(found, token, cast)


def _given(found: DisclosureRead, token: Any, cast: Cast) -> None:
    with reading(cast.amina):
        actions.give_on(
            found,
            token=token,
            how="phone",
            to=None,
            who="Dr Roe",
            phone="0111 222",
            by=cast.amina,
            at=NOW,
        )


def _give_on_later(cast: Cast) -> Act:
    made, _ = told(cast)
    found, token = _read(made, cast.amina), uuid4()
    return lambda: actions.give_on(
        found, token=token, how="meeting", to=cast.pat.team, who="", phone="", by=cast.amina, at=NOW
    )


def _deliver(cast: Cast) -> Act:
    jobs.deliver_notices(NOW)  # what others before left undelivered is none of this
    (made,) = agreed_and_shared(cast.amina, cast.carys.team)
    taken_back(cast.amina, made)
    return lambda: actions.deliver(cast.amina.team_id, at=NOW)


def _escalate(cast: Cast) -> Act:
    _, found = told(cast)
    late = NOW + WITHIN + timedelta(hours=1)
    return lambda: actions.escalate(found.row.pk, sender=cast.amina.team, at=late)


def _see(cast: Cast) -> Act:
    _, found = told(cast)
    return lambda: actions.see(found, by=cast.carys, at=NOW)


def _stop(cast: Cast) -> Act:
    _, found = told(cast)
    return lambda: actions.answer(found, did=Did.STOPPED, words={}, by=cast.carys, at=NOW)


def _keep(cast: Cast) -> Act:
    _, found = told(cast)
    return lambda: actions.answer(found, did=Did.KEPT, words=KEPT, by=cast.carys, at=NOW)


def limited(cast: Cast, **options: Any) -> Disclosure:
    """What was shared with Carys about somebody who has limited who may know what."""
    (made,) = agreed(cast.amina, cast.carys.team, **options)
    elsewhere = Scope(recipients=frozenset({str(cast.greta.team.agency_id)}))
    taken_back(cast.amina, made, scope=elsewhere)
    with reading(cast.amina):
        return disclosures.disclose(
            opened(made, cast.amina), proposal_id=made.proposal_id, by=cast.amina, at=NOW
        )


def _keep_to_flags(cast: Cast) -> Act:
    found = _read(limited(cast), cast.carys)
    return lambda: disclosures.keep_to_flags(found, by=cast.carys, at=NOW)


def _take_back(cast: Cast) -> Act:
    about = uuid4()
    with reading(cast.amina):
        key = vault.new_record(readers=[cast.amina.team_id, cast.carys.team_id], at=NOW)
    record = key.record
    return lambda: vault.take_back(record, about=about, team=cast.carys.team_id)


def _show_each(cast: Cast) -> Act:
    pk, team = raised(cast.amina).concern.pk, cast.amina.team_id
    return lambda: vault.show_each([(pk, pk, team, NOW)], kind=Shows.REPORT)


def _hide_each(cast: Cast) -> Act:
    pk, team = raised(cast.amina).concern.pk, cast.amina.team_id
    with reading(cast.amina):
        vault.show(pk, kind=Shows.REPORT, about=pk, to=[team], at=NOW)
    return lambda: vault.hide_each([(pk, team)], kind=Shows.REPORT)


NOTICES: tuple[Scenario, ...] = (
    Scenario("notices.withdraw", "amina", _withdraw),
    Scenario("notices.undo", "amina", _undo),
    Scenario("notices.give_on", "amina", _give_on_later),
    Scenario("notices.deliver", "amina", _deliver, by_the_clock=True),
    Scenario("notices.escalate", "amina", _escalate, by_the_clock=True),
    Scenario("notices.see", "carys", _see, Twice.ENTRY),
    Scenario("notices.answer", "carys", _stop, refusals=(NoReason,)),
    Scenario("notices.answer", "carys", _keep, refusals=(NoReason,)),
    Scenario("disclosures.keep_to_flags", "carys", _keep_to_flags),
    Scenario("vault.take_back", "amina", _take_back, is_part=True),
    Scenario("vault.show_each", "amina", _show_each, is_part=True),
    Scenario("vault.hide_each", "amina", _hide_each, is_part=True),
)


def pages(cast: Cast, typed: str) -> list[tuple[str, str, Mapping[str, Any], Mapping[str, Any]]]:
    """For each address its name, who finds it there, a form that they could send, and its ids.

    Args:
        typed: stands in every field that takes words.
    """
    people = ({**PEOPLE[0], "name": typed}, PEOPLE[1])
    (sent,) = agreed_and_shared(cast.amina, cast.carys.team, people=people)
    _, found = told(cast, people=people)
    _, waits = told(cast, people=people)
    _, other = told(cast, people=people, at=timezone.now())
    with reading(cast.amina):
        concern = opened(sent, cast.amina)
    token = {"token": str(uuid4())}
    back = {
        **token, "identity": typed, "is_alone": "yes", "coercion": "no", "explained": "right",
        "words": typed, "what": "all",
    }  # fmt: skip
    answer = {"did": "kept", "route": "A6c", "because": typed, "decided_by": typed}
    given = {**token, "how": "phone", "to": "", "who": typed, "phone": "0111 222"}
    return [
        ("notices:cause", "mona", {}, {"pk": found.row.cause_id}),
        ("notices:undo", "mona", {"yes": "1"}, {"pk": other.row.cause_id}),
        ("notices:notice", "carys", answer, {"pk": found.row.pk}),
        ("notices:received", "carys", {}, {"pk": waits.row.disclosure_id}),
        ("notices:give-on", "mona", given, {"pk": sent.pk}),
        (
            "notices:withdraw", "mona", back,
            {"pk": concern.concern.pk, "part": concern.people[0].id},
        ),
        ("disclosures:flags", "carys", {"keeps": "yes"}, {"pk": limited(cast, people=people).pk}),
    ]  # fmt: skip
