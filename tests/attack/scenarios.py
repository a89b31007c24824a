"""For every action of every room, a moment just before it, and what doing it twice may leave.

A row is (action, reader, prepare). `prepare` sets the moment up, really committing, and returns the act: a
function without arguments that any process may call. To add an action to a room, add its row here.
"""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

from attack import deeds
from attack.scenario import Act, Cast, Scenario, Twice
from attack.scenarios_of_amendments import AMENDMENTS
from attack.scenarios_of_archives import ARCHIVES
from attack.scenarios_of_attachments import ATTACHMENTS
from attack.scenarios_of_law import LAW
from attack.scenarios_of_light import LIGHT
from attack.scenarios_of_recalls import RECALLS
from attack.scenarios_of_releases import RELEASES
from attack.scenarios_of_seen import SEEN
from attack.scenarios_of_witnesses import WITNESSES
from dimmer.apps.agencies.models import Practitioner
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.queries import ConcernRead, concern
from dimmer.apps.decisions import actions as decisions
from dimmer.apps.decisions.models import FollowUp, Proposal, SecondCheck
from dimmer.apps.decisions.queries import FOLLOW_UPS, Asked, decision_of
from dimmer.apps.disclosures import actions as disclosures
from dimmer.apps.interests.queries import Routed
from dimmer.apps.ledger.models import Entry
from dimmer.apps.receipts import actions as receipts
from dimmer.apps.reviews import actions as reviews
from dimmer.core.proportionality import Light
from dimmer.core.route import Step
from stage import NOW, raised, reading

CONCERNS, DECISIONS, DISCLOSURES = "concerns", "decisions", "disclosures"


def _draft(cast: Cast, by: Practitioner | None = None) -> ConcernRead:
    by = by or cast.amina
    with reading(by):
        begun = concerns.begin(token=uuid4(), by=by, summary="Bruises", at=NOW)
        found = concern(begun.pk, reader=by)
        concerns.put_person(found, token=uuid4(), by=by, about=deeds.about(name="Ana"), at=NOW)
        return deeds.opened(found, by)


def _reported(cast: Cast) -> ConcernRead:
    found = _draft(cast, cast.ben)
    with reading(cast.ben):
        concerns.report(found, by=cast.ben, within=deeds.HOURS, at=NOW)
        return deeds.opened(found, cast.ben)


def _begin(cast: Cast) -> Act:
    token = uuid4()
    return lambda: concerns.begin(token=token, by=cast.amina, summary="Cold", at=NOW)


def _write(cast: Cast) -> Act:
    found = _draft(cast)
    return lambda: concerns.write(found, by=cast.amina, summary="Bruises, two", at=NOW)


def _answer(cast: Cast) -> Act:
    found = _draft(cast)
    return lambda: concerns.answer(found, by=cast.amina, answers={"risk.level": "high"}, at=NOW)


def _put_person(cast: Cast) -> Act:
    found, token = _draft(cast), uuid4()
    typed = deeds.about(name="Zoran")
    return lambda: concerns.put_person(found, token=token, by=cast.amina, about=typed, at=NOW)


def _put_item(cast: Cast) -> Act:
    found, token = _draft(cast), uuid4()
    typed = deeds.piece()
    return lambda: concerns.put_item(found, token=token, by=cast.amina, typed=typed, at=NOW)


def _remove(cast: Cast) -> Act:
    found = _draft(cast)
    part = found.people[0].id
    return lambda: concerns.remove(found, part=part, by=cast.amina, at=NOW)


def _raise(cast: Cast) -> Act:
    found = _draft(cast)
    return lambda: concerns.raise_concern(found, by=cast.amina, at=NOW)


def _report(cast: Cast) -> Act:
    found = _draft(cast, cast.ben)
    return lambda: concerns.report(found, by=cast.ben, within=deeds.HOURS, at=NOW)


def _answer_report(cast: Cast) -> Act:
    found = _reported(cast)
    return lambda: concerns.answer_report(
        found, by=cast.hana, is_taken_up=False, because="Known and helped", at=NOW
    )


def _escalate_report(cast: Cast) -> Act:
    found, at = _reported(cast), NOW + 2 * deeds.HOURS
    return lambda: concerns.escalate(found.concern.pk, owner=cast.hana.team, at=at)


def _open_concern(cast: Cast) -> Act:
    found = raised(cast.amina)
    return lambda: concerns.opened(found, by=cast.amina, at=NOW)


def _propose(cast: Cast) -> Act:
    found, token, at = raised(cast.amina), uuid4(), deeds.later()
    to = [cast.carys.team, cast.pat.team]
    return lambda: decisions.propose(found, token=token, recipients=to, by=cast.amina, at=at)


def _raise_and_propose(cast: Cast) -> Act:
    token = uuid4()
    said = {"purpose.kinds": ["protect-child"], "risk.level": "high", "risk.urgency": "same-day"}
    return lambda: decisions.raise_and_propose(
        token=token, by=cast.amina, summary="Bruises", person=deeds.about(name="Zoran"), piece=deeds.piece(),
        to=Routed((cast.carys.team,), ()), answers=said, report_within=deeds.HOURS, at=NOW,
    )  # fmt: skip


def _answer_one(cast: Cast) -> Act:
    whole, path = deeds.asking(cast.amina, cast.carys), "risk.level"
    return lambda: decisions.answer(whole, path=path, value=None, by=cast.amina, at=NOW)


def _decide(cast: Cast) -> Act:
    whole = deeds.asking(cast.amina, cast.carys, cast.pat)
    return lambda: deeds.decide(whole, cast.amina, deeds.choices(whole))


def _decide_against(cast: Cast) -> Act:
    whole = _against(cast)
    return lambda: deeds.decide(whole, cast.amina, deeds.choices(whole, light=Light.FULL))


def _decide_not(cast: Cast) -> Act:
    whole = deeds.asking(cast.amina, cast.carys)
    owed = [(code, deeds.TODAY + timedelta(days=days)) for code, (days, _) in FOLLOW_UPS.items()]
    return lambda: deeds.decide(
        whole, cast.amina, deeds.choices(whole, light=Light.DARK), follow_ups=owed
    )


def _against(cast: Cast) -> Asked:
    """A round in which sharing anything is more than the law supports."""
    curious = {"purpose.kinds": ["curiosity"], "risk.level": "none", "risk.urgency": "routine"}
    return deeds.asking(cast.amina, cast.olu, answers=curious)


def _held(cast: Cast) -> SecondCheck:
    whole = _against(cast)
    with reading(cast.amina):
        made = deeds.decide(whole, cast.amina, deeds.choices(whole, light=Light.FULL))
    return SecondCheck.objects.get(pk=made[0].pk)


def _concern_of(cast: Cast, row: SecondCheck) -> ConcernRead:
    with reading(cast.amina):
        return concern(row.decision.proposal.concern_id, reader=cast.amina)


def _check(cast: Cast) -> Act:
    row = _held(cast)
    found = _concern_of(cast, row)
    return lambda: decisions.check(
        found, decision_id=row.pk, by=cast.mona, is_agreed=True, because="Seen", at=NOW
    )


def _refuse(cast: Cast) -> Act:
    row = _held(cast)
    found = _concern_of(cast, row)
    return lambda: decisions.check(
        found, decision_id=row.pk, by=cast.mona, is_agreed=False, because="No danger", at=NOW
    )


def _refuse_part(cast: Cast) -> Act:
    found = _concern_of(cast, row := _held(cast))
    rows = SecondCheck.objects.select_related("decision__proposal")
    return lambda: decisions.refuse_or_agree(
        found, rows.get(pk=row.pk), by=cast.amina, is_agreed=False, because="Taken back", at=NOW
    )


def _escalate_check(cast: Cast) -> Act:
    row, at = _held(cast), NOW + 9 * deeds.HOURS
    return lambda: decisions.escalate(row.pk, owner=cast.amina.team, at=at)


def _follow_up(cast: Cast) -> Act:
    whole = deeds.asking(cast.amina, cast.carys)
    dark = deeds.choices(whole, light=Light.DARK)
    with reading(cast.amina):
        deeds.decide(whole, cast.amina, dark, follow_ups=[("build-trust", deeds.TODAY)])
        row = FollowUp.objects.get(proposal__concern=whole.concern.concern)
        found = deeds.opened(whole.concern, cast.amina)
    return lambda: decisions.follow_up(found, row_id=row.pk, by=cast.amina, note="Rang", at=NOW)


def _disclose(cast: Cast) -> Act:
    whole, at = deeds.decided(cast.amina, cast.carys), deeds.later()
    pk = whole.proposals[0].pk
    return lambda: disclosures.disclose(whole.concern, proposal_id=pk, by=cast.amina, at=at)


def _stop(cast: Cast) -> Act:
    whole, at = deeds.decided(cast.amina, cast.carys), deeds.later()
    pk = whole.proposals[0].pk
    return lambda: decisions.stop(
        whole.concern, proposal_id=pk, by=cast.amina, because="She has moved", at=at
    )


def _open_review(cast: Cast) -> Act:
    made = deeds.shared(cast.amina, cast.carys)[0]
    key, proposal = deeds.read(made, cast.carys).key, made.proposal
    return lambda: reviews.opened(proposal, key=key, by=cast.carys, at=NOW)


def _share_now(cast: Cast) -> Act:
    token, to = uuid4(), [cast.carys.team]
    return lambda: deeds.emergency(cast.amina, to, token=token)


def _complete(cast: Cast) -> Act:
    with reading(cast.amina):
        made = deeds.emergency(cast.amina, [cast.carys.team], token=uuid4())[0]
        found = concern(made.proposal.concern_id, reader=cast.amina)
    words = {"necessary": "He had said that he would"}
    return lambda: disclosures.complete_emergency(
        found, decision_id=made.decision_id, by=cast.amina, words=words, at=NOW
    )


def _open_disclosure(cast: Cast) -> Act:
    found = deeds.read(deeds.shared(cast.amina, cast.carys)[0], cast.carys)
    return lambda: disclosures.opened(found, by=cast.carys, at=NOW)


def _document(cast: Cast) -> Act:
    found = deeds.read(deeds.shared(cast.amina, cast.carys)[0], cast.carys)
    return lambda: disclosures.document(found, draw=lambda: b"%PDF", by=cast.carys, at=NOW)


def _acknowledge(cast: Cast) -> Act:
    found = deeds.read(deeds.shared(cast.amina, cast.carys)[0], cast.carys)
    return lambda: receipts.acknowledge(found, by=cast.carys, at=NOW)


def _receipt_text(cast: Cast) -> Act:
    made = deeds.shared(cast.amina, cast.carys)[0]
    receipt, found = deeds.received(made, cast.carys), deeds.read(made, cast.carys)
    return lambda: receipts.receipt_text(found, receipt)


def _proof_text(cast: Cast) -> Act:
    receipt = deeds.received(deeds.shared(cast.amina, cast.carys)[0], cast.carys)
    return lambda: receipts.proof_text(receipt.entry)


def _sequence_ledger(cast: Cast) -> Act:
    raised(cast.amina)
    return receipts.sequence_ledger


def _note_clock(cast: Cast) -> Act:
    raised(cast.amina)
    before = Entry.objects.filter(kind="clock.set-back").count()
    back = NOW - timedelta(days=1 + before)
    return lambda: receipts.note_clock(back)


def _review(cast: Cast) -> Act:
    made = deeds.shared(cast.amina, cast.carys)[0]
    deeds.received(made, cast.carys)
    key, proposal = deeds.read(made, cast.carys).key, made.proposal
    words = {"right": "yes", "needed": "no", "note": "The visit was made"}
    return lambda: reviews.review(
        proposal, key=key, by=cast.carys, words=words, next_on=None, about=made.pk, at=NOW
    )


def _move(cast: Cast) -> Act:
    pk = deeds.decided(cast.amina, cast.carys).proposals[0].pk
    return lambda: decisions.move(Proposal.objects.get(pk=pk), Step.HELD, at=NOW)


def _due(cast: Cast) -> Act:
    with reading(cast.amina):
        decision = decision_of(deeds.decided(cast.amina, cast.carys).proposals[0])
    assert decision is not None
    return lambda: decisions.due(decision, about=decision.proposal.concern_id, to=cast.amina.team_id)  # fmt: skip


def _reconsider(cast: Cast) -> Act:
    whole = deeds.decided(cast.amina, cast.carys)
    pk = whole.proposals[0].pk
    return lambda: decisions.reconsider(
        deeds.opened(whole.concern, cast.amina), proposal_id=pk, by=cast.amina, at=deeds.later()
    )


def _start_of(_cast: Cast) -> Act:
    return lambda: decisions.start_of(deeds.TODAY)


def _fixed(act: Act) -> Callable[[Cast], Act]:
    return lambda _cast: act


ROOMS: tuple[Scenario, ...] = (
    Scenario("concerns.begin", "amina", _begin),
    Scenario("concerns.write", "amina", _write, Twice.ENTRY),
    Scenario("concerns.answer", "amina", _answer, Twice.ENTRY),
    Scenario("concerns.put_person", "amina", _put_person),
    Scenario("concerns.put_item", "amina", _put_item),
    Scenario("concerns.remove", "amina", _remove),
    Scenario("concerns.raise_concern", "amina", _raise),
    Scenario("concerns.report", "ben", _report),
    Scenario("concerns.answer_report", "hana", _answer_report, Twice.REFUSED),
    Scenario("concerns.escalate", "hana", _escalate_report, by_the_clock=True),
    Scenario("concerns.opened", "amina", _open_concern, Twice.ENTRY),
    Scenario("concerns.new_token", "amina", _fixed(concerns.new_token), Twice.WRITES_NOTHING),
    Scenario(
        "concerns.new_reference", "amina", _fixed(concerns.new_reference), Twice.WRITES_NOTHING
    ),
    Scenario("decisions.propose", "amina", _propose),
    Scenario("decisions.raise_and_propose", "amina", _raise_and_propose),
    Scenario("decisions.answer", "amina", _answer_one, Twice.ENTRY),
    Scenario("decisions.decide", "amina", _decide, Twice.REFUSED),
    Scenario("decisions.decide", "amina", _decide_against, Twice.REFUSED),
    Scenario("decisions.decide", "amina", _decide_not, Twice.REFUSED),
    Scenario("decisions.start_of", "amina", _start_of, Twice.WRITES_NOTHING),
    Scenario("decisions.reconsider", "amina", _reconsider),
    Scenario("decisions.due", "amina", _due, is_part=True),
    Scenario("decisions.move", "amina", _move, Twice.REFUSED, is_part=True),
    Scenario("decisions.check", "mona", _check, Twice.REFUSED),
    Scenario("decisions.check", "mona", _refuse, Twice.REFUSED),
    Scenario("decisions.refuse_or_agree", "amina", _refuse_part, Twice.REFUSED, is_part=True),
    Scenario("decisions.escalate", "amina", _escalate_check, by_the_clock=True),
    Scenario("decisions.follow_up", "amina", _follow_up, Twice.REFUSED),
    Scenario("decisions.stop", "amina", _stop, Twice.REFUSED),
    Scenario("disclosures.disclose", "amina", _disclose),
    *RELEASES,
    *LIGHT,
    *RECALLS,
    *ARCHIVES,
    *SEEN,
    *AMENDMENTS,
    *ATTACHMENTS,
    Scenario("disclosures.share_now", "amina", _share_now),
    Scenario("disclosures.complete_emergency", "amina", _complete, Twice.REFUSED),
    Scenario("disclosures.opened", "carys", _open_disclosure, Twice.ENTRY),
    Scenario("disclosures.document", "carys", _document, Twice.ENTRY),
    Scenario("receipts.acknowledge", "carys", _acknowledge),
    Scenario("receipts.receipt_text", "carys", _receipt_text),
    Scenario("receipts.proof_text", "carys", _proof_text),
    Scenario("receipts.sequence_ledger", "opal", _sequence_ledger),
    Scenario("receipts.note_clock", "opal", _note_clock),
    *WITNESSES,
    Scenario("reviews.opened", "carys", _open_review, Twice.ENTRY),
    Scenario("reviews.review", "carys", _review),
    *LAW,
)
