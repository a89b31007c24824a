"""Every page that is about something, with the thing behind it, who finds it there, and what they can send."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

from django.urls import reverse
from django.utils import timezone

import own_words
from attack import (
    deeds,
    scenarios_of_amendments,
    scenarios_of_archives,
    scenarios_of_asking,
    scenarios_of_attachments,
    scenarios_of_consultations,
    scenarios_of_contacts,
    scenarios_of_disposals,
    scenarios_of_interests,
    scenarios_of_light,
    scenarios_of_notices,
    scenarios_of_onward,
    scenarios_of_plans,
    scenarios_of_recalls,
    scenarios_of_requests,
    scenarios_of_samples,
    scenarios_of_seen,
    scenarios_of_tellings,
    scenarios_of_travels,
)
from attack.scenarios_of_consents import NO, WELL, YES, said
from attack.scenarios_of_honour import asked_to_tell
from attack.scenarios_of_whereabouts import moving, moving_in_concern
from attack.scenarios_of_whereabouts import unsettled as unsettled_in
from attack.teamwork import begun, broken
from dimmer.apps.allocations.queries import state_of
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.queries import ConcernRead, concern
from dimmer.apps.consents import queries
from dimmer.apps.decisions import actions as decisions
from dimmer.apps.decisions.models import FollowUp, SecondCheck
from dimmer.apps.disclosures import actions as disclosures
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.people import actions as people
from dimmer.apps.people.models import Link
from dimmer.core.proportionality import Light
from stage import NOW, raised, reading

WORD = "Ottoline"
TYPED = f'Kanarien<i>vogel</i> & "{WORD}\'s"'
"""Stands in every field that takes words."""
PERSON = deeds.about(
    name=TYPED, address=TYPED, postcode="ZX9 9QQ", phone="01632 960 123", school=TYPED, area=TYPED
)
AFTERWARDS = (
    *(scenarios_of_light, scenarios_of_plans, scenarios_of_onward, scenarios_of_asking),
    *(scenarios_of_recalls, scenarios_of_archives),
)
SAID = dict.fromkeys(deeds.WORDS, TYPED)
PIECE = deeds.piece(text=TYPED, source=TYPED)
ONE_PERSON = {"name": TYPED, "role": "child", "unborn": "no"}
ONE_PIECE = {
    "text": TYPED, "about": ["person-1"], "categories": ["threat"], "nature": "fact", "source": TYPED,
}  # fmt: skip
DECISION = {
    **dict.fromkeys(("purpose", "because", "risk_of_not_sharing", "risk_of_sharing"), TYPED),
    "wishes": TYPED,
    "told": "not",
    "telling": TYPED,
}


@dataclass(frozen=True, slots=True)
class Page:
    """An address, the first name of somebody who finds it there, and a form that they could send."""

    name: str
    address: str
    who: str
    typed: Mapping[str, Any] = field(default_factory=dict)


def pages(cast: SimpleNamespace) -> list[Page]:
    """All of them, each thing as far on its route as its page needs."""
    return [
        *_of_a_draft(cast), *_of_a_report(cast), *_of_rounds(cast), *_of_what_was_shared(cast),
        *_of_people(cast), *_of_who_works_on_it(cast), *_of_rooms(cast), *_of_honour(cast), *_of_consents(cast),
    ]  # fmt: skip


def _page(name: str, who: str, typed: Mapping[str, Any] | None = None, /, **ids: Any) -> Page:
    kwargs = {key: getattr(value, "pk", value) for key, value in ids.items()}
    return Page(name, reverse(name, kwargs=kwargs), who, typed or {})


def _whole(cast: SimpleNamespace) -> ConcernRead:
    return raised(cast.amina, summary=TYPED, people=(PERSON,), items=(PIECE,))


def _begun(by: Any) -> tuple[ConcernRead, UUID, UUID]:
    with reading(by):
        made = concerns.begin(token=uuid4(), by=by, summary=TYPED, at=NOW)
        found = concern(made.pk, reader=by)
        person = concerns.put_person(found, token=uuid4(), by=by, about=PERSON, at=NOW)
        item = concerns.put_item(found, token=uuid4(), by=by, typed=PIECE, at=NOW)
        return concern(made.pk, reader=by), person, item


def _of_honour(cast: SimpleNamespace) -> list[Page]:
    plain, found = _whole(cast).concern, asked_to_tell(cast, _whole(cast), words=TYPED)
    token = {"token": str(uuid4())}
    return [
        _page("honour:concern", "mona", {"reasons": ["honour"], "because": TYPED}, pk=plain),
        _page("honour:concern", "mona", pk=found.concern_id),
        _page("honour:interpreter", "mona", {**token, "who": TYPED, "how": TYPED}, pk=plain),
        _page(
            "honour:telling", "mona", {**token, "whom": TYPED, "because": TYPED, "how": TYPED},
            pk=plain,
        ),
        _page("honour:answer", "mona", {"is_agreed": "no", "because": TYPED}, pk=found),
        _page("honour:lifting", "mona", {**token, "because": TYPED}, pk=found.concern_id),
    ]  # fmt: skip


def _of_consents(cast: SimpleNamespace) -> list[Page]:
    found, carded, refused = _whole(cast), _whole(cast), _adult(cast)
    part, ids = found.people[0].id, {"pk": found.concern, "part": found.people[0].id}
    said(cast, found, replace(YES, how=replace(WELL, words=TYPED)), NO)
    said(cast, carded, replace(YES, notes={"card": "May", "sorted": "kind:health=may"}))
    asked = deeds.asking(
        cast.amina,
        cast.carys,
        found=refused,
        answers={**deeds.ANSWERS, "people.person-1.consent": "refused"},
    )
    person = refused.people[0].id
    grounds = {
        "grounds": {"2": TYPED},
        "steps": ["1"],
        "unsaid": TYPED,
        "teller": TYPED,
        "said": TYPED,
    }
    with reading(cast.amina):
        decisions.override(asked, person=person, said=grounds, by=cast.amina, at=NOW, token=uuid4())
        said_yes, said_no, *_ = (str(each.id) for each in queries.records_of(found)[part])
    token, now = {"token": str(uuid4())}, timezone.localdate()
    day = {f"said_on-{each}": getattr(now, each) for each in ("day", "month", "year")}
    how = {"alone": "yes", "absent": "yes", "coercion": "no", "words": TYPED, **day}
    yes = {
        **how,
        "interpreter": "none",
        "asked_with": TYPED,
        f"agency-{cast.pat.team.agency_id}": "never",
    }
    talk = {"unsaid": TYPED, "teller": TYPED, "said": TYPED}
    return [
        _page("consents:concern", "mona", pk=found.concern),
        _page("consents:what", "mona", {"kind": "wishes"}, **ids),
        _page("consents:say", "mona", {**token, **how}, **ids, kind="refusal"),
        _page("consents:settle", "mona", {**token, f"{said_no}.{said_yes}": said_no, "reason": TYPED}, **ids),
        _page("consents:card", "mona", {**token, **yes}, **ids),
        _page("consents:slip", "mona", pk=carded.concern, part=carded.people[0].id),
        _page("consents:file", "mona", {"what": TYPED}, **ids),
        _page("consents:bring", "mona", {**token, "text": TYPED}, **ids),
        _page(
            "decisions:grounds", "mona", {**token, "grounds": "2", "shows-2": TYPED}, pk=asked.round, part=person
        ),
        _page("decisions:talk", "mona", {**token, **talk}, pk=asked.round, part=person),
    ]  # fmt: skip


def _adult(cast: SimpleNamespace) -> ConcernRead:
    return raised(cast.amina, summary=TYPED, people=({**PERSON, "role": "victim"},), items=(PIECE,))


def _of_a_draft(cast: SimpleNamespace) -> list[Page]:
    found, person, item = _begun(cast.amina)
    other, _, removed = _begun(cast.amina)
    pk, token = found.concern.pk, {"token": str(uuid4())}
    open_one, unsettled = _whole(cast), unsettled_in(cast)
    return [
        _page("concerns:tasks", "mona", pk=pk),
        _page("concerns:summary", "mona", {**token, "summary": TYPED}, pk=pk),
        _page("concerns:add-person", "mona", {**token, **ONE_PERSON}, pk=pk),
        _page("concerns:person", "mona", {**token, **ONE_PERSON}, pk=pk, part=person),
        _page(
            "concerns:person", "mona", {**token, **ONE_PERSON},
            pk=open_one.concern, part=open_one.people[0].id,
        ),
        _page("concerns:add-item", "mona", {**token, **ONE_PIECE}, pk=pk),
        _page("concerns:item", "mona", {**token, **ONE_PIECE}, pk=pk, part=item),
        _page("concerns:add-own-words", "mona", {**token, **own_words.typed(TYPED, passing="unasked")}, pk=pk),
        _page("concerns:asked", "mona", {**token, "asked": "events", "because": TYPED}, pk=pk, part=person),
        _page("concerns:remove", "mona", {"yes": "1"}, pk=pk, part=person),
        _page("concerns:remove", "mona", {"yes": "1"}, pk=other.concern, part=removed),
        _page("concerns:check", "mona", {"yes": "1"}, pk=pk),
        _page(
            "concerns:settle", "mona", {"apart-stays": TYPED},
            pk=unsettled.concern, part=unsettled.items[0].id,
        ),
    ]  # fmt: skip


def _of_a_report(cast: SimpleNamespace) -> list[Page]:
    found, _, _ = _begun(cast.ben)
    with reading(cast.ben):
        concerns.report(found, by=cast.ben, within=deeds.HOURS, at=NOW)
    answer = {"is_taken_up": "no", "because": TYPED}
    return [
        _page("concerns:answer", "hana", answer, pk=found.concern),
        _page("concerns:reported", "ben", pk=found.concern),
    ]


def _of_rounds(cast: SimpleNamespace) -> list[Page]:
    found = _whole(cast)
    asked = deeds.asking(cast.amina, cast.pat, found=_whole(cast))
    proposal = asked.proposals[0]
    beyond, dark, ready, anew = (
        deeds.asking(cast.amina, cast.carys, found=_whole(cast)) for _ in range(4)
    )
    owed = [("build-trust", deeds.TODAY)]
    with reading(cast.amina):
        deeds.decide(beyond, cast.amina, deeds.choices(beyond, light=Light.FULL), words=SAID)
        deeds.decide(
            dark, cast.amina, deeds.choices(dark, light=Light.DARK), words=SAID, follow_ups=owed
        )
        for whole in (ready, anew):
            deeds.decide(whole, cast.amina, deeds.choices(whole), words=SAID)
    second = SecondCheck.objects.get(decision__proposal=dark.proposals[0])
    duty = FollowUp.objects.get(proposal=dark.proposals[0])
    propose = {
        "token": str(uuid4()), "teams": [str(cast.carys.team_id)], "asked_for": "none",
    }  # fmt: skip
    review = {
        "right": "yes", "needed": "no", "note": TYPED, "last": "", "next_on-day": "",
    }  # fmt: skip
    ahead = timezone.localdate() + timedelta(days=7)
    day = {f"review_on-{part}": getattr(ahead, part) for part in ("day", "month", "year")}
    decision = {**DECISION, **day, f"light-{proposal.pk}": "DARK"}
    return [
        _page("desk:concern", "mona", pk=beyond.concern.concern),
        _page("decisions:propose", "mona", propose, pk=found.concern),
        _page("decisions:round", "mona", {"fact": "risk.level", "answer": "high"}, pk=asked.round),
        _page("decisions:advice", "mona", pk=asked.round),
        _page("decisions:flowchart", "mona", pk=asked.round),
        _page("decisions:telling", "mona", pk=asked.round),
        _page("decisions:reached", "mona", pk=asked.round),
        _page("decisions:decide", "mona", decision, pk=asked.round),
        _page("decisions:check", "mona", {"is_agreed": "no", "because": TYPED}, pk=second.decision),
        _page("decisions:follow-up", "mona", {"note": TYPED}, pk=duty),
        _page("decisions:stop", "mona", {"because": TYPED}, pk=ready.proposals[0]),
        _page("decisions:again", "mona", {"yes": "1"}, pk=anew.proposals[0]),
        _page(
            "disclosures:preview",
            "mona",
            {"own_words": "no", "seen": "0" * 64},
            pk=ready.proposals[0],
        ),
        _page("reviews:review", "mona", review, pk=dark.proposals[0]),
    ]


def _of_what_was_shared(cast: SimpleNamespace) -> list[Page]:
    made, unread = _shared(cast), _shared(cast)
    deeds.received(made, cast.carys)
    with reading(cast.amina):
        urgent = deeds.emergency(
            cast.amina, [cast.carys.team], token=uuid4(), danger=TYPED, known=TYPED, people=[PERSON]
        )[0]
    record = {
        **dict.fromkeys(("necessary", "others_told", "telling", "consent"), TYPED),
        "told": "not",
        "capacity": "unknown",
    }
    review = {"right": "no", "needed": "no", "note": TYPED, "last": ""}
    return [
        _page("disclosures:disclosure", "mona", pk=made),
        _page("disclosures:disclosure", "carys", pk=made),
        _page("disclosures:document", "mona", pk=made),
        _page("disclosures:document", "carys", pk=made),
        _page("desk:record", "mona", pk=made.proposal),
        _page("desk:record-document", "mona", pk=made.proposal),
        _page("disclosures:shared", "mona", pk=made),
        _page("receipts:acknowledge", "carys", {"yes": "1"}, pk=unread),
        _page("receipts:receipt", "mona", pk=made),
        _page("receipts:receipt", "carys", pk=made),
        _page("receipts:text", "carys", pk=made),
        _page("receipts:shared-proof", "carys", pk=made),
        _page("receipts:read-proof", "carys", pk=made),
        _page("reviews:review", "mona", review, pk=made.proposal),
        _page("reviews:review", "carys", review, pk=made.proposal),
        _page("disclosures:emergency-sent", "mona", pk=urgent.proposal.concern),
        _page("disclosures:emergency-record", "mona", record, pk=urgent.decision),
        *(
            _page(name, who, typed, **ids)
            for of in AFTERWARDS
            for name, who, typed, ids in of.pages(cast, TYPED, people=(PERSON,), items=(PIECE,))
        ),
    ]


def _of_people(cast: SimpleNamespace) -> list[Page]:
    found, beside = (_whole(cast) for _ in range(2))
    whole = {"text": TYPED, "kind": "now"}, {"date": "1987-03-14"}
    (moved, entry), elsewhere = moving(cast), moving_in_concern(cast)
    with reading(cast.amina):
        kept, twice, linked = (
            people.begin(
                token=uuid4(),
                by=cast.amina,
                entries=zip(("names", "born"), whole, strict=True),
                at=NOW,
            )
            for _ in range(3)
        )
        part = found.people[0].id
        people.link_to(linked, found=found, part=part, because=TYPED, by=cast.amina, at=NOW)
        link = Link.objects.get(part=part)
    token, why = {"token": str(uuid4())}, {"because": TYPED}
    name = {**token, "text": TYPED, "kind": "alias"}
    place = {**token, "text": TYPED, "postcode": "ZX9 9QQ", "protected": "yes"}
    number = {**token, "kind": "nhs", "value": "943 476 5919"}
    return [
        _page("people:person", "mona", pk=kept.id),
        _page("people:whereabouts", "mona", pk=kept.id),
        _page(
            "contacts:address", "mona", {"is_right": "no", "because": TYPED}, pk=moved.id, entry=entry
        ),
        _page(
            "contacts:part-address", "mona", {"is_right": "no", "because": TYPED},
            pk=elsewhere.concern, part=elsewhere.people[0].id,
        ),
        _page("people:add", "mona", name, pk=kept.id, part="names"),
        _page("people:add", "mona", {**token, "date-year": "1987"}, pk=kept.id, part="born"),
        _page("people:add", "mona", number, pk=kept.id, part="numbers"),
        _page("people:add", "mona", place, pk=kept.id, part="addresses"),
        _page("people:add", "mona", {**token, "text": TYPED}, pk=kept.id, part="needs"),
        _page("people:add", "mona", pk=kept.id, part="relationships"),
        _page("people:strike", "mona", why, pk=twice.id, entry=twice.lists["names"][0]["id"]),
        _page("people:beside", "mona", {"which": str(linked.id)}, pk=kept.id),
        _page(
            "people:same", "mona", {"which": "new", **why},
            pk=beside.concern, part=beside.people[0].id,
        ),
        _page("people:undo", "mona", why, pk=link),
    ]  # fmt: skip


def _shared(cast: SimpleNamespace) -> Disclosure:
    asked = deeds.asking(cast.amina, cast.carys, found=_whole(cast))
    with reading(cast.amina):
        deeds.decide(asked, cast.amina, deeds.choices(asked), words=SAID)
        return disclosures.disclose(
            asked.concern, proposal_id=asked.proposals[0].pk, by=cast.amina, at=NOW
        )


def _of_rooms(cast: SimpleNamespace) -> list[Page]:
    rooms = (
        scenarios_of_contacts, scenarios_of_notices, scenarios_of_amendments, scenarios_of_consultations,
        scenarios_of_requests, scenarios_of_tellings, scenarios_of_travels, scenarios_of_disposals,
        scenarios_of_samples, scenarios_of_seen, scenarios_of_attachments, scenarios_of_interests,
    )  # fmt: skip
    found = [row for room in rooms for row in room.pages(cast, TYPED)]
    return [_page(name, who, typed, **ids) for name, who, typed, ids in found]


def _of_who_works_on_it(cast: SimpleNamespace) -> list[Page]:
    found, off, aside = (_whole(cast).concern for _ in range(3))
    made, left_alone, stepped = (_shared(cast) for _ in range(3))
    for each in (made, left_alone, stepped):
        deeds.received(each, cast.carys)
    _, row = broken(cast)
    joan = begun(cast)
    vouched = {"is_known": "yes", "as_read": state_of(joan)}
    name = {"who": str(cast.noor.pk), "how": "with", "because": TYPED}
    why = {"because": TYPED}
    return [
        _page("allocations:concern", "mona", name, pk=found),
        _page("allocations:release-concern", "mona", why, pk=off, who=cast.amina),
        _page("allocations:aside-concern", "mona", why, pk=aside),
        _page("allocations:received", "carys", {**name, "who": str(cast.max.pk)}, pk=made),
        _page("allocations:release-received", "carys", why, pk=left_alone, who=cast.carys),
        _page("allocations:aside-received", "carys", why, pk=stepped),
        _page("allocations:through-glass", "nina", pk=row),
        _page("allocations:glass", "mona", {"was_right": "no", "note": TYPED}, pk=row),
        _page("allocations:renew", "mona", {"sure": "yes"}, who=cast.nina),
        _page("allocations:vouch", "leila", vouched, who=joan),
        _page("allocations:left", "mona", {"sure": "yes"}, who=cast.noor),
    ]
