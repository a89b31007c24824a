"""The same act by several processes at once: one effect, no deadlock. And different acts on one thing."""

from collections import Counter
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from attack import deeds, witness
from attack.groundwork import ALL
from attack.scenario import Scenario, Twice
from attack.theatre import theatre_for
from attack.victim import disconnect, outcomes
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.queries import concern
from dimmer.apps.contacts.models import Notice, Way
from dimmer.apps.decisions import actions as decisions
from dimmer.apps.decisions.models import Proposal, SecondCheck
from dimmer.apps.disclosures import actions as disclosures
from dimmer.apps.disclosures.models import Disclosure
from dimmer.apps.ledger import actions as ledger
from dimmer.apps.receipts import actions as receipts
from dimmer.core.proportionality import Light
from reaching import at_risk, share, unsafe, way_of
from records import keep
from stage import NOW, raised, reading

theatre, cast, witness_of = theatre_for("function")

AT_ONCE = 3
REFUSED = {"NotNow", "NotAMove", "Taken", "TooSoon"}
_SETTING_UP = (
    "agencies.",
    "allocations.join",
    "desk.",
)  # by one person at a keyboard; the database's own refusal will do
_ONE_EFFECT = [
    scenario
    for scenario in ALL
    if scenario.twice in (Twice.NOTHING, Twice.REFUSED) and not scenario.is_part
]


@pytest.mark.parametrize("scenario", _ONE_EFFECT, ids=lambda scenario: scenario.prepare.__name__)
def test_an_act_sent_by_several_at_once_has_the_effect_of_one(
    scenario: Scenario, cast: SimpleNamespace, witness_of: Any
) -> None:
    reader = scenario.reads(cast)
    ledger.sequence()
    once = _effect(witness_of, lambda: [scenario.prepare(cast)], reader)
    ledger.sequence()

    at_once = _effect(witness_of, lambda: [scenario.prepare(cast)] * AT_ONCE, reader)

    assert at_once["rows"] == once["rows"]
    assert None in at_once["outcomes"]
    allowed = REFUSED | ({"IntegrityError"} if scenario.action.startswith(_SETTING_UP) else set())
    assert {said[0] for said in at_once["outcomes"] if said} <= allowed
    assert witness.faults(witness_of) == []


def _effect(witness_of: Any, prepare: Any, reader: Any) -> dict[str, Any]:
    acts = prepare()
    before = witness.fingerprint(witness_of)
    said = outcomes([(act, reader) for act in acts])
    after = witness.fingerprint(witness_of)
    rows = {name: after[name][0] - count for name, (count, _) in before.items()}
    del rows["ledger_tile"]  # how many depends on where in the tree an entry comes to stand
    return {"rows": {name: each for name, each in rows.items() if each}, "outcomes": said}


def test_answers_given_at_once_all_stay(cast: SimpleNamespace, witness_of: Any) -> None:
    found = raised(cast.amina)
    paths = [f"people.person-1.fact-{number}" for number in range(3)]

    def answering(path: str) -> Any:
        return lambda: concerns.answer(found, by=cast.amina, answers={path: True}, at=NOW)

    said = outcomes(
        [
            *((answering(path), cast.amina) for path in paths),
            (lambda: concerns.write(found, by=cast.mona, summary="Colder", at=NOW), cast.mona),
        ]
    )

    with reading(cast.amina):
        now = concern(found.concern.pk, reader=cast.amina)
    assert said == [None] * 4
    assert set(now.answers) == set(paths)
    assert now.summary == "Colder"
    assert witness.faults(witness_of) == []


def test_people_added_at_once_each_have_a_place_of_their_own(cast: SimpleNamespace) -> None:
    found = raised(cast.amina)

    def adding(name: str) -> Any:
        token, about = uuid4(), deeds.about(name=name)
        return lambda: concerns.put_person(found, token=token, by=cast.amina, about=about, at=NOW)

    said = outcomes([(adding(name), cast.amina) for name in ("Ana", "Bo", "Cem", "Dot")])

    with reading(cast.amina):
        now = concern(found.concern.pk, reader=cast.amina)
    assert said == [None] * 4
    assert [person.key for person in now.people] == [f"person-{place}" for place in range(1, 6)]


def test_of_agreeing_and_refusing_at_once_one_counts(
    cast: SimpleNamespace, witness_of: Any
) -> None:
    whole = deeds.asking(cast.amina, cast.olu, answers={**deeds.ANSWERS, "risk.level": "none"})
    with reading(cast.amina):
        made = deeds.decide(whole, cast.amina, deeds.choices(whole, light=Light.FULL))[0]
        found = deeds.opened(whole.concern, cast.amina)

    def checking(is_agreed: bool) -> Any:
        return lambda: decisions.check(
            found, decision_id=made.pk, by=cast.mona, is_agreed=is_agreed, because="So", at=NOW
        )

    said = outcomes([(checking(is_agreed), cast.mona) for is_agreed in (True, False)])

    assert Counter(each and each[0] for each in said) == {None: 1, "NotNow": 1}
    row = SecondCheck.objects.select_related("decision__proposal").get(pk=made.pk)
    assert row.decision.proposal.step == ("to-share" if row.is_agreed else "not-shared")
    assert witness.faults(witness_of) == []


def test_a_number_found_unsafe_in_two_places_while_it_is_added_in_a_third_is_closed_and_told_once(
    cast: SimpleNamespace, witness_of: Any
) -> None:
    number = str(uuid4().int)
    world, child = at_risk(cast, number=number), keep(cast.amina, name="Maja Nowak")
    other, token = way_of(child, cast.amina, number), world.way.row.token
    (made,) = share(cast, world, cast.carys)
    disconnect()

    said = outcomes(
        [
            (lambda: unsafe(world.way, cast.amina), cast.amina),
            (lambda: unsafe(other, cast.amina), cast.amina),
            (lambda: way_of(child, cast.amina, number), cast.amina),
        ]
    )

    assert said[:2] == [None, None]
    assert said[2] is None or said[2][0] == "FoundUnsafe"
    with reading(cast.amina):
        ways = Way.objects.filter(token=token)
        assert ways.count() == (2 if said[2] else 3)
        assert not ways.filter(closed_at=None).exists()
    with reading(cast.carys):
        assert Notice.objects.filter(disclosure=made).count() == 1
    assert witness.faults(witness_of) == []


_DEEDS = ("answer", "write", "item", "open", "propose", "disclose", "receive", "sequence", "now")


@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(st.sampled_from(_DEEDS), min_size=3, max_size=6))
def test_whatever_is_done_at_once_to_one_concern_ends_whole(
    cast: SimpleNamespace, witness_of: Any, names: list[str]
) -> None:
    whole = deeds.decided(cast.amina, cast.carys, cast.pat)
    first, second = whole.proposals
    with reading(cast.amina):
        made = disclosures.disclose(
            whole.concern, proposal_id=first.pk, by=cast.amina, at=deeds.later()
        )
    recipient = cast.carys if first.recipient_id == cast.carys.team_id else cast.pat
    received = deeds.read(made, recipient)
    found, now, token = whole.concern, deeds.later(), uuid4()
    acts = {
        "answer": lambda: concerns.answer(found, by=cast.amina, answers={"a.b": True}, at=now),
        "write": lambda: concerns.write(found, by=cast.amina, summary="Again", at=now),
        "item": lambda: concerns.put_item(
            found, token=uuid4(), by=cast.amina, typed=deeds.piece(), at=now
        ),
        "open": lambda: concerns.opened(found, by=cast.mona, at=now),
        "propose": lambda: decisions.propose(
            found, token=token, recipients=[cast.greta.team], by=cast.amina, at=now
        ),
        "disclose": lambda: disclosures.disclose(
            found, proposal_id=second.pk, by=cast.amina, at=now
        ),
        "receive": lambda: receipts.acknowledge(received, by=recipient, at=now),
        "sequence": ledger.sequence,
        "now": lambda: deeds.emergency(cast.amina, [cast.greta.team], token=token),
    }
    disconnect()

    said = outcomes(
        [(acts[name], recipient if name == "receive" else cast.amina) for name in names]
    )

    assert said == [None] * len(names)
    assert Disclosure.objects.filter(proposal=second).count() == ("disclose" in names)
    assert Proposal.objects.get(pk=first.pk).step == (
        "received" if "receive" in names else "disclosed"
    )
    assert witness.faults(witness_of) == []
