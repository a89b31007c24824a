"""Something of every kind, in which strangers have no part."""

from dataclasses import replace
from types import SimpleNamespace
from uuid import uuid4

from attack import deeds
from attack import scenarios_of_consultations as advice
from attack import scenarios_of_requests as requests
from attack.scenarios_of_archives import asked as asked_of_period
from attack.scenarios_of_archives import handed
from attack.scenarios_of_asking import on as asked_on
from attack.scenarios_of_consents import YES, said
from attack.scenarios_of_contacts import told
from attack.scenarios_of_disposals import asked, disposed
from attack.scenarios_of_disposals import kept as kept_for_a_claim
from attack.scenarios_of_honour import asked_to_tell
from attack.scenarios_of_interests import looked_for, met
from attack.scenarios_of_notices import told as told_to
from attack.scenarios_of_onward import asked as asked_onward
from attack.scenarios_of_plans import planned, task_in
from attack.scenarios_of_recalls import breached
from attack.scenarios_of_releases import waiting
from attack.scenarios_of_samples import asked_of
from attack.scenarios_of_seen import asked as asked_who_looked
from attack.scenarios_of_seen import given as told_who_looked
from attack.scenarios_of_tellings import said as told_of
from attack.scenarios_of_travels import came_in
from attack.scenarios_of_whereabouts import at
from attack.teamwork import broken
from dimmer.apps.archives.models import Period
from dimmer.apps.concerns import actions as concern_actions
from dimmer.apps.concerns import queries as concerns
from dimmer.apps.concerns.models import Concern, Report
from dimmer.apps.contacts import actions as contacts
from dimmer.apps.decisions.models import FollowUp
from dimmer.apps.disclosures import actions as disclosure_actions
from dimmer.apps.people import actions as people_actions
from dimmer.apps.people.models import Link
from dimmer.apps.reviews import actions as review_actions
from dimmer.apps.reviews.models import LawChange
from dimmer.apps.seen.queries import QuestionRead
from dimmer.apps.vault import actions as vault
from dimmer.apps.vault.actions.keys import renew_team
from dimmer.core.proportionality import Light
from reaching import at_risk, share, terms, unsafe
from shares import decided
from stage import NOW, raised, reading


def build(cast: SimpleNamespace) -> SimpleNamespace:
    """Something of every kind, of which the strangers have no part."""
    ready = deeds.decided(cast.amina, cast.carys, cast.pat)
    first, second = sorted(ready.proposals, key=lambda row: row.recipient_id != cast.carys.team_id)
    with reading(cast.amina):
        made = disclosure_actions.disclose(
            ready.concern, proposal_id=first.pk, by=cast.amina, at=deeds.later()
        )
    deeds.received(made, cast.carys)
    key = deeds.read(made, cast.carys).key
    with reading(cast.carys):
        words = {"right": "yes", "needed": "yes"}
        review_actions.review(
            made.proposal,
            key=key,
            by=cast.carys,
            words=words,
            next_on=deeds.TODAY,
            about=made.pk,
            at=NOW,
        )
    dark = deeds.asking(cast.amina, cast.carys)
    curious = {"purpose.kinds": ["curiosity"], "risk.level": "none", "risk.urgency": "routine"}
    against = deeds.asking(cast.amina, cast.pat, answers=curious)
    with reading(cast.amina):
        deeds.decide(
            dark, cast.amina, deeds.choices(dark, light=Light.DARK),
            follow_ups=[("build-trust", deeds.TODAY)],
        )  # fmt: skip
        held = deeds.decide(against, cast.amina, deeds.choices(against, light=Light.FULL))[0]
        emergency = deeds.emergency(cast.amina, [cast.pat.team], token=uuid4())[0]
    decided(cast.amina, cast.carys.team, at=deeds.BEFORE_A_DUTY)
    with reading(cast.amina):
        review_actions.look_ahead(cast.amina.team, days=[deeds.DUTY_ON], at=NOW)
        found = concerns.concern(made.proposal.concern_id, reader=cast.amina)
        names = {"text": "Zofia Nowak", "kind": "now"}
        kept = people_actions.begin(
            token=uuid4(), by=cast.amina, entries=[("names", names)], at=NOW
        )
        part = found.people[0].id
        people_actions.tell_apart(kept, found=found, part=part, by=cast.amina, at=NOW)
        link = Link.objects.get()
        renew_team(cast.amina.team_id, at=NOW)
    told_of(cast)
    question, advised = advice.asked(cast, by="mona"), advice.answered(cast)
    with reading(cast.amina):
        advice.actions.take(advice.read(advised, cast.amina), found, by=cast.amina, at=NOW)
    _, glass = broken(cast)
    interest, match = met(cast, cast.nina)
    for makes in (_reports, _looked_for, waiting, came_in):
        makes(cast)
    guard = asked_to_tell(cast)
    (consent,) = said(cast, raised(cast.amina), replace(YES, ends_on=NOW.date()))
    left = raised(cast.amina).concern.pk
    with reading(cast.amina):
        vault.unname(left, practitioner=cast.amina.pk)
        vault.regroup([left], team=cast.amina.team_id)
    notice = told(cast)
    _, taken_back = told_to(cast)
    risk = at_risk(cast)
    share(cast, risk, cast.carys)
    unsafe(risk.way, cast.amina)
    with reading(cast.amina):
        contacts.add(
            risk.kept, token=uuid4(), number="Another", terms=terms(), by=cast.amina, at=NOW
        )
        contacts.change(
            token=uuid4(), of=risk.his, what="moved", words="Away", by=cast.amina, at=NOW
        )
        for street in ("1 Mill Lane", "2 Mill Lane"):  # the second waits for somebody else
            people_actions.add(
                risk.his, token=uuid4(), part="addresses", entry=at(street), by=cast.amina, at=NOW
            )
    plan, _ = planned(cast)
    return SimpleNamespace(
        **asked_on(cast),
        asking=asked_onward(cast), task=task_in(plan, cast.carys),
        kept=kept, link=link, way=risk.way, his=risk.his, notice=notice.row,
        interest=interest, match=match, guard=guard, said=consent, told=taken_back.row,
        told_reference=taken_back.reference, breach=breached(cast)[1],
        request=requests.answered(cast), late=requests.late(cast),
        question=question, advised=advised, waits=asked(cast), gone=disposed(cast), keeping=kept_for_a_claim(cast),
        concern=Concern.objects.get(pk=made.proposal.concern_id), made=made, held=held, ben=cast.ben,
        round=made.proposal.round, emergency=emergency, ready=second,
        foretold=LawChange.objects.get(), follow_up=FollowUp.objects.select_related("proposal").get(),
        sample=asked_of(cast), account=_account(cast), who_looked=_who_looked(cast),
        answered=Report.objects.select_related("concern").get(answered_at__isnull=False), glass=glass,
    )  # fmt: skip


def _account(cast: SimpleNamespace) -> Period:
    handed(cast)
    return asked_of_period(cast)


def _who_looked(cast: SimpleNamespace) -> QuestionRead:
    found = asked_who_looked(cast)
    told_who_looked(cast, found)
    return found


def _looked_for(cast: SimpleNamespace) -> None:
    look = looked_for(cast)
    with reading(cast.nina):
        look()


def _reports(cast: SimpleNamespace) -> None:
    for is_answered in (True, False):
        with reading(cast.ben):
            begun = concern_actions.begin(token=uuid4(), by=cast.ben, summary="Cold", at=NOW)
            found = concerns.concern(begun.pk, reader=cast.ben)
            concern_actions.report(found, by=cast.ben, within=deeds.HOURS, at=NOW)
            if is_answered:
                concern_actions.answer_report(
                    found, by=cast.hana, is_taken_up=False, because="Known", at=NOW
                )
